"""The server's admin API: does the SDK have a call for each of its operations?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from compatibility.calls import sent_requests
from compatibility.probe import DOCUMENTED, MISSING, Finding, probe
from compatibility.server import Server


@probe(*DOCUMENTED["admin"].items())
def offered(server: Server, what: str, offer: str) -> str:
    """{1}: {0}"""
    pattern = re.sub(r"\{\w+\}", "[^/]+", offer.replace(" /", " .*/__admin/"))
    for call, request in sent_requests():
        if re.fullmatch(pattern, f"{request.method} {urlsplit(str(request.url)).path}"):
            return f"sent by {call}"
    method, path = offer.split()
    readable = method == "GET" and "{" not in path
    absent = readable and not server.ask(f"/__admin{path}").ok
    raise Finding(MISSING, "nor on this server" if absent else "")
