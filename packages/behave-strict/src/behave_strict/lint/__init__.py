"""What can be found wrong with a behave project without running it."""

from __future__ import annotations

from behave_strict.lint import features, steps, two_parsers
from behave_strict.suite import Problem, Suite


def check(suite: Suite) -> list[Problem]:
    """Every problem of the suite, once, in the order of files and lines."""
    found = list(suite.unreadable)
    for file in suite.files:
        for feature_rule in (*features.RULES, *two_parsers.RULES):
            found += feature_rule(file)
    for suite_rule in (*features.SUITE_RULES, *steps.RULES):
        found += suite_rule(suite)
    return sorted(dict.fromkeys(found))
