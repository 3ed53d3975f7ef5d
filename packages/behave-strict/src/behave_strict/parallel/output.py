"""The output of a worker, and of all that it has started: kept apart for each scenario."""

from __future__ import annotations

import fcntl
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

LONGEST_LOG = 1_000_000  # bytes; of a longer one the older half goes


class Text(NamedTuple):
    """Text from standard output, and from standard error."""

    out: str = ""
    error: str = ""

    def show(self) -> None:
        """Print it here."""
        for text, stream in ((self.out, sys.stdout), (self.error, sys.stderr)):
            if text:
                stream.write(text)
                stream.flush()


class Output:
    """Standard output and error of a worker, read by the main process."""

    def __init__(self, log: Path) -> None:
        self._streams = [_appending(), _appending()]
        self._read = [0, 0]
        self._log = log
        with suppress(OSError):
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_bytes(b"")

    def redirect(self) -> None:
        """Have this process print here from now on."""
        for number, stream in enumerate(self._streams, start=1):
            os.dup2(stream.fileno(), number)

    def take(self, title: str) -> Text:
        """Read what was printed since the last time, and write it to the log below a title."""
        new = [self._new(number) for number in (0, 1)]
        self._write_log(f"--- {title}\n".encode() + b"".join(new))
        return Text(*(text.decode("utf-8", "replace") for text in new))

    def close(self) -> None:
        """Forget it all but the log."""
        for stream in self._streams:
            stream.close()

    def _new(self, number: int) -> bytes:
        text = b""
        while chunk := os.pread(self._streams[number].fileno(), 1 << 20, self._read[number]):
            self._read[number] += len(chunk)
            text += chunk
        return text

    def _write_log(self, text: bytes) -> None:
        with suppress(OSError), open(self._log, "ab") as log:
            log.write(text)
            if log.tell() > LONGEST_LOG:
                kept = self._log.read_bytes()[-LONGEST_LOG // 2 :]
                self._log.write_bytes(b"... older lines are gone\n" + kept)


def _appending() -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by Output
    flags = fcntl.fcntl(file, fcntl.F_GETFL)
    fcntl.fcntl(file, fcntl.F_SETFL, flags | os.O_APPEND)
    return file
