"""The checks of a web page beside its text: accessibility, layout, a policy for intruders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Page

PARTS: dict[str, Literal["navigation", "heading", "table", "columnheader", "rowheader", "link"]] = {
    "navigation area": "navigation",
    "heading": "heading",
    "table": "table",
    "column heading": "columnheader",
    "row heading": "rowheader",
    "link": "link",
}
WCAG_2_2 = {"rules": {"target-size": {"enabled": True}}}  # the one rule that axe leaves out
RIGHT_EDGES = """() => {
  const columns = [...document.querySelectorAll("thead th")].map((heading) => heading.innerText);
  const prices = columns.findIndex((heading) => heading.trim() === "Price");
  return [...document.querySelectorAll("tbody tr")].map((row) => {
    const text = document.createRange();
    text.selectNodeContents(row.cells[prices]);
    return Math.round(text.getBoundingClientRect().right);
  });
}"""
LINKS_LIKE_TEXT = """() => [...document.links].filter((link) => {
  const own = getComputedStyle(link), around = getComputedStyle(link.parentElement);
  const signs = ["borderTopStyle", "fontWeight", "textDecorationLine"];
  return signs.every((sign) => own[sign] === around[sign]);
}).map((link) => link.innerText)"""
# Resolves when both are refused, or else after two seconds.
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


class Checks:
    """Checks the web page in a tab."""

    def __init__(self, tab: Page) -> None:
        self._tab = tab

    def accessibility_findings(self) -> list[str]:
        """List what axe finds wrong, and what it cannot tell, with the places.

        Its rules: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
        """
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self._tab, options=WCAG_2_2).response
        return [
            *(_describe(rule) for rule in found["violations"]),
            *(f"perhaps: {_describe(rule)}" for rule in found["incomplete"]),
        ]

    def has_part(self, kind: str, name: str) -> bool:
        """Tell whether a screen reader finds just one part of this kind, of PARTS, by this name."""
        return self._tab.get_by_role(PARTS[kind], name=name, exact=True).count() == 1

    def price_edges(self) -> set[int]:
        """Return where the prices end, in pixels from the left; one place if they are aligned."""
        return set(self._tab.evaluate(RIGHT_EDGES))

    def links_like_text(self) -> list[str]:
        """List the links with no line, border or weight that the text around them does not have."""
        links: list[str] = self._tab.evaluate(LINKS_LIKE_TEXT)
        return links

    def excess_width(self) -> int:
        """Return by how many pixels the web page is wider than the screen."""
        screen = (self._tab.viewport_size or {"width": 0})["width"]
        width: int = self._tab.evaluate("document.documentElement.scrollWidth")
        return max(0, width - screen)

    def refused_intruders(self) -> list[str]:
        """Let a script and a foreign picture slip in; return the directives that refuse them.

        They belong to the web page's policy: https://www.w3.org/TR/CSP3/
        """
        directives: list[str] = self._tab.evaluate(INTRUDE)
        return directives


def _describe(rule: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"][0]) for node in rule["nodes"])
    return f"{rule['id']}: {rule['help']} ({places})"


def focus_shows(tab: Page) -> bool:
    """Tell whether the link that has the keyboard's focus, if one has, looks different without."""
    link: Any = tab.evaluate_handle("document.activeElement")
    focused = _surroundings(tab, link)
    link.evaluate("link => link.blur()")
    blurred = _surroundings(tab, link)
    link.focus()
    return focused != blurred or bool(link.evaluate("link => link === document.body"))


def _surroundings(tab: Page, link: ElementHandle) -> bytes:
    box = link.bounding_box()
    if not box or box["y"] + box["height"] <= 0:  # it is hidden, or above the screen
        return b""
    x, y, width, height = (box[side] for side in ("x", "y", "width", "height"))
    around: Any = {"x": x - 8, "y": y - 8, "width": width + 16, "height": height + 16}
    return tab.screenshot(clip=around)
