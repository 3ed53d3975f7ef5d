"""A WireMock server: of our own, in a container, or one that runs already."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiremock.base import BaseResource
from wiremock.exceptions import ApiException

from wiremock_strict.connection import KeptConnection
from wiremock_strict.embedded import embedded
from wiremock_strict.entry import Entry
from wiremock_strict.errors import StartError, StubError
from wiremock_strict.journal import read_journal, read_near_misses
from wiremock_strict.openapi.contract import Contract
from wiremock_strict.options import ANYWHERE
from wiremock_strict.running import check_running
from wiremock_strict.stubs import Stubs

if TYPE_CHECKING:
    from wiremock_strict.fault_socket import FaultSocket


def _at_once() -> None:
    """Return as soon as it is called: the server is ready."""


class WireMock:
    """A server, by its base URL. The SDK's own calls go to the one that was opened last.

    `ready` is called before each call to it; it returns when the server can be used.
    """

    def __init__(self, url: str, ready: Callable[[], None] = _at_once) -> None:
        self.url = url
        self._connection = KeptConnection(f"{url}/__admin", ready)
        self._before, BaseResource.REST_CLIENT = BaseResource.REST_CLIENT, self._connection

    def begin(self, contract: Contract | None = None, sockets: Sequence[FaultSocket] = ()) -> Stubs:
        """Begin a test: leave no stub and no journal entry of the one before.

        `sockets` belong to the test like the server: their journal is part of the test's.
        """
        self.reset()
        for socket in sockets:
            socket.reset()
        return Stubs(self, contract, sockets)

    def version(self) -> tuple[int, ...]:
        """Return the server's version, (3, 13, 2) for instance; (2,) if it does not tell."""
        response = self._connection.get("/version")
        if response.status_code != 200:
            return (2,)
        return tuple(int(part) for part in response.json()["version"].split("-")[0].split("."))

    def reset(self) -> None:
        """Remove stubs, journal and scenario states, in one call. Global settings survive it."""
        self._connection.ask("POST", "/reset")

    def reset_settings(self) -> None:
        """Remove global settings, such as a delay for every stub."""
        self._connection.ask("POST", "/settings", {})

    def add(self, stubs: Sequence[Mapping[str, Any]]) -> None:
        """Import stubs, WireMock's JSON, in one call; raise StubError if the server refuses."""
        __tracebackhide__ = True
        if not stubs:
            return
        try:
            self._connection.ask("POST", "/mappings/import", {"mappings": stubs})
        except ApiException as error:
            raise StubError(f"WireMock refuses this stub: {error}") from None

    def stub_count(self) -> int:
        """Count the stubs that the server has."""
        return int(self._connection.ask("GET", "/mappings")["meta"]["total"])

    def journal(self) -> list[Entry]:
        """Read all entries since the last reset, oldest first.

        Read past the SDK, which drops whether a request matched, and its query.
        """
        return read_journal(self._connection.ask("GET", "/requests")["requests"])

    def near_misses(self) -> list[str]:
        """Say for each request that no stub matched which one came closest."""
        misses = self._connection.ask("GET", "/requests/unmatched/near-misses")["nearMisses"]
        return read_near_misses(misses)

    def close(self) -> None:
        """Close the connection; the SDK's own calls go where they went before."""
        if BaseResource.REST_CLIENT is self._connection:
            BaseResource.REST_CLIENT = self._before
        self._connection.close()


@contextmanager
def wiremock(
    server: str = "embedded",
    jar: str | PathLike[str] | None = None,
    folder: str | PathLike[str] | None = None,
) -> Iterator[WireMock]:
    """Open a WireMock for as long as the block lasts.

    `server` is "embedded" (a process of ours, on loopback, that never outlives this one),
    "container", or the base URL of one that runs already. That and a container are checked first.
    `jar` is another server than the one that `wiremock-strict install` brings; `folder` holds the
    files and the log of an embedded one, a temporary folder by default.

    Raises StartError.
    """
    with ExitStack() as stack:
        url, ready = server, _at_once
        if server == "embedded":
            place = Path(folder or stack.enter_context(_own_folder()))
            url, ready = stack.enter_context(embedded(place, Path(jar) if jar else None))
        elif server == "container":
            url = stack.enter_context(_container())
        elif not server.startswith(("http://", "https://")):
            raise StartError(
                f'There is no WireMock "{server}". Use "embedded", "container" or the URL of one '
                "that runs already, such as http://127.0.0.1:8080."
            )
        opened = stack.enter_context(closing(WireMock(url.rstrip("/"), ready)))
        if server != "embedded":
            check_running(opened)
        yield opened


def _own_folder() -> Any:
    return tempfile.TemporaryDirectory(prefix="wiremock-strict-", ignore_cleanup_errors=True)


def _container() -> Any:
    try:  # here, as it takes time that others do not need
        from wiremock_strict.container import container
    except ImportError as error:
        raise StartError(
            f"A WireMock in a container needs {error.name}, which is not installed: "
            "pip install 'wiremock-strict[container]'."
        ) from None
    return container(ANYWHERE)
