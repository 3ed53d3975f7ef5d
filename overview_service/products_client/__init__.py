"""The client of the products service: one request, sent once or twice, within one deadline."""

from __future__ import annotations

from overview_service.products_client.client import ProductsClient
from overview_service.products_client.errors import ProductsError
from overview_service.products_client.product_page import Product, ProductPage

__all__ = ["Product", "ProductPage", "ProductsClient", "ProductsError"]
