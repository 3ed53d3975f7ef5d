"""The end of a run that is asked to end: by Ctrl-C, SIGTERM, a terminal that is closed."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NOBODY = (signal.SIG_DFL, signal.default_int_handler)  # Python's own handlers
ONCE_MORE = b"Already stopping in order; kill -9 stops at once.\n"


class Interrupts:
    """While this is entered, a signal breaks off the step or hook that runs, once.

    behave then runs what belongs to the end of the scenario and of the run. Nothing breaks off
    that: neither a second signal nor one that comes while cleanups or after_all run.
    """

    def __init__(self, abort: Callable[[], None]) -> None:
        self._abort = abort
        self._usual: dict[int, Any] = {}
        self.received: signal.Signals | None = None
        self.ending = False  # nothing is left to be broken off
        self.over = False  # but the reports, which come soon
        self.is_held = False
        self.quiet = False  # may a second signal pass without a word?

    @property
    def exit_code(self) -> int:
        """The exit code that a shell gives a program which this signal has ended."""
        return 128 + self.received if self.received else 0

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let a signal have nothing begin any more, but break off nothing."""
        before, self.is_held = self.is_held, True
        try:
            yield
        finally:
            self.is_held = before

    def hand_on(self) -> None:
        """Give the signal, if there was one, to the program that runs behave within itself.

        One that handles signals itself decides what they mean; any other ends.
        """
        if self.received and self._usual[self.received] not in NOBODY:
            signal.raise_signal(self.received)
        if self.received:
            atexit.register(self._ignore)  # else Python's own end has each signal kill it
            raise SystemExit(self.exit_code)

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup wants it
                    self._usual[number] = signal.signal(number, self._receive)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._usual.items():
            ends = self.received and handler in NOBODY
            signal.signal(number, self._end if ends else handler)

    def _end(self, number: int, frame: FrameType | None) -> None:
        """End as the first signal has it: the run is over, but the program not yet."""
        raise SystemExit(self.exit_code)

    def _ignore(self) -> None:
        for number in self._usual:
            signal.signal(number, signal.SIG_IGN)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        if self.received and not self.quiet:
            os.write(2, ONCE_MORE)  # print is not for handlers: it may be what was interrupted
        if self.received or self.over:
            return
        self.received = signal.Signals(number)
        self._abort()
        if not self.ending and not self.is_held and not _is_cleaning_up(frame):
            raise KeyboardInterrupt(self.received.name)


def _is_cleaning_up(frame: FrameType | None) -> bool:
    """Tell whether behave is running cleanups, all of which it would leave undone."""
    while frame:
        if frame.f_code.co_name == "_do_cleanups":
            return True
        frame = frame.f_back
    return False
