"""The words in the gaps of sentences, and what they stand for."""

from __future__ import annotations

from typing import Any

import pytest
from behave.matchers import ParseMatcher

from support.products.faults import FAULTS
from support.sentences.words import choice, choices_of, register_types
from tests.support.sentences.tables import table


@pytest.fixture(autouse=True)
def known_words() -> None:
    """Other tests run behave in this process, and it forgets the words then."""
    register_types()


def filled(sentence: str, text: str) -> Any:
    """Return what fills the one gap of a sentence, or None if the text is no such sentence."""
    found = ParseMatcher(lambda: None, sentence).match(text)
    return found and found.arguments[0].value


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("category", "category"),
        ("sort key", "sort_by"),
        ("sort order", "sort_order"),
        ("page", "page"),
        ("page size", "page_size"),
        ("utm_source", "utm_source"),
    ],
)
def test_a_choice_stands_for_a_parameter(word: str, name: str) -> None:
    assert choice(filled('with {it:Choice} "', f'with {word} "'), "7") == (name, "7")


def test_the_longer_of_two_choices_is_found() -> None:
    assert filled('with {it:Choice} "7"', 'with page size "7"') == "page size"


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("with {it:Choice}", "with colour"),
        ("by {it:Key}", "by weight"),
        ("by {it:Order}", "by asc"),
        ("service {it:Fault}", "service sings"),
        ('sees "{it:Text}"', 'sees "a" and "b"'),
    ],
)
def test_other_words_do_not_match(sentence: str, text: str) -> None:
    assert filled(sentence, text) is None


def test_orders_and_keys_are_words() -> None:
    assert filled("sorted {it:Order}", "sorted ascending") == "asc"
    assert filled("sorted {it:Order}", "sorted descending") == "desc"
    assert [filled("by {it:Key}", f"by {key}") for key in ("name", "price", "category")] == [
        "name",
        "price",
        "category",
    ]


@pytest.mark.parametrize("text", ["", " ", "{}", "R&D / Toys", "<b>'x'</b>", "a, b: c", "🦖"])
def test_text_is_whatever_stands_between_quotes(text: str) -> None:
    assert filled('sees "{it:Text}"', f'sees "{text}"') == text


@pytest.mark.parametrize("words", list(FAULTS))
def test_each_fault_is_found_by_its_words(words: str) -> None:
    """Some begin with the words of another, which must not be found in their place."""
    assert filled("the service {it:Fault}", f"the service {words}") == FAULTS[words]
    once = filled("the service {it:Fault}, but only once", f"the service {words}, but only once")
    assert once == FAULTS[words]


def test_choices_keep_the_order_of_the_table() -> None:
    written = table("choice | value", "page | 2", "sort key | name", "page | 3")
    assert choices_of(written) == [("page", "2"), ("sort_by", "name"), ("page", "3")]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (None, "This step needs a table under it, with the columns choice and value."),
        (
            table("name | value", "page | 2"),
            "This step needs a table under it, with the columns choice and value.",
        ),
        (
            table("choice | value", "sort_by | name"),
            "'sort_by' is no choice; "
            "there are category, sort key, sort order, page, page size, utm_source.",
        ),
    ],
)
def test_other_choices_are_refused(written: Any, sentence: str) -> None:
    with pytest.raises(AssertionError) as refused:
        choices_of(written)
    assert str(refused.value) == sentence
