"""Descriptions, in Markdown as Gherkin means them, as HTML that can do no harm."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """HTML is shown as it is written, links to scripts are no links, pictures are links."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    for name in ("heading_open", "heading_close"):  # the page has headings of its own
        markdown.add_render_rule(name, _paragraph)
    markdown.add_render_rule("image", _picture)
    return markdown


def as_html(text: str) -> Markup:
    """Render Markdown."""
    return Markup(_markdown().render(text).strip())  # noqa: S704 - markdown-it escapes


def _paragraph(renderer: Any, tokens: Any, index: int, options: Any, environment: Any) -> str:
    return "<p><strong>" if tokens[index].nesting == 1 else "</strong></p>"


def _picture(renderer: Any, tokens: Any, index: int, options: Any, environment: Any) -> str:
    """Link to it: the page fetches nothing."""
    address, words = tokens[index].attrGet("src") or "", tokens[index].content
    return Markup('<a href="{}">{}</a>').format(address, words or address)
