"""Fixtures for tests of the page."""

from __future__ import annotations

import pytest

from .stream import Stream


@pytest.fixture
def stream() -> Stream:
    return Stream()
