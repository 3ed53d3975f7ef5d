"""The words in the gaps of sentences, and what they stand for."""

from __future__ import annotations

from typing import Any

import pytest
from behave.matchers import ParseMatcher

from support.products.faults import FAULTS
from support.sentences.words import CHOICES, choice, register_types


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
        ("sort by", "sort_by"),
        ("sort order", "sort_order"),
        ("page", "page"),
        ("page size", "page_size"),
        ("utm_source", "utm_source"),
        ("Category", "Category"),
    ],
)
def test_a_choice_stands_for_a_parameter(word: str, name: str) -> None:
    assert choice(filled('with {it:Choice} "', f'with {word} "'), "7") == (name, "7")


def test_the_longer_of_two_choices_is_found() -> None:
    assert filled('with {it:Choice} "7"', 'with page size "7"') == "page size"


def test_a_sort_order_is_written_as_the_address_has_it() -> None:
    assert choice("sort order", "descending") == ("sort_order", "desc")
    assert choice("sort order", "up") == ("sort_order", "up")
    assert choice("category", "descending") == ("category", "descending")


@pytest.mark.parametrize(
    ("sentence", "text", "kind", "words", "file"),
    [
        ('with {it:Choice} "', 'with colour "', "choice", [*CHOICES], "support/sentences/words.py"),
        ("by {it:Key}", "by weight", "key to sort by", ["name"], "support/sentences/words.py"),
        ("by {it:Order}", "by asc", "order", ["ascending"], "support/sentences/words.py"),
        ("as {it:Mark}", "as seen", "mark", ["chosen"], "support/sentences/words.py"),
        ("uses {it:Device}", "uses a watch", "device", ["a phone"], "support/overview/window.py"),
        (
            "it {it:Fault}",
            "it responds 404",
            "fault",
            ["responds 404 Not Found"],
            "CONTRIBUTING.md",
        ),
    ],
)
def test_another_word_is_refused_with_those_there_are(
    sentence: str, text: str, kind: str, words: list[str], file: str
) -> None:
    message = str(ParseMatcher(lambda: None, sentence).match(text).stored_error)
    assert message.startswith(f'There is no {kind} "')
    assert all(word in message for word in words)
    assert message.endswith(f" To add one, see {file}.")


def test_a_device_stands_for_itself() -> None:
    assert filled("uses {it:Device}", "uses a phone") == "a phone"


def test_text_ends_at_the_quote() -> None:
    assert filled('sees "{it:Text}"', 'sees "a" and "b"') is None


@pytest.mark.parametrize("text", ["offers:", "offers no products", "offers 3 numbered products"])
def test_what_is_offered_is_no_fault(text: str) -> None:
    assert filled("the service {it:Fault}", f"the service {text}") is None


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
