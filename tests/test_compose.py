"""The compose files agree with each other and with the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from wiremock_strict.jar import VERSION
from wiremock_strict.options import ANYWHERE

ROOT = Path(__file__).parents[1]
MAIN = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
BENCH = yaml.safe_load((ROOT / "docker-compose.bench.yml").read_text())
SERVICES = [
    pytest.param(service, id=f"{file} {name}")
    for file, compose in (("main", MAIN), ("bench", BENCH))
    for name, service in compose["services"].items()
]


def test_the_bench_starts_wiremock_as_we_do() -> None:
    wiremock = BENCH["services"]["wiremock"]

    assert wiremock["image"] == f"wiremock/wiremock:{VERSION}"
    assert wiremock["command"].split() == ANYWHERE


def test_the_bench_plays_by_the_overviews_deadline() -> None:
    deadline = BENCH["services"]["overview"]["environment"]["PRODUCTS_DEADLINE"]

    assert f"-D deadline={deadline}" in BENCH["services"]["acceptance"]["command"]


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_is_confined(service: dict[str, Any]) -> None:
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("service", SERVICES)
def test_ports_are_published_on_loopback_only(service: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_down_knows_every_network() -> None:
    """Check against Compose's habit of passing over a network that only a profile uses."""
    behind_profiles = [one for one in MAIN["services"].values() if "profiles" in one]

    assert behind_profiles
    assert all("network_mode" in service for service in behind_profiles)


def test_down_knows_every_volume() -> None:
    """Check against Compose's habit of passing over a volume that only a profile uses."""
    used = {
        volume.partition(":")[0]
        for service in MAIN["services"].values()
        if "profiles" not in service
        for volume in service.get("volumes", [])
    }

    assert set(MAIN["volumes"]) <= used
