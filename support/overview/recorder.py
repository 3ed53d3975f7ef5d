"""What happens between a scenario and the overview, recorded for the verdict."""

from __future__ import annotations

import itertools
import secrets

from support.overview.response import Response


class Recorder:
    """Names the requests of one scenario, and keeps their responses in order.

    `known` are the request IDs of the whole run, to which this scenario adds its own.
    `complaints` are problems that a browser has with the web page, a sentence each.
    """

    def __init__(self, known: set[str] | None = None) -> None:
        self.responses: list[Response] = []
        self.complaints: list[str] = []
        self.request_ids: set[str] = set()
        self.known = set() if known is None else known
        self._token, self._numbers = secrets.token_hex(4), itertools.count(1)

    def new_id(self) -> str:
        """Return an ID for the next request."""
        request_id = f"{self._token}-{next(self._numbers)}"
        self._note({request_id})
        return request_id

    def keep(self, response: Response) -> Response:
        """Keep a response, and the IDs of its request."""
        self.responses.append(response)
        self._note(response.request_ids)
        return response

    def _note(self, request_ids: set[str]) -> None:
        self.request_ids |= request_ids
        self.known |= request_ids
