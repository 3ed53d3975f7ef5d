"""A service as a process of ours: where it serves, what it logs, and how it ends."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest
from wiremock_strict import StartError
from wiremock_strict.under_test import Log, Service

SERVER = """
import sys, time
print("Starting; for another address, such as http://127.0.0.1:1, set PORT", flush=True)
print("More: https://example.org/docs", flush=True)
print("Listening on http://127.0.0.1:40123/, press Ctrl-C", flush=True)
time.sleep(60)
"""
LINE = '{"request_id": "parcel-42"}'


def test_a_service_says_where_it_serves(tmp_path: Path) -> None:
    with Service("The desk", [sys.executable, "-c", SERVER], tmp_path / "log") as service:
        assert service.url == "http://127.0.0.1:40123"
        process = psutil.Process(service.pid)
        assert process.is_running()
    assert not process.is_running()


def test_another_pattern_may_be_looked_for(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVER]
    with Service("The desk", command, tmp_path / "log", serving="More: (.*)") as service:
        assert service.url == "https://example.org/docs"


def test_a_service_that_ends_at_once_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"^The desk ended while starting\..*\n    no port left"):
        Service("The desk", ["sh", "-c", "echo no port left; exit 1"], tmp_path / "log")


def test_a_log_is_read_from_where_it_began(tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text(f"Gr\u00fc\u00dfe\n{LINE}\n", encoding="utf-8")
    log = Log(file)
    assert (log.text(), log.entries("parcel-42")) == ("", [])
    with file.open("a", encoding="utf-8") as more:
        more.write(f'{{"request_id": "parcel-421"}}\n{LINE}\n')
    assert log.entries("parcel-42") == [{"request_id": "parcel-42"}]
    assert log.text().count("\n") == 2
