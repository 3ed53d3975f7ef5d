"""Traces that Playwright records of a browser, made fit to lie beside a report.

A trace holds all that the browser sent and received. `without_secrets` leaves out passwords,
cookies, tokens and the bodies of requests, and what is none of its scenario.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

LEFT_OUT = "left-out"  # fit for a URL, too
SECRET = r"authori[sz]ation|cookie|token|secret|passw|credential|api.?key|session"  # noqa: S105
NAMES = re.compile(SECRET, re.IGNORECASE)
# Each keeps its first group, and leaves out what follows.
IN_TEXTS = [
    re.compile(r"(://)[^/\s@\"'<>?#\\]+@"),  # a user, in a URL
    re.compile(rf"([?&;][\w.-]*(?:{SECRET})[\w.-]*=)[^&;#\s\"'<>\\]+", re.IGNORECASE),
    re.compile(rf"(\"[\w.-]*(?:{SECRET})[\w.-]*\"\s*:\s*\")[^\"\\]+", re.IGNORECASE),
    re.compile(r"^(\s*(?:fill|type)\(\").*(?=\")"),  # what was typed, in the log
    re.compile(r"(\b(?:Bearer|Basic)\s+)[\w.~+/=-]{6,}", re.IGNORECASE),
]
MEMBERS = ("postData", "storageState")  # the body of a request, and a browser's memory


def next_chunk(tracing: Any) -> bytes:
    """Begin another chunk, and return the trace of the one that ends.

    `tracing` is a BrowserContext's, and was started. Raises Playwright's Error if it is gone.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder, "trace.zip")
        tracing.stop_chunk(path=file)
        tracing.start_chunk()
        return file.read_bytes()


def version(body: bytes) -> str:
    """Return the version of Playwright that has recorded this; nothing if it is no trace."""
    try:
        with ZipFile(BytesIO(body)) as trace:
            first = trace.read("trace.trace").partition(b"\n")[0]
        return str(json.loads(first).get("playwrightVersion", ""))
    except (BadZipFile, KeyError, ValueError, AttributeError):
        return ""


def without_secrets(body: bytes, secrets: Collection[str] = ()) -> bytes:
    """Copy the trace of one chunk without what is secret; `secrets` are texts that are so.

    It holds no requests from before the chunk, and no places in the code.
    """
    cleaner, copy = _Cleaner(secrets), BytesIO()
    with ZipFile(BytesIO(body)) as old, ZipFile(copy, "w", 8) as new:
        events = list(_lines(old.read("trace.trace")))
        begin = events[0]["monotonicTime"]
        network = [e for e in _lines(old.read("trace.network")) if _time(e) >= begin]
        kept = "".join(
            _written(new, name, map(cleaner.value, lines))
            for name, lines in (("trace.trace", events), ("trace.network", network))
        )
        for name in old.namelist():
            if name.startswith("resources/") and name[10:].partition(".")[0] in kept:
                new.writestr(name, cleaner.resource(old.read(name)))
    return copy.getvalue()


class _Cleaner:
    """Takes out what is secret: by its name, by its form, or as it is one of `secrets`."""

    def __init__(self, secrets: Collection[str]) -> None:
        known = sorted(filter(None, secrets), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {key: self._member(value, key) for key in value if key not in MEMBERS}
        return value

    def text(self, text: str) -> str:
        for form in IN_TEXTS:
            text = form.sub(rf"\g<1>{'' if form is IN_TEXTS[0] else LEFT_OUT}", text)
        return self._known.sub(LEFT_OUT, text) if self._known else text

    def resource(self, body: bytes) -> bytes:
        try:
            return self.text(body.decode()).encode()
        except UnicodeDecodeError:  # a picture, a font
            return body

    def _member(self, owner: dict[str, Any], key: str) -> Any:
        value = owner[key]
        if key == "cookies":
            return []
        named = key if key != "value" else str(owner.get("name") or owner.get("selector", ""))
        typed = owner.get("type") == "password" and key in ("value", "__playwright_value_")
        if isinstance(value, str) and (typed or NAMES.search(named)):
            return LEFT_OUT
        return self.value(value)


def _lines(text: bytes) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, filter(None, text.split(b"\n")))


def _time(event: dict[str, Any]) -> float:
    return float(event.get("snapshot", {}).get("_monotonicTime", 0))


def _written(trace: ZipFile, name: str, events: Iterator[Any]) -> str:
    text = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
    trace.writestr(name, text.encode("utf-8", "replace"))
    return text
