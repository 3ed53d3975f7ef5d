"""The Cucumber Compatibility Kit: each of its samples, played by behave under ReportingRunner.

A stream is compared with the kit's as the kit's own runners do it: cucumber-js wants every message
in its place, cucumber-jvm leaves free the order of hooks and definitions. Ids, times, the meta
message, the wording of messages, traces and snippets, and the places of code are left out.
Differences are recorded in differences.md, each with its cause; `KIT_RECORD=1` writes them anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from behave.__main__ import main
from behave.cucumber_expression import StepMatcher4CucumberExpressions
from behave.matchers import ParseMatcher
from behave.runner import the_step_registry
from cucumber_compatibility_kit import CompatibilityKit

HERE = Path(__file__).parent
RECORD = HERE / "differences.md"
SCHEMA = Path(__file__).parents[4] / "node_modules/@cucumber/messages/messages.schema.json"
SAMPLES = {folder.name: folder for folder in sorted(CompatibilityKit().gherkin())}
ARGUMENTS = {"test-run-exception": ["--format=kit_broken_formatter:Broken", "--outfile=broken.txt"]}
SETTINGS = """\
[tool.behave]
runner = "behave_strict:ReportingRunner"

[tool.behave_strict.reports]
messages = "messages.ndjson"
page = false
junit = false
"""
DEFINITIONS = ("hook", "parameterType", "stepDefinition", "undefinedParameterType")
# What differs by its nature: it is there, and that is all that is compared.
WORDING = {"message": "...", "stackTrace": "..."}

Node = dict[str, Any]


@pytest.fixture(scope="module", params=SAMPLES)
def streams(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, list[Node], list[Node]]]:
    """A sample's name, its messages as behave leaves them, and as the kit has them."""
    name = request.param
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp(name)
        patch.chdir(folder)
        patch.syspath_prepend(folder)
        patch.setenv("HOME", str(folder))
        set_up(folder, SAMPLES[name], HERE / "samples" / name)
        yield name, play(*ARGUMENTS.get(name, [])), read(SAMPLES[name] / f"{name}.ndjson")


def set_up(folder: Path, sample: Path, code: Path) -> None:
    """A behave project of a sample: its features, and the steps and hooks that we have for it."""
    shutil.copytree(sample, folder / "features")
    for feature in (folder / "features").glob("*.feature"):
        feature.write_text(readable(feature.read_text("utf-8")), "utf-8")
    (folder / "features/steps").mkdir()
    for file in code.glob("*.py"):
        place = {"steps.py": "features/steps", "environment.py": "features"}.get(file.name, ".")
        shutil.copy(file, folder / place)
    (folder / "pyproject.toml").write_text(SETTINGS, "utf-8")


def readable(text: str) -> str:
    """The text with what behave cannot read replaced by something as long that it can."""
    return text.replace("```", '"""').replace("\n  but ", "\n  yet ")


def play(*arguments: str) -> list[Node]:
    """Run behave in this process, as if it were a new one."""
    the_step_registry.clear()
    ParseMatcher.TYPE_REGISTRY.clear()
    StepMatcher4CucumberExpressions.TYPE_REGISTRY.clear()
    try:
        main(list(arguments))
    except Exception as error:  # behave lets some through
        print(error, file=sys.stderr)
    return read(Path("messages.ndjson"))


def read(path: Path) -> list[Node]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# --- the messages, reduced to what is compared -----------------------------------------------------


def comparable(stream: list[Node]) -> list[str]:
    """One line for each message, with names instead of ids."""
    names = dict(_names(stream))
    lines = [(kind, _plain(about, names)) for each in stream for kind, about in each.items()]
    defined = sorted(_line(kind, about) for kind, about in lines if kind in DEFINITIONS)
    others = [_line(kind, about) for kind, about in lines if kind not in (*DEFINITIONS, "meta")]
    place = next(i for i, line in enumerate(others) if line.startswith("testRunStarted"))
    return [*others[:place], *defined, *others[place:]]


def _line(kind: str, about: Node) -> str:
    return f"{kind} {json.dumps(about, ensure_ascii=False, sort_keys=True)}"


def _names(stream: list[Node]) -> Iterator[tuple[str, str]]:
    """Give each id a name that is the same in both streams."""
    known: dict[str, str] = {}
    for message in stream:
        for kind, about in message.items():
            for id_, name in _named(kind, about, known):
                known[id_] = name
                yield id_, name


def _named(kind: str, about: Node, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    if kind == "gherkinDocument":
        yield from _nodes(about.get("feature", {}), _file(about["uri"]))
    elif kind == "pickle":
        place = f"{_file(about['uri'])}:{about['location']['line']}"
        yield about["id"], f"pickle {place}"
        for number, step in enumerate(about["steps"], 1):
            yield step["id"], f"step {number} of {place}"
    elif kind == "stepDefinition":
        yield about["id"], f"definition {about['pattern']['source']}"
    elif kind == "hook":
        yield about["id"], f"hook {about['type']} {about.get('tagExpression', '')}".rstrip()
    elif kind == "testCase":
        yield about["id"], f"case {known[about['pickleId']]}"
        for step in about["testSteps"]:
            yield step["id"], known[step.get("pickleStepId") or step["hookId"]]
    elif kind == "testCaseStarted":
        yield about["id"], f"attempt {about['attempt']} at {known[about['testCaseId']]}"
    elif kind == "testRunHookStarted":
        yield about["id"], f"run of {known[about['hookId']]}"
    elif "id" in about:
        yield about["id"], kind


def _nodes(node: Any, file: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if "id" in node:
            yield node["id"], f"node {file}:{node['location']['line']}"
        for inner in node.values():
            yield from _nodes(inner, file)
    elif isinstance(node, list):
        for inner in node:
            yield from _nodes(inner, file)


def _plain(node: Any, names: dict[str, str], key: str = "") -> Any:
    if key == "sourceReference":
        return sorted(node)
    if key == "snippets":
        return [sorted(snippet) for snippet in node]
    if isinstance(node, dict):
        return {
            k: _plain(v, names, k) for k, v in node.items() if k not in ("timestamp", "duration")
        }
    if isinstance(node, list):
        return [_plain(each, names, key) for each in node]
    if key == "type" and isinstance(node, str) and not node.isupper() and node not in PICKLE_TYPES:
        return "..."  # of an exception
    if re.fullmatch("id|.*Ids?", key):
        return names.get(node, node)
    if key == "uri":
        return _file(node)
    if key in ("data", "delimiter", "description"):
        return readable(node)
    return WORDING.get(key, node)


PICKLE_TYPES = ("Context", "Action", "Outcome", "Unknown")


def _file(uri: str) -> str:
    """The name of a feature; of code there is nothing to compare but that its place is told."""
    return uri.rpartition("/")[2] if uri.endswith(".feature") else "..."


# --- what differs -----------------------------------------------------------------------------------


def difference(ours: list[Node], theirs: list[Node]) -> str:
    """List the differences: `-` is only in the kit, `+` only in ours, `!` a value (the kit's, then ours)."""
    mine, kit = comparable(ours), comparable(theirs)
    lines: list[str] = []
    matcher = SequenceMatcher(a=kit, b=mine, autojunk=False)
    for kind, start, end, my_start, my_end in matcher.get_opcodes():
        if kind != "equal":
            lines += _changes(kit[start:end], mine[my_start:my_end])
    return "\n".join(lines)


def _changes(theirs: list[str], ours: list[str]) -> Iterator[str]:
    """Messages of the same kind and id are the same message; of these, only values are shown."""
    mine = {_label(line): line for line in ours}
    for line in theirs:
        if other := mine.pop(_label(line), None):
            yield from _values(_label(line), json.loads(_body(line)), json.loads(_body(other)))
        else:
            yield f"- {line}"
    for line in mine.values():
        yield f"+ {line}"


def _body(line: str) -> str:
    return line.partition(" ")[2]


def _label(line: str) -> str:
    about = json.loads(_body(line))
    keys = ("id",) if "id" in about else ("testCaseStartedId", "testStepId", "uri")
    ids = [about[key] for key in keys if key in about]
    return ", ".join([line.partition(" ")[0], *ids])


def _values(path: str, theirs: Any, ours: Any) -> Iterator[str]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted({*theirs, *ours}):
            yield from _values(f"{path} {key}", theirs.get(key), ours.get(key))
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for index, (their, our) in enumerate(zip(theirs, ours, strict=True)):
            yield from _values(f"{path}[{index}]", their, our)
    elif theirs != ours:
        yield f"! {path}: {json.dumps(theirs)} {json.dumps(ours)}"


def recorded() -> dict[str, tuple[str, str]]:
    """For each sample in the record: the cause, and the lines that differ."""
    text = RECORD.read_text("utf-8") if RECORD.is_file() else ""
    sections = re.findall(r"^## (\S+)\n\n(.*?)\n\n```diff\n(.*?)\n```$", text, re.M | re.S)
    return {name: (cause, lines) for name, cause, lines in sections}


def record(name: str, lines: str) -> None:
    """Put the difference of a sample into the record; its cause is for people to write."""
    record = {**recorded(), name: (recorded().get(name, ("(unexplained)", ""))[0], lines)}
    sections = [
        f"## {each}\n\n{cause}\n\n```diff\n{diff}\n```\n"
        for each, (cause, diff) in sorted(record.items())
        if diff
    ]
    head = (
        RECORD.read_text("utf-8").partition("\n## ")[0] if RECORD.is_file() else "# Differences\n"
    )
    RECORD.write_text("\n".join([head.rstrip() + "\n", *sections]), "utf-8")


def test_a_stream_is_as_the_kit_has_it_or_the_difference_is_recorded(streams: Any) -> None:
    name, ours, theirs = streams
    found = difference(ours, theirs)
    if os.environ.get("KIT_RECORD"):
        record(name, found)
    cause, expected = recorded().get(name, ("", ""))
    assert found == expected
    assert cause != "(unexplained)"


def test_a_stream_is_valid_by_the_published_schema(streams: Any) -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
    assert [f"{error}: {m}" for m in streams[1] for error in validator.iter_errors(m)] == []


def test_time_never_runs_backwards(streams: Any) -> None:
    times = [
        (about["timestamp"]["seconds"], about["timestamp"]["nanos"])
        for message in streams[1]
        for about in message.values()
        if "timestamp" in about
    ]
    assert times == sorted(times)
    kinds = {
        kind for message in streams[1] for kind, about in message.items() if "timestamp" in about
    }
    assert "testRunFinished" in kinds


def test_every_sample_is_played() -> None:
    played = {folder.name for folder in (HERE / "samples").iterdir()}
    assert played == SAMPLES.keys()
    assert {folder.name for folder in CompatibilityKit().markdown()} == {"markdown"}


def test_the_record_is_about_samples_of_the_kit() -> None:
    assert recorded().keys() <= SAMPLES.keys()
