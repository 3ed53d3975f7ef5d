"""One set of reports from the messages of several shards."""

from behave_strict.merge.command import merge

__all__ = ["merge"]
