"""Cucumber Messages in a file, one JSON object a line, for the tools that read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from behave_strict.report.formatter import FileReport
from behave_strict.report.messages import Envelope, finished
from behave_strict.report.recording import Recording

# Beside those that JSON escapes anyway; Node.js and Python end lines at them.
LINE_BREAKS = re.compile("[\x85\u2028\u2029]")


class Messages(FileReport):
    """Write Cucumber Messages (NDJSON) to its file."""

    name = "messages"
    description = "Cucumber Messages (NDJSON), for tools that read them"

    def write(self, recording: Recording) -> None:
        """Write the file."""
        self.path.write_bytes(lines(finished(recording)))


def lines(envelopes: Iterable[Envelope]) -> bytes:
    """Format messages as they are in a file."""
    return utf8("".join(f"{compact(envelope)}\n" for envelope in envelopes))


def compact(envelope: Envelope) -> str:
    """Format an envelope as JSON in what every reader takes for one line."""
    text = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))
    return LINE_BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def utf8(text: str) -> bytes:
    """Encode as UTF-8; half a surrogate pair, which no encoding has, becomes a question mark."""
    return text.encode("utf-8", "replace")
