"""Settings that a project declares: read from -D and the environment, and none ignored.

behave takes any -D and any variable: one that is mistyped changes nothing, and the run is green for
other settings than were asked for.
"""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from behave_strict.endings import Refused
from behave_strict.wording import nearest, suggestion

T = TypeVar("T")
Reader = Callable[[str], Any]


def setting(default: T, read: Reader = str) -> T:
    """Declare a field of a dataclass of settings.

    `read` makes a value of a text; it raises ValueError(what is allowed): "it must be a number".
    """
    return dataclasses.field(default=default, metadata={"read": read})


def one_of(*allowed: str) -> Reader:
    """Make a reader that takes one of these texts."""

    def read(text: str) -> str:
        if text not in allowed:
            near = nearest(text, allowed)
            it = f"did you mean {near}? It" if near else "it"
            raise ValueError(f"{it} must be one of {', '.join(allowed)}")
        return text

    return read


def either(*words: str, otherwise: Reader, allowed: str) -> Reader:
    """Make a reader that takes one of these words, or else what another reader takes.

    `allowed` says what that is: "a browser's path".
    """

    def read(text: str) -> Any:
        if text in words:
            return text
        try:
            return otherwise(text)
        except ValueError:
            raise ValueError(f"it must be {', '.join(words)}, or {allowed}") from None

    return read


def seconds(least: float, most: float) -> Reader:
    """Make a reader that takes a number of seconds within these bounds."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:  # NaN fails too
            raise ValueError(f"it must be a number of seconds from {least:g} to {most:g}")
        return value

    return read


def file(text: str) -> Path:
    """Read the path of a file that exists."""
    path = Path(os.path.expanduser(text))  # Path's own raises where there is no such user
    if not path.is_file():
        raise ValueError("there is no such file")
    return path


def url(text: str) -> str:
    """Read the address of a server, such as http://127.0.0.1:8080, with nothing after it."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("it must be a URL such as http://127.0.0.1:8080")
    return f"{parts.scheme}://{parts.netloc}"


def given_settings(
    kind: type, prefix: str, userdata: Mapping[str, str], environment: Mapping[str, str]
) -> dict[str, Any]:
    """Read what is given of a dataclass of settings, by field: -D name=value or PREFIX_NAME.

    -D wins over the environment. An empty variable counts as not set, and a name with a dot is
    another program's. Raises Refused, which names every unknown name and every wrong value.
    """
    named = {
        name.removeprefix(prefix).lower(): (text, name)
        for name, text in environment.items()
        if name.startswith(prefix) and text
    }
    named |= {n: (text, f"-D {n}") for n, text in userdata.items() if "." not in n}
    readers = {f.name: f.metadata.get("read", str) for f in dataclasses.fields(kind)}
    values, problems = {}, []
    for name, (text, origin) in named.items():
        try:
            values[name] = _read(name, text, origin, readers)
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise Refused(problems)
    return values


def _read(name: str, text: str, origin: str, readers: Mapping[str, Reader]) -> Any:
    """Read one setting; raises ValueError, whose sentence names where it comes from."""
    if name not in readers:
        raise ValueError(f"{origin}: there is no such setting; {suggestion(name, readers)}")
    try:
        return readers[name](text)
    except ValueError as allowed:
        raise ValueError(f"{origin}={text}: {allowed}.") from None
