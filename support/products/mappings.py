"""WireMock's mappings for what is offered: pure functions.

A request that chooses nothing gets a literal response, all others their page from one template:
WireMock compiles it anew for each scenario, which takes longer than the rest of the response. A
stub for each possible request would cost more to set than all the rest of a scenario.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict.faults import JSON

from support.products.offer import DEFAULT_PAGE, Offer, as_json, body, orders, write

ANY_PAGE = r"[1-9][0-9]{0,5}|1000000"
ANY_SIZE = r"[1-9][0-9]?|100"
PAGE = Path(__file__).with_name("page.handlebars").read_text(encoding="utf-8")
# Of the stubs that match, the lowest priority responds.
NOTHING_CHOSEN, NO_SUCH_CATEGORY, CHOSEN = 2, 3, 4


def offering(offer: Offer) -> list[Mapping]:
    """Respond to every request about this offer that the contract allows, and to no other."""
    plain = MappingRequest(method="GET", url="/products")
    first = body(offer.products[:DEFAULT_PAGE], len(offer.products), offer.categories)
    nothing = body([], 0, offer.categories)
    return [
        _stub(NOTHING_CHOSEN, plain, _ok(first)),
        _stub(NO_SUCH_CATEGORY, allowed_request({"category": _other(offer)}), _ok(nothing)),
        _chosen(offer),
    ]


def _chosen(offer: Offer) -> Mapping:
    """Respond to requests that sort, ask for a page, or choose a category of this offer."""
    page = _ok(PAGE, transformers=["response-template"])
    page.transformer_parameters = {
        "products": [write(one) for one in as_json(offer.products)],
        "choices": _choices(offer),
    }
    return _stub(CHOSEN, allowed_request(), page)


def _other(offer: Offer) -> dict[str, str]:
    """Match any category but those of this offer; WireMock 2 has no "or" with "absent" in it."""
    known = "|".join(map(re.escape, offer.categories))
    return {"matches": rf"(?s)(?!(?:{known})\z).+"}


def _choices(offer: Offer) -> list[dict[str, Any]]:
    """Return what the template looks up for each category, and for none."""
    every = orders(offer.products)
    return [_choice(offer, category, every) for category in (None, *offer.categories)]


def _choice(offer: Offer, category: str | None, every: dict[str, list[int]]) -> dict[str, Any]:
    """Return the places of the products for each way to sort them, and what follows them."""
    chosen = {
        place
        for place, product in enumerate(offer.products)
        if category in (None, product.category)
    }
    return {
        "category": category or "",
        "orders": {order: [p for p in places if p in chosen] for order, places in every.items()},
        "total": len(chosen),
        "rest": write({"total": len(chosen), "categories": offer.categories})[1:],
    }


def handing_on(url: str) -> list[Mapping]:
    """Hand every request that the contract allows on to the service at `url`."""
    proxy = MappingResponse(proxy_base_url=url)
    return [_stub(CHOSEN, allowed_request(), proxy)]


def late(stubs: Sequence[Mapping], seconds: float) -> Sequence[Mapping]:
    """Let each of these stubs respond late."""
    for stub in stubs:
        stub.response.fixed_delay_milliseconds = round(1000 * seconds)
    return stubs


def _ok(text: str, **more: Any) -> MappingResponse:
    return MappingResponse(status=200, headers={"Content-Type": JSON}, body=text, **more)


def _stub(priority: int, request: MappingRequest, response: MappingResponse) -> Mapping:
    about = {"about": "every request that the contract allows"}  # for near misses
    return Mapping(priority=priority, request=request, response=response, metadata=about)


def allowed_request(query: dict[str, Any] | None = None) -> MappingRequest:
    """Match a request that the contract allows.

    This is one pattern over path and query: known parameters only, none of them empty or given
    twice, no sort_order without sort_by.
    """
    one = (
        "(?:category=[^&]+|sort_by=(?:name|price|category)|sort_order=(?:asc|desc)"
        f"|page=(?:{ANY_PAGE})|page_size=(?:{ANY_SIZE}))"
    )
    no_repeat = r"(?!.*[?&]([^=&]+)=.*&\1=)"
    no_order_alone = r"(?!(?!.*[?&]sort_by=).*[?&]sort_order=)"
    return MappingRequest(
        method="GET",
        url_pattern=rf"/products{no_repeat}{no_order_alone}(?:\?{one}(?:&{one})*)?",
        query_parameters=query,
    )
