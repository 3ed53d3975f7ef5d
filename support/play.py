"""One scenario as it is played."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from behave_strict.playwright_trace import without_secrets
from wiremock.client import Mapping
from wiremock_strict import Entry, Reply, Stubs, WireMockStrictError
from wiremock_strict.faults import hold
from wiremock_strict.under_test import Log, Recorder

from support.errors import AcceptanceError, GivenError, OutOfReachError
from support.givens import Deadline, Device, Failure, Givens, InFlight
from support.judging.verdict import Rulebook, Verdict
from support.overview.api import Api
from support.overview.browser import WebPage
from support.overview.port import Overview
from support.overview.window import Windows
from support.products.fault_kinds import Delay, Fault, Unusual, own_deadline
from support.products.offer import Offer
from support.products.port import Products
from support.products.stand_in import set_up, url_for
from support.under_test.service import Limits, OverviewService, OverviewServices

PATIENCE = 10.0  # seconds after the deadline in which even a late response must come


@dataclass
class Play:
    """Everything that belongs to one scenario, from its first Given to its verdict.

    The Givens are collected, and applied together when somebody first needs the overview. So their
    order makes no difference, and no server starts in the middle of a When.
    """

    products: Products
    stubs: Stubs
    overviews: OverviewServices
    windows: Windows
    rulebook: Rulebook
    recorder: Recorder
    usual_deadline: float
    in_browser: bool
    givens: Givens = field(default_factory=Givens)
    _sentence: str = "no step"
    _offered: Sequence[Mapping] = ()
    _service: OverviewService | None = None
    _log: Log | None = None
    _web_page: WebPage | None = None

    def begin_step(self, sentence: str, is_given: bool) -> None:
        """Note which step begins; apply the Givens before the first one that is none.

        If they cannot be applied, the step itself meets the same error.
        """
        self._sentence = sentence
        if not is_given:
            with suppress(AcceptanceError, WireMockStrictError):
                self.service()

    def offer(self, offer: Offer) -> None:
        """Let the products service offer these products."""
        self.given(offer)
        self._offered = self.products.offer(offer, self._sentence)

    def change(self, offer: Offer) -> None:
        """Let the products service offer these products from now on, between two looks."""
        self.stubs.set(self.products.offer(offer, self._sentence), self._sentence)

    def fail(self, fault: Fault, times: int | None = None) -> None:
        """Let the products service fail, always or the first so many `times`."""
        if times and not isinstance(fault, Reply):
            raise GivenError(f"This fault cannot stop after a number of times: {self._sentence}")
        if isinstance(fault, Delay | Unusual):
            self.given(fault)
            return
        self.given(Failure(fault, times))
        hold(fault, self.rulebook.contract, "GET", "/products", self._sentence)

    def given(self, says: Offer | Delay | Unusual | Failure | Deadline | InFlight | Device) -> None:
        """Take what the current Given says; raises GivenError if it contradicts another one."""
        self.givens.add(says, self._sentence)

    def service(self) -> OverviewService:
        """Apply the Givens, once, and return the overview service that they ask for.

        Raises GivenError if they do not fit together, OutOfReachError or StartError without such a
        service.
        """
        if self._service is None:
            self.givens.complete()
            service = self.overviews.asking(url_for(self.stubs, self.givens), self.limits)
            set_up(self.stubs, self.givens, self._offered, self.limits.deadline)
            self._service = service
            with suppress(OutOfReachError):  # whoever reads the log meets it
                self._log = service.log()
        return self._service

    @property
    def limits(self) -> Limits:
        """Return those that the Givens together ask of the overview."""
        deadline, failure = self.usual_deadline, self.givens.get(Failure)
        if given := self.givens.get(Deadline):
            deadline = given.says
        elif failure and self.overviews.can_be_limited:
            deadline = own_deadline(failure.says.fault) or deadline
        in_flight = self.givens.get(InFlight)
        return Limits(deadline, in_flight.says if in_flight else None)

    @property
    def overview(self) -> Overview:
        """Return the shopper's way to look at the overview."""
        return self.web_page if self.in_browser else self.program

    @cached_property
    def program(self) -> Api:
        """Return a program's way to ask for the overview."""
        return Api(self.service().url, self.recorder, self.limits.deadline + PATIENCE)

    @property
    def web_page(self) -> WebPage:
        """Return the web page in a browser."""
        if not self.in_browser:
            raise GivenError(f"Tag this scenario @browser, as it needs one: {self._sentence}")
        if self._web_page is None:
            url, given = self.service().url, self.givens.get(Device)
            device = given.says if given else ""
            patience = self.limits.deadline + PATIENCE
            self._web_page = WebPage(self.windows, url, self.recorder, patience, device)
        return self._web_page

    def requests(self) -> list[Entry]:
        """Read this scenario's requests to the products service, oldest first."""
        journal, ours = self.stubs.journal(), self.recorder.request_ids
        return [entry for entry in journal if entry.request_id in ours]

    def log(self) -> Log:
        """Return what the overview service has logged; raises OutOfReachError if that is hidden."""
        service = self.service()
        return self._log or service.log()

    def picture(self) -> bytes | None:
        """Take a picture of the web page, as WebP; None if nobody has looked at it."""
        return self._web_page.picture() if self._web_page else None

    def traces(self) -> list[bytes]:
        """Return Playwright's traces of the scenario, with nothing secret in them."""
        if self._web_page is None:
            return []
        address = self.service().url  # no secret, and nothing could be read without it
        hidden = {s for s in self.rulebook.secrets if s not in address and not s.isdigit()}
        return [without_secrets(trace, hidden) for trace in self._web_page.traces()]

    def judge(self) -> Verdict:
        """Judge the scenario, from one read of the journal."""
        offer = None if self.givens.get(Unusual) else self.givens.get(Offer)
        return self.rulebook.judge(
            self.stubs.journal(),
            self.recorder,
            origins=self.stubs.origins,
            offer=offer.sentence if offer else "",
            deadline=self.limits.deadline,
        )

    def close(self) -> None:
        """Close what only this scenario has used."""
        if self._web_page:
            self._web_page.close()
