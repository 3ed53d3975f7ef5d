"""WireMock's mappings for what is offered: pure functions.

An offer becomes one stub for each category, whose template picks the products of the page that is
requested. A stub for each possible request would cost more to set than all the rest of a scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict.faults import JSON

from support.products.offer import Offer, as_json, body, orders, write

ANY_PAGE = r"[1-9][0-9]{0,5}|1000000"
ANY_SIZE = r"[1-9][0-9]?|100"
PAGE = Path(__file__).with_name("page.handlebars").read_text(encoding="utf-8")
OFFER, NO_SUCH_CATEGORY = 2, 3  # of the stubs that match, the lowest priority responds


def offering(offer: Offer) -> list[Mapping]:
    """Respond to every request about this offer that the contract allows, and to no other."""
    nothing = _ok(body([], 0, offer.categories))
    about = "requests about categories that it does not have"
    unknown = _stub(NO_SUCH_CATEGORY, allowed_request(), nothing, about)
    return [unknown, *(_offering(offer, category) for category in (None, *offer.categories))]


def _offering(offer: Offer, category: str | None) -> Mapping:
    """Respond to requests for one category; for None, to those without a category."""
    products = offer.in_category(category)
    page = _ok(PAGE, transformers=["response-template"])
    page.transformer_parameters = {
        "products": [write(one) for one in as_json(products)],
        "orders": orders(products),
        "total": len(products),
        "rest": write({"total": len(products), "categories": offer.categories})[1:],
    }
    chosen = {"category": {"absent": True} if category is None else {"equalTo": category}}
    about = f"requests about {category or 'no category'}"
    return _stub(OFFER, allowed_request(chosen), page, about)


def handing_on(url: str) -> list[Mapping]:
    """Hand every request that the contract allows on to the service at `url`."""
    proxy = MappingResponse(proxy_base_url=url)
    about = "every request, by the real service"
    return [_stub(OFFER, allowed_request(), proxy, about)]


def late(stubs: Sequence[Mapping], seconds: float) -> Sequence[Mapping]:
    """Let each of these stubs respond late."""
    for stub in stubs:
        stub.response.fixed_delay_milliseconds = round(1000 * seconds)
    return stubs


def _ok(text: str, **more: Any) -> MappingResponse:
    return MappingResponse(status=200, headers={"Content-Type": JSON}, body=text, **more)


def _stub(priority: int, request: MappingRequest, response: MappingResponse, about: str) -> Mapping:
    metadata = {"about": about}  # for near misses
    return Mapping(priority=priority, request=request, response=response, metadata=metadata)


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
