"""The settings of the service, read from the environment and checked before anything starts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what is allowed."""


@dataclass(frozen=True)
class Settings:
    """The settings of one service; the defaults suit a products service on the same machine.

    ``host`` and ``port``: where it listens; with port 0 the system chooses one.
    ``products_url``: where the products service is.
    ``products_deadline``: seconds for one whole exchange with it, a retry included.
    ``products_in_flight``: how many exchanges may run at the same time.
    ``products_max_bytes``: the largest body of a response, compressed or not.
    """

    host: str = "127.0.0.1"
    port: int = 5001
    products_url: str = "http://127.0.0.1:5002"
    products_deadline: float = 2.0
    products_in_flight: int = 128
    products_max_bytes: int = 1024 * 1024


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read HOST, PORT and the PRODUCTS_ variables; an empty one counts as not set.

    Raises SettingsError for the first value that cannot be used.
    """
    given = {name: value for name, value in environment.items() if value}
    usual = Settings()
    return Settings(
        host=given.get("HOST", usual.host),
        port=_whole_number(given, "PORT", usual.port, 0, 65535),
        products_url=_url(given.get("PRODUCTS_URL", usual.products_url)),
        products_deadline=_seconds(given, "PRODUCTS_DEADLINE", usual.products_deadline),
        products_in_flight=_whole_number(
            given, "PRODUCTS_IN_FLIGHT", usual.products_in_flight, 1, 1000
        ),
        products_max_bytes=_whole_number(
            given, "PRODUCTS_MAX_BYTES", usual.products_max_bytes, 1, 2**30
        ),
    )


def _whole_number(
    given: Mapping[str, str], name: str, default: int, lowest: int, highest: int
) -> int:
    text = given.get(name, str(default))
    if not re.fullmatch("[0-9]{1,10}", text) or not lowest <= int(text) <= highest:
        raise SettingsError(
            f"{name} must be a whole number from {lowest} to {highest}, not {text!r}."
        )
    return int(text)


def _seconds(given: Mapping[str, str], name: str, default: float) -> float:
    text = given.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,6})?", text) or not 0 < float(text) <= 600:
        raise SettingsError(
            f"{name} must be a number of seconds above 0 and up to 600, not {text!r}."
        )
    return float(text)


def _url(text: str) -> str:
    if not _is_usable(text):
        raise SettingsError(
            "PRODUCTS_URL must be an address such as http://127.0.0.1:5002,"
            f" without user, query or fragment, not {text!r}."
        )
    return text.rstrip("/")


def _is_usable(text: str) -> bool:
    try:
        parts = urlsplit(text)
        (parts.hostname or "").encode("idna")
        requests.Request("GET", text).prepare()
        port = parts.port
    except (ValueError, requests.RequestException):
        return False
    extras = parts.username or parts.password or parts.query or parts.fragment
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0 and not extras
