"""The page for everybody, as a file; what it looks like is for eyes."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("node_modules")


class Loads(HTMLParser):
    """Collects what a page would fetch, and its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: Any, attributes: Any) -> None:
        self.inside = tag
        wanted = dict(attributes).get("src") or (tag == "link" and dict(attributes)["href"])
        if wanted:
            self.fetched.append(wanted)

    def handle_endtag(self, tag: Any) -> None:
        self.inside = ""

    def handle_data(self, data: Any) -> None:
        if self.inside == "script" and data.strip():
            self.scripts.append(data)


def loads(page: Any) -> Any:
    parser = Loads()
    parser.feed(page)
    return parser


def messages_in(page: Any) -> Any:
    script = loads(page).scripts[0]
    found = re.fullmatch(r"\s*window.CUCUMBER_MESSAGES = (\[.*\]);\s*", script, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_nothing_is_fetched(mixture: Any) -> None:
    assert [address[:5] for address in loads(mixture.page).fetched] == ["data:"]
    assert "Content-Security-Policy\" content=\"default-src 'none';" in mixture.page


def test_no_text_ends_the_script(mixture: Any) -> None:
    held = messages_in(mixture.page)
    assert len(held) == len(mixture.messages)
    assert any("</script><!--" in json.dumps(message) for message in held)
    assert len(loads(mixture.page).scripts) == 2


def test_features_are_numbered_in_reading_order_as_the_page_sorts_by_path(mixture: Any) -> None:
    held = messages_in(mixture.page)
    documents = [m["gherkinDocument"]["uri"] for m in held if "gherkinDocument" in m]
    assert sorted(documents) == [
        "001 features/zebra.feature", "002 features/apple.feature", "003 features/bear.feature",
    ]  # fmt: skip
    assert {m["pickle"]["uri"] for m in held if "pickle" in m} == set(documents)
    assert {m["source"]["uri"] for m in held if "source" in m} == set(documents)


def test_the_prose_of_a_rule_is_no_code_on_the_page(mixture: Any) -> None:
    def prose(messages: Any) -> Any:
        features = [m["gherkinDocument"]["feature"] for m in messages if "gherkinDocument" in m]
        children = [child for feature in features for child in feature["children"]]
        return [child["rule"]["description"] for child in children if "rule" in child]

    assert prose(mixture.messages) == ["    A rule's prose."]
    assert prose(messages_in(mixture.page)) == ["A rule's prose."]


def evidence(project: Any, scenario: Any) -> Any:
    """The test steps of a scenario that something is attached to on the page, and their results."""
    held = messages_in(project.page)
    every = [about for message in held for about in message.values()]
    pickle = next(a["id"] for a in every if a.get("name") == scenario and "steps" in a)
    case = next(a for a in every if a.get("pickleId") == pickle)
    ids = [step["id"] for step in case["testSteps"]]
    ended = [a for a in every if a.get("testStepId") in ids]
    results = {a["testStepId"]: a["testStepResult"] for a in ended if "testStepResult" in a}
    return [(a["body"], results[a["testStepId"]]["status"]) for a in ended if "body" in a]


def test_what_a_hook_gathers_after_a_failure_is_shown_with_it(mixture: Any) -> None:
    assert evidence(mixture, "Failed") == [("one\ntwo", "FAILED")]


def test_what_a_hook_gathers_after_a_failed_hook_is_shown_with_that(project: Any) -> None:
    project.write(
        "environment.py",
        "def before_scenario(context, scenario):\n    raise RuntimeError('broken')\n\n"
        "def after_scenario(context, scenario):\n    context.attach('text/plain', 'why')\n",
    )
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n").run()
    assert evidence(project, "A") == [("why", "FAILED")]


def test_what_broke_the_run_is_shown_as_a_hook(project: Any) -> None:
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n")
    project.write("steps/off.py", "1 / 0\n").run()
    held = messages_in(project.page)
    (hook,) = [message["hook"] for message in held if "hook" in message]
    (ended,) = [m["testRunHookFinished"] for m in held if "testRunHookFinished" in m]
    assert hook["name"] == "the run"
    assert ended["result"]["message"] == "ZeroDivisionError: division by zero"


def test_the_page_of_a_green_run_has_no_failure(project: Any) -> None:
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n").run()
    assert project.exit_code == 0, project.output
    statuses = [s["testStepResult"]["status"] for s in project.all("testStepFinished")]
    assert statuses == ["PASSED"]
