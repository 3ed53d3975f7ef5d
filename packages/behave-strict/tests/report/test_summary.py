"""The JUnit file as Markdown: read as CommonMark reads it, and then as HTML."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import behave_strict
import pytest
from behave_strict.report.summary import LONGEST, MOST, Case, read, show, summary
from markdown_it import MarkdownIt  # rich brings it

SOURCES = Path(behave_strict.__file__).parents[1]
NASTY = "A <img src=x> **bold** `code`\n\n# [link](http://127.0.0.1) & </summary></pre></details>"


class Seen(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, markdown: Any) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(MarkdownIt("commonmark", {"html": True}).render(markdown))

    def handle_starttag(self, tag: Any, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: Any) -> None:
        self.text += data


def seen(*cases: Any) -> Any:
    return Seen("\n".join(summary(list(cases))))


def test_a_real_run_is_told_of(mixture: Any) -> None:
    cases = read(mixture.folder / "reports/behave.xml")
    page = seen(*cases)
    lines = page.text.splitlines()

    assert lines[0].startswith("❌ 2 passed, 2 failed, 7 error, 1 skipped, in ")
    assert "failed: Apple: Failed" in lines
    assert "error: The run: before_feature, and 1 more for the same reason" in lines
    assert "skipped: 1 x there is no browser" in lines
    assert page.text.count("Expected: </script><!-- \ufffd \ufffd \U0001f600") == 2
    assert "Traceback (most recent call last):" in lines


def test_a_green_run_is_one_line() -> None:
    assert list(summary([Case("F: a", "passed", "", 1.25), Case("F: b", "passed", "", 0.8)])) == [
        "## ✅ 2 passed, in 2.0 s", "",
    ]  # fmt: skip


def test_names_messages_and_reasons_are_text_whatever_they_hold() -> None:
    page = seen(Case(NASTY, "failed", NASTY, 0), Case("F: s", "skipped", NASTY, 0))

    assert page.tags == ["h2", "details", "summary", "pre", "ul", "li"]
    one_line = " ".join(NASTY.split())
    assert f"failed: {one_line}" in page.text
    assert f"skipped: 1 x {one_line}" in page.text
    assert f"\n{NASTY}\n" in page.text


def test_the_same_reason_is_counted() -> None:
    reasons = ["no browser", "no socket", "no browser"]
    page = seen(*(Case("F: s", "skipped", reason, 0) for reason in reasons))

    assert page.text.split("\n", 1)[1].split("\n")[1:3] == [
        "skipped: 2 x no browser",
        "skipped: 1 x no socket",
    ]


def test_what_failed_for_the_same_reason_is_told_once() -> None:
    failed = [Case(f"F: {name}", "failed", "It is red.", 0) for name in "abc"]
    page = seen(*failed, Case("F: d", "error", "It is red.", 0))

    assert page.text.count("It is red.") == page.tags.count("details") == 2
    assert "failed: F: a, and 2 more for the same reason\n" in page.text
    assert "error: F: d\n" in page.text


def test_a_run_that_all_went_wrong_fits_on_the_page() -> None:
    texts = [f"{number:02}" + "x" * (2 * LONGEST) for number in range(MOST + 2)]
    page = seen(*(Case("F: s", "error", text, 0) for text in [*texts, texts[-1]]))

    assert page.tags.count("details") == MOST
    assert "And 3 more: see the report." in page.text
    assert "xx\n... and 4002 more characters: see the report." in page.text
    assert len(page.text) < 300_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "is missing: the run ended before it wrote one."),
        ("<testsuites><testsuite", "cannot be read: unclosed token"),
        ("<testsuites/>", "holds no scenario: nothing was run."),
    ],
)
def test_no_report_is_said_aloud(
    tmp_path: Any, capfdbinary: Any, content: Any, sentence: Any
) -> None:
    file = tmp_path / "junit.xml"
    if content:
        file.write_text(content)
    assert show(str(file)) == 1

    out, err = capfdbinary.readouterr()
    page = Seen(out.decode())
    assert page.text.startswith("❌ No report\n")
    assert f"{file} {sentence}" in page.text
    assert sentence in err.decode()


def test_plain_python_is_enough_in_any_locale(tmp_path: Any) -> None:
    """The runner of a CI system may have nothing else, and its page is UTF-8."""
    command = [sys.executable, "-S", "-X", "utf8=0", "-m", "behave_strict", "summary"]
    environment = {
        "PYTHONPATH": str(SOURCES),
        "LC_ALL": "en_US.ISO-8859-1",
        "PYTHONIOENCODING": "latin-1",
    }
    done = subprocess.run(
        [*command, str(tmp_path / "none.xml")], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.decode("utf-8").startswith("## ❌ No report\n")
