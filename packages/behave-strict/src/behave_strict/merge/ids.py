"""Ids of messages: each stream counts its own, and a merged one needs new ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
FOREIGN = ("workerId",)  # that are no ids of messages


class Renumbering:
    """Replaces the ids of one stream."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._known: dict[str, str] = {}

    def fresh(self, node: Any) -> Any:
        """Copy a message; what has an id in it gets a new one."""
        for old in ids_in(node):
            self._known.setdefault(old, self._new_id())
        return self.renumbered(node)

    def same(self, node: Any, kept: Any) -> None:
        """Take note that a message is the same as one that is there already."""
        self._known.update(zip(ids_in(node), ids_in(kept), strict=True))

    def renumbered(self, node: Any) -> Any:
        """Copy a message that refers to what has its new id."""
        if isinstance(node, list):
            return [self.renumbered(each) for each in node]
        if not isinstance(node, dict):
            return node
        return {key: self._value(key, value) for key, value in node.items()}

    def _value(self, key: str, value: Any) -> Any:
        if key in FOREIGN:
            return value
        if isinstance(value, str) and (key == "id" or key.endswith("Id")):
            return self._known.get(value, value)
        if isinstance(value, list) and key.endswith("Ids"):
            return [self._known.get(each, each) for each in value]
        return self.renumbered(value)


class Shared:
    """The nodes that all streams have, each kept once."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], Node] = {}

    def take(self, nodes: list[Node], ids: Renumbering) -> None:
        """Add the nodes of a stream that are not there yet."""
        times: Counter[str] = Counter()
        for node in nodes:
            text = without_ids(node)
            key = text, times[text]
            times[text] += 1
            if key in self.kept:
                ids.same(node, self.kept[key])
            else:
                self.kept[key] = ids.fresh(node)


def ids_in(node: Any) -> Iterator[str]:
    """Walk through the ids that things in a message have."""
    if isinstance(node, dict):
        if isinstance(node.get("id"), str):
            yield node["id"]
        node = list(node.values())
    for inner in node if isinstance(node, list) else ():
        yield from ids_in(inner)


def without_ids(node: Any) -> str:
    """Write down what a message says, whatever ids it has."""

    def plain(node: Any) -> Any:
        if isinstance(node, list):
            return [plain(each) for each in node]
        if isinstance(node, dict):
            return {
                k: plain(v) for k, v in node.items() if k != "id" and not k.endswith(("Id", "Ids"))
            }
        return node

    return json.dumps(plain(node), sort_keys=True)
