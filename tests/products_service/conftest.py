"""The products service within the tests, on each database, and as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from products_service import create_app
from products_service.routes import storage_of
from products_service.settings import read_settings
from tests.products_service.clients import TOKEN
from tests.services import PATIENCE_S, Service, serving


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
    """Return a function that makes the service from its settings."""
    made: list[Flask] = []

    def make(database_url: str, token: str = TOKEN) -> Flask:
        environment = {"DATABASE_URL": database_url, "PRODUCTS_TOKEN": token}
        made.append(create_app(read_settings(environment)))
        return made[-1]

    yield make
    for app in made:
        storage_of(app).close()


@pytest.fixture
def client(make_app: Callable[..., Flask], database_url: str) -> FlaskClient:
    """Return a client of a new service, on each database in turn."""
    return make_app(database_url).test_client()


@pytest.fixture
def sqlite_client(make_app: Callable[..., Flask], sqlite_url: str) -> FlaskClient:
    """Return a client of a new service, where the kind of database does not matter."""
    return make_app(sqlite_url).test_client()


@pytest.fixture
def start_service(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Return a function that starts the service and waits until it serves."""
    usual = {"DATABASE_URL": f"sqlite:///{tmp_path}/process.sqlite3", "PRODUCTS_TOKEN": TOKEN}
    with ExitStack() as stack:
        yield lambda **environment: stack.enter_context(
            serving("products_service", **{**usual, **environment})
        )


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Return TEST_DATABASE_URL, whose products are replaced, or a server of this run."""
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
    """Run a server on a socket file in a temporary folder."""
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
