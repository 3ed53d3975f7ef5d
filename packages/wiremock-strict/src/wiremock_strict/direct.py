"""HTTP without detours: a proxy variable must not take our calls elsewhere."""

from __future__ import annotations

import requests


def direct_session() -> requests.Session:
    """Open a session that obeys no variable of the environment."""
    session = requests.Session()
    session.trust_env = False
    return session
