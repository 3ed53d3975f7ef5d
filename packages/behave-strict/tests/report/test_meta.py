"""Where a run took place, as its messages say."""

from __future__ import annotations

import pytest
from behave_strict.report.meta import meta

GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "shop/overview",
    "GITHUB_RUN_ID": "154",
    "GITHUB_SHA": "99684bc",
    "GITHUB_HEAD_REF": "",
    "GITHUB_REF_NAME": "main",
}


def test_outside_of_ci_nothing_is_said_of_it() -> None:
    assert "ci" not in meta(True, {"HOME": "/home/me"})


def test_build_and_commit_are_told() -> None:
    assert meta(True, GITHUB)["ci"] == {
        "name": "GitHub Actions",
        "url": "https://github.com/shop/overview/actions/runs/154",
        "buildNumber": "154",
        "git": {
            "remote": "https://github.com/shop/overview.git",
            "revision": "99684bc",
            "branch": "main",
        },
    }


def test_a_password_in_an_address_is_left_out() -> None:
    gitlab = {
        "GITLAB_CI": "true",
        "CI_REPOSITORY_URL": "https://gitlab-ci-token:secret@gitlab.test/shop.git",
        "CI_COMMIT_SHA": "99684bc",
    }
    assert meta(True, gitlab)["ci"]["git"]["remote"] == "https://gitlab.test/shop.git"


@pytest.mark.parametrize("missing", ["GITHUB_SHA", "GITHUB_REPOSITORY"])
def test_half_a_commit_is_left_out(missing: str) -> None:
    assert "git" not in meta(True, {**GITHUB, missing: ""})["ci"]


def test_a_run_without_checks_says_so() -> None:
    assert meta(False, {})["implementation"]["name"] == "behave (nothing was checked)"
