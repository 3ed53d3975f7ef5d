"""The log: JSON lines on standard error, one for each request."""

from __future__ import annotations

import json
import logging
import os
import traceback
from datetime import datetime, timezone
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request

_log = logging.getLogger("overview_service.request")
_STANDARD_ERROR = 2  # its file descriptor


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


class StandardError(logging.Handler):
    """Write each record to standard error by one call, which keeps a line in one piece.

    The handlers of `logging` hold a lock while they write. A thread that has written waits for its
    turn in the interpreter before it gives the lock back, and all others queue for it meanwhile:
    that took two thirds of the requests per second from twenty shoppers.
    """

    def handle(self, record: logging.LogRecord) -> bool:
        """Write the record, without the lock."""
        self.emit(record)
        return True

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record; a disk that is full stops no request."""
        try:
            line = f"{self.format(record)}\n".encode()
            while line:  # a signal may come in between
                line = line[os.write(_STANDARD_ERROR, line) :]
        except OSError:
            self.handleError(record)


def log_as_json() -> None:
    """Send everything that this process logs to standard error, as JSON lines."""
    handler = StandardError()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])


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
