"""The settings of a run: names, values that are refused, and combinations."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from behave_strict import Refused

from support.settings import Settings, read_settings

WIREMOCK = "http://127.0.0.1:8080"
ALLOWED = "it must be embedded, container, or a URL such as http://127.0.0.1:8080."
REMOTE = {"wiremock": WIREMOCK, "overview_url": "http://o:1"}
CONSENT = {
    "products": "live",
    "products_url": "http://127.0.0.1:5002",
    "products_token": "secret",
    "replace_products": "yes",
}


def refusal(given: dict[str, str], environment: dict[str, str] | None = None) -> str:
    """Return the sentence with which these settings are refused."""
    with pytest.raises(Refused) as refused:
        read_settings(given, environment or {})
    return str(refused.value)


def test_a_dotted_name_is_left_to_others() -> None:
    assert read_settings({"behave.reporter.junit.show_timestamp": "off"}, {}) == Settings()


def test_every_setting_has_a_default() -> None:
    assert read_settings({}, {"HOME": "/root", "XACCEPTANCE_PRODUCTS": "live"}) == Settings()
    assert Settings() == Settings(
        products="stub",
        wiremock="embedded",
        wiremock_jar=None,
        overview_url="",
        products_url="",
        products_token="",
        replace_products="no",
        deadline=5.0,
    )


@pytest.mark.parametrize(
    ("given", "name", "read"),
    [
        ({"products": "live"}, "products", "live"),
        ({"products": "stub"}, "products", "stub"),
        ({"wiremock": "embedded"}, "wiremock", "embedded"),
        ({"wiremock": "container"}, "wiremock", "container"),
        ({"wiremock": WIREMOCK}, "wiremock", WIREMOCK),
        ({"wiremock": f"{WIREMOCK}/"}, "wiremock", WIREMOCK),
        ({"wiremock": "https://[::1]:8443"}, "wiremock", "https://[::1]:8443"),
        ({"wiremock": "http://wiremock"}, "wiremock", "http://wiremock"),
        ({"wiremock": WIREMOCK, "overview_url": "http://o:1"}, "overview_url", "http://o:1"),
        ({**REMOTE, "overview_log": __file__}, "overview_log", Path(__file__)),
        ({**CONSENT}, "products_url", "http://127.0.0.1:5002"),
        ({**CONSENT}, "products_token", "secret"),
        ({**CONSENT}, "replace_products", "yes"),
        ({"deadline": "0.2"}, "deadline", 0.2),
        ({"deadline": "60"}, "deadline", 60.0),
    ],
)
def test_each_setting_is_read_from_either_place(
    given: dict[str, str], name: str, read: Any
) -> None:
    environment = {f"ACCEPTANCE_{key.upper()}": value for key, value in given.items()}
    assert getattr(read_settings(given, {}), name) == read
    assert getattr(read_settings({}, environment), name) == read


def test_a_jar_must_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my wiremock.jar").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    expected = tmp_path / "my wiremock.jar"
    assert read_settings({"wiremock_jar": str(expected)}, {}).wiremock_jar == expected
    assert read_settings({"wiremock_jar": "~/my wiremock.jar"}, {}).wiremock_jar == expected
    for wrong in (str(tmp_path), str(tmp_path / "none.jar"), ""):
        problem = refusal({"wiremock_jar": wrong})
        assert problem == f"-D wiremock_jar={wrong}: there is no such file."


def test_the_command_line_wins_over_the_environment() -> None:
    settings = read_settings({"products": "stub"}, {"ACCEPTANCE_PRODUCTS": "live"})
    assert settings.products == "stub"


def test_a_replaced_variable_is_not_read() -> None:
    settings = read_settings({"deadline": "2"}, {"ACCEPTANCE_DEADLINE": "never"})
    assert settings.deadline == 2


def test_both_places_count_together() -> None:
    environment = {f"ACCEPTANCE_{name.upper()}": value for name, value in CONSENT.items()}
    del environment["ACCEPTANCE_REPLACE_PRODUCTS"]
    assert "replaced" in refusal({}, environment)
    assert read_settings({"replace_products": "yes"}, environment).products_token == "secret"


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("products", "lvie", "did you mean live? It must be one of stub, live."),
        ("products", "Live", "did you mean live? It must be one of stub, live."),
        ("products", "", "it must be one of stub, live."),
        ("replace_products", "true", "it must be one of no, yes."),
        *(
            ("deadline", value, "it must be a number of seconds from 0.2 to 60.")
            for value in ("0.19", "60.1", "0", "-1", "nan", "inf", "1e9", "soon", "", "1,5", "1 s")
        ),
        *(
            ("wiremock", value, ALLOWED)
            for value in (
                "",
                "Embedded",
                "127.0.0.1:8080",
                "localhost",
                "ftp://127.0.0.1",
                "file:///etc/passwd",
                "http://",
                "http://:8080",
                "http://127.0.0.1:0",
                "http://127.0.0.1:99999",
                "http://127.0.0.1:port",
                "http://[::1",
                "http://127.0.0.1:8080/__admin",
                "http://127.0.0.1:8080?x=1",
                "http://127.0.0.1:8080#x",
                "http://me:secret@127.0.0.1",
            )
        ),
        ("overview_url", "127.0.0.1", "it must be a URL such as http://127.0.0.1:8080."),
        ("products_url", "http://a/products", "it must be a URL such as http://127.0.0.1:8080."),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: str, allowed: str) -> None:
    assert refusal({name: value}) == f"-D {name}={value}: {allowed}"
    if value:  # an empty variable counts as not set
        variable = f"ACCEPTANCE_{name.upper()}"
        assert refusal({}, {variable: value}) == f"{variable}={value}: {allowed}"


def test_a_mistyped_name_is_refused_with_the_right_one() -> None:
    expected = "there is no such setting; did you mean products?"
    assert refusal({"product": "live"}) == f"-D product: {expected}"
    variable = "ACCEPTANCE_PRODUCT"
    assert refusal({}, {variable: "live"}) == f"{variable}: {expected}"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"overview_url": "http://127.0.0.1:5001"}, "overview_url needs wiremock=URL beside it"),
        (
            {"overview_url": "http://127.0.0.1:5001", "wiremock": "container"},
            "overview_url needs wiremock=URL beside it",
        ),
        ({"overview_log": __file__}, "overview_log goes with overview_url only"),
        ({"wiremock": WIREMOCK, "wiremock_jar": __file__}, "wiremock_jar goes with wiremock=embe"),
        ({"wiremock": "container", "wiremock_jar": __file__}, "wiremock_jar goes with wiremock=e"),
        ({"wiremock": "container", "products": "live"}, "loopback, which no container reaches"),
        ({**CONSENT, "wiremock": "container"}, "loopback, which no container reaches"),
        (
            {**CONSENT, "wiremock": "container", "products_url": "http://localhost:5002"},
            "loopback, which no container reaches",
        ),
        ({"products_url": "http://p:1", "products": "stub"}, "go with products=live only"),
        ({"products_url": "http://127.0.0.1:5002"}, "go with products=live only"),
        ({"products_token": "secret"}, "go with products=live only"),
        (
            {**CONSENT, "replace_products": "no"},
            "The products at http://127.0.0.1:5002 would be replaced by those of the features. "
            "If they may be, say so: -D replace_products=yes.",
        ),
        ({**CONSENT, "products_token": ""}, "products_url needs products_token"),
    ],
)
def test_a_contradiction_is_refused(given: dict[str, str], problem: str) -> None:
    assert problem in refusal(given)


@pytest.mark.parametrize("missing", ["products", "replace_products"])
def test_a_running_service_needs_consent(missing: str) -> None:
    given = {name: value for name, value in CONSENT.items() if name != missing}
    refusal(given)
    assert read_settings(CONSENT, {}).products_url == "http://127.0.0.1:5002"


def test_a_container_reaches_a_service_elsewhere() -> None:
    given = {**CONSENT, "wiremock": "container", "products_url": "http://192.0.2.7:5002"}
    assert read_settings(given, {}).wiremock == "container"


@pytest.mark.parametrize(
    ("given", "shared"),
    [
        ({"wiremock": WIREMOCK}, f"wiremock={WIREMOCK}"),
        (REMOTE, "overview_url=http://o:1"),
        (CONSENT, "products_url=http://127.0.0.1:5002"),
    ],
)
def test_workers_share_no_server_that_runs(given: dict[str, str], shared: str) -> None:
    assert f"{shared} runs already" in refusal(given, {"BEHAVE_STRICT_WORKERS": "2"})
    read_settings(given, {})
    read_settings({}, {"BEHAVE_STRICT_WORKERS": "2"})


def test_variables_for_live_runs_may_stand_by() -> None:
    environment = {f"ACCEPTANCE_{name.upper()}": value for name, value in CONSENT.items()}
    environment["ACCEPTANCE_PRODUCTS"] = "stub"
    assert read_settings({}, environment) == Settings()
    assert read_settings({"products": "live"}, environment).products_token == "secret"
    del environment["ACCEPTANCE_PRODUCTS"]
    assert "go with products=live only" in refusal({}, environment)  # was live meant?
    assert read_settings({"products": "stub"}, environment) == Settings()
    problem = refusal({"products": "stub", "products_url": "http://p:1"}, environment)
    assert "go with products=live only" in problem
    environment["ACCEPTANCE_PRODUCTS"], environment["ACCEPTANCE_PRODUCTS_URL"] = "stub", "p"
    assert "must be a URL" in refusal({}, environment)


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_an_empty_variable_counts_as_not_set(name: str) -> None:
    assert read_settings({}, {f"ACCEPTANCE_{name.upper()}": ""}) == Settings()


# --- the browser ----------------------------------------------------------------------------------


def test_the_api_is_the_default_view() -> None:
    assert (Settings().view, Settings().browser) == ("api", "auto")


@pytest.mark.parametrize(
    ("name", "value"),
    [("view", "api"), ("view", "browser"), ("browser", "auto"), ("browser", "required")],
)
def test_view_and_browser_are_settings(name: str, value: str) -> None:
    assert getattr(read_settings({name: value}, {}), name) == value
    assert getattr(read_settings({}, {f"ACCEPTANCE_{name.upper()}": value}), name) == value


def test_a_browser_may_be_a_file() -> None:
    assert read_settings({"browser": __file__}, {}).browser == Path(__file__)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("view", "browsre", "did you mean browser? It must be one of api, browser."),
        ("view", "", "it must be one of api, browser."),
        ("browser", "chrome", "it must be auto, required, or a browser's path."),
        ("browser", "", "it must be auto, required, or a browser's path."),
    ],
)
def test_any_other_browser_or_view_is_refused(name: str, value: str, allowed: str) -> None:
    assert refusal({name: value}) == f"-D {name}={value}: {allowed}"


# --- playing again --------------------------------------------------------------------------------


def test_options_repeat_every_setting_but_a_secret() -> None:
    settings = Settings(
        products="live",
        wiremock=WIREMOCK,
        products_url="http://p:1",
        products_token="secret",
        replace_products="yes",
        browser="/opt/my browser",
        deadline=2.0,
    )
    assert settings.options() == (
        f"-D products=live -D view=api -D wiremock={WIREMOCK} -D products_url=http://p:1 "
        "-D products_token=... -D replace_products=yes -D browser='/opt/my browser' -D deadline=2.0"
    )
    assert Settings().options() == "-D products=stub -D view=api"
