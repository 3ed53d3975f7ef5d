"""The service's settings, read from the environment and checked before anything starts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

DIGITS = re.compile(r"[0-9]{1,10}")
SECONDS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,6})?")


class SettingError(ValueError):
    """A setting cannot be used; the message names it, its value and what is allowed."""

    def __init__(self, name: str, allowed: str, value: str) -> None:
        super().__init__(f"{name} must be {allowed}, not {value!r}.")


@dataclass(frozen=True)
class Settings:
    """What the service runs with; the defaults suit a products service on the same machine."""

    host: str = "127.0.0.1"
    port: int = 5001  # 0: the system chooses
    products_url: str = "http://127.0.0.1:5002"
    products_deadline: float = 2.0  # seconds, for a whole exchange
    products_in_flight: int = 128  # exchanges at the same time
    products_max_bytes: int = 1024 * 1024  # of one answer's body, packed or not

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read HOST, PORT and the PRODUCTS_... variables; an empty one counts as not set.

        Raises SettingError for the first value that cannot be used.
        """
        given = {name: value for name, value in environment.items() if value}
        return cls(
            host=given.get("HOST", cls.host),
            port=_whole(given, "PORT", cls.port, 0, 65535),
            products_url=_address(given, "PRODUCTS_URL", cls.products_url),
            products_deadline=_seconds(given, "PRODUCTS_DEADLINE", cls.products_deadline),
            products_in_flight=_whole(given, "PRODUCTS_IN_FLIGHT", cls.products_in_flight, 1, 1000),
            products_max_bytes=_whole(
                given, "PRODUCTS_MAX_BYTES", cls.products_max_bytes, 1, 2**30
            ),
        )


def _whole(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name, str(default))
    if not DIGITS.fullmatch(text) or not least <= int(text) <= most:
        raise SettingError(name, f"a whole number from {least} to {most}", text)
    return int(text)


def _seconds(given: Mapping[str, str], name: str, default: float) -> float:
    text = given.get(name, str(default))
    if not SECONDS.fullmatch(text) or not 0 < float(text) <= 600:
        raise SettingError(name, "a number of seconds above 0 and up to 600", text)
    return float(text)


def _address(given: Mapping[str, str], name: str, default: str) -> str:
    text = given.get(name, default)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        usable = usable and not (parts.username or parts.password or parts.query or parts.fragment)
        (parts.hostname or "").encode("idna")
        requests.Request("GET", text).prepare()
    except (ValueError, requests.RequestException):
        usable = False
    if not usable:
        raise SettingError(
            name,
            "an address such as http://127.0.0.1:5002, without user, query or fragment",
            text,
        )
    return text.rstrip("/")
