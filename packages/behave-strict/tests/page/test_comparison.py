"""Expected and seen are found in a message, and their differences marked."""

from __future__ import annotations

import pytest
from behave_strict.page.comparison import Comparison, Pieces, Table, compare, mark, visible

TABLES = """\
Expected: the left
     but: the right

       expected                seen
       | name      | price |   | name      | price |
    != | Desk Lamp | 24.50 |   | Desk Lamp | 42.50 |
       | Vase      | 1.00  |   | Vase      | 1.00  |
    != |                       | 机        | 2.00  |
    !=                         | Rug       | 3.00  |

One line more."""


def text(pieces: Pieces) -> str:
    return "".join(piece for piece, _ in pieces)


def found_in(message: str) -> Comparison:
    found = compare(message)
    assert found is not None
    return found


def tables() -> tuple[Table, Table]:
    found = found_in(TABLES)
    assert found.expected_table
    assert found.seen_table
    return found.expected_table, found.seen_table


def marked(pieces: Pieces) -> list[str]:
    return [piece for piece, differs in pieces if differs]


@pytest.mark.parametrize(
    ("message", "expected", "seen"),
    [
        ("Expected: 'a lamp'\n     but: was 'a desk'", "'a lamp'", "'a desk'"),
        ("Why\nExpected: <3>\n     but: was <2>\n", "<3>", "<2>\n"),
        ("org.Error: expected: <3> but was: <2>", "3", "2"),
        ("expect(received)\n\nExpected: 3\nReceived: 2", "3", "2"),
        ("Expected: one\n  more\nActual: two", "one\n  more", "two"),
    ],
)
def test_the_usual_forms_are_known(message: str, expected: str, seen: str) -> None:
    found = found_in(message)
    assert (text(found.expected), text(found.seen)) == (expected, seen)


@pytest.mark.parametrize("message", ["", "It broke.", "Expected: nothing else", "as expected"])
def test_another_message_is_left_alone(message: str) -> None:
    assert compare(message) is None


def test_texts_that_share_only_spaces_are_not_marked() -> None:
    found = found_in(
        "Expected: these products, in this order\n     but: the overview shows something else"
    )
    assert marked(found.expected) == marked(found.seen) == []


def test_what_stands_around_the_sides_is_kept() -> None:
    found = found_in("Before.\nExpected: 1\n     but: was 2\n\nAfter.")
    assert (found.before, found.after) == ("Before.", "After.")


def test_two_tables_are_read_side_by_side() -> None:
    expected, seen = tables()
    assert expected.heading == seen.heading == ["name", "price"]
    left = [[text(cell) for cell in row] for row in expected.rows]
    right = [[text(cell) for cell in row] for row in seen.rows]
    assert left[:2] == [["Desk Lamp", "24.50"], ["Vase", "1.00"]]
    assert left[3] == []
    assert right == [["Desk Lamp", "42.50"], ["Vase", "1.00"], ["机", "2.00"], ["Rug", "3.00"]]
    assert found_in(TABLES).after == "One line more."


def test_cells_that_differ_are_marked_and_no_others() -> None:
    expected, seen = tables()
    assert [marked(cell) for cell in seen.rows[0]] == [[], ["42.50"]]
    assert [marked(cell) for cell in expected.rows[1]] == [[], []]
    assert [marked(cell) for cell in seen.rows[3]] == [["Rug"], ["3.00"]]


def test_words_that_differ_are_marked() -> None:
    left, right = mark("the shopper is told one", "the shopper is told two")
    assert (marked(left), marked(right)) == (["one"], ["two"])


def test_texts_that_have_little_in_common_are_not_marked() -> None:
    left, right = mark("a dictionary containing 'x'", "<Response 200>")
    assert marked(left) == marked(right) == []


def test_a_difference_that_cannot_be_seen_is_shown() -> None:
    assert visible("\u00a0") == "\\u00a0"
    assert visible("\u200b") == "\\u200b"
    assert visible("a b") == "a b"


def test_a_composed_letter_is_told_from_a_plain_one() -> None:
    _, right = mark("a cafe\u0301 here and there", "a caf\u00e9 here and there")
    assert marked(right)
