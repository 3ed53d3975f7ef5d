"""The features' README: it lists every feature, and its numbers are those of the services."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from overview_service.settings import Settings
from overview_service.web_page import PAGE_SIZES

ROOT = Path(__file__).resolve().parents[1]
FEATURES = ROOT / "features"
README = (FEATURES / "README.md").read_text(encoding="utf-8")


def row(start: str) -> str:
    """Return the row of the README's tables that begins with this."""
    (found,) = [line for line in README.splitlines() if line.startswith(f"| {start}")]
    return found


def test_the_readme_lists_every_feature_by_its_title() -> None:
    listed = dict(re.findall(r"^\d+\. \[(.+)\]\((.+)\)$", README, re.MULTILINE))
    titles = {
        re.findall(r"^Feature: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)[0]: file.name
        for file in FEATURES.glob("*.feature")
    }
    assert listed == titles, "add the feature to the reading order in features/README.md"


def test_the_readme_has_the_service_s_own_limits() -> None:
    settings = Settings()
    assert f"| {settings.products_deadline:g} seconds" in row("The longest")
    assert f"| {settings.products_in_flight}, " in row("Shoppers waiting for the products service")
    assert f"up to {settings.products_max_bytes // 2**20} MiB" in row("Size")


def test_the_readme_has_the_contract_s_limits() -> None:
    contract = yaml.safe_load((ROOT / "products_service/openapi.yaml").read_text(encoding="utf-8"))
    size = contract["components"]["parameters"]["PageSize"]["schema"]
    page = contract["components"]["parameters"]["PageNumber"]["schema"]
    price = contract["components"]["schemas"]["Price"]
    sizes = ", ".join(map(str, PAGE_SIZES[:-1]))
    assert f"| {size['default']}; shoppers choose {sizes} or {PAGE_SIZES[-1]}" in row(
        "Products per"
    )
    assert f"from {size['minimum']} to {size['maximum']} in" in row("Products per page")
    assert f"up to {page['maximum']:,}" in row("Pages")
    assert f"{price['minimum']:.2f} to {price['maximum']:,}" in row("Prices")
