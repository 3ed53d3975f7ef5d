"""A URL, taken apart."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit


class Addressed:
    """Has a `url`, whole or without its host, whose parts can be asked for."""

    url: str

    @property
    def path(self) -> str:
        """The path, still percent-encoded."""
        return urlsplit(self.url).path

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query parameters in the order sent, decoded; empty and repeated ones too."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)
