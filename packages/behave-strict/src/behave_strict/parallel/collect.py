"""How the workers of a run bring together what each of them has gathered."""

from __future__ import annotations

from typing import Any


def collect(context: Any, value: Any) -> list[Any]:
    """Exchange a value, in after_all, for the list of those of all workers.

    One worker gets the list, once the last scenario has ended; the others get an empty one.
    Without workers it holds the one value. Values must be such as pickle takes.
    """
    runner = context._runner
    if not runner.interrupts.ending:
        raise RuntimeError("collect() is for after_all: other workers are still playing.")
    return list(runner.worker.collect(value)) if runner.worker else [value]
