"""Tell schemathesis what OpenAPI cannot: sort_order is allowed only together with sort_by."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def before_call(
    context: schemathesis.HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]
) -> None:
    """Put sort_by beside a sort_order that stands alone."""
    if case.path == "/products" and "sort_order" in case.query:
        case.query.setdefault("sort_by", "name")
