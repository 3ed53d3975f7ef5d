"""Deal scenarios out to shards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean


def deal(names: Iterable[str], total: int, seconds: Mapping[str, float]) -> list[list[str]]:
    """Deal names out, the longest first, each to the shard that has least to do so far.

    The same names and seconds give the same shards on every machine. What took how long is not
    known is taken to be of average length; where nothing is known, shards differ by one at most.
    """
    names = sorted(names)
    known = [seconds[name] for name in names if name in seconds]
    average = fmean(known) if known else 1.0
    length = {name: seconds.get(name, average) for name in names}
    shards: list[list[str]] = [[] for _ in range(total)]
    loads = [0.0] * total
    for name in sorted(names, key=lambda name: (-length[name], name)):
        least = min(range(total), key=lambda n: (loads[n], len(shards[n])))
        shards[least].append(name)
        loads[least] += length[name]
    return shards
