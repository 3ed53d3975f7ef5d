"""The stub adapter: WireMock answers in place of the products service.

The only place that knows WireMock's mappings. An offer becomes two stubs a category: one matches the
questions about the pages there are and looks the answer up (response templating), one those beyond.
A stub for each possible question would cost more to set than all the rest of a scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wiremock.client import Mapping, MappingRequest, MappingResponse

from support.contract import Operation
from support.errors import WrongStub
from support.exchange import Exchange
from support.products.answers import Offer, answers, body
from support.products.faults import Breach, Delay, Fault, Refusal
from support.products.nobody import Nobody
from support.wiremock.client import WireMock
from support.wiremock.journal import explain

JSON = {"Content-Type": "application/json"}
ANY_PAGE = r"[1-9][0-9]{0,5}|1000000"
ANY_SIZE = r"[1-9][0-9]?|100"
LOOK_UP = (
    "{{#assign 'question'}}{{request.query.sort_by}}_{{request.query.sort_order}}_"
    "{{request.query.page_size}}_{{request.query.page}}{{/assign}}"
    "{{{lookup parameters.answers question}}}"
)
# Of the stubs that match, WireMock takes the one with the lowest priority.
FAULT, KNOWN, BEYOND, OTHER = 1, 2, 3, 4


class StubbedProducts:
    """Sets on a WireMock server what the products service offers, and how it fails.

    `url` is where the overview finds it. `given` is the step that is setting something, `givens` are
    all that have, in this scenario.
    """

    def __init__(
        self, wiremock: WireMock, nobody: Nobody, contract: Operation, deadline: float
    ) -> None:
        self._wiremock, self._nobody = wiremock, nobody
        self._contract, self._deadline = contract, deadline
        self.url = wiremock.url
        self.given = ""
        self.givens: list[str] = []

    def reset(self) -> None:
        """Forget all that was set and asked."""
        self._wiremock.reset()
        self.url = self._wiremock.url
        self.givens = []

    def offer(self, offer: Offer) -> None:
        """Answer every question about this offer that the contract allows, and no other.

        Raises WrongStub if the contract does not allow one of the answers.
        """
        stubs = [self._no_such_category(offer)]
        for category in (None, *offer.categories):
            stubs += self._narrowed(offer, category)
        for text in dict.fromkeys(text for stub in stubs for text in texts(stub)):
            self._require_allowed(200, JSON["Content-Type"], text)
        self._set(stubs)

    def fail(self, fault: Fault) -> None:
        """Let the products service misbehave.

        Raises WrongStub for a breach of the contract that the contract allows.
        """
        if isinstance(fault, Refusal):
            self.url = self._nobody.url
            return
        if isinstance(fault, Breach):
            self._require_forbidden(fault)
        if isinstance(fault, Delay):
            seconds = fault.deadlines * self._deadline
            response = ok(body([], 0, []), fixed_delay_milliseconds=round(1000 * seconds))
        else:
            headers = {"Content-Type": fault.content_type}
            response = MappingResponse(status=fault.status, headers=headers, body=fault.text)
        self._set([self._stub(FAULT, question(), response, "every question")])

    def _require_forbidden(self, breach: Breach) -> None:
        text = breach.text.encode()
        if not self._contract.problems_of_answer(breach.status, breach.content_type, text):
            raise WrongStub(
                f"The contract allows what this step says is against it: {self.given}\n"
                f"    {breach.status}, {breach.content_type}: {breach.text}"
            )

    def exchanges(self) -> list[Exchange]:
        """What the products service was asked since the scenario began, in order."""
        return self._wiremock.journal()

    def near_misses(self) -> list[str]:
        """For each question that nothing answered what came closest."""
        return explain(self._wiremock.near_misses())

    def _require_allowed(self, status: int, content_type: str, text: str) -> None:
        wrong = self._contract.problems_of_answer(status, content_type, text.encode())
        if wrong:
            raise WrongStub(
                f"The contract does not allow this stub: {self.given}\n"
                + "\n".join(f"    {problem}" for problem in wrong)
                + f"\n    in {text}"
            )

    def _set(self, stubs: list[Mapping]) -> None:
        self._wiremock.set(stubs)
        self.givens.append(self.given)

    def _narrowed(self, offer: Offer, category: str | None) -> list[Mapping]:
        """The answers for a shopper who chose `category`; None for no choice."""
        left = offer.narrowed_to(category)
        known = {"_".join(asked): text for asked, text in answers(left, offer.categories)}
        pages = [str(number) for number in range(1, left.pages() + 1)]
        size, chosen = str(offer.page_size), of_category(category)
        found = ok(
            LOOK_UP,
            transformers=["response-template"],
            transformer_parameters={"answers": known},
        )
        beyond = ok(body([], len(left.products), offer.categories))
        about = f"questions about {category or 'no category'}, in any order, with {size} to a page,"
        within = self._stub(
            KNOWN, question("|".join(pages), size, chosen), found, f"{about} pages {pages}"
        )
        return [
            within,
            self._stub(BEYOND, question(ANY_PAGE, size, chosen), beyond, f"{about} later pages"),
        ]

    def _no_such_category(self, offer: Offer) -> Mapping:
        nothing = ok(body([], 0, offer.categories))
        asked = question(ANY_PAGE, str(offer.page_size))
        return self._stub(OTHER, asked, nothing, "questions about categories that it has not")

    def _stub(
        self, priority: int, request: MappingRequest, response: MappingResponse, about: str
    ) -> Mapping:
        return Mapping(
            priority=priority,
            request=request,
            response=response,
            metadata={"given": self.given, "answers": about},
        )


def texts(stub: Mapping) -> Iterable[str]:
    """Each body that a stub answers with."""
    looked_up = (stub.response.transformer_parameters or {}).get("answers")
    return looked_up.values() if looked_up else [stub.response.body]


def ok(text: str, **more: Any) -> MappingResponse:
    """Answer 200 with JSON."""
    return MappingResponse(status=200, headers=JSON, body=text, **more)


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
    values: Sequence[str] = (
        "category=[^&]+",
        "sort_by=(?:name|price|category)",
        "sort_order=(?:asc|desc)",
        f"page=(?:{pages})",
        f"page_size=(?:{sizes})",
    )
    one = f"(?:{'|'.join(values)})"
    no_repeat = r"(?!.*[?&]([^=&]+)=.*&\1=)"
    no_order_alone = r"(?!(?!.*[?&]sort_by=).*[?&]sort_order=)"
    return MappingRequest(
        method="GET",
        url_pattern=rf"/products{no_repeat}{no_order_alone}(?:\?{one}(?:&{one})*)?",
        query_parameters=query,
    )
