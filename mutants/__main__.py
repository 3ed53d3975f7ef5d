"""`python -m mutants`: try each mutant in scratch copies, and write down who found it."""

from __future__ import annotations

import argparse
import re
import signal
import sys
import tempfile
from collections.abc import Sequence
from fnmatch import fnmatch
from functools import partial
from hashlib import sha256
from pathlib import Path

from mutants.by_hand import by_hand
from mutants.generated import generated
from mutants.judges import CHECKS, FEATURES
from mutants.mutant import Mutant
from mutants.results import Results
from mutants.scratch import Scratch
from mutants.table import survivors, table
from mutants.trial import NotGreenError, try_all
from proof.document import write_part

ROOT = Path(__file__).parents[1]
EQUIVALENT = ROOT / "docs/equivalent-mutants.md"
REPORT = ROOT / "reports/mutants.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants that were asked for; return 1 if one survived."""
    asked = _parser().parse_args(arguments)
    try:
        chosen = _chosen(asked)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    results, equivalent = Results(REPORT), _equivalent()
    left = [one for one in chosen if _is_left(one, results, equivalent, asked.again)]
    left.sort(key=lambda one: not results.survived(one))
    print(f"{len(chosen)} mutants, of which {len(left)} are to be tried.", flush=True)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [Scratch(ROOT, Path(folder, str(n))) for n in range(asked.workers)]
        try:
            try_all(left, copies, results, print_line=partial(print, flush=True))
        except NotGreenError as error:
            print(error, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("Ended; the same command goes on from here.", file=sys.stderr)
    tried = results.of(chosen)
    if not tried:
        return 1
    lines = list(table(tried, equivalent, of=len(chosen)))
    print("\n".join(lines))
    write_part("mutants" if asked.of == "services" else "checks", _command(asked), lines)
    return 1 if survivors(tried, equivalent) or len(tried) < len(chosen) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mutants", description=__doc__)
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="tried side by side")
    parser.add_argument("--of", choices=("services", "checks"), default="services")
    parser.add_argument("--only", default="*", metavar="GLOB", help="only of files such as this")
    parser.add_argument("--source", choices=("all", "generated", "by-hand"), default="all")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, drawn by chance")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the sample")
    parser.add_argument("--again", action="store_true", help="first try earlier survivors again")
    return parser


def _command(asked: argparse.Namespace) -> str:
    """Write the command that tries the same mutants."""
    given = {"of": asked.of, "source": asked.source, "only": asked.only, "sample": asked.sample}
    options = [f"--{name} {value}" for name, value in given.items() if value not in (None, "*")]
    seed = [f"--seed {asked.seed}"] if asked.sample else []
    return f'make mutants ARGS="{" ".join([*options, *seed])}"'


def _chosen(asked: argparse.Namespace) -> list[Mutant]:
    """Return the mutants to try, in an order that is drawn by chance and by the seed.

    Whatever was tried when a run is broken off is a fair sample, and others that are added later
    do not change its order.

    Raises ValueError if a mutant made by hand does not fit its file, or there is none.
    """
    mutants = by_hand(ROOT) if asked.source != "generated" and asked.of == "services" else []
    if asked.source != "by-hand":
        places = FEATURES if asked.of == "services" else CHECKS
        mutants += [mutant for place in places for mutant in generated(ROOT, place)]
    mutants = [mutant for mutant in mutants if fnmatch(mutant.file, asked.only)]
    if not mutants:
        raise ValueError(f"No mutant of the {asked.of} is of a file such as {asked.only}.")
    mutants.sort(key=lambda one: sha256(f"{asked.seed} {one.key}".encode()).digest())
    return mutants[: asked.sample]


def _is_left(mutant: Mutant, results: Results, equivalent: frozenset[str], again: bool) -> bool:
    if mutant.key in equivalent or results.found(mutant):
        return False
    return again or not results.survived(mutant)


def _equivalent() -> frozenset[str]:
    """Read the keys of the mutants that nobody can tell from the original."""
    text = EQUIVALENT.read_text(encoding="utf-8") if EQUIVALENT.exists() else ""
    return frozenset(re.findall(r"^\| `([0-9a-f]{16})` \|", text, re.MULTILINE))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
