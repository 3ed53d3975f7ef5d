"""The products service: offers products over HTTP, by the contract in openapi.yaml."""

from __future__ import annotations

from products_service.app import create_app

__all__ = ["create_app"]
