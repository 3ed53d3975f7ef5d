"""What a response consists of on the wire: its head and its body, whole or not."""

from __future__ import annotations

from support.products.fault_kinds import JSON

# --- bodies --------------------------------------------------------------------------------------


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


# --- on the wire ---------------------------------------------------------------------------------


def head(length: int, more: bytes = b"") -> bytes:
    """Write the head of a response that announces `length` bytes of JSON, with `more` headers."""
    lines = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {length}\r\n"
    return lines.encode() + more + b"\r\n"


def whole(body: bytes, more: bytes = b"") -> bytes:
    """Write a whole response with this body."""
    return head(len(body), more) + body


def slowly(data: bytes, parts: int = 8) -> list[bytes | float]:
    """Cut the data into parts, none of them slow by itself, all of them together too slow."""
    size = -(-len(data) // parts)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return [act for piece in pieces for act in (piece, 0.25)]


LISTING = listing()
HALF = LISTING[: len(LISTING) // 2]
EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
