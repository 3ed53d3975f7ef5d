"""Settings that make no sense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from behave_strict import Refused
from hypothesis import given
from hypothesis import strategies as st

from overview_service import settings as of_overview
from products_service import settings as of_products
from support import settings as of_suite

URLS = st.text("htps:/@?#.1-[]%\x00é\ud800 ", max_size=20).map("http".__add__)
NUMBERS = st.one_of(st.integers(), st.floats()).map(str)
NO_URLS = st.sampled_from(
    ["http://[", "http://a:99999", "http://é..b", "sqlite://[", "http://\udcff"]
)
VALUES = st.one_of(st.text(max_size=30), NUMBERS, URLS, NO_URLS)
SERVICES = {
    of_overview: ("HOST", "PORT", "PRODUCTS_URL", "PRODUCTS_DEADLINE", "PRODUCTS_IN_FLIGHT"),
    of_products: ("HOST", "PORT", "DATABASE_URL", "PRODUCTS_TOKEN"),
}
OF_SUITE = st.sampled_from([*of_suite.Settings.__dataclass_fields__, "no such setting", ""])


@pytest.mark.parametrize("module", SERVICES, ids=lambda module: str(module.__name__))
@given(data=st.data())
def test_settings_of_a_service_that_make_no_sense(module: Any, data: st.DataObject) -> None:
    """Any text as a setting of a service: a sentence that names the setting, or it is taken."""
    environment = data.draw(st.dictionaries(st.sampled_from(SERVICES[module]), VALUES))
    sentence = _refusal(module.SettingsError, lambda: module.read_settings(environment))
    assert sentence is None or sentence.startswith(tuple(environment))


@given(st.dictionaries(OF_SUITE, VALUES), st.dictionaries(OF_SUITE.map(str.upper), VALUES))
def test_settings_of_a_run_that_make_no_sense(by_hand: Any, around: Any) -> None:
    """Any text as a setting of a run: the run is refused in a sentence, or begins."""
    environment = {f"ACCEPTANCE_{name}": value for name, value in around.items()}
    assert _refusal(Refused, lambda: of_suite.read_settings(by_hand, environment)) != ""


def _refusal(kind: type[Exception], read: Callable[[], Any]) -> str | None:
    """Read; return the words of a refusal of this kind, None if there is none."""
    try:
        read()
    except kind as refusal:
        return str(refusal)
    return None
