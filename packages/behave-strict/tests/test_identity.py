"""Identities follow from names, and stay the same from run to run."""

from __future__ import annotations

import pytest
from behave_strict.identity import LONGEST, Identities, slug


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A category that nothing belongs to", "a-category-that-nothing-belongs-to"),
        ("Café, <b>?", "café-b"),
        ("Ünïcode 机", "ünïcode-机"),
    ],
)
def test_a_slug_keeps_the_words(text: str, words: str) -> None:
    assert slug(text) == words


def test_what_has_no_words_has_a_digest() -> None:
    assert slug("?!") != slug("!?")
    assert len(slug("")) == 6


def test_a_long_name_is_cut_and_still_told_apart() -> None:
    one, other = slug("word " * 40 + "a"), slug("word " * 40 + "b")
    assert one != other
    assert len(one) <= LONGEST


@pytest.mark.parametrize(
    ("uri", "identity"),
    [
        ("features/narrowing.feature", "narrowing"),
        ("./features/shop/cart.feature", "shop-cart"),
        ("samples/rules/rules.feature", "samples-rules-rules"),
        ("features\\cart.feature.md", "cart"),
    ],
)
def test_a_feature_is_named_by_its_file(uri: str, identity: str) -> None:
    assert Identities().feature(uri) == identity


def test_what_is_alike_is_numbered() -> None:
    identities = Identities()
    names = [identities.part("shop", "A lamp") for _ in range(3)]
    assert names == ["shop.a-lamp", "shop.a-lamp-2", "shop.a-lamp-3"]


def test_a_number_never_takes_the_place_of_a_name() -> None:
    identities = Identities()
    names = [identities.part("shop", name) for name in ("lamp 2", "lamp", "lamp")]
    assert len(set(names)) == 3


def test_a_row_is_named_by_its_cells() -> None:
    assert Identities().row("shop.a-price", ["0.10", "", "a tenth"]) == "shop.a-price.0-10-a-tenth"
