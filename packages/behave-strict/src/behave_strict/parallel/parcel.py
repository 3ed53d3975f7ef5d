"""The data that a worker and the main process send each other.

Both have the same features, as a worker is a copy of the main process. So what refers to a
feature, scenario or step is sent as its place, and refers to the receiver's own when it arrives.
"""

from __future__ import annotations

import inspect
import io
import pickle
from collections.abc import Callable, Iterable
from dataclasses import fields
from types import SimpleNamespace
from typing import Any

from behave.model import Step

from behave_strict.parallel.errors import take_apart
from behave_strict.report.recording import Moment

StepText = tuple[int, str, str, str]
Key = tuple[int, ...]  # the number of a feature, of its rule or scenario, of a step of that


class Places:
    """The features, rules, scenarios and steps of a run, by their places."""

    def __init__(self, features: list[Any]) -> None:
        self._features = features
        self._items = [feature.walk_scenarios(with_rules=True) for feature in features]
        self._keys: dict[int, Key] = {id(feature): (n,) for n, feature in enumerate(features)}
        for n, items in enumerate(self._items):
            self._keys.update({id(item): (n, m) for m, item in enumerate(items)})

    def key(self, thing: Any) -> Key | None:
        """Find the place of a thing; None where it has none."""
        return self._keys.get(id(thing))

    def find(self, key: Key) -> Any:
        """Find what is in a place."""
        feature, *inside = key
        if not inside:
            return self._features[feature]
        item = self._items[feature][inside[0]]
        return list(item.all_steps)[inside[1]] if inside[1:] else item

    def of_steps(self, scenario: Any) -> dict[int, Key]:
        """Tell the places of the steps of a scenario."""
        key = self._keys[id(scenario)]
        return {id(step): (*key, n) for n, step in enumerate(scenario.all_steps)}


def pack(content: Any, places: Places, scenarios: Iterable[Any] = ()) -> bytes:
    """Pack what is to be sent; steps in it are those of the scenarios."""
    steps: dict[int, Key] = {}
    texts: dict[Key, list[StepText]] = {}
    for scenario in scenarios:
        steps |= places.of_steps(scenario)
        texts[places.key(scenario) or ()] = _texts(scenario)
    parcel = io.BytesIO()
    _Packer(parcel, places, steps).dump(content)
    return pickle.dumps((texts, parcel.getvalue()))


def unpack(sent: bytes, places: Places) -> Any:
    """Unpack what was sent. A scenario gets the steps that it was played with, if others."""
    texts, parcel = pickle.loads(sent)  # noqa: S301 - from a process of this run  # nosec B301
    for key, steps in texts.items():
        scenario = places.find(key)
        if _texts(scenario) != steps:  # a hook has changed them
            scenario._background_steps = []
            scenario.steps = [Step(scenario.filename, *text) for text in steps]
    return _Unpacker(io.BytesIO(parcel), places).load()


def _texts(scenario: Any) -> list[StepText]:
    return [(s.line, s.keyword, s.step_type, s.name) for s in scenario.all_steps]


class _Packer(pickle.Pickler):
    def __init__(self, parcel: io.BytesIO, places: Places, steps: dict[int, Key]) -> None:
        super().__init__(parcel, pickle.HIGHEST_PROTOCOL)
        self._places, self._steps = places, steps

    def persistent_id(self, thing: Any) -> Key | None:
        return self._steps.get(id(thing)) or self._places.key(thing)

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, BaseException):
            return take_apart(thing)
        if isinstance(thing, Moment):
            about = {field.name: getattr(thing, field.name) for field in fields(thing)}
            return _moment, ({**about, "function": _without_body(thing.function)},)
        return NotImplemented


class _Unpacker(pickle.Unpickler):
    def __init__(self, parcel: io.BytesIO, places: Places) -> None:
        super().__init__(parcel)
        self._places = places

    def persistent_load(self, key: Key) -> Any:
        return self._places.find(key)


def _moment(about: dict[str, Any]) -> Moment:
    return Moment(**about)


def _without_body(function: Callable[..., Any] | None) -> SimpleNamespace | None:
    """Keep of a function what reports show: its name, and where it is."""
    while callable(inner := getattr(function, "func", None)):
        function = inner
    code = getattr(inspect.unwrap(function), "__code__", None) if function else None
    if not code:
        return None
    place = SimpleNamespace(co_filename=code.co_filename, co_firstlineno=code.co_firstlineno)
    return SimpleNamespace(__name__=getattr(function, "__name__", ""), __code__=place)
