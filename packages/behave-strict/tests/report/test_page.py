"""The page for product owners, as a file; what it looks like is for eyes."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

pytestmark = pytest.mark.usefixtures("node_modules")


class Loads(HTMLParser):
    """Collects what a page would fetch, and its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        wanted = dict(attributes).get("src") or (tag == "link" and dict(attributes)["href"])
        if wanted:
            self.fetched.append(wanted)

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script" and data.strip():
            self.scripts.append(data)


def loads(page):
    parser = Loads()
    parser.feed(page)
    return parser


def messages_in(page):
    script = loads(page).scripts[0]
    return json.loads(re.fullmatch(r"\s*window.CUCUMBER_MESSAGES = (\[.*\]);\s*", script, re.S)[1])


def test_nothing_is_fetched(mixture):
    assert [address[:5] for address in loads(mixture.page).fetched] == ["data:"]
    assert "Content-Security-Policy\" content=\"default-src 'none';" in mixture.page


def test_no_text_ends_the_script(mixture):
    held = messages_in(mixture.page)
    assert len(held) == len(mixture.messages)
    assert any("</script><!--" in json.dumps(message) for message in held)
    assert len(loads(mixture.page).scripts) == 2


def test_features_are_numbered_in_reading_order_as_the_page_sorts_by_path(mixture):
    held = messages_in(mixture.page)
    documents = [m["gherkinDocument"]["uri"] for m in held if "gherkinDocument" in m]
    assert documents == [
        "001 features/zebra.feature", "002 features/apple.feature", "003 features/bear.feature",
    ]  # fmt: skip
    assert {m["pickle"]["uri"] for m in held if "pickle" in m} == set(documents)
    assert {m["source"]["uri"] for m in held if "source" in m} == set(documents)


def test_the_prose_of_a_rule_is_no_code(mixture):
    rule = mixture.all("gherkinDocument")[0]["feature"]["children"][1]["rule"]
    assert rule["description"] == "A rule's prose."


def test_the_page_of_a_green_run_has_no_failure(project):
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n").run()
    assert project.exit_code == 0, project.output
    statuses = [s["testStepResult"]["status"] for s in project.all("testStepFinished")]
    assert statuses == ["PASSED"]
