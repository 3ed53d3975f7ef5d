"""What holds for all tests."""

from __future__ import annotations

import signal

# A shell without job control lets what it starts in the background ignore SIGINT, and the processes
# that tests start would inherit that. A signal with a handler is back to its default in them.
signal.signal(signal.SIGINT, signal.default_int_handler)
