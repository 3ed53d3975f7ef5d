"""The last runs, as bars."""

from __future__ import annotations

import re

import pytest
from behave_strict.history import Entry
from behave_strict.page.trend import HEIGHT, trend

from .stream import Stream, failing
from .test_changes import ALL_WELL, entry, played


def run(seconds: float = 1.0, minute: int = 0, **counts: int) -> Entry:
    named = {name.replace("_", " "): count for name, count in counts.items()}
    return Entry(f"2026-11-26T10:{minute:02}:59+00:00", seconds, counts=named)


def test_one_run_alone_is_no_trend() -> None:
    assert trend([run(passed=1)]) == []


def test_bars_are_as_tall_as_their_counts() -> None:
    whole, half = trend([run(passed=6, failed=1, error=1), run(passed=3, skipped=1)])
    assert (whole.passed, whole.bad) == (HEIGHT * 6 / 8, HEIGHT * 2 / 8)
    assert (half.passed, half.bad, half.rest) == (HEIGHT * 3 / 8, 0, HEIGHT / 8)


def test_one_failure_of_a_thousand_is_to_be_seen() -> None:
    bar, _ = trend([run(passed=999, failed=1), run(passed=1)])
    assert (bar.passed, bar.bad) == (HEIGHT - 3, 3)


def test_what_was_not_played_stands_on_top() -> None:
    bar, _ = trend([run(passed=4, failed=1, skipped=2, not_run=1), run(passed=1)])
    assert (bar.passed, bar.bad, bar.rest) == (HEIGHT * 4 / 8, HEIGHT / 8, HEIGHT * 3 / 8)


def test_the_line_is_highest_where_a_run_took_longest() -> None:
    short, long = trend([run(seconds=1, passed=1), run(seconds=4, passed=1)])
    assert (short.took, long.took) == (HEIGHT * 3 / 4 + 2, 2)


def test_runs_without_a_length_or_a_scenario_can_be_drawn() -> None:
    assert [(bar.passed, bar.took) for bar in trend([run(0), run(0)])] == [(0, HEIGHT + 2)] * 2


def test_only_the_last_twenty_are_drawn_side_by_side() -> None:
    bars = trend([run(minute=minute, passed=1) for minute in range(25)])
    assert [bar.words[:16] for bar in bars] == [f"2026-11-26 10:{n:02}" for n in range(5, 25)]
    assert [bar.x for bar in bars] == list(range(0, 240, 12))


def test_a_bar_says_what_it_stands_for() -> None:
    bar, _ = trend([run(seconds=2.25, passed=3, not_run=1), run()])
    assert bar.words == "2026-11-26 10:00: 3 passed, 1 not run, in 2.2 s"


def test_what_failed_stands_on_what_passed() -> None:
    page = played("two").page(history=[entry(**ALL_WELL)])
    [drawing] = re.findall(r'<svg class="trend".*?</svg>', page, re.DOTALL)
    assert 'aria-label="The last 2 runs: 2027-01-15 08:00: 2 passed, 1 failed' in drawing
    bars = re.findall(
        r'<rect class="(.)" x="(\d+)" y="([\d.]+)" width="9" height="([\d.]+)"', drawing
    )
    assert [(kind, int(x), float(y), float(height)) for kind, x, y, height in bars] == [
        ("p", 0, 4, 48),
        ("p", 12, 20, 32),
        ("f", 12, 4, 16),
    ]
    assert '<polyline points="4.5,38.0 16.5,2.0 "' in drawing


def test_what_was_skipped_is_drawn_above_what_passed() -> None:
    before = entry(one="passed", two="skipped", three="skipped")
    page = played().page(history=[before])
    assert re.findall(r'<rect class="s" x="(\d+)" y="([\d.]+)" width="9" height="32.0"', page) == [
        ("0", "4.0")
    ]


def test_runs_of_other_settings_are_not_drawn() -> None:
    other = entry(products="live", **ALL_WELL)
    page = played("two").page(history=[other, entry(**ALL_WELL), other])
    assert "The last 2 runs:" in page


@pytest.mark.parametrize("history", [[], [entry(products="live", **ALL_WELL)]])
def test_a_first_run_has_no_trend(history: list[Entry]) -> None:
    stream = Stream().facts(products="stub").feature("Feature: F\n  Scenario: S\n    Then x\n")
    assert '<svg class="trend"' not in stream.play(lambda _: failing()).page(history=history)
