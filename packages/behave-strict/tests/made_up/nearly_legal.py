"""Features that are nearly legal: legal ones, damaged in a few places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from .legal import Lines, legal_lines

ODD = ["\u2028", "\x0b", "\x85", "\r", "\u00a0", "\ufeff", "\t", "\\", "|", "<", ">", "@", "#", '"""',
       "'''", "```", ":", "\x00", "\x1b[31m", "\ud83d\ude00", "\ud800", "é", "{}", "*", "\\n", "\\|",
       "  ", "<x>", "]]>", "&amp;"]  # fmt: skip
LINES = ["", "Given it passes", "given it passes", "Givn it passes", "But not so", "but not so", "*",
         "And", "| x |", "| x", "|", "||", '"""', '"""json', "'''", "```", "@a", "@<x>", "@a@b", "@a b",
         "Scenario:", "Scenario: 1", "Scenario Outline: <x>", "Scenario Outline: <y>", "Scenaro: A",
         "Example: one", "Examples:", "Examples: <x>", "Scenarios: all", "Background:", "Background: B",
         "Rule:", "Rule: R", "Feature: another", "Feature:", "# language: de", "# language: xx", "Prose",
         "Scenario One", "Szenario: eins", "Angenommen it passes", "it passes", "Given it flies",
         "Given it  passes", "Given it passes:", "Given", "    | a | b | c |"]  # fmt: skip


@st.composite
def damaged(draw: Any) -> Lines:
    lines: Lines = draw(legal_lines())
    for _ in range(draw(st.integers(1, 4))):
        damage = draw(st.sampled_from(DAMAGES))
        damage(draw, lines, draw(st.integers(0, max(len(lines) - 1, 0))))
    return lines


def _insert_odd(draw: Any, lines: Lines, place: int) -> None:
    if lines:
        line = lines[place]
        cut = draw(st.integers(0, len(line)))
        lines[place] = line[:cut] + draw(st.sampled_from(ODD)) + line[cut:]


def _insert_line(draw: Any, lines: Lines, place: int) -> None:
    lines.insert(place, draw(st.sampled_from(LINES)))


def _replace_line(draw: Any, lines: Lines, place: int) -> None:
    lines[place : place + 1] = [draw(st.sampled_from(LINES))]


def _remove_lines(draw: Any, lines: Lines, place: int) -> None:
    del lines[place : place + draw(st.integers(1, 3))]


def _repeat_lines(draw: Any, lines: Lines, place: int) -> None:
    lines[place:place] = lines[place : place + draw(st.integers(1, 4))]


def _swap_lines(draw: Any, lines: Lines, place: int) -> None:
    lines[place : place + 2] = reversed(lines[place : place + 2])


def _change_case(draw: Any, lines: Lines, place: int) -> None:
    lines[place : place + 1] = [line.swapcase() for line in lines[place : place + 1]]


def _cut_off(draw: Any, lines: Lines, place: int) -> None:
    del lines[place:]


DAMAGES: list[Callable[[Any, Lines, int], None]] = [
    _insert_odd, _insert_odd, _insert_line, _insert_line, _replace_line, _remove_lines,
    _repeat_lines, _swap_lines, _change_case, _cut_off,
]  # fmt: skip


@st.composite
def nearly_legal_features(draw: Any) -> str:
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n"]))
    return str(end.join(draw(damaged())) + draw(st.sampled_from(["", "\n"])))
