"""A placeholder for what a When leaves, until one does."""

import pytest
from behave_strict.not_yet import NotYet


def test_a_then_that_looks_too_early_says_what_to_do() -> None:
    loan = NotYet("No reader has borrowed a book.")
    with pytest.raises(AssertionError, match=r"^No reader has borrowed a book\.$"):
        loan.title  # noqa: B018
