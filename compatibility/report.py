"""The table of findings: on the terminal, as Markdown, as JSON."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from compatibility.pair import Pair
from compatibility.probe import DIFFERS, FAILS, MISSING, UNTRIED, WORKS

STYLES = {WORKS: "green", DIFFERS: "yellow", FAILS: "red", MISSING: "cyan", UNTRIED: "dim"}
Line = tuple[str, list[str], str]  # title, the status on each pair, how


class Report:
    """The rows of all pairs, side by side."""

    def __init__(self, pairs: list[Pair]) -> None:
        self.pairs = pairs
        self.tried = [pair for pair in pairs if pair.rows]
        self.errors = [f"{_name(pair)}: {pair.error}" for pair in pairs if pair.error]
        self._found = [{(row.group, row.title): row for row in pair.rows} for pair in self.tried]

    def _groups(self) -> Iterator[tuple[str, list[Line]]]:
        for group, lines in itertools.groupby(self._lines(), key=lambda line: line[0]):
            yield group, [line[1:] for line in lines]

    def _lines(self) -> Iterator[tuple[str, str, list[str], str]]:
        """Yield group, title, the status on each pair, and how."""
        for key in dict.fromkeys(key for found in self._found for key in found):
            rows = [found.get(key) for found in self._found]
            hows = [row.how if row else "" for row in rows]
            named = [f"{_name(pair)}: {how}" for pair, how in zip(self.tried, hows) if how]  # noqa: B905
            how = hows[0] if len(set(hows)) == 1 else "; ".join(named)
            yield *key, [row.status if row else UNTRIED for row in rows], how

    def counts(self) -> list[str]:
        """Count the statuses, in a sentence for each pair."""
        return [
            f"{_name(pair)}: " + ", ".join(
                f"{count[status]} {status}" for status in STYLES if count[status]
            )
            for pair in self.tried
            for count in [Counter(row.status for row in pair.rows)]
        ]  # fmt: skip

    def print(self, console: Console) -> None:
        """Show everything on the terminal that does not work on every pair."""
        table = Table(*["", *map(_name, self.tried)], title="python-wiremock on WireMock")
        for group, lines in self._groups():
            table.add_section()
            table.add_row(f"[bold]{group}[/]")
            absent = [title for title, statuses, _ in lines if set(statuses) == {MISSING}]
            if absent:
                words = [f"[{STYLES[MISSING]}]{MISSING}[/]"] * len(self.tried)
                table.add_row(_plain("; ".join(absent)), *words)
            for title, statuses, how in lines:
                if title not in absent and (set(statuses) != {WORKS} or how):
                    words = [f"[{STYLES[status]}]{status}[/]" for status in statuses]
                    table.add_row(
                        _plain(title) + (f"\n[dim]{_plain(how)}[/]" if how else ""), *words
                    )
        for column in table.columns:
            column.overflow = "fold"
        console.print(table)
        for line in [*self.counts(), *self.errors]:
            console.print(line, markup=False, soft_wrap=True)

    def write(self, folder: Path) -> None:
        """Write compatibility.md and compatibility.json."""
        pairs = [{**asdict(pair), "failed": pair.failed} for pair in self.pairs]
        (folder / "compatibility.json").write_text(json.dumps(pairs, indent=1) + "\n", "utf-8")
        (folder / "compatibility.md").write_text("\n".join(self._markdown()) + "\n", "utf-8")

    def _markdown(self) -> Iterator[str]:
        yield from ["# python-wiremock on WireMock", ""]
        yield from [f"- {line}" for line in [*self.counts(), *self.errors]]
        for group, lines in self._groups():
            heads = ["what", *map(_name, self.tried), "how"]
            yield from ["", f"## {group}", "", _cells(heads), _cells(["---"] * len(heads))]
            for title, statuses, how in lines:
                yield _cells([title, *statuses, how])


def _name(pair: Pair) -> str:
    return f"{pair.sdk} on {pair.server}"


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def _cells(texts: list[str]) -> str:
    escaped = [text.replace("|", r"\|").replace("<", "&lt;") for text in texts]
    return f"| {' | '.join(escaped)} |"
