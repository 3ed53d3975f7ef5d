"""Try each SDK on each server, and report what works: python -m compatibility --help."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from wiremock_strict.errors import WireMockStrictError

from compatibility.jars import ROOT, find_server
from compatibility.pair import Pair, try_pair
from compatibility.report import Report
from compatibility.sdk import open_sdk

SERVERS = ["2.35.1", "3.13.2"]


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; paths are made absolute."""
    parser = argparse.ArgumentParser(prog="python -m compatibility", description=__doc__)
    parser.add_argument("--sdk", nargs="+", default=[""], metavar="VERSION_OR_PATH",
                        help="of python-wiremock; the installed one unless given")  # fmt: skip
    parser.add_argument("--server", nargs="+", default=SERVERS, metavar="VERSION_OR_JAR",
                        help=f"of WireMock; {' and '.join(SERVERS)} unless given")  # fmt: skip
    parser.add_argument("--output", type=Path, default=ROOT / "reports/compatibility",
                        metavar="FOLDER", help="for compatibility.md and .json")  # fmt: skip
    given = parser.parse_args(arguments)
    given.output = given.output.resolve()
    for names in (given.sdk, given.server):
        names[:] = [
            str(Path(name).resolve()) if Path(name).exists() and name else name for name in names
        ]
    return given


def try_all(sdks: list[str], servers: list[str], logs: Path, console: Console) -> list[Pair]:
    """Try every pair; one that cannot be tried holds an error."""
    pairs = []
    for wanted in sdks:
        for server in servers:
            name = f"{wanted or 'the installed SDK'} on {server}"
            with console.status(f"Trying {name}"), tempfile.TemporaryDirectory() as folder:
                try:
                    with open_sdk(wanted) as sdk:
                        pairs.append(try_pair(sdk, find_server(server), Path(folder), logs))
                except WireMockStrictError as error:
                    pairs.append(Pair(wanted or "installed", server, error=str(error)))
    return pairs


def main(arguments: list[str]) -> int:
    """Return 0 if the suite passes on each pair; what the SDK lacks is no error."""
    given = read_arguments(arguments)
    os.chdir(ROOT)  # behave reads its configuration there
    console = Console()
    given.output.mkdir(parents=True, exist_ok=True)
    pairs = try_all(given.sdk, given.server, given.output, console)
    report = Report(pairs)
    report.print(console)
    report.write(given.output)
    console.print(f"All rows are in {given.output}.", markup=False, soft_wrap=True)
    return int(any(pair.failed for pair in pairs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
