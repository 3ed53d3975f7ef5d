"""The command `wiremock-strict`: what a machine needs once, before tests run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from wiremock_strict.aot import AotCache
from wiremock_strict.errors import StartError, WireMockStrictError
from wiremock_strict.install import install
from wiremock_strict.jar import VERSION, find_jar
from wiremock_strict.java import find_java
from wiremock_strict.options import ANYWHERE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    parser = argparse.ArgumentParser(prog="wiremock-strict", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        described = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        described.set_defaults(command=command)
    try:
        parser.parse_args(arguments).command()
    except WireMockStrictError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def install_all() -> None:
    """Fetch WireMock's server into the cache, checked by its hash, and make Java's cache of it."""
    fetched = install()
    jar = find_jar()
    print(f"WireMock {VERSION} {'is now' if fetched else 'is already'} in {jar.parent}.")
    make_cache()


def make_cache() -> None:
    """Make Java's cache of WireMock, with which it starts in a third of the time."""
    cache = AotCache(find_java(), find_jar())
    try:
        made = cache.make()
    except StartError as error:  # slower, not wrong
        print(f"Java's cache could not be made, so WireMock starts more slowly. {error}")
    else:
        print(f"Java's cache of it is {'now' if made else 'already'} there, too.")


def show_options() -> None:
    """Print the options that a WireMock should have which is started otherwise."""
    print(*ANYWHERE)


COMMANDS = {"install": install_all, "cache": make_cache, "options": show_options}

if __name__ == "__main__":
    sys.exit(main())
