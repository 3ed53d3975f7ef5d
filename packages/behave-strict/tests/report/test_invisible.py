"""A message in which expected and seen would look alike shows what differs."""

from __future__ import annotations

import pytest
from behave_strict.invisible import reveal

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
