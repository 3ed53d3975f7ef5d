"""Each kind of attachment is shown as what it is."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from behave_strict.page import write
from behave_strict.page.evidence import Evidence, Shown
from behave_strict.page.model import Attachment

from .stream import Stream


def shown(body: Any, media_type: str, name: str = "") -> Shown:
    data = body.encode() if isinstance(body, str) else body
    return Evidence().show(Attachment(media_type, name, data))


@pytest.mark.parametrize(
    ("media_type", "body", "kind"),
    [
        ("image/png", b"\x89PNG", "picture"),
        ("image/svg+xml", "<svg/>", "picture"),
        ("video/webm", b"1", "video"),
        ("audio/ogg", b"1", "audio"),
        ("text/plain", "a", "text"),
        ("text/x.cucumber.log+plain", "a", "text"),
        ("application/json", "{}", "text"),
        ("application/problem+json", "{}", "text"),
        ("text/html", "<b>a</b>", "html"),
        ("text/csv", "a,b", "table"),
        ("text/markdown", "*a*", "prose"),
        ("text/x-diff", "+a", "diff"),
        ("text/x-shellscript", "ls", "command"),
        ("text/x.sequence+plain", "a -> b: c", "sequence"),
        ("text/x.sequence+plain", "just words", "text"),
        ("text/uri-list", "https://a.example", "links"),
        ("application/zip", b"PK", "file"),
        ("nonsense", b"1", "file"),
        ("", b"1", "file"),
    ],
)
def test_the_media_type_decides(media_type: str, body: Any, kind: str) -> None:
    assert shown(body, media_type).kind == kind


def test_a_picture_is_held_once() -> None:
    evidence, picture = Evidence(), Attachment("image/png", "", b"\x89PNG")
    first, second = evidence.show(picture), evidence.show(picture)
    assert second.kind == "same"
    assert second.content == first.content[0]
    assert evidence.show(Attachment("image/png", "", b"other")).kind == "picture"


def test_a_picture_is_shown_where_a_scenario_failed() -> None:
    picture, other = Attachment("image/png", "", b"\x89PNG"), Attachment("image/png", "", b"other")
    evidence = Evidence(of_failures=[picture])
    folded, seen = evidence.show(picture, unfolded=False), evidence.show(picture)
    assert (folded.kind, folded.content) == ("same", seen.content[0])
    assert seen.kind == "picture"
    assert evidence.show(other, unfolded=False).kind == "picture"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("a\n" * 20, False), ("a\n" * 21, True), ("a" * 800, False), ("a" * 801, True)],
)
def test_a_long_text_is_folded(text: str, folded: bool) -> None:
    assert Evidence().show(Attachment("text/plain", body=text.encode())).folded is folded


def test_json_is_indented_and_keeps_its_digits() -> None:
    text = shown(
        '{"price": 15.90, "big": 12345678901234567890, "b": [true, "1"]}', "application/json"
    )
    assert text.content.splitlines()[1:3] == ['  "price": 15.90,', '  "big": 12345678901234567890,']
    assert json.loads(text.content)["b"] == [True, "1"]


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"a": "\ue000"}'])
def test_what_only_claims_to_be_json_stays_as_it_is(body: Any) -> None:
    assert shown(body, "application/json").content == body


def test_colours_of_a_terminal_are_left_out() -> None:
    assert shown("\x1b[31mred\x1b[0m", "text/x.cucumber.log+plain").content == "red"


def test_a_file_lies_beside_the_page_under_a_plain_name() -> None:
    files: dict[str, bytes] = {}
    attachment = Attachment("application/zip", "../../etc/trace of <b>.zip", b"PK")
    path, name, size = Evidence("page-files/", files).show(attachment).content
    assert files == {path: b"PK"}
    assert path.startswith("page-files/")
    assert "/" not in name
    assert ".." not in path
    assert size == 2


def test_without_a_folder_a_file_is_inside_the_page() -> None:
    assert shown(b"PK", "application/zip").content[0] == "data:application/zip;base64,UEs="


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example/x"])
def test_an_address_that_does_something_is_no_link(address: str) -> None:
    assert shown(address, "text/uri-list").content == [(address, "")]


def test_what_lies_elsewhere_is_a_link() -> None:
    evidence = Evidence().show(Attachment("video/webm", "film", url="https://a.example/f.webm"))
    assert evidence.content == [("https://a.example/f.webm", "https://a.example/f.webm")]


def trace(recorded_by: str = "1.65.1") -> Attachment:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        file.writestr("trace.trace", json.dumps({"playwrightVersion": recorded_by}))
    return Attachment("application/zip", "Trace of <b>.zip", body.getvalue())


def test_a_trace_says_how_it_is_opened(stream: Stream, tmp_path: Path) -> None:
    attached = {"attached": [(trace().body, "application/zip")]}
    page = tmp_path / "page.html"
    write(stream.feature("Feature: F\n  Scenario: S\n    Then x\n").play(lambda _: attached), page)
    [file] = (tmp_path / "page-files").iterdir()
    text = page.read_text("utf-8")
    assert f'href="page-files/{file.name}"' in text
    assert "with Playwright 1.65.1 or newer" in text
    assert f"<pre>playwright show-trace --port 0 page-files/{file.name}</pre>" in text


def test_a_trace_inside_the_page_is_opened_by_the_name_it_is_saved_as() -> None:
    assert Evidence().show(trace()).content[4] == "Trace-of-b-.zip"


def test_a_version_that_a_trace_claims_is_escaped(stream: Stream) -> None:
    attached = {"attached": [(trace("<script>").body, "application/zip")]}
    page = stream.feature("Feature: F\n  Scenario: S\n    Then x\n").play(lambda _: attached).page()
    assert "Playwright &lt;script&gt; or newer" in page
