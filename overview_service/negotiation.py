"""Chooses between the web page and JSON by the shopper's Accept header."""

from __future__ import annotations

from flask import request

JSON = "application/json"
PAGE = "text/html"


def accepted() -> str | None:
    """Return JSON or PAGE, whichever the request wants more; None if it takes neither.

    Without an Accept header, and where it has no preference, that is JSON. Of two that are wanted
    as much, the one that is named more exactly wins: a page for `text/html, */*`.
    """
    accept = request.accept_mimetypes
    if not accept:
        return JSON
    wanted = {kind: accept.quality(kind) for kind in (JSON, PAGE)}
    best = max((JSON, PAGE), key=lambda kind: (wanted[kind], -accept.find(kind)))
    return best if wanted[best] > 0 else None
