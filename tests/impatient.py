"""A service as `python -m NAME` runs it, that waits one second for a request: SERVICE names it."""

from __future__ import annotations

import functools
import importlib
import os
from typing import Any

module: Any = importlib.import_module(f"{os.environ['SERVICE']}.__main__")
module.Serving = functools.partial(module.Serving, arrival=1)
module.main()
