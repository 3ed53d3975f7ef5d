"""What only a web page must hold to: everybody can read it, it fits, and lets nothing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

PARTS: dict[str, Literal["navigation", "heading", "table", "columnheader", "rowheader"]] = {
    "navigation": "navigation",
    "heading": "heading",
    "table": "table",
    "column heading": "columnheader",
    "row heading": "rowheader",
}
RIGHT_EDGES = """() => [...document.querySelectorAll("tbody td:last-child")].map((price) => {
  const text = document.createRange();
  text.selectNodeContents(price);
  return Math.round(text.getBoundingClientRect().right);
})"""
# Resolves when both are refused, or after two seconds with what was.
INTRUDE = """() => new Promise((resolve) => {
  const refused = [];
  addEventListener("securitypolicyviolation", (event) => {
    refused.push(event.effectiveDirective);
    if (refused.length === 2) resolve(refused.sort());
  });
  const script = document.createElement("script");
  script.textContent = "document.title = 'intruder'";
  const picture = new Image();
  picture.src = "https://elsewhere.invalid/";
  document.body.append(script, picture);
  setTimeout(() => resolve(refused.sort()), 2000);
})"""


def findings(page: Page) -> list[str]:
    """What axe finds wrong, and what it cannot tell, a line each with the places.

    Its rules: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
    """
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={}).response
    return [
        *(describe(rule) for rule in found["violations"]),
        *(f"perhaps: {describe(rule)}" for rule in found["incomplete"]),
    ]


def describe(rule: dict[str, Any]) -> str:
    """One rule that is broken, and by what."""
    places = ", ".join(str(node["target"][0]) for node in rule["nodes"])
    return f"{rule['id']}: {rule['help']} ({places})"


def has_part(page: Page, kind: str, name: str) -> bool:
    """Whether a screen reader finds just one part of this kind, one of PARTS, by this name."""
    return page.get_by_role(PARTS[kind], name=name, exact=True).count() == 1


def right_edges(page: Page) -> set[int]:
    """Where the prices end, in pixels from the left; one place, if they are in line."""
    return set(page.evaluate(RIGHT_EDGES))


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    screen = (page.viewport_size or {"width": 0})["width"]
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return max(0, width - screen)


def refused(page: Page) -> list[str]:
    """What the browser refuses of a script that slips in, and of a picture from elsewhere.

    By the directive of the page's policy (https://www.w3.org/TR/CSP3/) that each is against.
    """
    directives: list[str] = page.evaluate(INTRUDE)
    return directives
