"""Choose between the web page and JSON by the shopper's Accept header."""

from __future__ import annotations

from flask import request

JSON = "application/json"
HTML = "text/html"


def accepted_type() -> str | None:
    """Return JSON or HTML, whichever this request prefers; None if it accepts neither.

    Without an Accept header, or without a preference, that is JSON. Of two that are equally
    welcome, the one that is named more exactly wins: HTML for `text/html, */*`.
    """
    accept = request.accept_mimetypes
    if not accept:
        return JSON
    quality = {media_type: accept.quality(media_type) for media_type in (JSON, HTML)}
    best = max((JSON, HTML), key=lambda media_type: (quality[media_type], -accept.find(media_type)))
    return best if quality[best] > 0 else None
