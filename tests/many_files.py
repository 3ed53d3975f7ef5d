"""Run the service that SERVICE names with more open files than select() can watch."""

from __future__ import annotations

import importlib
import os
import resource

MANY = 1_100  # select() knows 1,024

_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (most if 0 < most < 4_096 else 4_096, most))
files = [os.open(os.devnull, os.O_RDONLY) for _ in range(MANY)]
importlib.import_module(f"{os.environ['SERVICE']}.__main__").main()
