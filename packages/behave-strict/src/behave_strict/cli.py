"""The console command `behave-strict`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

# Each command imports what it needs: `summary` needs nothing but Python's own library.


def lint(given: argparse.Namespace) -> int:
    """Print each problem of the project in this folder, without running it."""
    from behave_strict.annotations import annotation
    from behave_strict.endings import Refused
    from behave_strict.lint import check
    from behave_strict.suite import load_here
    from behave_strict.wording import count

    problems: Sequence[object]
    try:
        suite = load_here()
        problems = check(suite)
    except Refused as refused:
        problems = refused.problems
    for problem in problems:
        print(annotation(problem) if given.format == "github" else problem)
    if not problems:
        scenarios = count(list(suite.scenarios()), "scenario")
        print(f"{scenarios}, {count(suite.definitions(), 'step definition')}: no problems.")
    return 1 if problems else 0


def steps(_: argparse.Namespace) -> int:
    """List the sentences that features may use, with an example of each."""
    from behave_strict import listings

    return listings.show(listings.steps)


def tags(_: argparse.Namespace) -> int:
    """List the tags, what they mean, and how many scenarios have them."""
    from behave_strict import listings

    return listings.show(listings.tags)


def summary(given: argparse.Namespace) -> int:
    """Print a JUnit file as Markdown, for the page of a CI job."""
    from behave_strict.report.summary import show

    return show(given.file)


def report(given: argparse.Namespace) -> int:
    """Make the page from any file of Cucumber Messages."""
    from pathlib import Path

    from behave_strict.page import MessagesError, read_file, write

    try:
        write(read_file(Path(given.file)), Path(given.page), title=given.title)
    except MessagesError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


def merge(given: argparse.Namespace) -> int:
    """Make one set of reports from the messages of all shards of a run."""
    from behave_strict.merge import merge

    return merge(given.files, given.folder)


COMMANDS = {
    "lint": lint,
    "steps": steps,
    "tags": tags,
    "summary": summary,
    "report": report,
    "merge": merge,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit code."""
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except BrokenPipeError:  # as in `behave-strict steps | head`; Python flushes once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("behave-strict", description="Look after a behave project.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    parsers = {}
    for name, run in COMMANDS.items():
        parsers[name] = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        parsers[name].set_defaults(run=run)
    help_format = "github: as annotations on the lines of a pull request"
    parsers["lint"].add_argument(
        "--format", choices=["text", "github"], default="text", help=help_format
    )
    parsers["summary"].add_argument("file", metavar="FILE", help="such as reports/behave.xml")
    page = parsers["report"].add_argument
    page("file", metavar="FILE", help="such as reports/behave.ndjson")
    page("-o", dest="page", metavar="PAGE", required=True, help="such as page.html")
    page("--title", default="", help="what to call it")
    shards = parsers["merge"].add_argument
    shards("files", metavar="FILE", nargs="+", help="such as shard-1-of-5/behave.ndjson")
    shards("-o", dest="folder", metavar="FOLDER", required=True, help="such as reports/")
    return parser
