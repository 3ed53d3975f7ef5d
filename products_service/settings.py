"""The settings of the service, read from the environment and checked before anything starts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what is allowed."""


@dataclass(frozen=True)
class Settings:
    """The settings of one service.

    ``host`` and ``port``: where it listens; with port 0 the system chooses one.
    ``database_url``: an SQLite file or a PostgreSQL database; None is the file
    ``products.sqlite3`` in Flask's instance folder (``instance/`` beside this package).
    ``token``: the bearer token for ``PUT /products``; None turns writing off.
    """

    host: str = "127.0.0.1"
    port: int = 5002
    database_url: URL | None = None
    token: str | None = field(default=None, repr=False)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read HOST, PORT, DATABASE_URL and PRODUCTS_TOKEN; an empty one counts as not set.

    Raises SettingsError, which never shows a token or the password of a database.
    """
    given = {name: value for name, value in environment.items() if value}
    usual = Settings()
    return Settings(
        host=given.get("HOST", usual.host),
        port=_port(given.get("PORT", str(usual.port))),
        database_url=_database_url(given.get("DATABASE_URL")),
        token=_token(given.get("PRODUCTS_TOKEN")),
    )


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise SettingsError(f"PORT must be a whole number from 0 to 65535, not {text!r}.")
    return int(text)


def _database_url(text: str | None) -> URL | None:
    if text is None:
        return None
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise SettingsError("DATABASE_URL is not the address of a database.") from None
    if url.drivername not in _DRIVERS:
        raise SettingsError(
            "DATABASE_URL must begin with sqlite:///, postgresql:// or postgres://,"
            f" not {url.drivername}://."
        )
    url = url.set(drivername=_DRIVERS[url.drivername])
    if url.get_backend_name() == "sqlite":
        _require_plain_file(url)
    return url


def _require_plain_file(url: URL) -> None:
    if url.host or not url.database or url.database == ":memory:" or url.query:
        raise SettingsError(
            "DATABASE_URL must name a file and nothing else for SQLite: sqlite:///products.sqlite3"
            " from the working directory, sqlite:////var/lib/products.sqlite3 from the root."
        )


def _token(text: str | None) -> str | None:
    # RFC 6750, section 2.1: the characters of a bearer token.
    if text is not None and not re.fullmatch("[A-Za-z0-9._~+/-]+=*", text):
        raise SettingsError(
            "PRODUCTS_TOKEN must consist of ASCII letters, digits and . _ ~ + / -,"
            " with = only at its end."
        )
    return text
