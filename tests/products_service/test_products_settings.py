"""Reading the settings, and refusing those that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from products_service.app import create_app
from products_service.routes import storage_of
from products_service.settings import Settings, SettingsError, read_settings


def test_the_defaults_are_loopback_and_no_writing() -> None:
    assert read_settings({}) == Settings("127.0.0.1", 5002, None, None)


def test_an_empty_variable_counts_as_not_set() -> None:
    names = ("HOST", "PORT", "DATABASE_URL", "PRODUCTS_TOKEN")
    assert read_settings(dict.fromkeys(names, "")) == Settings()


def test_every_setting_is_read() -> None:
    settings = read_settings(
        {
            "HOST": "::1",
            "PORT": "0",
            "DATABASE_URL": "sqlite:////tmp/a folder/products.sqlite3",
            "PRODUCTS_TOKEN": "aZ09-._~+/==",
        }
    )
    assert (settings.host, settings.port, settings.token) == ("::1", 0, "aZ09-._~+/==")
    assert settings.database_url
    assert settings.database_url.database == "/tmp/a folder/products.sqlite3"


@pytest.mark.parametrize("port", [0, 65535])
def test_every_port_is_allowed(port: int) -> None:
    assert read_settings({"PORT": str(port)}).port == port


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_address_means_psycopg(scheme: str) -> None:
    url = read_settings({"DATABASE_URL": f"{scheme}://u:p@db/shop"}).database_url
    assert url
    assert url.render_as_string(hide_password=False) == "postgresql+psycopg://u:p@db/shop"


def test_the_repr_of_settings_hides_secrets() -> None:
    settings = read_settings(
        {"DATABASE_URL": "postgresql://u:hidden@db/shop", "PRODUCTS_TOKEN": "secret"}
    )
    assert "hidden" not in repr(settings)
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"), ("PORT", "-1"), ("PORT", "http"), ("PORT", " 5002"), ("PORT", "\uff15"),
        ("PORT", "1_0"), ("PORT", "9" * 5000),
        ("DATABASE_URL", "products.sqlite3"), ("DATABASE_URL", "mysql://db/shop"),
        ("DATABASE_URL", "postgresql+asyncpg://db/shop"), ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"), ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite://host/file"), ("DATABASE_URL", "sqlite:///file?mode=ro"),
        ("DATABASE_URL", "postgresql://u:hidden@db:port/shop"),
        ("PRODUCTS_TOKEN", "two words"), ("PRODUCTS_TOKEN", "hidden\n"), ("PRODUCTS_TOKEN", "é"),
        ("PRODUCTS_TOKEN", "a=b"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({name: value})
    assert str(caught.value).startswith(f"{name} ")
    assert "hidden" not in str(caught.value)


def test_the_default_database_is_in_the_instance_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flask.Flask.auto_find_instance_path", lambda _: str(tmp_path / "a b/i"))
    app = create_app(Settings())
    assert app.test_client().get("/products").status_code == 200
    assert [file.name for file in (tmp_path / "a b/i").iterdir()] == ["products.sqlite3"]
    storage_of(app).close()


def test_a_file_name_may_have_any_characters(tmp_path: Path) -> None:
    file = tmp_path / "a %41? #é.sqlite3"
    settings = read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/plain"})
    assert settings.database_url
    url = settings.database_url.set(database=str(file))
    assert create_app(Settings(database_url=url)).test_client().get("/health").status_code == 200
    assert file.stat().st_size > 0
