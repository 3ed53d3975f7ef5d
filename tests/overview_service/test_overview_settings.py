"""Reading the settings, and refusing those that cannot be used."""

from __future__ import annotations

import pytest

from overview_service.settings import Settings, SettingsError, read_settings


def test_the_defaults_need_no_environment() -> None:
    assert read_settings({}) == Settings()
    assert read_settings({"PORT": "", "HOME": "/x"}) == Settings()


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
