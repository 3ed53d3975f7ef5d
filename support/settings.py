"""The settings of a run: `behave -D name=value`, or ACCEPTANCE_NAME in the environment."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from behave_strict import Refused, shared_by_workers
from behave_strict.declared import either, file, given_settings, one_of, seconds, setting, url

PREFIX = "ACCEPTANCE_"
SECRET = "products_token"  # noqa: S105 - a setting's name
# The choices, and what the report says of each.
PRODUCTS = {"stub": "from a stub", "live": "from the real products service"}
VIEWS = {"api": "the overview's API", "browser": "the web page, in a real browser"}
STARTED_BY_US = ("embedded", "container")  # a WireMock that the run starts
A_URL, A_BROWSER = "a URL such as http://127.0.0.1:8080", "a browser's path"
FOR_LIVE_RUNS = ("products_url", "products_token", "replace_products")


@dataclass(frozen=True)
class Settings:
    """A run's settings, checked by `read_settings`; an empty text stands for none."""

    products: str = setting("stub", one_of(*PRODUCTS))
    view: str = setting("api", one_of(*VIEWS))
    wiremock: str = setting("embedded", either(*STARTED_BY_US, otherwise=url, allowed=A_URL))
    wiremock_jar: Path | None = setting(None, file)
    overview_url: str = setting("", url)
    overview_log: Path | None = setting(None, file)
    products_url: str = setting("", url)
    products_token: str = setting("")
    replace_products: str = setting("no", one_of("no", "yes"))
    browser: str | Path = setting(
        "auto", either("auto", "required", otherwise=file, allowed=A_BROWSER)
    )
    deadline: float = setting(5.0, seconds(0.2, 60))

    @property
    def running_already(self) -> dict[str, str]:
        """Where servers run already, by the setting that says so; empty if the run starts them."""
        wiremock = "" if self.wiremock in STARTED_BY_US else self.wiremock
        urls = {"overview_url": self.overview_url, "products_url": self.products_url}
        return {**urls, "wiremock": wiremock}

    def options(self) -> str:
        """Write the options of behave that repeat these settings, except a secret."""
        options = {"products": self.products, "view": self.view}
        for field in fields(self):
            if (value := getattr(self, field.name)) != field.default:
                options[field.name] = "..." if field.name == SECRET else str(value)
        return " ".join(f"-D {name}={shlex.quote(value)}" for name, value in options.items())


def read_settings(given: Mapping[str, str], environment: Mapping[str, str]) -> Settings:
    """Check all settings; what was `given` to behave by -D wins over the environment.

    Raises Refused, which says what is allowed.
    """
    values = given_settings(Settings, PREFIX, given, environment)
    if values.get("products") == "stub":  # given, and not just the default
        # What the environment says of a products service is for live runs.
        values = {n: v for n, v in values.items() if n in given or n not in FOR_LIVE_RUNS}
    settings = Settings(**values)
    shared = shared_by_workers(settings.running_already, environment)
    if problems := [*_contradictions(settings), *shared]:
        raise Refused(problems)
    return settings


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
