"""All that a run has open, from before its first scenario until after its last."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from support.contract import Operation
from support.overview.answer import Answer
from support.overview.api import Api
from support.overview.inspection import Inspection
from support.overview.service import OverviewServices, OwnOverviewServices, RemoteOverviewService
from support.products.nobody import Nobody
from support.products.stub import StubbedProducts
from support.settings import Settings
from support.strictness import Scenario, problems
from support.wiremock.client import WireMock
from support.wiremock.server import embedded
from support.wiremock.url import check_running

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "products_service/openapi.yaml"


class Run:
    """The two ports, and what the current scenario has asked through them.

    `products` and `overview` are the ports; `program` asks the overview as programs do, whatever
    the view; `answers` are those that the overview gave in this scenario, in order.
    """

    def __init__(self, settings: Settings, folder: Path, stack: ExitStack) -> None:
        self.settings = settings
        self.answers: list[Answer] = []
        self._token, self._scenario = secrets.token_hex(4), 0
        self._earlier: set[str] = set()
        self.wiremock = _open_wiremock(settings, folder, stack)
        self.contract = Operation(CONTRACT, "GET", "/products")
        nobody = stack.enter_context(closing(Nobody()))
        self.products = StubbedProducts(self.wiremock, nobody, self.contract, settings.deadline)
        self.services = _open_services(settings, self.wiremock.url, folder, stack)
        self._inspection = Inspection(settings.deadline, [self.wiremock.url, nobody.url], [ROOT, folder])
        self.program = stack.enter_context(closing(Api(self.overview_url, self._name, self._see)))
        self.overview = self.program
        self.overview_url()  # fails now rather than in the first scenario

    def begin_scenario(self) -> None:
        """Leave nothing over from the scenario before."""
        self._scenario += 1
        self._earlier |= self._ids()
        self.answers.clear()
        self.products.reset()

    def end_scenario(self) -> list[str]:
        """What was wrong with the scenario, whatever its steps say, a sentence each."""
        happened = Scenario(
            self.products.exchanges(), self.products.givens, self._ids(), self._earlier
        )
        return problems(happened, self.contract)

    def overview_url(self) -> str:
        """Where the overview service is that asks the products service of this scenario."""
        return self.services.asking(self.products.url)

    def log_of(self, request_id: str) -> list[dict[str, Any]]:
        """The fields of each line that the overview service logged about a request."""
        return [json.loads(line) for line in self.services.log_of(request_id)]

    def _ids(self) -> set[str]:
        """The names of this scenario's questions, those that the overview gave them too."""
        given = {answer.request_id for answer in self.answers}
        return given | {answer.headers.get("x-request-id", "") for answer in self.answers}

    def _name(self) -> str:
        return f"{self._token}-{self._scenario}-{len(self.answers) + 1}"

    def _see(self, answer: Answer) -> None:
        self.answers.append(answer)
        self._inspection.check(answer)


@contextmanager
def open_run(settings: Settings) -> Iterator[Run]:
    """Start all that the settings ask for, and end it.

    Raises CannotStart. The folder with the servers' output goes with the run.
    """
    with tempfile.TemporaryDirectory(prefix="acceptance-") as folder, ExitStack() as stack:
        yield Run(settings, Path(folder), stack)


def _open_wiremock(settings: Settings, folder: Path, stack: ExitStack) -> WireMock:
    if settings.wiremock == "embedded":
        url = stack.enter_context(embedded(folder, settings.wiremock_jar))
    else:
        url = settings.wiremock
    wiremock = stack.enter_context(closing(WireMock(url)))
    if settings.wiremock != "embedded":
        check_running(wiremock)
    return wiremock


def _open_services(
    settings: Settings, wiremock_url: str, folder: Path, stack: ExitStack
) -> OverviewServices:
    services: OverviewServices = (
        RemoteOverviewService(settings.overview_url, wiremock_url)
        if settings.overview_url
        else OwnOverviewServices(folder, settings.deadline)
    )
    return stack.enter_context(closing(services))
