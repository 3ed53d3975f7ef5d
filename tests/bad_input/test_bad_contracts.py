"""Contracts that are none."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from wiremock_strict import Contract, ContractError

ROOT = Path(__file__).parents[2]
REAL = yaml.safe_load((ROOT / "products_service/openapi.yaml").read_text(encoding="utf-8"))
OTHER = st.sampled_from(
    [None, True, -1, 1e300, "", "é", "x", [], [None], {}, {"$ref": "#/"}, {"$ref": "x"}, {"type": 1}]
)  # fmt: skip


@st.composite
def nearly_right(draw: st.DrawFn) -> bytes:
    """Change one part of the real contract into something else, or leave it out."""
    document = deepcopy(REAL)
    node: Any = document
    for _ in range(draw(st.integers(0, 9))):
        inner = [key for key, value in _items(node) if isinstance(value, (dict, list)) and value]
        if not inner:
            break
        node = node[draw(st.sampled_from(inner))]
    key = draw(st.sampled_from([key for key, _ in _items(node)]))
    if draw(st.booleans()):
        del node[key]
    else:
        node[key] = draw(OTHER)
    return yaml.safe_dump(document).encode()


def _items(node: Any) -> list[tuple[Any, Any]]:
    return list(node.items() if isinstance(node, dict) else enumerate(node))


@given(st.one_of(st.binary(max_size=100), nearly_right()))
def test_any_file_as_a_contract(content: bytes) -> None:
    """Any file as a contract: a sentence that names the file, or it is taken."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "contract.yaml")
        file.write_bytes(content)
        sentence = None
        try:
            Contract(file)
        except ContractError as error:
            sentence = str(error)
        assert sentence is None or str(file) in sentence
