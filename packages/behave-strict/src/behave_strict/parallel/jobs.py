"""How many workers a run has, what is dealt out to them, and what speaks against them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Any

from behave_strict.endings import Problem

FEATURE_HOOKS = ("before_feature", "after_feature", "before_rule", "after_rule")
TAG_HOOKS = ("before_tag", "after_tag")


def wanted(config: Any) -> int:
    """Tell how many workers are wanted: behave's `--jobs`, where 0 stands for all cores."""
    if config.dry_run:
        return 1
    return config.jobs or cores()


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def unit(chosen: str, hooks: dict[str, Any], features: list[Any]) -> str:
    """Tell what is dealt out as a whole: a "scenario", or a "feature" where its hooks matter."""
    tagged = any(place.tags for f in features for place in (f, *f.rules))
    matter = [*FEATURE_HOOKS, *(TAG_HOOKS if tagged else ())]
    return chosen or ("feature" if any(name in hooks for name in matter) else "scenario")


def obstacles(jobs: int) -> Iterator[Problem]:
    """Find threads that run already: workers are copies of this process, but have none of them."""
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            what = f'the thread "{thread.name}" runs already, and no worker would have it'
            yield Problem(f"--jobs={jobs}", 0, what, "start it in before_all")
