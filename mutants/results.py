"""The results of all mutants in one file, so that a run that was broken off goes on."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from mutants.mutant import Mutant
from mutants.scratch import Finding

MOST = 6  # scenarios of a file that are tried first


@dataclass(frozen=True)
class Result:
    """A mutant, and who found it; `found_by` is None for a survivor, else the judge's name."""

    key: str
    file: str
    line: int
    what: str
    diff: str
    found_by: str | None
    by: str | None


class Results:
    """The results in a JSON file; workers share it."""

    def __init__(self, file: Path) -> None:
        self._file, self._lock = file, Lock()
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
        self._by_key = {entry["key"]: Result(**entry) for entry in known}

    def add(self, mutant: Mutant, finding: Finding | None) -> Result:
        """Keep what came of a mutant, in place of what came of it before."""
        judge, by = (finding.judge, finding.by) if finding else (None, None)
        result = Result(mutant.key, mutant.file, mutant.line, mutant.what, mutant.diff, judge, by)
        with self._lock:
            self._by_key[mutant.key] = result
            self._write()
        return result

    def found(self, mutant: Mutant) -> bool:
        """Whether the mutant was found already."""
        with self._lock:
            result = self._by_key.get(mutant.key)
        return result is not None and result.found_by is not None

    def survived(self, mutant: Mutant) -> bool:
        """Whether the mutant was tried already, and not found."""
        with self._lock:
            result = self._by_key.get(mutant.key)
        return result is not None and result.found_by is None

    def of(self, mutants: list[Mutant]) -> list[Result]:
        """Return the results of these mutants, as far as they were tried."""
        with self._lock:
            return [self._by_key[mutant.key] for mutant in mutants if mutant.key in self._by_key]

    def likely_scenarios(self, file: str, judge: str) -> tuple[str, ...]:
        """Return the scenarios that found most of the faults in this file so far."""
        with self._lock:
            found = Counter(
                result.by
                for result in self._by_key.values()
                if (result.file, result.found_by) == (file, judge) and result.by
            )
        return tuple(by for by, _ in found.most_common(MOST) if by.startswith("features/"))

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        entries = sorted(self._by_key.values(), key=lambda one: (one.file, one.line, one.key))
        new.write_text(json.dumps([asdict(one) for one in entries], indent=1), encoding="utf-8")
        new.replace(self._file)
