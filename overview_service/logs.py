"""The log: JSON lines on standard error, one for each request."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import datetime, timezone
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request

_log = logging.getLogger("overview_service.request")


class JsonFormatter(logging.Formatter):
    """Format a record as one line of JSON: time (UTC), level, message and its own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line, in ASCII whatever the locale."""
        time = datetime.fromtimestamp(record.created, timezone.utc)
        entry = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry)


def log_as_json() -> None:
    """Send everything that this process logs to standard error, as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def log_requests(app: Flask) -> None:
    """Log one line for each request to this app."""
    app.before_request(_begin)
    app.after_request(_write)


def add_to_log(**fields: Any) -> None:
    """Add fields to the line that the log will have about this request."""
    g.log_fields.update(fields)


def add_exception_to_log(error: Exception) -> None:
    """Add an exception that nobody expected, with its place: the response says nothing of it."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    add_to_log(
        reason=f"unexpected: {error!r}",
        file=place.filename,
        line=place.lineno,
        exception="".join(traceback.format_exception(error)),
    )


def _begin() -> None:
    g.started = perf_counter()
    g.log_fields = {"products_requests": 0}


def _write(response: Response) -> Response:
    fields = {
        "request_id": g.request_id,
        "method": request.method,
        "path": request.path,
        "query": request.query_string.decode("ascii", "backslashreplace"),
        "status": response.status_code,
        "duration_ms": round((perf_counter() - g.started) * 1000, 3),
        **g.log_fields,
    }
    message = f"{request.method} {request.path} {response.status_code}"
    level = logging.ERROR if "exception" in fields else logging.INFO
    _log.log(level, "%s", message, extra={"fields": fields})
    return response
