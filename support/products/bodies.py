"""Bodies of responses to GET /products, whole or with a part left out or wrong."""

from __future__ import annotations

from decimal import Decimal

from support.products.offer import Product, as_json, write

FIELD_GUIDE = Product("Field Guide", price=Decimal("15.99"))


def members(**texts: str | None) -> str:
    """Write a JSON object whose values are JSON already; None leaves a member out."""
    named = [f'"{name}": {text}' for name, text in texts.items() if text is not None]
    return f"{{{', '.join(named)}}}"


def product(**other: str | None) -> str:
    """Write the Field Guide as JSON, with other texts in place of some of its fields."""
    (usual,) = as_json([FIELD_GUIDE])
    return members(**{name: write(value) for name, value in usual.items()} | other)


def listing(
    products: str | None = f"[{product()}]",
    total: str | None = "1",
    categories: str | None = '["Books"]',
) -> bytes:
    """Write the body of a whole response."""
    return members(products=products, total=total, categories=categories).encode()


def only(text: str) -> bytes:
    """Write the body of a whole response with this product and no other."""
    return listing(f"[{text}]")


LISTING = listing()
