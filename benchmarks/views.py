"""The overview service against a bare Flask view: `python -m benchmarks.views`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure, show_figures
from benchmarks.shoppers import SHOPPERS, Address, products_service, rate, service

TURNS, TURNS_QUICKLY = 9, 1
REQUESTS = 20  # of each shopper in a turn
OURS, BARE = "overview_service", "benchmarks.bare_view"


def measure(quick: bool = False) -> list[Figure]:
    """Measure both in turns, and compare the median rates."""
    with tempfile.TemporaryDirectory(prefix="views-") as name, ExitStack() as stack:
        folder = Path(name)
        products = stack.enter_context(products_service(folder, delay=0))
        asked = {
            module: Address(
                f"{stack.enter_context(service(module, products, folder))}/overview", REQUESTS
            )
            for module in (OURS, BARE)
        }
        for address in asked.values():
            rate(address)  # connections, caches, Java's compiler
        turns = TURNS_QUICKLY if quick else TURNS
        rates = [{module: rate(address) for module, address in asked.items()} for _ in range(turns)]
    ours, bare = (median(turn[module] for turn in rates) for module in (OURS, BARE))
    what = f"the overview's responses to {SHOPPERS} shoppers"
    against = f"a bare Flask view with the same pooled call, {bare:.0f} /s"
    return [Figure(what, f"{ours:.0f} /s", against, ours / bare, "at least 0.8")]


def main(arguments: Sequence[str]) -> None:
    """Print how much of a bare view's rate the overview service has."""
    show_figures("The overview service.", measure("--quick" in arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
