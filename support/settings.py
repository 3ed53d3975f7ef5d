"""The settings of a run: `behave -D name=value`, or ACCEPTANCE_NAME in the environment."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support.errors import SettingError

PREFIX = "ACCEPTANCE_"
SECRET = "products_token"  # noqa: S105 - a setting's name
STARTED_BY_US = ("embedded", "container")  # a WireMock that the run starts
FOR_LIVE_RUNS = ("products_url", "products_token", "replace_products")
CHOICES = {
    "products": ["stub", "live"],
    "view": ["api", "browser"],
    "replace_products": ["no", "yes"],
}


@dataclass(frozen=True)
class Settings:
    """A run's settings, checked by `read_settings`; an empty text stands for none."""

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
    deadline: float = 5.0

    def options(self) -> str:
        """Write the options of behave that repeat these settings, except a secret."""
        options = {"products": self.products, "view": self.view}
        for field in fields(self):
            if (value := getattr(self, field.name)) != field.default:
                options[field.name] = "..." if field.name == SECRET else str(value)
        return " ".join(f"-D {name}={shlex.quote(value)}" for name, value in options.items())


NAMES = [field.name for field in fields(Settings)]


def read_settings(given: Mapping[str, str], environment: Mapping[str, str]) -> Settings:
    """Check all settings; what was `given` to behave by -D wins over the environment.

    An empty variable counts as not set, and a name with a dot is another program's. Raises
    SettingError, which says what is allowed.
    """
    named = {
        name.removeprefix(PREFIX).lower(): (value, name)
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    named |= {n: (value, f"-D {n}") for n, value in given.items() if "." not in n}
    values = {name: _read(name, value, origin) for name, (value, origin) in named.items()}
    if values.get("products") == "stub":  # given, and not just the default
        # What the environment says of a products service is for live runs.
        values = {n: v for n, v in values.items() if n in given or n not in FOR_LIVE_RUNS}
    settings = Settings(**values)
    for contradiction in _contradictions(settings):
        raise SettingError(contradiction)
    return settings


def _read(name: str, text: str, origin: str) -> Any:
    """Read the text of one setting; raises SettingError, which names its origin."""
    if name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        every = ", ".join(NAMES)
        raise SettingError(
            f"{origin} is no setting of this suite.{hint} The settings are: {every}."
        )
    try:
        return _value(name, text)
    except ValueError as allowed:
        raise SettingError(f"{origin}={text}: {allowed}.") from None


def _value(name: str, text: str) -> Any:
    """Read the text of one setting; raises ValueError, which says what is allowed."""
    if name in CHOICES and text not in CHOICES[name]:
        raise ValueError(f"it must be one of {', '.join(CHOICES[name])}")
    if name == "wiremock" and text not in STARTED_BY_US:
        return _url(text, f"{', '.join(STARTED_BY_US)}, or a URL such as http://127.0.0.1:8080")
    if name in ("overview_url", "products_url"):
        return _url(text, "a URL such as http://127.0.0.1:5001")
    if name == "deadline":
        return _seconds(text)
    if name in ("overview_log", "wiremock_jar"):
        return _file(text, "there is no such file")
    if name == "browser" and text not in ("auto", "required"):
        return str(_file(text, "it must be auto, required, or a browser's path"))
    return text


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.2 <= seconds <= 60:  # NaN fails too
        raise ValueError("it must be a number of seconds from 0.2 to 60")
    return seconds


def _file(text: str, otherwise: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ValueError(otherwise)
    return path


def _url(text: str, allowed: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"it must be {allowed}")
    return f"{parts.scheme}://{parts.netloc}"


OVERVIEW_ALONE = """\
overview_url needs wiremock=URL beside it: an overview service that runs already asks the WireMock \
that it was started with."""
LOG_ALONE = """\
overview_log goes with overview_url only: the log of an overview service that the run starts is \
its own."""
NO_CONSENT = """\
The products at {} would be replaced by those of the features. If they may be, say so: \
-D replace_products=yes."""
OUT_OF_REACH = """\
wiremock=container cannot hand requests on to a products service on this machine's loopback, which \
no container reaches. Use wiremock=embedded, or give products_url an address that a container \
reaches."""


def _contradictions(given: Settings) -> Iterator[str]:
    """Find what makes no sense together."""
    if given.overview_url and given.wiremock in STARTED_BY_US:
        yield OVERVIEW_ALONE
    if given.wiremock_jar and given.wiremock != "embedded":
        yield "wiremock_jar goes with wiremock=embedded only."
    if given.overview_log and not given.overview_url:
        yield LOG_ALONE
    if given.products == "stub" and (given.products_url or given.products_token):
        yield "products_url and products_token go with products=live only."
    if given.products_url and given.replace_products != "yes":
        yield NO_CONSENT.format(given.products_url)
    if not given.products_url and (given.products_token or given.replace_products == "yes"):
        yield "products_token and replace_products go with products_url only."
    if given.products_url and not given.products_token:
        yield "products_url needs products_token, with which its products are replaced."
    if (given.wiremock, given.products) == ("container", "live") and _on_loopback(given):
        yield OUT_OF_REACH


def _on_loopback(given: Settings) -> bool:
    host = urlsplit(given.products_url).hostname or "127.0.0.1"  # where one of our own listens
    return host in ("localhost", "::1") or host.startswith("127.")
