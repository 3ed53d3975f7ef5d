"""A trace that lies beside a report holds nothing secret, and nothing of other scenarios."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from behave_strict.playwright_trace import version, without_secrets

BEGINS = {"type": "context-options", "playwrightVersion": "1.65.1", "monotonicTime": 100.0}


def trace(
    *events: dict[str, Any], network: Any = (), files: dict[str, bytes] | None = None
) -> bytes:
    """A trace as Playwright writes it, of a chunk that begins at 100 ms."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for name, lines in (("trace.trace", [BEGINS, *events]), ("trace.network", network)):
            file.writestr(name, "".join(f"{json.dumps(line)}\n" for line in lines))
        file.writestr("trace.stacks", '{"files":["/home/me/secret-project/steps.py"]}')
        for name, body in (files or {}).items():
            file.writestr(f"resources/{name}", body)
    return whole.getvalue()


def request(at: float = 101.0, **about: Any) -> dict[str, Any]:
    return {"type": "resource-snapshot", "snapshot": {"_monotonicTime": at, "request": about}}


def content(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return {name: file.read(name).decode("utf-8", "replace") for name in file.namelist()}


@pytest.mark.parametrize(
    "event",
    [
        {"params": {"headers": [{"name": "Authorization", "value": "hush"}]}},
        request(headers=[{"name": "Cookie", "value": "session=hush"}]),
        request(headers=[{"name": "set-cookie", "value": "hush"}]),
        request(headers=[{"name": "X-Api-Key", "value": "hush"}]),
        request(cookies=[{"name": "a", "value": "hush"}]),
        request(url="http://me:hush@shop.example/a"),
        request(url="http://hush@shop.example/a"),
        request(url="http://shop.example/a?page=2&access_token=hush"),
        request(queryString=[{"name": "password", "value": "hush"}]),
        request(postData={"params": [{"name": "p", "value": "hush"}], "text": "p=hush"}),
        {"options": {"httpCredentials": {"username": "me", "password": "hush"}}},
        {"options": {"storageState": {"origins": [{"localStorage": [{"name": "a", "value": "hush"}]}]}}},
        {"params": {"selector": 'internal:label="Password"i', "value": "hush"}},
        {"type": "log", "message": '  fill("hush")'},
        {"snapshot": {"html": ["INPUT", {"type": "password", "__playwright_value_": "hush"}]}},
        {"type": "console", "text": "sent Bearer hush.hush.hush"},
        {"type": "console", "text": '{"refreshToken": "hush"}'},
        {"type": "console", "text": "asked http://products.hush:8080/products"},
    ],
)  # fmt: skip
def test_what_is_secret_is_left_out(event: dict[str, Any]) -> None:
    for body in (
        trace(event),
        trace(network=[request(**event) if "snapshot" not in event else event]),
    ):
        assert "hush" not in "".join(
            content(without_secrets(body, ["products.hush:8080"])).values()
        )


def test_what_is_no_secret_stays() -> None:
    url = "http://shop.example/a?page=2&sort=name"
    events: list[dict[str, Any]] = [
        {"type": "console", "text": "Password: wrong"},
        {"params": {"url": url, "timeout": 30}},
    ]
    clean = content(without_secrets(trace(*events, network=[request(url=url)])))
    assert [json.loads(line) for line in clean["trace.trace"].splitlines()] == [BEGINS, *events]
    assert json.loads(clean["trace.network"]) == request(url=url)


def test_places_in_the_code_are_left_out() -> None:
    assert content(without_secrets(trace())).keys() == {"trace.trace", "trace.network"}


def test_requests_of_earlier_scenarios_are_left_out() -> None:
    network = [request(99.0, content={"_file": "resources/aa.html"}),
               request(100.5, content={"_file": "resources/bb.html"})]  # fmt: skip
    clean = content(
        without_secrets(trace(network=network, files={"aa.html": b"A", "bb.html": b"B"}))
    )
    assert "resources/bb.html" in clean
    assert "resources/aa.html" not in clean
    assert len(clean["trace.network"].splitlines()) == 1


def test_secrets_in_a_response_are_left_out_and_pictures_untouched() -> None:
    files = {"aa.json": b'{"token": "hush", "name": "Lamp"}', "bb.png": b"\x89PNG\xff"}
    network = [request(content={"_file": f"resources/{name}"}) for name in files]
    clean = without_secrets(trace(network=network, files=files))
    assert content(clean)["resources/aa.json"] == '{"token": "left-out", "name": "Lamp"}'
    with zipfile.ZipFile(io.BytesIO(clean)) as file:
        assert file.read("resources/bb.png") == files["bb.png"]


def test_a_trace_is_told_from_other_files() -> None:
    assert version(trace()) == version(without_secrets(trace())) == "1.65.1"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("notes.txt", "no trace")
    assert [version(body) for body in (b"", b"PK", other.getvalue())] == ["", "", ""]
