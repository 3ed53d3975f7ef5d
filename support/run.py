"""All that a run has open, from before its first scenario until after its last."""

from __future__ import annotations

import itertools
import json
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from wiremock_strict.client import WireMock
from wiremock_strict.contract import Operation
from wiremock_strict.coverage import Coverage
from wiremock_strict.errors import StartError
from wiremock_strict.exchange import Exchange
from wiremock_strict.nobody import Nobody
from wiremock_strict.scripted_socket import ScriptedSocket
from wiremock_strict.server import ANYWHERE, embedded
from wiremock_strict.url import check_running

from support.overview.answer import Answer
from support.overview.api import Api
from support.overview.browser import WebPage
from support.overview.chromium import Chromium
from support.overview.inspection import Inspection
from support.overview.remote import RemoteOverviewService
from support.overview.service import (
    Footprint,
    Limits,
    OverviewServices,
    OwnOverviewServices,
)
from support.products.live import LiveProducts
from support.products.service import products_service
from support.products.stub import Deadlines, StubbedProducts
from support.settings import Settings
from support.strictness import Scenario, problems

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "products_service/openapi.yaml"


class Run:
    """The two ports, and what the current scenario has asked through them.

    `products` and `overview` are the ports; whatever the view, `program` asks the overview as
    programs do, and `web_page` shows it in a browser. `answers` are those that the overview gave in
    this scenario, in order. `room` is for how many answers at once the overview is to wait, None
    for its own.
    """

    def __init__(self, settings: Settings, folder: Path, stack: ExitStack) -> None:
        self.settings, self._folder, self._stack = settings, folder, stack
        self.answers = list[Answer]()
        self.late = list[Exchange]()  # what earlier scenarios left behind
        self.room: int | None = None
        self._earlier = set[str]()
        self._token, self._numbers = secrets.token_hex(4), itertools.count(1)
        self.contract = Operation(CONTRACT, "GET", "/products")
        self.coverage, self._real_answers = Coverage(self.contract), 0
        self.wiremock = self._open_wiremock()
        self._nobody = stack.enter_context(closing(Nobody()))
        self.products = self._open_products()
        self.services = self._open_services()
        self._inspection = Inspection(self.products.addresses, [ROOT, folder])
        self.program = stack.enter_context(closing(Api(self.overview_url, self._name, self._see)))
        self.web_page = WebPage(self._open_chromium(), self.overview_url, self._name, self._see)
        self.overview: Api | WebPage = self.program

    def begin_scenario(self, in_browser: bool = False) -> None:
        """Leave nothing over from the scenario before.

        One that is about the web page is played `in_browser`, whatever the view. Raises
        OutOfReachError if there is no browser for it.
        """
        self._earlier.update(name for answer in self.answers for name in answer.names)
        self.room = None
        self.answers.clear()
        self.products.reset()
        self.web_page.reset()
        in_browser = in_browser or self.settings.view == "browser"
        self.overview = self.web_page.ready() if in_browser else self.program

    def end_scenario(self, passed: bool) -> list[str]:
        """What was wrong with the scenario, whatever its steps say, a sentence each.

        One whose steps all `passed` counts for what its run has covered.
        """
        exchanges = self.products.exchanges()
        happened = Scenario(exchanges, self.products.givens, self.answers, self._earlier)
        self.late = happened.late
        if passed:
            self.coverage.count(happened.ours)
            self._real_answers += sum(exchange.live for exchange in happened.ours)
        return problems(happened, self.contract)

    def summary(self) -> list[str]:
        """What the run has covered, a sentence each.

        Raises AssertionError for a live run in which the real products service answered nothing.
        """
        if self.settings.products == "stub":
            return [str(self.coverage)]
        if not self._real_answers:
            raise AssertionError(
                "This run was to be live, and the real products service answered nothing."
            )
        return [
            f"Answers of the real products service: {self._real_answers}.",
            str(self.coverage),
        ]

    @property
    def limits(self) -> Limits:
        """Those of the overview service that this scenario asks."""
        return Limits(self.products.deadline, self.room)

    def overview_url(self) -> str:
        """Where the overview service is that asks the products service of this scenario."""
        return self.services.asking(self.products.url, self.limits)

    def footprint(self) -> Footprint:
        """What the overview service of this scenario holds; raises OutOfReachError."""
        self.overview_url()  # starts it, if it does not run yet
        return self.services.footprint(self.products.url, self.limits)

    def footprint_soon(self, limit: Footprint) -> Footprint:
        """What it holds as soon as that is within `limit`, or else after one deadline."""
        give_up = time.monotonic() + self.settings.deadline
        while True:
            now = self.footprint()
            within = now.threads <= limit.threads and now.connections <= limit.connections
            if within or time.monotonic() > give_up:
                return now
            time.sleep(0.02)

    def log_of(self, request_id: str) -> list[dict[str, Any]]:
        """The fields of each line that the overview service logged about a request."""
        return [json.loads(line) for line in self.services.log_of(request_id)]

    def _name(self) -> str:
        return f"{self._token}-{next(self._numbers)}"

    def _see(self, answer: Answer) -> None:
        self.answers.append(answer)
        self._inspection.check(answer, self.limits.deadline)

    # --- opening ---------------------------------------------------------------------------------

    def _open_wiremock(self) -> WireMock:
        wanted = self.settings.wiremock
        if wanted == "embedded":
            url = self._stack.enter_context(embedded(self._folder, self.settings.wiremock_jar))
        elif wanted == "container":
            url = self._stack.enter_context(_container())
        else:
            url = wanted
        wiremock = self._stack.enter_context(closing(WireMock(url)))
        if wanted != "embedded":
            check_running(wiremock)
        return wiremock

    def _open_products(self) -> StubbedProducts:
        deadline = self.settings.deadline
        # That of an overview that runs already is what it is.
        short = deadline if self.settings.overview_url else deadline / 10
        scripted = self._stack.enter_context(closing(ScriptedSocket()))
        deadlines = Deadlines(deadline, short)
        stub = (self.wiremock, scripted, self._nobody, self.contract, deadlines)
        if self.settings.products == "stub":
            return StubbedProducts(*stub)
        service = self._stack.enter_context(products_service(self.settings, self._folder))
        return LiveProducts(service, *stub)

    def _open_services(self) -> OverviewServices:
        url, log = self.settings.overview_url, self.settings.overview_log
        if not url:
            services = OwnOverviewServices(self._folder, proxy=self._nobody.url)
            return self._stack.enter_context(closing(services))
        remote = RemoteOverviewService(url, self.wiremock.url, Limits(self.settings.deadline), log)
        remote.check(self.wiremock)
        return remote

    def _open_chromium(self) -> Chromium:
        wanted = self.settings.browser
        chromium = Chromium(wanted, overview=self.overview_url())
        self._stack.callback(chromium.close)
        if self.settings.view == "browser" or wanted != "auto":
            chromium.started()  # what cannot start fails now rather than in the first scenario
        return chromium


@contextmanager
def open_run(settings: Settings) -> Iterator[Run]:
    """Start all that the settings ask for, and end it.

    Raises StartError. The folder with the servers' output goes with the run.
    """
    with tempfile.TemporaryDirectory(prefix="acceptance-") as folder, ExitStack() as stack:
        yield Run(settings, Path(folder), stack)


def _container() -> AbstractContextManager[str]:
    try:  # here, as it takes time that other runs do not need
        from wiremock_strict.container import container
    except ImportError as error:
        raise StartError(
            f"wiremock=container needs {error.name}, which is not installed: "
            "`make clean acceptance` brings it."
        ) from None
    return container(ANYWHERE)
