"""Everything that a run has open, from before its first scenario until after its last."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiremock_strict import Contract, FaultSocket, StartError, wiremock
from wiremock_strict.under_test import Chromium, Recorder, secrets

from support.errors import OutOfReachError
from support.judging.verdict import Rulebook, Summary
from support.overview.window import Windows
from support.play import Play
from support.products.fault_kinds import CANARY
from support.products.live import LiveProducts
from support.products.port import Products
from support.products.service import products_service
from support.products.stub import StubProducts
from support.settings import PRODUCTS, VIEWS, Settings
from support.under_test.own import WARM_UP, OwnOverviewServices
from support.under_test.remote import RemoteOverviewServices
from support.under_test.service import Limits, OverviewServices

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REMEDY = (
    "to get one, install Chromium (apt-get install chromium) or Chrome, or run "
    ".venv/bin/playwright install chromium; or name one by -D browser=PATH"
)
ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "products_service/openapi.yaml"
DOCUMENT = ROOT / "overview_service/openapi.yaml"


class Run:
    """Opens what the settings ask for, and begins each scenario with it.

    `summary` counts what the scenarios have covered.
    """

    def __init__(self, settings: Settings, folder: Path, stack: ExitStack) -> None:
        self._settings, self._folder, self._stack = settings, folder, stack
        self._socket = stack.enter_context(closing(FaultSocket()))
        with ThreadPoolExecutor() as beside:  # the servers start while we read the contracts
            server = wiremock(settings.wiremock, jar=settings.wiremock_jar, folder=folder)
            starting = beside.submit(stack.enter_context, server)
            self._contract = Contract(CONTRACT, closed=True)
            offering = beside.submit(self._open_products)
            document = Contract(DOCUMENT, closed=True)
            self._server = starting.result()
            overviews = beside.submit(self._open_overviews)
            self._chromium = self._open_chromium()  # Playwright stays in the thread that starts it
            self._products, url = offering.result()
            self._overviews = overviews.result()
        urls = [self._server.url, self._socket.url, self._socket.refused.url, url]
        hidden = {CANARY, *secrets(urls, [ROOT, folder])}
        remote = bool(settings.overview_url)
        self._rulebook = Rulebook(self._contract, document, hidden, self._products.live, remote)
        self.summary = Summary(self._contract, document, self._products.live)
        self._windows = Windows(self._browser, self._chromium.drop_traces)
        self._request_ids = {WARM_UP}

    def begin(self, in_browser: bool) -> Play:
        """Begin a scenario; one about the web page is played `in_browser`, whatever the view.

        Raises OutOfReachError if it needs a browser and there is none.
        """
        in_browser = in_browser or self._settings.view == "browser"
        if in_browser:
            self._browser()
        stubs = self._server.begin(self._contract, sockets=[self._socket])
        return Play(
            products=self._products,
            stubs=stubs,
            overviews=self._overviews,
            windows=self._windows,
            rulebook=self._rulebook,
            recorder=Recorder(self._request_ids),
            usual_deadline=self._settings.deadline,
            in_browser=in_browser,
        )

    def command(self, place: str, wip: bool = False) -> str:
        """Write the command that plays one scenario again, with all settings of this run.

        One that is tagged @wip is reached by its tag only.
        """
        tags = " --tags=@wip" if wip else ""
        return f".venv/bin/behave {self._settings.options()}{tags} {place}"

    def facts(self) -> dict[str, Any]:
        """Tell the report what this run is about; runs of other versions can be compared."""
        wiremock_version = ".".join(map(str, self._server.version()))
        versions = {"WireMock": wiremock_version, "SDK": f"wiremock {version('wiremock')}"}
        return {
            "products": PRODUCTS[self._settings.products],
            "view": VIEWS[self._settings.view],
            "deadline": f"{self._settings.deadline:g} s",
            **{name: {"text": text, "setting": False} for name, text in versions.items()},
        }

    def _open_products(self) -> tuple[Products, str]:
        """Return the port, and the URL of a real service behind it."""
        if self._settings.products == "stub":
            return StubProducts(self._contract), ""
        service = self._stack.enter_context(products_service(self._settings, self._folder))
        return LiveProducts(service), service.url

    def _open_overviews(self) -> OverviewServices:
        limits, url = Limits(self._settings.deadline), self._settings.overview_url
        if url:
            log = self._settings.overview_log
            return RemoteOverviewServices(url, self._server, limits, log)
        own = OwnOverviewServices(self._folder, proxy=self._socket.refused.url)
        self._stack.enter_context(closing(own))
        own.asking(self._server.url, limits)  # now, as nearly every scenario needs it
        return own

    def _open_chromium(self) -> Chromium:
        wanted = str(self._settings.browser)
        host = self._settings.overview_url or "http://127.0.0.1"
        chromium = self._stack.enter_context(closing(Chromium(wanted, host, REMEDY)))
        if self._settings.view == "browser" or wanted != "auto":
            chromium.started()  # what cannot start fails now rather than in the first scenario
        return chromium

    def _browser(self) -> Browser:
        """Return the one browser of the run; raises OutOfReachError if none starts."""
        try:
            return self._chromium.started()
        except StartError as reason:
            raise OutOfReachError(str(reason)) from None


@contextmanager
def open_run(settings: Settings) -> Iterator[Run]:
    """Start everything that the settings ask for, and stop it at the end.

    The folder with the servers' output goes with the run. Raises StartError or OutOfReachError.
    """
    with tempfile.TemporaryDirectory(prefix="acceptance-") as folder, ExitStack() as stack:
        yield Run(settings, Path(folder), stack)
