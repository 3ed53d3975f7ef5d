"""WireMock's mappings for what is offered and for how it fails: pure functions.

An offer becomes two stubs for each category: one matches requests for the pages that exist and
looks the response up (response templating), the other matches requests for pages beyond the last.
A stub for each possible request would cost more to set than all the rest of a scenario.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from wiremock.client import Mapping, MappingRequest, MappingResponse

from support.products.faults import JSON, Reply
from support.products.offer import DEFAULT_PAGE_SIZE, Offer, bodies, body

ANY_PAGE = r"[1-9][0-9]{0,5}|1000000"
ANY_SIZE = r"[1-9][0-9]?|100"
DEFAULTS = {"sort_order": "asc", "page_size": DEFAULT_PAGE_SIZE, "page": 1}
CHOSEN = "_{{#if request.query.%s}}{{request.query.%s}}{{else}}%s{{/if}}"
REQUEST = "{{request.query.sort_by}}" + "".join(
    CHOSEN % (name, name, default) for name, default in DEFAULTS.items()
)
LOOK_UP = "{{#assign 'asked'}}" + REQUEST + "{{/assign}}{{{lookup parameters.bodies asked}}}"


# Of the stubs that match, the one with the lowest priority responds.
FAILURE, EXISTING_PAGE, NO_SUCH_PAGE, NO_SUCH_CATEGORY = 1, 2, 3, 4


def offering(offer: Offer) -> list[Mapping]:
    """Respond to every request about this offer that the contract allows, and to no other."""
    nothing = _ok(body([], 0, offer.categories))
    unknown = allowed_request(ANY_PAGE, str(offer.page_size))
    about = "requests about categories that it does not have"
    stubs = [_stub(NO_SUCH_CATEGORY, unknown, nothing, about)]
    for category in (None, *offer.categories):
        stubs += _offering_category(offer, category)
    return stubs


def _offering_category(offer: Offer, category: str | None) -> list[Mapping]:
    """Respond to requests for one category; for None, to those without a category."""
    left = offer.narrowed_to(category)
    known = {"_".join(asked): text for asked, text in bodies(left, offer.categories)}
    pages = "|".join(str(number) for number in range(1, left.pages() + 1))
    size = str(offer.page_size)
    chosen = {"category": {"absent": True} if category is None else {"equalTo": category}}
    found = _ok(LOOK_UP, transformers=["response-template"])
    found.transformer_parameters = {"bodies": known}
    beyond = _ok(body([], len(left.products), offer.categories))
    about = f"requests about {category or 'no category'}, page_size {size} or none, page"
    existing = allowed_request(pages, size, chosen)
    any_page = allowed_request(ANY_PAGE, size, chosen)
    return [
        _stub(EXISTING_PAGE, existing, found, f"{about} 1 to {left.pages()}"),
        _stub(NO_SUCH_PAGE, any_page, beyond, f"{about} beyond"),
    ]


def handing_on(url: str) -> list[Mapping]:
    """Hand every request that the contract allows on to the service at `url`."""
    proxy = MappingResponse(proxy_base_url=url)
    about = "every request, by the real service"
    return [_stub(EXISTING_PAGE, allowed_request(), proxy, about)]


def late(stubs: Sequence[Mapping], seconds: float) -> Sequence[Mapping]:
    """Let each of these stubs respond late."""
    for stub in stubs:
        stub.response.fixed_delay_milliseconds = round(1000 * seconds)
    return stubs


def failing(fault: Reply, times: int | None, deadline: float) -> list[Mapping]:
    """Fail every request that the contract allows, or only the first so many `times`."""
    responses = [_reply(fault, share * deadline) for share in fault.after]
    return _in_turn(responses * (times or 1), last_stays=times is None)


def _in_turn(responses: Sequence[MappingResponse], last_stays: bool) -> list[Mapping]:
    """Give one response after the other; after the last, that one again, or none of them."""
    states = ["Started", *(f"failed {n}" for n in range(1, len(responses) + 1))]
    if last_stays:
        states[-1] = states[-2]
    chain = [_stub(FAILURE, allowed_request(), response, "every request") for response in responses]
    for stub, state, following in zip(chain, states, states[1:], strict=False):
        stub.scenario_name = "failures"
        stub.required_scenario_state, stub.new_scenario_state = state, following
    return chain


def _reply(fault: Reply, seconds: float) -> MappingResponse:
    if fault.broken:
        return MappingResponse(fault=fault.broken)
    headers = {"Content-Type": fault.content_type} if fault.content_type else {}
    return MappingResponse(
        status=fault.status,
        headers={**headers, **(fault.headers or {})},
        base64_body=base64.b64encode(fault.body).decode(),
        fixed_delay_milliseconds=round(1000 * seconds),
    )


def _ok(text: str, **more: Any) -> MappingResponse:
    return MappingResponse(status=200, headers={"Content-Type": JSON}, body=text, **more)


def texts(stubs: Sequence[Mapping]) -> Iterator[str]:
    """Yield each body with which these stubs respond."""
    for stub in stubs:
        parameters = stub.response.transformer_parameters
        yield from parameters["bodies"].values() if parameters else [stub.response.body]


def _stub(priority: int, request: MappingRequest, response: MappingResponse, about: str) -> Mapping:
    metadata = {"about": about}  # for near misses
    return Mapping(priority=priority, request=request, response=response, metadata=metadata)


def allowed_request(
    pages: str = ANY_PAGE, sizes: str = ANY_SIZE, query: dict[str, Any] | None = None
) -> MappingRequest:
    """Match a request that the contract allows, for these pages and sizes of page.

    This is one pattern over path and query: known parameters only, none of them empty or given
    twice, no sort order without a sort key.
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
