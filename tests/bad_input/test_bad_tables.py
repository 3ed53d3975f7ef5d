"""Tables in features that nobody can play."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from behave.model import Table
from hypothesis import given
from hypothesis import strategies as st

from support.sentences.tables import choices_of, expected_rows, headers_of, products_of

HEADINGS = st.sampled_from(["name", "category", "price", "choice", "value", "header", "", "a b"])
CELLS = st.one_of(
    st.text(max_size=10),
    st.sampled_from(["NaN", "-1", "1e999999", "Infinity", "1_0", '" "', "desc", "sort by"]),
)


@st.composite
def tables(draw: st.DrawFn) -> Table | None:
    """Draw a table whose rows have as many cells as its heading; or none at all."""
    headings = draw(st.lists(HEADINGS, min_size=1, max_size=3, unique=True))
    rows = st.lists(st.lists(CELLS, min_size=len(headings), max_size=len(headings)), max_size=3)
    return draw(st.one_of(st.none(), rows.map(lambda cells: Table(headings, rows=cells))))


@pytest.mark.parametrize("read", [products_of, expected_rows, choices_of, headers_of])
@given(table=tables())
def test_any_table_of_a_step(read: Callable[[Any], Any], table: Table | None) -> None:
    """Any table below a step: a sentence, or it is taken."""
    sentence = None
    try:
        read(table)
    except AssertionError as error:
        sentence = str(error)
    assert sentence is None or sentence.endswith((".", "?"))
