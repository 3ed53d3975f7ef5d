"""A WireMock in a container, started through the SDK's Testcontainers class."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import requests
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from wiremock_strict.direct import direct_session
from wiremock_strict.errors import StartError
from wiremock_strict.jar import VERSION

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the SDK uses what Testcontainers had
    from docker.errors import DockerException
    from wiremock.testing.testcontainer import WireMockContainer

IMAGE = f"wiremock/wiremock:{VERSION}"
PORT = 8080  # in the container
PATIENCE = 60  # seconds until it listens; a busy machine is no error
CONFINED = {
    "user": "1000:1000",
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges"],
    "mem_limit": "1g",
}
ERRORS = (DockerException, OSError, RuntimeError)  # the engine's, of the way to it, Testcontainers'
OR_ELSE = "or use an embedded server, which needs no container."


class OnLoopback(WireMockContainer):  # type: ignore[misc]  # the SDK has no types
    """The SDK's container, on a port of loopback that the engine chooses."""

    def __init__(self, options: Sequence[str]) -> None:
        super().__init__(IMAGE, http_server_port=PORT, secure=False)
        self.wire_mock_args += options
        self.ports = {str(PORT): ("127.0.0.1", None)}
        self.with_kwargs(**CONFINED)
        listening = LogMessageWaitStrategy(r"^port:\s+\d")
        self.waiting_for(listening.with_startup_timeout(PATIENCE).with_poll_interval(0.1))

    def get_base_url(self) -> str:
        """Return where it is reached; the SDK, from within a container, looks elsewhere."""
        return f"http://127.0.0.1:{self.get_docker_client().port(self.get_container_id(), PORT)}"

    def configure(self) -> None:
        """See that it responds; raise StartError if it does not.

        The SDK's own way obeys proxy variables, gives up after ten seconds on a slow machine,
        waits for two minutes if the server has ended, and leaves temporary files behind.
        """
        with direct_session() as session:
            try:
                session.get(self.get_url("/__admin/mappings"), timeout=PATIENCE)
            except requests.RequestException:
                raise StartError(
                    f"WireMock's container does not respond at {self.get_base_url()}. "
                    "Is the engine on another machine, or is this a container? Then start a server "
                    f"yourself and give its URL, {OR_ELSE}"
                ) from None


@contextmanager
def container(options: Sequence[str]) -> Iterator[str]:
    """Run a WireMock in a container, with the given options; yield its base URL.

    It ends with the block. If this process is killed, Testcontainers' Ryuk removes it, unless that
    is switched off. Raises StartError.
    """
    try:
        server = OnLoopback(options)
    except DockerException as error:
        raise StartError(
            f"No container engine responds ({_short(error)}). Start one, {OR_ELSE}"
        ) from None
    try:
        _start(server)
        yield str(server.get_base_url())
    finally:
        with suppress(*ERRORS):  # someone has removed it already
            server.stop()


def _start(server: OnLoopback) -> None:
    try:
        server.start()
    except ERRORS as error:
        waited = isinstance(error, RuntimeError | TimeoutError) and server.status != "not_started"
        raise StartError(_last_words(server) if waited else _why_not(error)) from None


def _why_not(error: Exception) -> str:
    if "ryuk" in str(error).lower():
        return (
            f"Ryuk, which cleans up after Testcontainers, cannot be started ({_short(error)}). "
            f"Do without it by TESTCONTAINERS_RYUK_DISABLED=true, {OR_ELSE}"
        )
    return f"The image {IMAGE} cannot be started ({_short(error)}). Pull it, {OR_ELSE}"


def _last_words(server: OnLoopback, lines: int = 15) -> str:
    said = b"".join(server.get_logs()).decode("utf-8", "replace").strip().splitlines()[-lines:]
    end = "".join(f"\n    {line}" for line in said) or "\n    (nothing)"
    return f"WireMock does not start in its container, now {server.status}. Its last words:{end}"


def _short(error: Exception) -> str:
    """Return the first line of an error, which may have many."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
