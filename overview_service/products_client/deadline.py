"""One deadline over a whole exchange."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar, Token
from time import monotonic

Clock = Callable[[], float]  # seconds; it never goes back

_current: ContextVar[Deadline] = ContextVar("the deadline of this thread")


class Deadline:
    """A point in time by which every call inside `with` must have ended."""

    def __init__(self, seconds: float, clock: Clock = monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def __enter__(self) -> Deadline:
        self._token: Token[Deadline] = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)

    @staticmethod
    def current() -> Deadline:
        """Return the deadline of the current thread; LookupError if it has none."""
        return _current.get()

    @property
    def passed(self) -> bool:
        """True if no time is left."""
        return self._clock() >= self._end

    def remaining(self) -> float:
        """Return the seconds that are left; raise TimeoutError if there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return left
