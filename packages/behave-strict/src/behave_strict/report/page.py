"""The report that product owners read: one HTML page, and the Cucumber Messages it is made from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from behave.exception import ConfigError

from behave_strict.report.formatter import FileReport
from behave_strict.report.messages import Envelope, Messages

PACKAGE = "@cucumber/html-formatter"
# The page shows what it holds and fetches nothing, not even a picture that a description names.
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


class PageFormatter(FileReport):
    """Writes Cucumber Messages to its file (NDJSON), and the page beside it (.html)."""

    name = "page"
    description = "Cucumber Messages, and beside them a page for product owners"
    suffixes = (".html",)

    def prepare(self) -> None:
        """Finds what the page is made of, too."""
        super().prepare()
        self.assets = _find_assets()

    def write(self) -> None:
        """Writes both files."""
        messages = list(Messages(self.recording))
        self.path.write_bytes(_utf8("".join(f"{_compact(message)}\n" for message in messages)))
        self.path.with_suffix(".html").write_bytes(_utf8(_html(self.assets, messages)))


def _find_assets() -> Path:
    """The page's files, from node_modules in a folder above. Raises ConfigError without them."""
    for folder in Path(__file__).resolve().parents:
        assets = folder / "node_modules" / PACKAGE / "dist"
        if (assets / "main.js").is_file():
            return assets
    raise ConfigError(f"The report needs the npm package {PACKAGE}: run `npm ci`.")


def _html(assets: Path, messages: list[Envelope]) -> str:
    """The page, with all that it needs inside."""
    script = ",\n".join(map(_compact, _in_reading_order(messages)))
    parts = {
        "title": "Acceptance report",
        "icon": (assets / "src" / "icon.url").read_text("utf-8").strip(),
        "css": (assets / "main.css").read_text("utf-8"),
        "messages": script.replace("<", r"\u003c"),  # "</script" and "<!--" would end it
        "script": (assets / "main.js").read_text("utf-8"),
    }
    template = (assets / "src" / "index.mustache").read_text("utf-8")
    page = re.sub(r"\{\{(\w+)\}\}", lambda found: parts.get(found[1], ""), template)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return page.replace("<head>", f"<head>\n\t{policy}", 1)


def _in_reading_order(messages: list[Envelope]) -> Iterator[Envelope]:
    """The messages, features numbered as they come: the page sorts by path."""
    numbers: dict[str, str] = {}
    for message in messages:
        for kind, about in message.items():
            if uri := about.get("uri"):
                number = numbers.setdefault(uri, f"{len(numbers) + 1:03}")
                yield {kind: {**about, "uri": f"{number} {uri}"}}
            else:
                yield message


def _compact(message: Envelope) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _utf8(text: str) -> bytes:
    """Half a surrogate pair, which no encoding has, becomes a question mark."""
    return text.encode("utf-8", "replace")
