"""Reading the settings, and refusing those that cannot be used."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from overview_service.settings import Settings, SettingsError, read_settings


def test_the_defaults_need_no_environment() -> None:
    usual = Settings("127.0.0.1", 5001, "http://127.0.0.1:5002", 2.0, 128, 1_048_576)
    assert read_settings({}) == usual
    assert read_settings({"PORT": "", "HOME": "/x"}) == usual


def test_every_setting_is_read() -> None:
    assert read_settings(
        {
            "HOST": "::1",
            "PORT": "0",
            "PRODUCTS_URL": "https://products.example:8443/shop/",
            "PRODUCTS_DEADLINE": "0.25",
            "PRODUCTS_IN_FLIGHT": "7",
            "PRODUCTS_MAX_BYTES": "4096",
        }
    ) == Settings("::1", 0, "https://products.example:8443/shop", 0.25, 7, 4096)


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("PORT", "0", "65535"),
        ("PRODUCTS_DEADLINE", "0.000001", "600"),
        ("PRODUCTS_IN_FLIGHT", "1", "1000"),
        ("PRODUCTS_MAX_BYTES", "1", "1073741824"),
    ],
)
def test_the_bounds_of_a_number_are_allowed(name: str, lowest: str, highest: str) -> None:
    for text in (lowest, highest):
        assert float(text) in astuple(read_settings({name: text}))
    with pytest.raises(SettingsError):
        read_settings({name: str(int(highest) + 1)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("PORT", value) for value in ("-1", "65536", "http", " 80", "8_0", "８０", "9" * 5000)),
        *(
            ("PRODUCTS_DEADLINE", value)
            for value in ("0", "-1", "nan", "inf", "1e3", "1,5", "601", "0.0", "1 s")
        ),
        *(("PRODUCTS_IN_FLIGHT", value) for value in ("0", "1001", "many")),
        *(("PRODUCTS_MAX_BYTES", value) for value in ("0", "1M", "9999999999")),
        *(
            ("PRODUCTS_URL", value)
            for value in (
                "products:5002",
                "ftp://products",
                "http://",
                "http://:5002",
                "http://a:99999",
                "http://a:0",
                "http://user:secret@a",
                "http://user@a",
                "http://:secret@a",
                "http://a/?b=c",
                "http://a/#b",
                "http://[::1",
                "http://a b",
                "http://" + "a" * 64,
            )
        ),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} must be an? .+, not ['\"]"):
        read_settings({name: value})
