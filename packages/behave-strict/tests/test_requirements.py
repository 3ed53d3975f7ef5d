"""The versions of behave that are refused."""

from __future__ import annotations

import importlib.metadata

import pytest
from behave.exception import ConfigError
from behave_strict.requirements import require_behave


@pytest.mark.parametrize("version", ["1.3.3", "1.3.12", "1.3.4rc1"])
def test_what_is_supported_is_let_pass(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _: version)
    require_behave()


@pytest.mark.parametrize("version", ["1.2.6", "1.3.2", "1.4", "1.4.0.dev1", "1.10", "2.0"])
def test_any_other_version_is_refused(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _: version)
    with pytest.raises(ConfigError, match=rf"the one installed is {version}; run: pip install"):
        require_behave()
