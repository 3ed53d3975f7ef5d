"""The settings of a run: `behave -D name=value`, or ACCEPTANCE_NAME in the environment."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support.errors import SettingError

PREFIX = "ACCEPTANCE_"


@dataclass(frozen=True)
class Settings:
    """A run's settings, as text until `read_settings` has checked them; empty means not given."""

    products: str = "stub"
    view: str = "api"
    wiremock: str = "embedded"
    wiremock_jar: Path | None = None
    overview_url: str = ""
    overview_log: Path | None = None
    products_url: str = ""
    products_token: str = ""
    replace_products: str = "no"
    browser: str = "auto"
    deadline: float = 1.0
    order: str = "reading"


NAMES = [field.name for field in fields(Settings)]
OUR_OWN = ("embedded", "container")  # a WireMock that the run starts
FOR_LIVE_RUNS = ("products_url", "products_token", "replace_products")
CHOICES = {
    "products": ["stub", "live"],
    "view": ["api", "browser"],
    "replace_products": ["no", "yes"],
}


def read_settings(given: Mapping[str, str], environment: Mapping[str, str]) -> Settings:
    """Check all settings; what behave was `given` by -D wins over the environment.

    Raises SettingError, which tells what is allowed.
    """
    named = {
        name.removeprefix(PREFIX).lower(): (value, name)
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    named |= {name: (value, f"-D {name}") for name, value in given.items()}
    values = {name: _read(name, value, origin) for name, (value, origin) in named.items()}
    if values.get("products") == "stub":  # said, not just the default
        # What the environment tells of a products service stands by for live runs.
        values = {n: v for n, v in values.items() if n in given or n not in FOR_LIVE_RUNS}
    settings = Settings(**values)
    _check_together(settings)
    return settings


def _read(name: str, value: str, origin: str) -> Any:
    if name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise SettingError(
            f"{origin} is no setting of this suite.{hint} There are: {', '.join(NAMES)}."
        )
    if name in CHOICES and value not in CHOICES[name]:
        raise SettingError(f"{origin}={value}: it must be one of {', '.join(CHOICES[name])}.")
    if name in READERS:
        return READERS[name](value, origin)
    if name == "wiremock" and value not in OUR_OWN:
        allowed = f"{', '.join(OUR_OWN)}, or a URL such as http://127.0.0.1:8080"
        return _url(value, origin, allowed)
    if name in ("overview_url", "products_url"):
        return _url(value, origin, "a URL such as http://127.0.0.1:5001")
    return value


def _seconds(value: str, origin: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0.2 <= seconds <= 60:  # NaN fails too
        raise SettingError(f"{origin}={value}: it must be a number of seconds from 0.2 to 60.")
    return seconds


def _order(value: str, origin: str) -> str:
    if value != "reading" and not re.fullmatch("[0-9]{1,9}", value):
        raise SettingError(f"{origin}={value}: it must be reading, or a number to shuffle by.")
    return value


def _file(value: str, origin: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_file():
        raise SettingError(f"{origin}={value}: there is no such file.")
    return path


def _browser(value: str, origin: str) -> str:
    if value in ("auto", "required"):
        return value
    if not Path(value).expanduser().is_file():
        raise SettingError(f"{origin}={value}: it must be auto, required, or a browser's path.")
    return str(Path(value).expanduser())


READERS: dict[str, Callable[[str, str], Any]] = {
    "browser": _browser,
    "deadline": _seconds,
    "order": _order,
    "overview_log": _file,
    "wiremock_jar": _file,
}


def _url(value: str, origin: str, allowed: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingError(f"{origin}={value}: it must be {allowed}.")
    return f"{parts.scheme}://{parts.netloc}"


def _check_together(settings: Settings) -> None:
    """Refuse what makes no sense together."""
    if settings.overview_url and settings.wiremock in OUR_OWN:
        raise SettingError(
            "overview_url needs wiremock=URL beside it: an overview service that runs already "
            "asks the WireMock that it was started with."
        )
    if settings.wiremock_jar and settings.wiremock != "embedded":
        raise SettingError("wiremock_jar goes with wiremock=embedded only.")
    if settings.overview_log and not settings.overview_url:
        raise SettingError(
            "overview_log goes with overview_url only: the log of an overview service that the run "
            "starts is its own."
        )
    _check_products(settings)


def _check_products(settings: Settings) -> None:
    """Refuse a products service that runs already unless it may, and can, be used."""
    if settings.products == "stub" and (settings.products_url or settings.products_token):
        raise SettingError("products_url and products_token go with products=live only.")
    if settings.products_url and settings.replace_products != "yes":
        raise SettingError(
            f"The products at {settings.products_url} would be replaced by those of the features. "
            "If they may be, say so: -D replace_products=yes."
        )
    if not settings.products_url and (
        settings.products_token or settings.replace_products == "yes"
    ):
        raise SettingError("products_token and replace_products go with products_url only.")
    if settings.products_url and not settings.products_token:
        raise SettingError(
            "products_url needs products_token, with which its products are replaced."
        )
    if (settings.wiremock, settings.products) == ("container", "live"):
        _check_reachable(settings.products_url)


def _check_reachable(products_url: str) -> None:
    """Refuse a products service on our loopback, which is not a container's."""
    host = urlsplit(products_url).hostname or "127.0.0.1"  # where one of our own listens
    if host == "localhost" or host.startswith("127.") or host == "::1":
        raise SettingError(
            "wiremock=container cannot hand questions on to a products service on this machine's "
            "loopback, which no container reaches. Use wiremock=embedded, or give products_url an "
            "address that a container reaches."
        )
