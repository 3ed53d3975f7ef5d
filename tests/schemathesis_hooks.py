"""Tell schemathesis what OpenAPI cannot say about the two services."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def before_call(
    context: schemathesis.HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]
) -> None:
    """Add sort_by to a sort_order, which needs one; do not follow redirects."""
    if "sort_order" in case.query:
        case.query.setdefault("sort_by", "name")
    kwargs["allow_redirects"] = False
