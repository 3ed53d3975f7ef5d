"""Find problems of a behave project without running it."""

from __future__ import annotations

from behave_strict.endings import Problem
from behave_strict.lint import steps, structure, style, two_parsers
from behave_strict.suite import Suite


def check(suite: Suite) -> list[Problem]:
    """Find every problem of the suite, once, in the order of files and lines."""
    found = list(suite.unreadable)
    for file in suite.files:
        for file_rule in (*structure.RULES, *two_parsers.RULES):
            found += file_rule(file)
    for suite_rule in (*style.RULES, *steps.RULES):
        found += suite_rule(suite)
    return sorted({problem for problem in found if problem.rule not in suite.settings.off})
