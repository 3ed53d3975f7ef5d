"""A conversation becomes a sequence of messages between participants."""

from __future__ import annotations

import pytest
from behave_strict.page.sequence import Line, parse


@pytest.mark.parametrize(
    ("line", "participants", "message"),
    [
        ("a -> b: GET /x", ["a", "b"], Line("GET /x", 1, 2)),
        ("a --> b: GET /x", ["a", "b"], Line("GET /x", 1, 2)),
        ("a ->> b: GET /x", ["a", "b"], Line("GET /x", 1, 2)),
        ("a <- b: 200", ["a", "b"], Line("200", 2, 1)),
        ("  the shop --> the till      pay", ["the shop", "the till"], Line("pay", 1, 2)),
        ("a -> b", ["a", "b"], Line("", 1, 2)),
        ("a -> a: thinks", ["a"], Line("thinks", 1, 1)),
        ("a -> b: http://x -> y", ["a", "b"], Line("http://x -> y", 1, 2)),
        ("(12 requests before these)", [], Line("(12 requests before these)")),
    ],
)
def test_each_form_of_a_line_is_read(line: str, participants: list[str], message: Line) -> None:
    sequence = parse(line)
    assert (sequence.participants, sequence.lines) == (participants, [message])


def test_participants_keep_their_places() -> None:
    sequence = parse("a -> b: 1\nb -> c: 2\nb <- c: 3\n\na <- b: 4\n")
    assert sequence.participants == ["a", "b", "c"]
    ends = [(line.sender, line.receiver) for line in sequence.lines]
    assert ends == [(1, 2), (2, 3), (3, 2), (2, 1)]


def test_what_no_diagram_has_room_for_stays_text() -> None:
    assert not parse("just a note").drawable
    assert not parse("\n".join(f"a -> b{n}: x" for n in range(8))).drawable
    assert parse("a -> b: x").drawable
