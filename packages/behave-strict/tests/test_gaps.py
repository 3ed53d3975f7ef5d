"""Gaps that take one of a few words, and tables under steps: what is read, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from behave.model import Table
from behave_strict.gaps import MOST, UnknownWordError, gap, known
from behave_strict.step_tables import check_columns, rows_of

GENRES = {"crime": "CRM", "science fiction": "SF"}
FILE = "steps/words.py"


def table(headings: Sequence[str], *rows: Sequence[str]) -> Table:
    """Make a table as behave does."""
    return Table(headings, rows=[list(row) for row in rows])


def test_a_word_stands_for_its_value() -> None:
    assert known("genre", "crime", GENRES, FILE) == "CRM"
    assert gap("genre", GENRES, FILE)("science fiction") == "SF"


def test_words_without_values_stand_for_themselves() -> None:
    assert known("genre", "crime", ["crime", "poetry"], FILE) == "crime"
    assert gap("genre", ("crime",), FILE)("crime") == "crime"


def test_another_word_is_refused_with_all_there_are() -> None:
    with pytest.raises(UnknownWordError) as refused:
        known("genre", "crimes", GENRES, FILE)
    assert str(refused.value) == (
        'There is no genre "crimes", only crime, science fiction. '
        "Did you mean crime? To add one, see steps/words.py."
    )


@pytest.mark.parametrize(
    ("word", "listed"),
    [("number 1", "number [0-9]+, .*, and 10 more"), ("zzz", "13 others")],
)
def test_of_many_words_the_nearest_are_listed(word: str, listed: str) -> None:
    words = [f"number {n}" for n in range(11, 12 + MOST)]
    with pytest.raises(UnknownWordError, match=f'no genre "{word}", only {listed}. To add'):
        known("genre", word, words, FILE)


def test_a_word_like_no_other_gets_no_guess() -> None:
    with pytest.raises(UnknownWordError, match="only crime, science fiction. To add one"):
        known("genre", "poetry", GENRES, FILE)


def test_a_gap_has_its_pattern() -> None:
    assert gap("genre", GENRES, FILE).pattern == ".+"
    assert gap("genre", GENRES, FILE, r"\w+").pattern == r"\w+"


# --- tables ---------------------------------------------------------------------------------------


def test_rows_are_read_in_order() -> None:
    written = table(["book", "reader"], ["Emma", "Kim"], ["Ulysses", "Lee"])
    assert rows_of(written, "book", "reader") == [("Emma", "Kim"), ("Ulysses", "Lee")]


def test_a_missing_table_names_its_columns() -> None:
    with pytest.raises(AssertionError, match="a table under it, with the columns book and reader"):
        rows_of(None, "book", "reader")
    with pytest.raises(AssertionError, match="This step needs a table of books under it"):
        check_columns(None, "books", ["title"], FILE)


def test_other_columns_are_refused() -> None:
    with pytest.raises(AssertionError, match="has the columns reader and book; it needs book and"):
        rows_of(table(["reader", "book"]), "book", "reader")


def test_an_unknown_column_is_refused() -> None:
    check_columns(table(["genre"], ["crime"]), "books", ["title", "genre"], FILE)
    with pytest.raises(UnknownWordError, match='There is no column of books "titel", only title, '):
        check_columns(table(["titel"], ["Emma"]), "books", ["title", "genre"], FILE)
