"""An overview service that runs already: what is refused, and what is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from wiremock_strict import RefusedPort, StartError, Stubs, WireMock

from support.errors import OutOfReachError
from support.under_test.own import OwnOverviewServices
from support.under_test.remote import RemoteOverviewServices
from support.under_test.service import Limits, OverviewService

LIMITS = Limits(5)


@pytest.fixture
def own(tmp_path: Path, refused: RefusedPort, stubs: Stubs) -> Iterator[OwnOverviewServices]:
    """Services that a test starts, as if they ran already."""
    with closing(OwnOverviewServices(tmp_path, proxy=refused.url)) as services:
        yield services


def test_it_is_used_as_it_is(own: OwnOverviewServices, server: WireMock) -> None:
    url = own.asking(server.url, LIMITS).url
    remote = RemoteOverviewServices(url, server, LIMITS, log=None)
    assert remote.asking(server.url, LIMITS).url == url
    for other, limits in (
        ("http://x", LIMITS),
        (server.url, Limits(2)),
        (server.url, Limits(5, in_flight=5)),
    ):
        with pytest.raises(OutOfReachError, match="the overview service runs elsewhere"):
            remote.asking(other, limits)


def test_one_that_asks_somebody_else_is_refused(
    own: OwnOverviewServices, server: WireMock, refused: RefusedPort
) -> None:
    url = own.asking(refused.url, LIMITS).url
    with pytest.raises(StartError) as error:
        RemoteOverviewServices(url, server, LIMITS, log=None)
    assert str(error.value) == (
        f"The overview service at {url} does not ask the WireMock at {server.url}; "
        "start it with PRODUCTS_URL at that address."
    )


def test_a_dead_one_is_refused(server: WireMock, refused: RefusedPort) -> None:
    with pytest.raises(StartError, match=f"^No overview service responds at {refused.url}; is it"):
        RemoteOverviewServices(refused.url, server, LIMITS, log=None)


def test_without_a_process_its_footprint_is_out_of_reach() -> None:
    with pytest.raises(OutOfReachError, match="out of sight"):
        OverviewService("http://o", "http://w").footprint()


def test_without_a_log_its_entries_are_out_of_reach() -> None:
    with pytest.raises(OutOfReachError, match="its log out of sight"):
        OverviewService("http://o", "http://w").log()
