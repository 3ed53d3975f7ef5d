"""One HTML page from any Cucumber Messages: what was played, what came of it, what has changed."""

from behave_strict.page.changes import entry_of
from behave_strict.page.page import render, write
from behave_strict.page.reader import MessagesError, read, read_file

__all__ = ["MessagesError", "entry_of", "read", "read_file", "render", "write"]
