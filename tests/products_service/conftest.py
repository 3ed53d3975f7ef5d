"""The service in this process, on SQLite and on PostgreSQL, and as a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from products_service import create_app
from products_service.routes import storage_of
from products_service.settings import Settings

TOKEN = "for-tests-only"
PATIENCE_S = 20


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/products.sqlite3"
    url: str = request.getfixturevalue("postgresql_url")
    with psycopg.connect(url) as connection:
        connection.execute("DROP TABLE IF EXISTS products")
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/products.sqlite3"


@pytest.fixture
def make_app() -> Iterator[Callable[..., Flask]]:
    """Return what makes the service from environment variables."""
    made: list[Flask] = []

    def make(database_url: str, token: str = TOKEN) -> Flask:
        environment = {"DATABASE_URL": database_url, "PRODUCTS_TOKEN": token}
        made.append(create_app(Settings.from_environment(environment)))
        return made[-1]

    yield make
    for app in made:
        storage_of(app).close()


@pytest.fixture
def client(make_app: Callable[..., Flask], database_url: str) -> FlaskClient:
    """Return a client of a service with the six first products, on each database in turn."""
    return make_app(database_url).test_client()


@pytest.fixture
def sqlite_client(make_app: Callable[..., Flask], sqlite_url: str) -> FlaskClient:
    """Return a client of a service with the six first products, where the database is no matter."""
    return make_app(sqlite_url).test_client()


@dataclass
class Service:
    """A products service in a process of its own, and the lines of its log so far."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    url: str = ""
    _known: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def read_log(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line)
            if not self.url and "Serving on " in line:
                self.url = json.loads(line)["message"].removeprefix("Serving on ")
                self._known.set()
        self._known.set()
        self._ended.set()

    def finish(self) -> None:
        """Read what is left of the log of a process that has ended."""
        assert self._ended.wait(PATIENCE_S)

    def wait_until_serving(self) -> None:
        self._known.wait(PATIENCE_S)
        assert self.url, f"not serving: {self.lines}"


@pytest.fixture
def start_service(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Return what starts the service on a port of the system's choice and waits until it serves."""
    started: list[tuple[Service, threading.Thread]] = []

    def start(**environment: str) -> Service:
        service = Service(_launch(environment, tmp_path))
        reader = threading.Thread(target=service.read_log)
        started.append((service, reader))
        reader.start()
        service.wait_until_serving()
        return service

    yield start
    for service, reader in started:
        service.process.kill()
        service.process.wait(PATIENCE_S)
        reader.join(PATIENCE_S)
        assert service.process.stderr
        service.process.stderr.close()


def _launch(environment: dict[str, str], folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "products_service"],
        env={
            **os.environ,
            "HOST": "127.0.0.1",
            "PORT": "0",
            "DATABASE_URL": f"sqlite:///{folder}/process.sqlite3",
            "PRODUCTS_TOKEN": TOKEN,
            **environment,
        },
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Return TEST_DATABASE_URL, whose products are lost, or a server started for this run."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
    elif shutil.which("initdb") and shutil.which("postgres"):
        with _postgresql() as url:
            yield url
    else:
        pytest.skip("no PostgreSQL: set TEST_DATABASE_URL, or put initdb and postgres on PATH")


@contextmanager
def _postgresql() -> Iterator[str]:
    """Run a server that listens on a socket file only, in a folder that goes with it."""
    # PostgreSQL refuses to run as root.
    owner: dict[str, Any] = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = tempfile.mkdtemp(prefix="pg-")
    try:
        if owner:
            shutil.chown(folder, "nobody")
        initialise = ["initdb", "-D", f"{folder}/data", "-U", "tests", "-A", "trust", "-N"]
        # A locale whose order is not that of code points, where there is one.
        initialise += ["--locale-provider=icu", "--icu-locale=en", "-E", "UTF8", "--locale=C"]
        made = subprocess.run(
            initialise, check=False, cwd=folder, capture_output=True, text=True, **owner
        )
        if made.returncode:
            pytest.skip(f"no PostgreSQL: initdb failed: {made.stderr.strip()}")
        # The shell ends the server when its input ends, which it also does if we are killed.
        watched = '"$@" >/dev/null 2>&1 & read -r _; kill -QUIT $!; wait'
        serve = ["postgres", "-D", f"{folder}/data", "-k", folder, "-h", "", "-F"]
        command = ["sh", "-c", watched, "sh", *serve]
        with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=folder, **owner):
            yield _await_postgresql(f"postgresql://tests@/postgres?host={folder}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _await_postgresql(url: str) -> str:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return url
