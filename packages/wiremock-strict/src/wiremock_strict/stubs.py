"""The stubs of one test: what it sets, the journal of what happened, and the judgement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wiremock.client import Mapping as Stub
from wiremock.client import MappingRequest

from wiremock_strict.entry import Entry
from wiremock_strict.errors import StubError
from wiremock_strict.fault_socket import FaultSocket, Script
from wiremock_strict.faults import Elsewhere, Fault, Reply, in_turn
from wiremock_strict.holding import hold
from wiremock_strict.journal import OURS
from wiremock_strict.openapi.contract import Contract
from wiremock_strict.origin import caller
from wiremock_strict.rules import RETRIED, judge

if TYPE_CHECKING:
    from wiremock_strict.server import WireMock


class Stubs:
    """The stubs of one test. `WireMock.begin` makes them; each test has an object of its own."""

    def __init__(
        self, server: WireMock, contract: Contract | None, sockets: Sequence[FaultSocket]
    ) -> None:
        self._server, self._contract, self._sockets = server, contract, sockets
        self._origins: list[str] = []
        self._failures = 0

    @property
    def url(self) -> str:
        """The base URL of the server that has these stubs."""
        return self._server.url

    @property
    def origins(self) -> list[str]:
        """Every origin that was set so far, those of the fault sockets included."""
        return [*self._origins, *(origin for one in self._sockets for origin in one.origins)]

    def set(
        self,
        mappings: Sequence[Stub | Mapping[str, Any]],
        origin: str | Sequence[str] | None = None,
        breaks: bool | str | None = False,
    ) -> None:
        """Set stubs, all in one call; of those that match, the newest responds.

        `mappings` are the SDK's, or WireMock's JSON where the SDK lacks a field. `origin` says in
        the journal where they come from (one, or several that share them); by default the caller's
        file and line. `breaks` says what they are to the contract: each response that can be known
        is held to it at once, and each that is served when the journal is judged. True: they must
        break it; a place such as "items/0/price": there, and nowhere else. None: it does not
        matter, as in an outage.

        An entry "about" in a mapping's metadata says in near misses what the stub responds to.
        Raises StubError if a response is off the contract, or the server refuses a stub.
        """
        __tracebackhide__ = True  # pytest shows the line that sets the stub
        origins = [caller()] if origin is None else [origin] if isinstance(origin, str) else origin
        ours = {"origins": list(origins), "breaks": None if breaks is None else bool(breaks)}
        stubs = [_with_metadata(mapping, ours) for mapping in mappings]
        if self._contract is not None and breaks is not None:
            for stub in stubs:
                hold(stub, self._contract, " and ".join(origins), breaks)
        self._server.add(stubs)
        self._origins += origins

    def url_for(self, fault: Fault) -> str:
        """Return where the client has to go to meet this fault."""
        if isinstance(fault, Elsewhere):
            return fault.url or self._socket.refused.url
        return self._socket.url if isinstance(fault, Script) else self.url

    def fail(
        self,
        request: MappingRequest,
        fault: Fault,
        *,
        times: int | None = None,
        origin: str | Sequence[str] | None = None,
        deadline: float = 1,
        about: str = "",
    ) -> None:
        """Fail every request that matches, or only the first so many `times`.

        A reply comes before every stub of the usual priority. A script is played to everybody at
        `url_for`, always, and an address elsewhere needs nothing more. The times of a fault are
        seconds, or shares of a `deadline` in seconds. `about` says in near misses what fails.

        Raises StubError as `set` does.
        """
        __tracebackhide__ = True
        if isinstance(fault, Reply):
            self._failures += 1
            chain = in_turn(request, fault, times, deadline, f"failure {self._failures}")
            for stub in chain:
                stub.metadata = {"about": about} if about else None
            self.set(chain, origin, fault.breaks)
            return
        if times is not None:
            raise StubError("A script is played always; only a reply can be given a few times.")
        if isinstance(fault, Script):
            self._play(fault, deadline, origin)

    def _play(self, script: Script, deadline: float, origin: str | Sequence[str] | None) -> None:
        """Play a script whose waits are shares of a deadline in seconds."""
        acts = [act if isinstance(act, bytes) else act * deadline for act in script.acts]
        self._socket.play(Script(acts, script.reset), origin)

    @property
    def _socket(self) -> FaultSocket:
        if not self._sockets:
            raise StubError(
                "This fault needs a fault socket: server.begin(contract, [FaultSocket()])."
            )
        return self._sockets[0]

    def journal(self) -> list[Entry]:
        """Read the journal once: WireMock's entries, oldest first, then each fault socket's."""
        sockets = [entry for socket in self._sockets for entry in socket.journal()]
        return [*self._server.journal(), *sockets]

    def near_misses(self) -> list[str]:
        """Say for each request that no stub matched which one came closest."""
        return self._server.near_misses()

    def judge(
        self,
        *,
        requests: Collection[str] | None = None,
        earlier: Collection[str] = (),
        most_tries: int | None = 2,
        retried: Collection[int] = RETRIED,
    ) -> list[str]:
        """Read the journal once and judge it; see `judge` for the rules."""
        return judge(
            self.journal(),
            origins=self.origins,
            contract=self._contract,
            requests=requests,
            earlier=earlier,
            most_tries=most_tries,
            retried=retried,
        )


def _with_metadata(mapping: Stub | Mapping[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Return WireMock's JSON of a stub, with where it comes from; the mapping stays as it is."""
    stub = dict(mapping) if isinstance(mapping, Mapping) else mapping.get_json_data()
    return {**stub, "metadata": {**(stub.get("metadata") or {}), OURS: ours}}
