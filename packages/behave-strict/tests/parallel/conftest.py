"""Projects that are played by one process and by several, and what both leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .projects import CONFIGURATION

STEP = """
import os
from behave import then

@then("it is well")
def it_is_well(context):
    pass

@then("it runs")
def it_runs(context):
    exec(context.text, {"context": context, "os": os})
"""


@pytest.fixture
def project(tmp_path: Path, new_project: Any) -> Any:
    """A project with two steps, `it is well` and `it runs`, and no feature yet."""
    project = new_project(tmp_path).write("pyproject.toml", CONFIGURATION)
    return project.write("steps/steps.py", STEP)
