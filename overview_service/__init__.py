"""The overview service: asks the products service for products and shows them to a shopper."""

from __future__ import annotations

from overview_service.app import create_app

__all__ = ["create_app"]
