"""How many inputs are made up for each test: EXAMPLES in the environment.

Without it they are 100, and the same ones each time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "bad input",
    max_examples=int(os.environ.get("EXAMPLES", "100")),
    derandomize="EXAMPLES" not in os.environ,
    deadline=None,  # a busy machine is no reason to fail
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
settings.load_profile("bad input")
