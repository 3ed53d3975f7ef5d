"""Settings that a project declares: from -D or the environment, and none ignored."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from behave_strict import Refused
from behave_strict.declared import (
    either,
    file,
    given_settings,
    one_of,
    seconds,
    setting,
    url,
)


def whole(text: str) -> int:
    """Read a whole number."""
    if not text.isdigit():
        raise ValueError("it must be a whole number")
    return int(text)


@dataclass
class Library:
    """The settings of a project."""

    branch: str = setting("Main Street")
    loans: int = setting(3, whole)
    view: str = setting("api", one_of("api", "browser"))
    url: str = ""


def given(userdata: dict[str, str], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Read what is given of the library's settings."""
    return given_settings(Library, "LIBRARY_", userdata, environment or {})


def refusal(userdata: dict[str, str], environment: dict[str, str] | None = None) -> list[object]:
    """Return the problems for which these settings are refused."""
    with pytest.raises(Refused) as refused:
        given(userdata, environment)
    return list(refused.value.problems)


def test_what_is_not_given_has_its_default() -> None:
    assert given({}, {"HOME": "/root", "XLIBRARY_LOANS": "7"}) == {}
    assert (Library().branch, Library().loans) == ("Main Street", 3)


def test_a_setting_is_read_from_either_place() -> None:
    assert given({"loans": "7", "branch": ""}) == {"loans": 7, "branch": ""}
    assert given({}, {"LIBRARY_LOANS": "7", "LIBRARY_URL": "x"}) == {"loans": 7, "url": "x"}


def test_an_option_wins_over_the_environment() -> None:
    assert given({"loans": "7"}, {"LIBRARY_LOANS": "many"}) == {"loans": 7}


@pytest.mark.parametrize("name", [field.name for field in fields(Library)])
def test_an_empty_variable_counts_as_not_set(name: str) -> None:
    assert given({}, {f"LIBRARY_{name.upper()}": ""}) == {}


def test_a_dotted_name_is_left_to_others() -> None:
    assert given({"behave.reporter.junit.show_timestamp": "off"}) == {}


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    expected = "there is no such setting; did you mean loans?"
    assert refusal({"loan": "7"}) == [f"-D loan: {expected}"]
    assert refusal({}, {"LIBRARY_LOAN": "7"}) == [f"LIBRARY_LOAN: {expected}"]


def test_an_unknown_name_is_refused_with_all_there_are() -> None:
    assert refusal({"zzz": "7"}) == [
        "-D zzz: there is no such setting; choose from: branch, loans, url, view"
    ]


def test_each_wrong_value_names_its_origin() -> None:
    assert refusal({"view": "Browser", "loans": ""}, {"LIBRARY_URL": "x"}) == [
        "-D view=Browser: did you mean browser? It must be one of api, browser.",
        "-D loans=: it must be a whole number.",
    ]
    assert refusal({}, {"LIBRARY_LOANS": "many"}) == [
        "LIBRARY_LOANS=many: it must be a whole number."
    ]


# --- readers --------------------------------------------------------------------------------------


def allowed(read: Any, text: str) -> str:
    """Return what a reader says is allowed where it refuses a text."""
    with pytest.raises(ValueError, match=".") as refused:
        read(text)
    return str(refused.value)


@pytest.mark.parametrize("text", ["0.2", "60", "5"])
def test_seconds_are_a_number_within_bounds(text: str) -> None:
    assert seconds(0.2, 60)(text) == float(text)


@pytest.mark.parametrize("text", ["0.19", "60.1", "-1", "nan", "inf", "1e9", "soon", "", "1 s"])
def test_other_seconds_are_refused(text: str) -> None:
    assert allowed(seconds(0.2, 60), text) == "it must be a number of seconds from 0.2 to 60"


def test_a_file_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "my books").touch()
    assert file(str(tmp_path / "my books")) == file("~/my books") == tmp_path / "my books"
    for wrong in (str(tmp_path), "~/none", "~nobody-of-that-name/x", ""):
        assert allowed(file, wrong) == "there is no such file"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://library/", "http://library"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_a_url_is_that_of_a_server(text: str, read: str) -> None:
    assert url(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "127.0.0.1:8080",
        "ftp://library",
        "http://",
        "http://:8080",
        "http://library:0",
        "http://library:99999",
        "http://[::1",
        "http://library/books",
        "http://library?x=1",
        "http://library#x",
        "http://me:secret@library",
    ],
)
def test_other_urls_are_refused(text: str) -> None:
    assert allowed(url, text) == "it must be a URL such as http://127.0.0.1:8080"


def test_either_a_word_or_something_else() -> None:
    read = either("own", "none", otherwise=url, allowed="a library's URL")
    assert (read("own"), read("http://library/")) == ("own", "http://library")
    assert allowed(read, "other") == "it must be own, none, or a library's URL"


# --- in a run -------------------------------------------------------------------------------------


def test_a_run_with_a_mistyped_setting_is_refused(project: Any) -> None:
    project.append(
        "environment.py",
        """
from dataclasses import dataclass

from behave_strict.declared import given_settings, setting


@dataclass
class Settings:
    view: str = setting("api")


def before_all(context):
    Settings(**given_settings(Settings, "SHELF_", context.config.userdata, {}))
""",
    )
    assert project.behave("-D", "view=browser").code == 0
    outcome = project.behave("-D", "veiw=browser")

    assert outcome.code == 1
    assert outcome.lines[:2] == [
        "-D veiw: there is no such setting; did you mean view?",
        "Nothing was run: 1 problem.",
    ]
