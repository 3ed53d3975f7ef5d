"""Where a run took place: Python, the machine, and the CI system with its build and commit."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from behave import __version__ as behave_version

PROTOCOL = "34.2.1"  # the schema that the tests hold the messages to

# For each system: the variable that tells that it is it, and where it says what.
SYSTEMS: dict[str, dict[str, str]] = {
    "GitHub Actions": {
        "detect": "GITHUB_ACTIONS",
        "url": "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}",
        "buildNumber": "{GITHUB_RUN_ID}",
        "remote": "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}.git",
        "revision": "{GITHUB_SHA}",
        "branch": "{GITHUB_HEAD_REF}|{GITHUB_REF_NAME}",
    },
    "GitLab": {
        "detect": "GITLAB_CI",
        "url": "{CI_JOB_URL}",
        "buildNumber": "{CI_JOB_ID}",
        "remote": "{CI_REPOSITORY_URL}",
        "revision": "{CI_COMMIT_SHA}",
        "branch": "{CI_COMMIT_BRANCH}|{CI_MERGE_REQUEST_SOURCE_BRANCH_NAME}",
        "tag": "{CI_COMMIT_TAG}",
    },
    "CircleCI": {
        "detect": "CIRCLECI",
        "url": "{CIRCLE_BUILD_URL}",
        "buildNumber": "{CIRCLE_BUILD_NUM}",
        "remote": "{CIRCLE_REPOSITORY_URL}",
        "revision": "{CIRCLE_SHA1}",
        "branch": "{CIRCLE_BRANCH}",
        "tag": "{CIRCLE_TAG}",
    },
    "Jenkins": {
        "detect": "JENKINS_URL",
        "url": "{BUILD_URL}",
        "buildNumber": "{BUILD_NUMBER}",
        "remote": "{GIT_URL}",
        "revision": "{GIT_COMMIT}",
        "branch": "{GIT_LOCAL_BRANCH}|{GIT_BRANCH}",
        "tag": "{GIT_TAG_NAME}",
    },
    "Azure Pipelines": {
        "detect": "TF_BUILD",
        "url": "{BUILD_BUILDURI}",
        "buildNumber": "{BUILD_BUILDNUMBER}",
        "remote": "{BUILD_REPOSITORY_URI}",
        "revision": "{BUILD_SOURCEVERSION}",
        "branch": "{BUILD_SOURCEBRANCHNAME}",
    },
    "Bitbucket": {
        "detect": "BITBUCKET_COMMIT",
        "url": "{BITBUCKET_GIT_HTTP_ORIGIN}/pipelines/results/{BITBUCKET_BUILD_NUMBER}",
        "buildNumber": "{BITBUCKET_BUILD_NUMBER}",
        "remote": "{BITBUCKET_GIT_HTTP_ORIGIN}",
        "revision": "{BITBUCKET_COMMIT}",
        "branch": "{BITBUCKET_BRANCH}",
        "tag": "{BITBUCKET_TAG}",
    },
}


def meta(checked: bool, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Tell what the run was made with, and where; in its name, whether anything was checked."""
    name = "behave" if checked else "behave (nothing was checked)"
    python = {"name": platform.python_implementation(), "version": platform.python_version()}
    about = {
        "protocolVersion": PROTOCOL,
        "implementation": {"name": name, "version": behave_version},
        "runtime": python,
        "os": {"name": platform.system(), "version": platform.release()},
        "cpu": {"name": platform.machine()},
    }
    found = _ci(environment)
    return {**about, "ci": found} if found else about


def _ci(environment: Mapping[str, str]) -> dict[str, Any] | None:
    for name, says in SYSTEMS.items():
        if environment.get(says["detect"]):
            told = {key: _fill(template, environment) for key, template in says.items()}
            git = {key: told.get(key) for key in ("remote", "revision", "branch", "tag")}
            git = {key: value for key, value in git.items() if value}
            build = {key: told[key] for key in ("url", "buildNumber") if told[key]}
            whole = {"remote", "revision"} <= git.keys()
            return {"name": name, **build, **({"git": git} if whole else {})}
    return None


def _fill(template: str, environment: Mapping[str, str]) -> str:
    """Return the first of several templates of which all variables are set, without a password."""
    for one in template.split("|"):
        try:
            filled = one.format_map({name: value for name, value in environment.items() if value})
        except KeyError:
            continue
        return _without_password(filled)
    return ""


def _without_password(text: str) -> str:
    parts = urlsplit(text)
    if "@" not in parts.netloc:
        return text
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
