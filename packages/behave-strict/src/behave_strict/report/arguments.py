"""The arguments of a step: which groups of a pattern matched, where, and of which types."""

from __future__ import annotations

import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

if sys.version_info >= (3, 11):
    from re._parser import SubPattern, parse  # type: ignore[import-not-found]
else:
    from sre_parse import SubPattern, parse

# How a field of `parse` is aligned and how wide it is; its type comes after that.
LAYOUT = re.compile(r"(?:.?[<>=^])?[-+ ]?0?\d*(?:\.\d+)?")

Group = dict[str, Any]


def arguments(definition: Any, text: str) -> list[dict[str, Any]]:
    """Return each argument that the definition takes from the text of a step."""
    found = regex_of(definition)
    match = found and found.match(text)
    if not found or not match:
        return []
    groups = [_group(match, capture) for capture in _captures(found)]
    names = [*_types(definition), *([None] * len(groups))]
    return [
        {"group": group, **({"parameterTypeName": name} if name else {})}
        for group, name in zip(groups, names, strict=False)
    ]


def regex_of(definition: Any) -> re.Pattern[str] | None:
    """Return the regular expression by which behave matches the steps of a definition."""
    if hasattr(definition, "cucumber_expression"):
        return definition.cucumber_expression.tree_regexp.regexp  # type: ignore[no-any-return]
    if hasattr(definition, "parser"):
        return definition.parser._match_re  # type: ignore[no-any-return]
    return getattr(definition, "regex", None)


@dataclass(frozen=True)
class Capture:
    """A group that captures, and those within it."""

    index: int
    inner: tuple[Capture, ...]


@cache
def _captures(regex: re.Pattern[str]) -> tuple[Capture, ...]:
    return tuple(_within(parse(regex.pattern, regex.flags & ~re.DEBUG)))


def _within(node: Any) -> Iterator[Capture]:
    """Walk through an expression as Python parses it: lists and tuples of such."""
    if isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "SUBPATTERN":
        index, *_, inner = node[1]
        if index is None:
            yield from _within(inner)
        else:
            yield Capture(index, tuple(_within(inner)))
    elif isinstance(node, list | tuple | SubPattern):
        for index in range(len(node)):
            yield from _within(node[index])


def _group(match: re.Match[str], capture: Capture) -> Group:
    """Return a group; it is empty if it took no part.

    Places count UTF-16 units, as JavaScript does.
    """
    group: Group = {}
    if match[capture.index] is not None:
        before = match.string[: match.start(capture.index)]
        start = len(before.encode("utf-16-le", "surrogatepass")) // 2
        group = {"start": start, "value": match[capture.index]}
    children = [_group(match, inner) for inner in capture.inner]
    return {**group, "children": children} if children else group


def _types(definition: Any) -> list[str | None]:
    """Return the type of each argument, where the definition names one."""
    if expression := getattr(definition, "cucumber_expression", None):
        return [parameter.name or None for parameter in expression.parameter_types]
    if parser := getattr(definition, "parser", None):
        return list(_fields(parser._format))
    return []


def _fields(pattern: str) -> Iterator[str | None]:
    """Return the type of each field of a `parse` pattern; one that comes again is no group."""
    known: set[str] = set()
    for _, name, layout, _ in string.Formatter().parse(pattern):
        if name is not None and (not name or name not in known):
            known.add(name)
            yield LAYOUT.sub("", layout or "", count=1) or None
