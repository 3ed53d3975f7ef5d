"""The log of both services, where writing it is hard."""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import Any

import pytest

from overview_service import logs as of_overview
from products_service import logs as of_products

both = pytest.mark.parametrize("logs", [of_overview, of_products], ids=lambda logs: logs.__name__)


def record(**about: Any) -> logging.LogRecord:
    return logging.makeLogRecord(
        {"levelname": "ERROR", "msg": "It %s.", "args": ("broke",), **about}
    )


@both
def test_an_exception_of_a_library_is_logged_with_its_place(logs: Any) -> None:
    try:
        raise KeyError("totals")
    except KeyError:
        line = logs.JsonFormatter().format(record(exc_info=sys.exc_info()))
    entry = json.loads(line)
    assert (entry["level"], entry["message"]) == ("error", "It broke.")
    assert entry["exception"].endswith("KeyError: 'totals'")
    assert "test_logs.py" in entry["exception"]


@both
def test_a_full_disk_stops_no_request(logs: Any, monkeypatch: Any, capsys: Any) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    handler = logs.StandardError()
    handler.setFormatter(logs.JsonFormatter())
    handler.handle(record())
    assert "No space left on device" in capsys.readouterr().err
