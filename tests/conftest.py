"""Fixtures and checks that all tests share."""

from __future__ import annotations

import signal
from typing import NoReturn

from tests.services import end_services

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _end(number: int, _: object) -> NoReturn:
    """End the tests as Ctrl-C does: every fixture cleans up, and pytest begins no other test."""
    raise KeyboardInterrupt(signal.Signals(number).name)


def pytest_unconfigure() -> None:
    end_services()


# A shell without job control lets what it starts in the background ignore SIGINT, and the processes
# that tests start would inherit that. A signal with a handler is back to its default in them.
for _number in ENDINGS:
    signal.signal(_number, _end)
