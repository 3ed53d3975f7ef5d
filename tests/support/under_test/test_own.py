"""Overview services of our own: what they are started with, and what is seen of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from wiremock_strict import RefusedPort, StartError, Stubs, WireMock, direct_session

from support.products.mappings import offering
from support.products.offer import Offer
from support.under_test.own import WARM_UP, OwnOverviewServices
from support.under_test.service import Limits


@pytest.fixture
def services(tmp_path: Path, refused: RefusedPort, stubs: Stubs) -> Iterator[OwnOverviewServices]:
    """The services of a run."""
    with closing(OwnOverviewServices(tmp_path, proxy=refused.url)) as services:
        yield services


def test_each_address_and_limits_have_one_service(
    services: OwnOverviewServices, server: WireMock
) -> None:
    first = services.asking(server.url, Limits(5))
    assert services.asking(server.url, Limits(5)) is first
    assert services.asking(server.url, Limits(6)) is not first


def test_a_service_starts_warm(services: OwnOverviewServices, stubs: Stubs) -> None:
    service = services.asking(stubs.url, Limits(5))
    assert [entry.request_id for entry in stubs.journal()] == [WARM_UP]
    assert service.log_file
    (line,) = [line for line in service.log_file.read_text().splitlines() if WARM_UP in line]
    assert '"products_requests": 1' in line


def test_the_settings_of_the_run_replace_those_found(
    services: OwnOverviewServices, server: WireMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PRODUCTS_URL", "PRODUCTS_MAX_BYTES", "HTTP_PROXY", "no_proxy", "HOST"):
        monkeypatch.setenv(name, "elsewhere")
    process = services.asking(server.url, Limits(2.5, in_flight=7)).process
    assert process
    environment = psutil.Process(process.pid).environ()
    assert environment["PRODUCTS_URL"] == server.url
    assert environment["PRODUCTS_DEADLINE"] == "2.5"
    assert environment["PRODUCTS_IN_FLIGHT"] == "7"
    assert environment["HOST"] == "127.0.0.1"
    assert environment["http_proxy"].startswith("http://127.0.0.1:")
    assert not {"PRODUCTS_MAX_BYTES", "HTTP_PROXY", "no_proxy"} & set(environment)


def test_a_footprint_counts_threads_and_connections(
    services: OwnOverviewServices, stubs: Stubs
) -> None:
    stubs.set(offering(Offer([])))
    service = services.asking(stubs.url, Limits(5))
    with direct_session() as session:
        session.get(f"{service.url}/overview")
    footprint = service.footprint()
    assert footprint.threads > 1
    assert footprint.connections == 1
    assert service.footprint(at_most=footprint) == footprint


def test_a_service_that_cannot_start_is_named(services: OwnOverviewServices) -> None:
    with pytest.raises(StartError, match="The overview service ended while starting"):
        services.asking("no address", Limits(1))


def test_every_service_ends_with_the_run(tmp_path: Path, refused: RefusedPort) -> None:
    with closing(OwnOverviewServices(tmp_path, proxy=refused.url)) as services:
        running = [services.asking(refused.url, Limits(seconds)) for seconds in (1, 2)]
        processes = [psutil.Process(one.process.pid) for one in running if one.process]
        assert len(processes) == 2
    assert not any(process.is_running() for process in processes)
