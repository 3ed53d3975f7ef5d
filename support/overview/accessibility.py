"""Asks axe what would keep people from reading the web page (https://github.com/dequelabs/axe-core)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def findings(page: Page) -> list[str]:
    """What axe finds wrong, and what it cannot tell, a line each with the places."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    found = Axe().run(page, options={}).response
    return [
        *(describe(rule) for rule in found["violations"]),
        *(f"perhaps: {describe(rule)}" for rule in found["incomplete"]),
    ]


def describe(rule: dict[str, Any]) -> str:
    """One rule that is broken, and by what."""
    places = ", ".join(str(node["target"][0]) for node in rule["nodes"])
    return f"{rule['id']}: {rule['help']} ({places})"
