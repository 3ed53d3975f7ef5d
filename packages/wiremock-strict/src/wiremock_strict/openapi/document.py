"""An OpenAPI document as nodes that know their place, with references followed.

Numbers are exact: every number with a point or an exponent is a Decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

import yaml

try:  # ten times as fast, and not in every build of PyYAML
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

from wiremock_strict.errors import ContractError


class Node:
    """A value in a document, with the place at which it stands ("paths /parcels get")."""

    def __init__(self, file: Path, root: Any, value: Any, place: tuple[str, ...] = ()) -> None:
        self.file, self.value, self.place = file, value, place
        self._root = root

    def error(self, text: str) -> ContractError:
        """Make an error about this place."""
        at = f", at {' > '.join(self.place)}" if self.place else ""
        return ContractError(f"{self.file}{at}: {text}")

    def get(self, key: str) -> Node | None:
        """Return what stands under `key`, or None; a reference is followed."""
        value = self.mapping().get(key)
        return None if value is None else self._child(key, value).followed()

    def __getitem__(self, key: str) -> Node:
        """Return what stands under `key`; raise ContractError if nothing does."""
        node = self.get(key)
        if node is None:
            raise self.error(f"{key!r} is missing")
        return node

    def raw(self, key: str) -> Node | None:
        """Return what stands under `key`, or None; a reference stays one, as in schemas."""
        value = self.mapping().get(key)
        return None if value is None else self._child(key, value)

    def items(self, key: str) -> Iterator[tuple[str, Node]]:
        """Yield the members of the mapping under `key`; none if there is no such key."""
        node = self.get(key)
        if node is not None:
            for name in node.mapping():
                yield str(name), node._child(name, node.value[name]).followed()

    def elements(self, key: str) -> Iterator[Node]:
        """Yield the elements of the list under `key`; none if there is no such key."""
        node = self.get(key)
        if node is not None:
            if not isinstance(node.value, list):
                raise node.error("this must be a list")
            for number, value in enumerate(node.value):
                yield node._child(str(number), value).followed()

    def text(self, key: str, default: str | None = None) -> str:
        """Return the text under `key`, or else `default`."""
        value = self.mapping().get(key, default)
        if not isinstance(value, str):
            raise self.error(f"{key!r} must be a text")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """Return the true or false under `key`, or else `default`."""
        value = self.mapping().get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"{key!r} must be true or false")
        return value

    def mapping(self) -> dict[Any, Any]:
        """Return the value as a mapping; raise ContractError if it is none."""
        if not isinstance(self.value, dict):
            raise self.error("this must be a mapping")
        return self.value

    def followed(self) -> Node:
        """Return what this refers to, if it is a reference."""
        node, seen = self, set[str]()
        while isinstance(node.value, dict) and "$ref" in node.value:
            reference = str(node.value["$ref"])
            if reference in seen:
                raise self.error(f"{reference} refers to itself")
            seen.add(reference)
            node = node.target(reference)
        return node

    def target(self, reference: str) -> Node:
        """Return the node that a reference within the document names."""
        if not reference.startswith("#/"):
            raise self.error(
                f"the reference {reference!r} is not supported: only those within the document are"
            )
        value, steps = self._root, reference.removeprefix("#/").split("/")
        names = [unquote(step).replace("~1", "/").replace("~0", "~") for step in steps]
        try:
            for name in names:
                value = value[int(name)] if isinstance(value, list) else value[name]
        except (KeyError, IndexError, TypeError, ValueError):
            raise self.error(f"{reference} refers to nothing") from None
        return Node(self.file, self._root, value, tuple(names))

    def members(self) -> Iterator[tuple[str, Node]]:
        """Yield what a mapping or a list consists of; references stay, and nothing else has any."""
        if isinstance(self.value, dict):
            yield from ((str(key), self._child(key, value)) for key, value in self.value.items())
        elif isinstance(self.value, list):
            yield from ((str(n), self._child(n, value)) for n, value in enumerate(self.value))

    def extended(self, members: dict[str, Any]) -> Node:
        """Return a node at this place that has further members."""
        return Node(self.file, self._root, {**members, **self.mapping()}, self.place)

    def _child(self, key: Any, value: Any) -> Node:
        return Node(self.file, self._root, value, (*self.place, str(key)))


def read_document(file: Path) -> Node:
    """Read an OpenAPI 3.1 document, in YAML or JSON.

    Raises ContractError if it cannot be read, or is something else.
    """
    try:
        # The loader is a safe one: it makes plain values only.
        root = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except OSError as error:
        raise ContractError(f"{file} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        first = str(error).replace("\n", " ")
        raise ContractError(f"{file} is neither YAML nor JSON: {first}") from None
    document = Node(file, root, root)
    version = root.get("openapi") if isinstance(root, dict) else None
    if version is None:
        raise document.error("this is no OpenAPI document: it has no 'openapi: 3.1.0'")
    if not re.fullmatch(r"3\.1(\.\d+)?", str(version)):
        raise document.error(f"only OpenAPI 3.1 is supported, and this is {version}")
    return document


class _Loader(SafeLoader):
    """Reads values as YAML 1.2 does ("no" is a text, and so is a date), and decimals exactly."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}  # type: ignore[misc]

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that is given twice: YAML would take the last one without a word."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key!r} is given twice", node.start_mark
                )
        return super().construct_mapping(node, deep)


_PLAIN = {  # YAML 1.2.2, "10.3.2. Tag Resolution"
    "null": (r"~|null|Null|NULL|", "~nN\0"),
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?[0-9]+", "-+0123456789"),
    "float": (r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
}
for _name, (_pattern, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}",
        re.compile(f"^(?:{_pattern})$"),
        ["" if letter == "\0" else letter for letter in _first],
    )
for _name, _read in {"float": Decimal, "int": int}.items():
    _Loader.add_constructor(
        f"tag:yaml.org,2002:{_name}",
        lambda loader, node, read=_read: read(loader.construct_scalar(node)),  # type: ignore[misc]
    )
