"""Bodies of responses to GET /products, whole or with a part left out or wrong."""

from __future__ import annotations


def write(**fields: str | None) -> str:
    """Write a JSON object whose values are JSON already; None leaves a field out."""
    named = [f'"{name}": {value}' for name, value in fields.items() if value is not None]
    return f"{{{', '.join(named)}}}"


def product(
    name: str | None = '"Field Guide"',
    category: str | None = '"Books"',
    price: str | None = "15.99",
) -> str:
    """Write a product as JSON."""
    return write(name=name, category=category, price=price)


def listing(
    products: str | None = f"[{product()}]",
    total: str | None = "1",
    categories: str | None = '["Books"]',
) -> bytes:
    """Write the body of a whole response."""
    return write(products=products, total=total, categories=categories).encode()


def only(text: str) -> bytes:
    """Write the body of a whole response with this product and no other."""
    return listing(f"[{text}]")


LISTING = listing()
HALF = LISTING[: len(LISTING) // 2]
