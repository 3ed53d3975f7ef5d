"""A machine that has other things to do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# It ends with whoever reads its standard input no more.
SPIN = (
    "import sys, threading\n"
    "threading.Thread(target=lambda: (sys.stdin.read(), __import__('os')._exit(0))).start()\n"
    "while True: pass"
)


@contextmanager
def busy(load: int) -> Iterator[None]:
    """Keep so many processes computing for as long as the block lasts."""
    spinning = [
        subprocess.Popen([sys.executable, "-c", SPIN], stdin=subprocess.PIPE) for _ in range(load)
    ]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
        for process in spinning:
            process.wait()


def load_average() -> float:
    """Return the number of processes that wanted to compute, over the last minute."""
    return os.getloadavg()[0]
