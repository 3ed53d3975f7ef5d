"""A product, as features tell of it and as every adapter hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Product:
    """`price` is exact; every text is as written."""

    name: str
    category: str
    price: Decimal
