"""How each kind of attachment is shown."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from behave_strict.page import sequence
from behave_strict.page.markdown import as_html
from behave_strict.page.model import Attachment
from behave_strict.playwright_trace import version

LONG, MUCH = 20, 800  # lines, or characters, of a text that is folded
ROWS = 200  # of a table that is shown; the rest is in the file
ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")  # colours of a terminal
PICTURES = re.compile(r"image/(png|jpe?g|gif|webp|avif|svg\+xml)$")
READABLE = re.compile(r"text/|application/(.+\+)?(json|xml)$|application/x-ndjson$")
KINDS = {
    sequence.MEDIA_TYPE: "sequence",
    "text/csv": "table",
    "text/html": "html",
    "text/markdown": "prose",
    "text/uri-list": "links",
    "text/x-diff": "diff",
    "text/x-patch": "diff",
    "text/x-shellscript": "command",
}
FILMS = re.compile(r"(video|audio)/[\w.+-]+$")
NUMBER = "\ue000"  # begins a text that stands for a number
NAMES = {
    "text/x.cucumber.log+plain": "Log",
    "application/json": "JSON",
    "text/html": "HTML",
    "text/csv": "CSV",
    "text/plain": "Text",
    "text/uri-list": "Links",
}


@dataclass(frozen=True)
class Shown:
    """An attachment, ready for a template: `kind` names the way, `content` is what it shows."""

    kind: str
    title: str
    content: Any = ""
    folded: bool = False


class Evidence:
    """Shows the attachments of one page: a picture once, files beside the page or inside it.

    `files` collects what is to lie beside the page, by name; without it, everything is inside.
    A picture `of_failures` is shown there, where the page is unfolded.
    """

    def __init__(
        self,
        prefix: str = "",
        files: dict[str, bytes] | None = None,
        of_failures: Iterable[Attachment] = (),
    ) -> None:
        self._prefix, self._files = prefix, files
        self._of_failures = {_digest(attachment) for attachment in of_failures}
        self._pictures: set[str] = set()

    def show(self, attachment: Attachment, unfolded: bool = True) -> Shown:
        """Choose how."""
        title = attachment.name or NAMES.get(attachment.media_type, attachment.media_type)
        if attachment.url:
            return Shown("links", title, [(attachment.url, safe_link(attachment.url))])
        if PICTURES.match(attachment.media_type):
            return self._picture(title, attachment, unfolded)
        if FILMS.match(attachment.media_type):
            kind = attachment.media_type.partition("/")[0]
            return Shown(kind, title, _data(attachment), folded=True)
        return _text(title, attachment) or self._beside(title, attachment)

    def _picture(self, title: str, attachment: Attachment, unfolded: bool) -> Shown:
        digest = _digest(attachment)
        anchor = f"picture-{digest}"
        if digest in self._pictures or (digest in self._of_failures and not unfolded):
            return Shown("same", title, anchor)
        self._pictures.add(digest)
        return Shown("picture", title, (anchor, _data(attachment)))

    def _beside(self, title: str, attachment: Attachment) -> Shown:
        """Show a file, and how to open it if it is a trace of Playwright's."""
        file = address, name, _ = self._file(attachment)
        if recorded_by := version(attachment.body):
            saved_as = name if self._files is None else address
            return Shown("trace", title, (*file, recorded_by, saved_as))
        return Shown("file", title, file)

    def _file(self, attachment: Attachment) -> tuple[str, str, int]:
        """Return the address, the name and the size of a file."""
        name = re.sub(r"[^\w.-]+", "-", attachment.name).strip("-.") or "attachment"
        if self._files is None:
            return _data(attachment), name, len(attachment.body)
        path = f"{self._prefix}{_digest(attachment)}-{name}"
        self._files[path] = attachment.body
        return path, name, len(attachment.body)


def _digest(attachment: Attachment) -> str:
    return hashlib.sha256(attachment.body).hexdigest()[:12]


def safe_link(address: str) -> str:
    """Return the address if a page may lead there, and nothing if not."""
    return address if re.match(r"(https?://|(?!//)[\w./-]+$)", address) else ""


def _text(title: str, attachment: Attachment) -> Shown | None:
    """Show what can be read."""
    if not READABLE.match(attachment.media_type):
        return None
    text = ESCAPES.sub("", attachment.text)
    kind = KINDS.get(attachment.media_type, "text")
    if attachment.media_type.endswith("json"):
        text = _pretty(text)
    content = READERS.get(kind, str)(text)
    if kind == "sequence" and not content.drawable:
        kind, content = "text", text
    long = text.count("\n") > LONG or len(text) > MUCH
    folded = kind == "html" or (kind in ("text", "table") and long)
    return Shown(kind, title, content, folded)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))[: ROWS + 1]


def _links(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.split() if not line.startswith("#")]
    return [(line, safe_link(line)) for line in lines]


def _pretty(text: str) -> str:
    """Indent JSON; what is no JSON stays as it is, and so do the digits of numbers."""
    if NUMBER in text:
        return text
    try:
        value = json.loads(text, parse_float=NUMBER.__add__, parse_int=NUMBER.__add__)
    except (ValueError, RecursionError):
        return text
    pretty = json.dumps(value, indent=2, ensure_ascii=False)
    return re.sub(f'"{NUMBER}([^"]*)"', r"\1", pretty)


def _data(attachment: Attachment) -> str:
    """Put the content into an address."""
    encoded = base64.b64encode(attachment.body).decode("ascii")
    kind = attachment.media_type if re.match(r"[\w.+-]+/[\w.+-]+$", attachment.media_type) else ""
    return f"data:{kind or 'application/octet-stream'};base64,{encoded}"


READERS: dict[str, Callable[[str], Any]] = {
    "diff": str.splitlines,
    "links": _links,
    "prose": as_html,
    "sequence": sequence.parse,
    "table": _rows,
}
