"""An overview service that runs already: what is refused, and what is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from wiremock_strict.client import WireMock
from wiremock_strict.errors import StartError
from wiremock_strict.nobody import Nobody

from support.errors import OutOfReachError
from support.overview.remote import RemoteOverviewService
from support.overview.service import Limits, OwnOverviewServices

LIMITS = Limits(5)
LINE = '{"request_id": "checkout-42"}'


@pytest.fixture
def nobody() -> Iterator[str]:
    """A URL at which nobody listens."""
    with closing(Nobody()) as nobody:
        yield nobody.url


def remote(url: str = "http://o", log: Path | None = None) -> RemoteOverviewService:
    """Return the one that runs at `url`."""
    return RemoteOverviewService(url, "http://w", LIMITS, log)


def test_it_is_taken_as_it_is() -> None:
    assert remote().asking("http://w", LIMITS) == "http://o"
    for url, other in (("http://x", LIMITS), ("http://w", Limits(2)), ("http://w", Limits(5, 5))):
        with pytest.raises(OutOfReachError, match="the overview service runs elsewhere"):
            remote().asking(url, other)
    with pytest.raises(OutOfReachError):
        remote().footprint("http://w", LIMITS)


def test_without_a_log_its_lines_are_out_of_reach() -> None:
    with pytest.raises(OutOfReachError, match="its log out of sight"):
        remote().log_of("checkout-42")


def test_its_log_is_read_from_where_it_stood_at_the_start(tmp_path: Path) -> None:
    log = tmp_path / "overview.log"
    log.write_text(f"Gr\u00fc\u00dfe\n{LINE}\n", encoding="utf-8")
    service = remote(log=log)
    assert service.log_of("checkout-42") == []
    with log.open("a", encoding="utf-8") as more:
        more.write(f'{{"request_id": "checkout-421"}}\n{LINE}\n')
    assert service.log_of("checkout-42") == [LINE]


def test_one_that_asks_this_wiremock_is_taken(
    tmp_path: Path, wiremock: WireMock, nobody: str
) -> None:
    with closing(OwnOverviewServices(tmp_path, proxy=nobody)) as services:
        remote(services.asking(wiremock.url, LIMITS)).check(wiremock)


def test_one_that_asks_someone_else_is_refused(
    tmp_path: Path, wiremock: WireMock, nobody: str
) -> None:
    with closing(OwnOverviewServices(tmp_path, proxy=nobody)) as services:
        url = services.asking(nobody, LIMITS)
        with pytest.raises(StartError) as refused:
            remote(url).check(wiremock)
    assert str(refused.value) == (
        f"The overview service at {url} does not ask the WireMock at {wiremock.url}; "
        "start it with PRODUCTS_URL at that address."
    )


def test_one_that_does_not_answer_is_refused(wiremock: WireMock, nobody: str) -> None:
    with pytest.raises(StartError, match=f"^No overview service answers at {nobody}; is it"):
        remote(nobody).check(wiremock)
