"""`python -m proof.soak`: play the suite until so many scenarios were played, and watch."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict

from proof.document import ROOT, table, write_part
from proof.soak.busy import busy, load_average
from proof.soak.long_run import BESIDE, Flatness, play_long
from proof.soak.runs import Played, play

LONG = 5_000  # scenarios in one process
REPORT = ROOT / "reports/soak.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 if a scenario failed, or something grew."""
    asked = _parser().parse_args(arguments)
    (ROOT / "reports").mkdir(exist_ok=True)
    runs, flatness, load, ended = list[Played](), None, 0.0, False
    try:
        with busy(asked.load) if asked.load else nullcontext():
            for run in _runs(asked.scenarios, asked.jobs, asked.seed):
                runs.append(run)
                load = load_average()
        flatness = play_long(asked.long, asked.seed) if asked.long else None
    except KeyboardInterrupt:
        print("Ended; what was played so far is written down.", file=sys.stderr)
        ended = True
    if runs or flatness:
        _write(asked, runs, flatness, load)
    wrong = [line for run in runs for line in run.wrong]
    bad = wrong or (flatness and (flatness.code or flatness.grown))
    print("\n".join([*wrong, *(flatness.grown if flatness else [])]) or "Nothing failed or grew.")
    return 1 if bad or ended else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proof.soak", description=__doc__)
    parser.add_argument("--scenarios", type=int, default=10_000, metavar="N", help="in many runs")
    parser.add_argument("--long", type=int, default=LONG, metavar="N", help="in one process")
    parser.add_argument("--jobs", type=int, default=4, metavar="N", help="workers of each run")
    parser.add_argument("--load", type=int, default=16, metavar="N", help="busy processes beside")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of all orders")
    return parser


def _runs(scenarios: int, jobs: int, seed: int) -> Iterator[Played]:
    orders = random.Random(seed)  # noqa: S311 - not for secrets
    while scenarios > 0:
        run = play(orders.randrange(10**6), jobs)
        about = f"order={run.order}: {run.scenarios} in {run.seconds:.0f} s"
        print(about, *run.wrong, sep="\n  ", flush=True)
        yield run
        if not run.scenarios:
            return  # nothing can be played at all
        scenarios -= run.scenarios


def _write(
    asked: argparse.Namespace, runs: Sequence[Played], flatness: Flatness | None, load: float
) -> None:
    """Keep everything in a file, and put a table into the document."""
    kept = {"seed": asked.seed, "runs": [asdict(run) for run in runs]}
    kept["long"] = asdict(flatness) if flatness else None
    REPORT.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    played, wrong = sum(run.scenarios for run in runs), sum(len(run.wrong) for run in runs)
    rows = [
        [
            f"{len(runs)} runs with `-j {asked.jobs}` in random order (seed {asked.seed}), on "
            f"{os.cpu_count()} cores with a load of {load:.0f}",
            f"no failure in {asked.scenarios} scenarios",
            f"{wrong} of {played} failed",
        ]
    ]
    if flatness:
        rows += [
            [
                f"one process plays {flatness.scenarios} scenarios: {name}",
                "as much in the last tenth as in the first",
                f"{getattr(flatness.first, name):.1f}, then {getattr(flatness.last, name):.1f}",
            ]
            for name in BESIDE
        ]
    long = f' ARGS="--long {asked.long}"' if asked.long != LONG else ""
    command = f"make soak SCENARIOS={asked.scenarios} SEED={asked.seed}{long}"
    write_part("soak", command, table(["what was done", "promised", "what happened"], rows))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
