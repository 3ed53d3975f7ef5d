"""The requests that the SDK's public calls send, recorded without a server."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from unittest import mock

import requests
import wiremock.client as sdk


def sent_requests() -> list[tuple[str, requests.PreparedRequest]]:
    """Make every public call with arguments that it takes; return its name with each request."""
    sent: list[tuple[str, requests.PreparedRequest]] = []
    for name, call in _public_calls():
        sent += [(name, request) for request in _sent_by(call)]
    return sent


def _public_calls() -> Iterator[tuple[str, Callable[..., Any]]]:
    yield from inspect.getmembers(sdk, inspect.isfunction)
    for name, thing in inspect.getmembers(sdk, inspect.isclass):
        for call, method in inspect.getmembers(thing, inspect.ismethod):
            if not call.startswith("_"):
                yield f"{name}.{call}", method


def _sent_by(call: Callable[..., Any]) -> list[requests.PreparedRequest]:
    fillers = ["x", sdk.Mapping(id="x"), sdk.NearMissMatchRequest(), {}, []]
    fillers += [sdk.NearMissMatchPatternRequest(), sdk.GlobalSetting()]
    needed = [
        parameter
        for parameter in inspect.signature(call).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]
    sent: list[requests.PreparedRequest] = []
    with mock.patch.object(
        requests.Session, "send", lambda _, request, **__: _respond(request, sent)
    ):
        for arguments in itertools.product(fillers, repeat=len(needed)):
            with suppress(Exception):
                call(*arguments)
            if sent:
                break
    return sent


def _respond(
    request: requests.PreparedRequest, sent: list[requests.PreparedRequest]
) -> requests.Response:
    sent.append(request)
    response = requests.Response()
    response.status_code, response._content = 200, b"{}"
    return response
