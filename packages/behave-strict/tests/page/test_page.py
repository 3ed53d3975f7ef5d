"""The page as a file: complete, harmless, and with the numbers of the run."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from behave_strict.page import render, words, write

from .stream import Stream, by_words, failing
from .test_reader import SHOP

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;"
HOSTILE = f"""\
@{EVIL.replace(" ", "")}
Feature: {EVIL}
  {EVIL}

  [a link](javascript:alert(1)) ![a picture](https://evil.example/x.png)

  Background: {EVIL}
    Given {EVIL}
      | {EVIL} |

  Rule: {EVIL}

    Scenario: {EVIL}
      When {EVIL}
        \"\"\"
        {EVIL}
        \"\"\"

    Scenario Outline: {EVIL} <cell>
      Then <cell> {EVIL}

      Examples: {EVIL}
        | cell   |
        | {EVIL} |
"""


class Tags(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attributes}))
        self.open = tag

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in self.inside:
            self.inside[self.open].append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def evidence(text: str) -> dict[str, Any]:
    kinds = ["text/plain", "text/html", "text/csv", "text/markdown", "text/x-diff", "nonsense",
             "text/x.sequence+plain", "text/uri-list", "image/svg+xml", "application/json"]  # fmt: skip
    attached = [(f"{EVIL} -> b: {EVIL}", kind, EVIL) for kind in kinds]
    return failing(EVIL, EVIL, attached=[entry[:2] for entry in attached])


def test_nothing_in_a_feature_or_its_evidence_becomes_markup(stream: Stream) -> None:
    stream.facts(**{EVIL: {"text": EVIL, "link": "javascript:alert(1)"}})
    page = Tags(stream.feature(HOSTILE).play(evidence).page(title=EVIL))
    assert len(page.all("script")) == 1
    assert [a for _, a in page.tags if any(name.startswith("on") for name in a)] == []
    assert {a["src"][:22] for a in page.all("img")} <= {"data:image/svg+xml;bas"}
    assert [
        a["href"] for a in page.all("a") if not re.match(r"[#?]|https?:|data:", a["href"])
    ] == []
    assert [a["sandbox"] for a in page.all("iframe")] == [""] * len(page.all("iframe"))


def test_the_policy_names_what_the_page_holds_and_nothing_else(stream: Stream) -> None:
    page = Tags(stream.feature(SHOP).play().page())
    policy = next(a["content"] for a in page.all("meta") if "http-equiv" in a)
    for kind, texts in page.inside.items():
        digest = hashlib.sha256("".join(texts).encode()).digest()
        assert f"{kind}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not re.search(r"https?:", policy)


def test_no_style_stands_where_the_policy_forbids_it(stream: Stream) -> None:
    page = Tags(stream.feature(SHOP).play(lambda _: failing()).page())
    assert [a for _, a in page.tags if "style" in a] == []


def test_every_anchor_is_there_once(stream: Stream) -> None:
    page = Tags(stream.feature(SHOP).feature(SHOP, "features/b.feature").play().page())
    anchors = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(anchors) == len(set(anchors))
    links = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
    assert links <= set(anchors)


def test_anchors_do_not_change_when_lines_do(stream: Stream) -> None:
    def anchors(text: str) -> set[str]:
        return {case.identity for case in type(stream)().feature(text).run.cases}

    assert anchors(SHOP) == anchors(SHOP.replace("  Some prose.", "  Some prose.\n\n  And more."))


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ({}, "All 4 scenarios passed"),
        ({"lamp": failing()}, "2 failed of 4 scenarios"),
        ({"chair": failing(error="KeyError")}, "1 error of 4 scenarios"),
        (
            {"1 of": failing(), "3 of": {"status": "UNDEFINED"}},
            "1 failed and 1 error of 4 scenarios",
        ),
        ({"chair": {"status": "SKIPPED"}}, "3 of 4 scenarios passed"),
        ({"": {"status": "SKIPPED"}}, "Nothing was played"),
    ],
)
def test_the_first_line_is_the_verdict(stream: Stream, results: Any, verdict: str) -> None:
    assert words.verdict(stream.feature(SHOP).play(by_words(results)).run) == verdict


def test_a_run_that_failed_without_a_scenario_is_red(stream: Stream) -> None:
    stream.success = False
    page = stream.feature(SHOP).play().page()
    assert "<title>✗ The run failed" in page
    assert '<html lang="en" class="red">' in page


def test_a_run_in_which_nothing_was_played_has_no_tick(stream: Stream) -> None:
    page = stream.feature(SHOP).play(lambda _: {"status": "SKIPPED"}).page()
    assert "<title>– Nothing was played" in page
    assert '<span class="sign s" aria-hidden="true">–</span>' in page


@pytest.mark.parametrize(
    ("select", "verdict"), [("1 of", "The scenario passed"), ("lamp", "Both scenarios passed")]
)
def test_one_and_two_scenarios_have_words_of_their_own(
    stream: Stream, select: str, verdict: str
) -> None:
    assert words.verdict(stream.feature(SHOP, select=select).play().run) == verdict


def test_a_run_without_an_end_is_red(stream: Stream) -> None:
    stream.feature(SHOP).play()
    assert "<title>✗ The run did not end" in render(stream.messages)


def test_skipped_scenarios_are_outside_the_percentage(stream: Stream) -> None:
    def outcome(text: str) -> Any:
        return {"status": "SKIPPED"} if "chair" in text else failing() if "rug" in text else {}

    assert words.share(stream.feature(SHOP).play(outcome).run) == "66.7 % of 3 played"


def test_one_failure_of_many_is_never_rounded_away(stream: Stream) -> None:
    rows = "\n".join(f"        | {n} | x |" for n in range(4, 3_000))
    stream.feature(SHOP + rows + "\n").play(lambda t: failing() if "chair" in t else {})
    assert words.share(stream.run) == "99.9 %"


def test_what_was_skipped_is_grouped_by_reason(stream: Stream) -> None:
    reason = {"status": "SKIPPED", "message": "there is no browser"}
    stream.feature(SHOP).play(lambda text: reason if "are sold" in text else {})
    [(words_of_reason, cases)] = words.reasons(stream.run)
    assert (words_of_reason, len(cases)) == ("there is no browser", 3)
    assert "there is no browser" in stream.page()


def test_one_cause_is_told_once(stream: Stream) -> None:
    stream.feature(SHOP).play(lambda _: failing("The server is down."))
    [(message, cases)] = words.failures(stream.run)
    assert (message, len(cases)) == ("The server is down.", 4)


def test_a_file_is_written_beside_the_page_and_an_old_one_goes(
    stream: Stream, tmp_path: Path
) -> None:
    attached = {"attached": [(b"PK\x03", "application/zip")]}
    page = tmp_path / "reports" / "page.html"
    write(stream.feature(SHOP).play(lambda t: attached if "lamp" in t else {}), page)
    [file] = (tmp_path / "reports" / "page-files").iterdir()
    assert file.read_bytes() == b"PK\x03"
    assert f'href="page-files/{file.name}"' in page.read_text("utf-8")
    write(type(stream)(), page)
    assert not (tmp_path / "reports" / "page-files").exists()


def test_half_a_surrogate_pair_does_no_harm(stream: Stream, tmp_path: Path) -> None:
    stream.feature(SHOP).play(lambda _: failing("\ud83d half"))
    assert "? half" in stream.page()
    write(stream, tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text("utf-8") == stream.page()


def test_markdown_is_rendered_and_html_in_it_is_not(stream: Stream) -> None:
    page = stream.feature("Feature: F\n  Some *words* and <b>tags</b>.\n\n  # A title\n").page()
    assert "<em>words</em> and &lt;b&gt;tags&lt;/b&gt;" in page
    assert "<h1>A title" not in page


@pytest.mark.parametrize(
    ("workers", "words"), [(["1", "2"], " with 2 workers"), (["1", "1"], ""), ([], "")]
)
def test_several_workers_are_told_beside_the_time(
    stream: Stream, workers: list[str], words: str
) -> None:
    stream.feature(SHOP).play()
    started = (m["testCaseStarted"] for m in stream.messages if "testCaseStarted" in m)
    for case, worker in zip(started, workers, strict=False):
        case["workerId"] = worker
    page = re.sub(r"\s+", " ", stream.page())
    assert f"took 12.0 s{words}" in page
    assert ("workers" in page.partition("<ul class=")[0].partition("took")[2]) == bool(words)
