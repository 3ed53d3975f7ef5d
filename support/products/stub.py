"""The stub adapter: WireMock answers in place of the products service.

The only place that knows WireMock's mappings. An offer becomes two stubs a category: one matches
the questions about the pages there are and looks the answer up (response templating), one those
beyond. A stub for each possible question would cost more to set than all the rest of a scenario.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict.client import WireMock
from wiremock_strict.contract import Operation
from wiremock_strict.errors import StubError
from wiremock_strict.exchange import Exchange
from wiremock_strict.journal import explain
from wiremock_strict.nobody import Nobody
from wiremock_strict.scripted_socket import ScriptedSocket

from support.product import Product
from support.products.answers import DEFAULT_PAGE_SIZE, Offer, answers, body
from support.products.faults import Break, Delay, Elsewhere, Fault, Reply, Script

JSON = "application/json"
ANY_PRODUCT = Product("Field Guide", "Books", Decimal("15.99"))
ANY_PAGE = r"[1-9][0-9]{0,5}|1000000"
ANY_SIZE = r"[1-9][0-9]?|100"
DEFAULTS = {"sort_order": "asc", "page_size": DEFAULT_PAGE_SIZE, "page": 1}
CHOSEN = "_{{#if request.query.%s}}{{request.query.%s}}{{else}}%s{{/if}}"
QUESTION = "{{request.query.sort_by}}" + "".join(
    CHOSEN % (name, name, default) for name, default in DEFAULTS.items()
)
LOOK_UP = (
    "{{#assign 'question'}}" + QUESTION + "{{/assign}}{{{lookup parameters.answers question}}}"
)
# Of the stubs that match, WireMock takes the one with the lowest priority, then the newest.
FAULT, KNOWN, BEYOND, OTHER = 1, 2, 3, 4


class Deadlines(NamedTuple):
    """How many seconds the overview waits: usually, and for a fault that outlasts any deadline."""

    usual: float
    short: float


class StubbedProducts:
    """Sets what the products service offers, and how it misbehaves.

    `url` is where the overview finds it, and `deadline` how many seconds the overview is to wait.
    `given` is the step that is setting something, `givens` are all that have in this scenario.
    """

    def __init__(
        self,
        wiremock: WireMock,
        scripted: ScriptedSocket,
        nobody: Nobody,
        contract: Operation,
        deadlines: Deadlines,
    ) -> None:
        self._wiremock, self._scripted, self._nobody = wiremock, scripted, nobody
        self._contract, self._deadlines = contract, deadlines
        self.given, self.givens = "", list[str]()
        self._offered: Sequence[Mapping] = []
        self.url, self.deadline = wiremock.url, deadlines.usual

    @property
    def addresses(self) -> list[str]:
        """The URLs at which the products service, or whoever takes its place, may be."""
        return [self._wiremock.url, self._nobody.url, self._scripted.url]

    def reset(self) -> None:
        """Leave nothing over from the scenario before."""
        self._wiremock.reset()
        self._scripted.reset()
        self.givens, self._offered = [], []
        self.url, self.deadline = self._wiremock.url, self._deadlines.usual

    def offer(self, offer: Offer) -> None:
        """Answer every question about this offer that the contract allows, and no other.

        Raises StubError if the contract does not allow one of the answers.
        """
        stubs = self._offering(offer)
        for text in dict.fromkeys(text for stub in stubs for text in texts(stub)):
            self._hold_to_contract(Reply(200, text.encode(), JSON, contract="kept"))
        self._offered = stubs
        self._set(stubs)

    def fail(self, fault: Fault, times: int | None = None, in_short: bool = True) -> None:
        """Misbehave, always or so many `times` before answering as offered.

        A fault that hangs is tried `in_short`, unless the scenario is about how busy that keeps.

        Raises StubError for an answer of which the contract makes something else than it says, and
        for a fault that cannot be counted.
        """
        if times and not isinstance(fault, Reply | Break):
            raise StubError(f"This happens always, not only the first time: {self.given}")
        self.deadline = self._deadlines.short if fault.hangs and in_short else self._deadlines.usual
        if isinstance(fault, Elsewhere):
            self.url = fault.url or self._nobody.url
        elif isinstance(fault, Script):
            self.url = self._scripted.url
            self._scripted.set(fault, self.given, self.deadline)
            self.givens.append(self.given)
        elif isinstance(fault, Delay):
            self._slow_down(fault.deadlines * self.deadline)
        elif isinstance(fault, Break):
            self._answer_all(MappingResponse(fault=fault.name), times)
        else:
            self._hold_to_contract(fault)
            self._answer_all(self._response(fault), times)

    def exchanges(self) -> list[Exchange]:
        """What the products service was asked since the scenario began, in order."""
        return [*self._wiremock.journal(), *self._scripted.exchanges()]

    def near_misses(self) -> list[str]:
        """For each question that nothing answered, what came closest to it."""
        return explain(self._wiremock.near_misses())

    def _hold_to_contract(self, reply: Reply) -> None:
        """Refuse an answer of which the contract makes something else than the reply says."""
        if reply.contract == "no matter":
            return
        wrong = self._contract.problems_of_answer(reply.status, reply.kind, reply.body)
        if reply.contract == "kept" and wrong:
            reasons = "".join(f"\n    {problem}" for problem in wrong)
            raise StubError(f"The contract does not allow what this stubs: {self.given}{reasons}")
        if reply.contract == "broken" and not wrong:
            raise StubError(f"The contract allows what should be against it: {self.given}")

    def _slow_down(self, seconds: float) -> None:
        """Answer as offered, but late; offer something if nothing is."""
        if not self._offered:
            self.offer(Offer([ANY_PRODUCT]))
        for stub in self._offered:
            stub.response.fixed_delay_milliseconds = round(1000 * seconds)
            stub.metadata["givens"].append(self.given)
        self._set(self._offered)

    def _answer_all(self, response: MappingResponse, times: int | None) -> None:
        """Answer every question that the contract allows in one way."""
        if times is None:
            self._set([self._stub(FAULT, question(), response, "every question")])
            return
        # A chain of states, one for each answer; after the last nothing stands before the offer.
        states = ["Started", *(f"failed {n}" for n in range(1, times + 1))]
        chain = [self._stub(FAULT, question(), response, "every question") for _ in range(times)]
        for stub, state, following in zip(chain, states, states[1:], strict=False):
            stub.scenario_name = "failures"
            stub.required_scenario_state, stub.new_scenario_state = state, following
        self._set(chain)

    def _response(self, reply: Reply) -> MappingResponse:
        headers = {"Content-Type": reply.kind} if reply.kind else {}
        return MappingResponse(
            status=reply.status,
            headers={**headers, **(reply.headers or {})},
            base64_body=base64.b64encode(reply.body).decode(),
            fixed_delay_milliseconds=round(1000 * reply.after * self.deadline),
        )

    def _offering(self, offer: Offer) -> list[Mapping]:
        """The stubs for an offer."""
        nothing = ok(body([], 0, offer.categories))
        unknown = question(ANY_PAGE, str(offer.page_size))
        stubs = [self._stub(OTHER, unknown, nothing, "questions about categories that it has not")]
        for category in (None, *offer.categories):
            stubs += self._narrowed(offer, category)
        return stubs

    def _narrowed(self, offer: Offer, category: str | None) -> list[Mapping]:
        """The answers for a shopper who chose `category`; None for no choice."""
        left = offer.narrowed_to(category)
        known = {"_".join(asked): text for asked, text in answers(left, offer.categories)}
        pages = [str(number) for number in range(1, left.pages() + 1)]
        size, chosen = str(offer.page_size), of_category(category)
        found = ok(
            LOOK_UP, transformers=["response-template"], transformer_parameters={"answers": known}
        )
        beyond = ok(body([], len(left.products), offer.categories))
        about = f"questions about {category or 'no category'}, page_size {size} or none, page"
        return [
            self._stub(
                KNOWN,
                question("|".join(pages), size, chosen),
                found,
                f"{about} {pages[0]} to {pages[-1]}",
            ),
            self._stub(BEYOND, question(ANY_PAGE, size, chosen), beyond, f"{about} beyond"),
        ]

    def _set(self, stubs: Sequence[Mapping]) -> None:
        self._wiremock.set(stubs)
        self.givens.append(self.given)

    def _stub(
        self, priority: int, request: MappingRequest, response: MappingResponse, about: str
    ) -> Mapping:
        return Mapping(
            priority=priority,
            request=request,
            response=response,
            metadata={"givens": [self.given], "answers": about},
        )


def ok(text: str, **more: Any) -> MappingResponse:
    """Answer 200 with JSON."""
    return MappingResponse(status=200, headers={"Content-Type": JSON}, body=text, **more)


def texts(stub: Mapping) -> Iterable[str]:
    """Each body that a stub answers with."""
    parameters = stub.response.transformer_parameters
    return parameters["answers"].values() if parameters else [stub.response.body]


def of_category(category: str | None) -> dict[str, Any]:
    """Match the question for one category, or, for None, the question for none."""
    return {"category": {"absent": True} if category is None else {"equalTo": category}}


def question(
    pages: str = ANY_PAGE, sizes: str = ANY_SIZE, query: dict[str, Any] | None = None
) -> MappingRequest:
    """Match a question that the contract allows, about these pages and sizes of page.

    As one pattern over path and query: nothing but the known parameters, none of them empty or
    given twice, no order without a key to sort by.
    """
    one = (
        "(?:category=[^&]+|sort_by=(?:name|price|category)|sort_order=(?:asc|desc)"
        f"|page=(?:{pages})|page_size=(?:{sizes}))"
    )
    no_repeat = r"(?!.*[?&]([^=&]+)=.*&\1=)"
    no_order_alone = r"(?!(?!.*[?&]sort_by=).*[?&]sort_order=)"
    return MappingRequest(
        method="GET",
        url_pattern=rf"/products{no_repeat}{no_order_alone}(?:\?{one}(?:&{one})*)?",
        query_parameters=query,
    )
