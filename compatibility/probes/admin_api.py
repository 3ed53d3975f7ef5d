"""What the server's admin API offers: does any public call of the SDK ask for it?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from compatibility.calls import all_that_is_asked
from compatibility.probe import DOCUMENTED, MISSING, Finding, probe
from compatibility.server import Server


@probe(*DOCUMENTED["admin"].items())
def offered(server: Server, what: str, offer: str) -> str:
    """{1}: {0}"""
    pattern = re.sub(r"\{\w+\}", "[^/]+", offer.replace(" /", " .*/__admin/"))
    for call, asked in all_that_is_asked():
        if re.fullmatch(pattern, f"{asked.method} {urlsplit(str(asked.url)).path}"):
            return f"asked for by {call}"
    method, path = offer.split()
    readable = method == "GET" and "{" not in path
    absent = readable and not server.ask(f"/__admin{path}").ok
    raise Finding(MISSING, "nor on this server" if absent else "")
