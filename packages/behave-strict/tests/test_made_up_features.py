"""Features that hypothesis makes, legal and nearly so: no traceback, no hang, no two counts.

FEATURES=1000 tries as many; without it they are 200, the same each time.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import parse

import pytest
from behave.__main__ import main
from behave.runner import the_step_registry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MOST = int(os.environ.get("FEATURES") or 200)
RUNNERS = ("Runner", "ReportingRunner")
SETTINGS = """\
[tool.behave]
paths = ["features"]
show_snippets = false
summary = false

[tool.behave_strict]
off = ["needs-when", "needs-then", "one-when", "most-steps", "unused-definitions"]

[tool.behave_strict.reports]
page = "page.html"
history = false
messages = "messages.ndjson"
junit = "junit.xml"
"""
STEPS = """\
from behave import step

@step('it passes')
@step('it shows "{text}"')
def passes(context, text=""): assert context

@step('it fails')
def fails(context): assert context.failed, 'red'

@step('it breaks')
def breaks(context): raise RuntimeError('broken')

@step('it waits')
def waits(context): raise StepNotImplementedError('later')

@step('it skips')
def skips(context): context.scenario.skip('not today')

@step('it attaches')
def attaches(context): context.attach('text/plain', 'evidence')
"""
ENVIRONMENT = """\
from behave.contrib.scenario_autoretry import patch_scenario_with_autoretry
from behave_strict import Failed

def before_feature(context, feature):
    for scenario in feature.walk_scenarios():
        if 'again' in scenario.effective_tags:
            patch_scenario_with_autoretry(scenario, max_attempts=2)
    assert 'dark' not in feature.tags

def before_scenario(context, scenario):
    if 'blind' in scenario.effective_tags:
        scenario.skip('no browser')
    assert 'unfit' not in scenario.effective_tags

def after_scenario(context, scenario):
    if 'verdict' in scenario.effective_tags:
        raise Failed('seen twice')
    if 'leaky' in scenario.effective_tags:
        context.add_cleanup(lambda: 1 / 0)
"""

# --- features --------------------------------------------------------------------------------------

ODD = ["\u2028", "\x0b", "\x85", "\r", "\u00a0", "\ufeff", "\t", "\\", "|", "<", ">", "@", "#", '"""',
       "'''", "```", ":", "\x00", "\ud83d\ude00", "é", "{}", "*", "\\n", "\\|"]  # fmt: skip
WORDS = [
    "Lamp",
    "x",
    "<x>",
    "<y>",
    "C:\\\\temp",
    "a|b",
    "a\\|b",
    "but not",
    "given",
    "Given",
    "e\u0301",
    "",
]
words = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
tags = st.lists(
    st.sampled_from(
        ["@a", "@again", "@blind", "@unfit", "@verdict", "@leaky", "@dark", "@<x>", "@a/b", "@a@b"]
    ),
    max_size=2,
).map(" ".join)
keywords = st.sampled_from(
    ["Given", "When", "Then", "And", "But", "*", "given", "then", "Angenommen"]
)
sentences = st.sampled_from(
    ["it passes", "it fails", "it breaks", "it waits", "it skips", "it attaches", "it flies",
     'it shows "<x>"', 'it shows "😀"', "it passes:", "it  passes", ""]
)  # fmt: skip
rows = st.lists(words, min_size=1, max_size=3).map(lambda cells: f"      | {' | '.join(cells)} |")
tables = st.lists(rows, min_size=1, max_size=3)
quotes = st.sampled_from(['"""', "'''", "```", '"""json'])


@st.composite
def doc_strings(draw: Any) -> list[str]:
    mark = draw(quotes)
    indents = st.sampled_from(["", "    ", "      ", "        "])
    inside = draw(st.lists(st.tuples(indents, words).map("".join), max_size=3))
    return [f"      {mark}", *inside, f"      {mark[:3]}"]


@st.composite
def steps(draw: Any) -> list[str]:
    line = f"    {draw(keywords)} {draw(sentences)}"
    return [line, *draw(st.one_of(st.just([]), st.just([]), tables, doc_strings()))]


@st.composite
def examples(draw: Any) -> list[str]:
    head = draw(st.sampled_from(["| x |", "| x | y |", "| y |"]))
    cells = draw(st.lists(st.lists(words, min_size=1, max_size=2), max_size=3))
    prose = draw(st.sampled_from([[], [], ["      These are right."]]))
    table = [f"      {head}", *(f"      | {' | '.join(row)} |" for row in cells)]
    return [f"    {draw(tags)}", "    Examples: some", *prose, *table]


@st.composite
def scenarios(draw: Any) -> list[str]:
    heading = draw(
        st.sampled_from(["Scenario", "Scenario Outline", "Example", "Scenaro", "Background"])
    )
    lines = [f"  {draw(tags)}", f"  {heading}: {draw(words)}"]
    lines += draw(st.sampled_from([[], [], ["    Some prose."], ["    but not so"]]))
    for step in draw(st.lists(steps(), max_size=4)):
        lines += step
    if heading == "Scenario Outline" or draw(st.integers(0, 9)) == 0:
        lines += draw(examples())
    return lines


@st.composite
def features(draw: Any) -> str:
    lines = [draw(st.sampled_from(["", "", "", "# language: de", "# language: xx"])), draw(tags)]
    lines += [f"Feature: {draw(words)}", draw(st.sampled_from(["", "  Prose.", "  * a bullet"]))]
    for block in draw(st.lists(scenarios(), min_size=1, max_size=4)):
        lines += [*draw(st.sampled_from([[], [], ["  Rule: R"]])), *block]
    for place, odd in draw(
        st.lists(st.tuples(st.integers(0, 99), st.sampled_from(ODD)), max_size=1)
    ):
        line = lines[place % len(lines)]
        lines[place % len(lines)] = (
            line[: place % (len(line) + 1)] + odd + line[place % (len(line) + 1) :]
        )
    for place in draw(st.lists(st.integers(0, 99), max_size=1)):
        del lines[place % len(lines)]
    text: str = draw(st.sampled_from(["\n", "\n", "\r\n"])).join(lines)
    end: str = draw(st.sampled_from(["\n", ""]))
    return text + end


# --- legal features, which are played --------------------------------------------------------------

KNOWN = ["it passes", "it passes", "it passes", "it fails", "it breaks", "it waits", "it skips",
         "it attaches", 'it shows "😀"']  # fmt: skip
MARKS = ["", "", "", "@again", "@blind", "@unfit", "@verdict", "@leaky"]
legal_steps = st.lists(st.sampled_from(KNOWN), min_size=1, max_size=4)


def legal_scenario(number: int, mark: str, sentences: list[str], rows: int) -> list[str]:
    kind, name = ("Scenario Outline", f"{number} of <x>") if rows else ("Scenario", f"{number}")
    lines = [f"  {mark}", f"  {kind}: {name}", *(f"    * {sentence}" for sentence in sentences)]
    if rows:
        lines += ["    Examples:", "      | x |", *(f"      | {row} |" for row in range(rows))]
    return lines


@st.composite
def legal_features(draw: Any) -> str:
    lines = [draw(st.sampled_from(["", "", "", "@dark"])), "Feature: Made up"]
    for number in range(draw(st.integers(1, 4))):
        rows = draw(st.sampled_from([0, 0, 2]))
        mark, sentences = draw(st.sampled_from(MARKS)), draw(legal_steps)
        lines += legal_scenario(number, mark, sentences, rows)
    return "\n".join(lines) + "\n"


# --- a run, and what it says -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose feature is still to be written."""
    folder = tmp_path_factory.mktemp("made-up")
    for path, text in {
        "pyproject.toml": SETTINGS, "environment.py": ENVIRONMENT, "steps/steps.py": STEPS,
    }.items():  # fmt: skip
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    (folder / "features").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("HOME", str(folder))
        yield folder


@contextlib.contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Turn a hang into an error."""

    def late(*_: object) -> None:
        raise TimeoutError(f"the run took more than {seconds} s")

    usual = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, usual)


def play(runner: str) -> str:
    the_step_registry.clear()
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), limited(60):
        code = main(["--no-color", f"--runner=behave_strict:{runner}"])
    assert code in (0, 1)
    return output.getvalue()


def by_console(output: str) -> Counter[str]:
    line = next((ln for ln in output.splitlines() if re.match(r"\d+ scenarios?: .*, in ", ln)), "")
    said = {word: int(number) for number, word in re.findall(r"(\d+) (\w+(?: run)?)(?=,)", line)}
    bad = said.get("failed", 0) + said.get("error", 0)
    idle = said.get("skipped", 0) + said.get("not run", 0)
    return +Counter(passed=said.get("passed", 0), bad=bad, idle=idle)


def by_junit() -> Counter[str]:
    counts: Counter[str] = Counter()
    for suite in parse("junit.xml").getroot():
        if suite.get("name") != "The run":
            for case in suite.iter("testcase"):
                tags = {child.tag for child in case}
                counts[
                    "bad"
                    if tags & {"failure", "error"}
                    else "idle"
                    if "skipped" in tags
                    else "passed"
                ] += 1
    return counts


def by_page() -> Counter[str]:
    page = Path("page.html").read_text("utf-8")
    counts = page.partition('<ul class="counts">')[2].partition("</ul>")[0]
    said = {word: int(number) for number, word in re.findall(r"<b>(\d+)</b> ([a-z ]+)</a>", counts)}
    bad = said.get("failed", 0) + said.get("error", 0)
    idle = said.get("skipped", 0) + said.get("not run", 0)
    return +Counter(passed=said.get("passed", 0), bad=bad, idle=idle)


def by_messages() -> Counter[str]:
    messages = [
        json.loads(line) for line in Path("messages.ndjson").read_text("utf-8").splitlines()
    ]
    every = [(kind, about) for message in messages for kind, about in message.items()]
    case_of = {a["id"]: a["testCaseId"] for k, a in every if k == "testCaseStarted"}
    again = {
        a["testCaseStartedId"] for k, a in every if k == "testCaseFinished" and a["willBeRetried"]
    }
    statuses: dict[str, set[str]] = {case: set() for case in case_of.values()}
    for kind, about in every:
        if kind == "testStepFinished" and about["testCaseStartedId"] not in again:
            statuses[case_of[about["testCaseStartedId"]]].add(about["testStepResult"]["status"])
    idle = sum(kind == "pickle" for kind, _ in every) - len(statuses)
    return +Counter([_worst(each) for each in statuses.values()] + ["idle"] * idle)


def _worst(statuses: set[str]) -> str:
    if statuses & {"FAILED", "UNDEFINED", "PENDING", "AMBIGUOUS"}:
        return "bad"
    return "idle" if "SKIPPED" in statuses else "passed"


def played(project: Path, text: str, runner: str) -> Counter[str]:
    """Play a feature; return its count, which must be the same in every report."""
    (project / "features/a.feature").write_bytes(text.encode("utf-8", "surrogatepass"))
    output = play(runner)
    assert "Traceback" not in output
    counts = by_console(output)
    assert by_junit() == counts, f"{text!r} by {runner}:\n{output}"
    assert by_messages() == counts, f"{text!r} by {runner}:\n{output}"
    assert by_page() == counts, f"{text!r} by {runner}:\n{output}"
    return counts


tried = settings(
    max_examples=MOST // 2,
    derandomize="FEATURES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@tried
@given(text=features(), runner=st.sampled_from(RUNNERS))
def test_a_nearly_legal_feature_is_played_or_refused(project: Any, text: str, runner: str) -> None:
    played(project, text, runner)


@tried
@given(text=legal_features(), runner=st.sampled_from(RUNNERS))
def test_a_legal_feature_counts_alike_everywhere(project: Any, text: str, runner: str) -> None:
    assert played(project, text, runner), f"nothing was played of {text!r} by {runner}"
