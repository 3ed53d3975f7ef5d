"""How many inputs are made up for each test: EXAMPLES in the environment, 100 without it."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "bad input",
    max_examples=int(os.environ.get("EXAMPLES", "100")),
    deadline=None,  # a busy machine is no reason to fail
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
settings.load_profile("bad input")
