"""The tables of features: what is read, filled in and refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from support.products.offer import Product
from support.sentences.tables import (
    choices_of,
    column_of,
    expected_rows,
    headers_of,
    in_own_categories,
    numbered,
    parts_of,
    products_of,
    shown_rows,
)
from tests.support.sentences.tables import table


def test_products_are_read_as_they_are_written() -> None:
    written = table("price | name | category", "0.10 | R&D <b> | Käse", "1234567.89 | Lamp | Home")
    assert products_of(written) == [
        Product("R&D <b>", "Käse", Decimal("0.10")),
        Product("Lamp", "Home", Decimal("1234567.89")),
    ]
    assert [str(product.price) for product in products_of(written)] == ["0.10", "1234567.89"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('" Lamp"', " Lamp"),
        ('"Lamp\u00a0"', "Lamp\u00a0"),
        ('"Lamp"', '"Lamp"'),
        ('6" Nails', '6" Nails'),
    ],
)
def test_spaces_at_the_ends_are_kept_in_quotation_marks(cell: str, name: str) -> None:
    written = table("name", cell)
    assert products_of(written)[0].name == name
    assert expected_rows(written) == [(name,)]


def test_missing_columns_are_filled() -> None:
    assert products_of(table("price", "1.00", "2.00")) == [
        Product("Product 1", "Books", Decimal("1.00")),
        Product("Product 2", "Books", Decimal("2.00")),
    ]
    assert products_of(table("name", "Lamp")) == [Product("Lamp", "Books", Decimal("10.00"))]


def test_an_offer_without_rows_has_a_sentence_of_its_own() -> None:
    with pytest.raises(AssertionError, match='write "the products service offers no products"'):
        products_of(table("name"))


@pytest.mark.parametrize("read", [products_of, expected_rows])
@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (None, "This step needs a table of products under it."),
        (
            table("name | prize", "Lamp | 1.00"),
            'There is no column of products "prize", only name, category, price. '
            "Did you mean price? To add one, see support/products/offer.py.",
        ),
        (
            table("Name", "Lamp"),
            'There is no column of products "Name", only name, category, price. '
            "Did you mean name? To add one, see support/products/offer.py.",
        ),
        (table("price", "cheap"), "'cheap' is no price; write it like 10.00."),
        (table("price", "10,99"), "'10,99' is no price; write it like 10.00."),
    ],
)
def test_impossible_products_are_refused(
    read: Callable[[Any], Any], written: Any, sentence: str
) -> None:
    with pytest.raises(AssertionError) as refused:
        read(written)
    assert str(refused.value) == sentence


def test_prices_are_expected_to_the_cent() -> None:
    written = table("price | name", "5 | 5", "0.1 | 0.1", "1234567.89 | x")
    assert expected_rows(written) == [("5.00", "5"), ("0.10", "0.1"), ("1234567.89", "x")]


def test_only_the_tables_columns_are_compared() -> None:
    shown = [{"name": "Lamp", "category": "Home", "price": "1.00"}]
    assert shown_rows(shown, ["price", "name"]) == [("1.00", "Lamp")]
    assert shown_rows(shown, ["rating"]) == [("",)]
    assert shown_rows([], ["price"]) == []


def test_numbered_products_differ_by_name_alone() -> None:
    products = numbered(9, 11)
    assert [product.name for product in products] == ["Product 9", "Product 10", "Product 11"]
    assert len({(product.category, product.price) for product in products}) == 1


def test_products_of_their_own_category_share_none() -> None:
    products = in_own_categories(3)
    assert [product.category for product in products] == ["Category 1", "Category 2", "Category 3"]


def test_headers_are_read_by_lower_case_name() -> None:
    assert headers_of(table("header | value", "Vary | Accept")) == {"vary": "Accept"}


def test_choices_keep_the_order_of_the_table() -> None:
    written = table("choice | value", "page | 2", "sort by | name", "page | 3")
    assert choices_of(written) == [("page", "2"), ("sort_by", "name"), ("page", "3")]


def test_unknown_choices_and_parts_are_refused() -> None:
    with pytest.raises(AssertionError, match='There is no choice "sort_by", only category, '):
        choices_of(table("choice | value", "sort_by | name"))
    with pytest.raises(AssertionError, match='There is no part of a web page "footer", only '):
        parts_of(table("part | name", "footer | x"))


def test_a_column_is_read_alone() -> None:
    assert column_of(table("category", "Books", "Home"), "category") == ["Books", "Home"]


@pytest.mark.parametrize("read", [choices_of, headers_of, parts_of])
def test_a_missing_table_is_named(read: Callable[[Any], Any]) -> None:
    with pytest.raises(AssertionError, match="This step needs a table under it, with the columns"):
        read(None)


def test_other_columns_are_named() -> None:
    with pytest.raises(AssertionError, match="has the columns name and value; it needs header and"):
        headers_of(table("name | value", "Vary | Accept"))
