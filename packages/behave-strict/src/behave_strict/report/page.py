"""The report for everybody: one HTML page, made from the messages."""

from __future__ import annotations

import re
from pathlib import Path

from behave_strict.report.for_page import for_page
from behave_strict.report.formatter import FileReport
from behave_strict.report.messages import Envelope
from behave_strict.report.ndjson import compact, utf8, write_messages
from behave_strict.report.recording import Recording

PACKAGE = "@cucumber/html-formatter"
# The page shows what it holds and fetches nothing, not even a picture that a description names.
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


class Page(FileReport):
    """Write an HTML page to its file; without the page's parts, the messages beside it."""

    name = "page"
    description = "One HTML page for everybody, without network access"

    def write(self, recording: Recording) -> None:
        """Write the page, or say why there is none."""
        if assets := find_assets():
            self.path.write_bytes(utf8(_html(assets, for_page(recording))))
            return
        instead = self.path.with_suffix(".ndjson")
        write_messages(instead, recording)
        if recording.trials:
            print(f"No page: it needs `npm install {PACKAGE}`. The messages are in {instead}.")


def find_assets() -> Path | None:
    """Find the page's parts in a node_modules here or in a folder above."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        assets = folder / "node_modules" / PACKAGE / "dist"
        if (assets / "main.js").is_file():
            return assets
    return None


def _html(assets: Path, messages: list[Envelope]) -> str:
    """Fill the page with all that it needs."""
    script = ",\n".join(map(compact, messages))
    parts = {
        "title": "Test report",
        "icon": (assets / "src" / "icon.url").read_text("utf-8").strip(),
        "css": (assets / "main.css").read_text("utf-8"),
        "messages": script.replace("<", r"\u003c"),  # "</script" and "<!--" would end it
        "script": (assets / "main.js").read_text("utf-8"),
    }
    template = (assets / "src" / "index.mustache").read_text("utf-8")
    page = re.sub(r"\{\{(\w+)\}\}", lambda found: parts.get(found[1], ""), template)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return page.replace("<head>", f"<head>\n\t{policy}", 1)
