"""Invisible characters are shown where they matter, and cannot control a terminal."""

from __future__ import annotations

from typing import Any

import pytest
from behave_strict.invisible import CONTROLS, reveal, tame

MESSAGES = {
    "a no-break space": (
        "Expected: 'Desk Lamp'\n     but: was 'Desk\u00a0Lamp'",
        "Expected: 'Desk Lamp'\n     but: was 'Desk\\u00a0Lamp'",
    ),
    "a zero-width space": ('seen "Lamp\u200b", not "Lamp"', 'seen "Lamp\\u200b", not "Lamp"'),
    "a soft hyphen": ("Lamp != La\u00admp", "Lamp != La\\u00admp"),
    "a letter of two parts": ("expected Caf\u00e9, seen Cafe\u0301", "expected Café, seen Cafe\\u0301"),
    "a narrow space in a line": (
        "expected: 1 000 pieces\nseen: 1\u202f000 pieces",
        "expected: 1 000 pieces\nseen: 1\\u202f000 pieces",
    ),
    "a mark of direction": ("<a> but <\u200ea>", "<a> but <\\u200ea>"),
    "a character beyond the first plane": ("ab != a\U000e0061b", "ab != a\\U000e0061b"),
}  # fmt: skip
AS_THEY_ARE = [
    "Expected: 'a'\n     but: was 'b'",
    "Expected: 'Desk\u00a0Lamp'\n     but: was 'Desk\u00a0Lamps'",
    "expected Caf\u00e9, seen Th\u00e9",
    "\U0001f469\u200d\U0001f680 was launched, \U0001f469 was not",
    "",
]


@pytest.mark.parametrize("name", MESSAGES)
def test_what_cannot_be_seen_is_shown_where_that_alone_differs(name: str) -> None:
    message, shown = MESSAGES[name]
    assert reveal(message) == shown


@pytest.mark.parametrize("message", AS_THEY_ARE)
def test_other_messages_stay_as_they_are(message: str) -> None:
    assert reveal(message) == message


def test_every_report_shows_it(project) -> None:  # type: ignore[no-untyped-def]
    step = "from behave import then\n\n@then('it is red')\ndef f(c): assert False, {}\n"
    project.write("steps/red.py", step.format(r'"expected \'a b\', seen \'a\u00a0b\'"'))
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is red\n").run()
    shown = r"expected 'a b', seen 'a\u00a0b'"

    assert shown in project.output
    assert project.case("A").find("failure").get("message") == shown
    assert project.scenario("A").message("it is red").startswith(shown)


HOSTILE = "\x1b]0;pwned\x07 \x1b[31mred \u202etxt.exe \x7f \x9b2J"
TAMED = r"\u001b]0;pwned\u0007 \u001b[31mred \u202etxt.exe \u007f \u009b2J"


@pytest.fixture
def hostile(project: Any) -> Any:
    """A project whose every text tries to control who reads it."""
    project.write("environment.py", "").write("steps/steps.py", "")
    project.write(
        "features/a.feature",
        f"Feature: A {HOSTILE}\n  Scenario: One {HOSTILE}\n    When it is tried\n    Then it fails\n",
    )
    return project.write(
        "steps/a.py",
        f"""from behave import then, when
HOSTILE = {HOSTILE!r}
when("it is tried")(lambda context: context.attach("text/plain", HOSTILE))
@then("it fails")
def it_fails(context):
    print(HOSTILE)
    assert "it" == "failed", HOSTILE
""",
    )


def test_no_text_controls_a_terminal_or_the_page(hostile: Any) -> None:
    hostile.run()

    assert hostile.exit_code == 1
    for text in (hostile.output, hostile.page):
        assert not CONTROLS.search(text)
        assert text.count(TAMED) >= 4


def test_a_remark_controls_no_terminal(hostile: Any) -> None:
    hostile.write("environment.py", f"def before_scenario(c, s):\n    s.skip({HOSTILE!r})\n")
    hostile.run("--runner", "behave_strict:Runner")

    assert f"1 scenario skipped: 1 x '{TAMED}'" in hostile.output


def test_a_refusal_controls_no_terminal(hostile: Any) -> None:
    hostile.write("steps/a.py", "").run("--runner", "behave_strict:Runner")

    assert not CONTROLS.search(hostile.output)
    assert "Nothing was run" in hostile.output


@pytest.mark.parametrize(
    "text", ["a\r\nb", "tab\there", "line\nline", "\u200f\u05d0", "emoji \U0001f600"]
)
def test_what_controls_nothing_stays(text: str) -> None:
    assert tame(text) == text
