"""What a probe is: a function that tries one thing with the SDK and sees on the server what came of it.

It returns if the SDK does what WireMock documents, and raises if not. Its docstring is the row's
title, its module the row's group.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from compatibility.server import Server

WORKS, DIFFERS, FAILS = "works", "works differently", "fails"
MISSING, UNTRIED = "not in the SDK", "not tried"

PATIENCE = 10.0  # seconds for a probe, unless it says otherwise
FORK = multiprocessing.get_context("fork")


class Differs(Exception):  # noqa: N818  # a finding
    """The call does something, but not, or not only, what WireMock documents."""


class Missing(Exception):  # noqa: N818
    """The SDK has no such thing."""


class NotTried(Exception):  # noqa: N818
    """This machine does not let it be tried."""


@dataclass(frozen=True)
class Row:
    """What came of a probe: one of the five words, and how."""

    group: str
    title: str
    status: str
    how: str = ""


@dataclass(frozen=True)
class Probe:
    """A registered probe; what `run` returns is worth a remark."""

    group: str
    title: str
    run: Callable[[Server], str | None]
    patience: float


PROBES: list[Probe] = []


def probe(patience: float = PATIENCE) -> Callable[[Any], Any]:
    """Register a function of the server."""
    return probe_each([()], patience)


def probe_each(cases: Iterable[tuple[Any, ...]], patience: float = PATIENCE) -> Callable[[Any], Any]:
    """Register a function of the server and a case, once for each; its docstring is a template."""

    def register(function: Any) -> Any:
        group = function.__module__.rpartition(".")[2].replace("_", " ")
        for case in cases:
            run = functools.partial(_swapped, function, case)
            PROBES.append(Probe(group, function.__doc__.format(*case), run, patience))
        return function

    return register


def _swapped(function: Any, case: tuple[Any, ...], server: Server) -> Any:
    return function(server, *case)


def expect(holds: object, how: str) -> None:
    """Raise Differs unless it holds."""
    if not holds:
        raise Differs(how)


def attempt(probe: Probe, server: Server) -> Row:
    """Try a probe in a process of its own: what it leaves in the SDK's classes touches no other."""
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_tell, args=(probe, server, theirs))
    process.start()
    theirs.close()
    try:
        if ours.poll(probe.patience):
            status, how = ours.recv()
        else:
            status, how = FAILS, f"still not done after {probe.patience:g} s"
    except EOFError:
        status, how = FAILS, "ended the process"
    process.kill()
    process.join()
    return Row(probe.group, probe.title, status, how)


def _tell(probe: Probe, server: Server, parent: Connection) -> None:
    status, how = _outcome(probe, server)
    parent.send((status, how.replace(server.url, "SERVER")))


def _outcome(probe: Probe, server: Server) -> tuple[str, str]:
    try:
        server.reset()
        return WORKS, probe.run(server) or ""
    except Differs as error:
        return DIFFERS, str(error)
    except Missing as error:
        return MISSING, str(error)
    except NotTried as error:
        return UNTRIED, str(error)
    except Exception as error:
        return (MISSING if _names_nothing(error) else FAILS), _one_line(error)


def _names_nothing(error: Exception) -> bool:
    """Whether the probe asked one of the SDK's modules or classes for what it does not have."""
    thing = getattr(error, "obj", None)
    name = getattr(thing, "__module__", None) or getattr(thing, "__name__", "")
    return isinstance(error, AttributeError) and str(name).partition(".")[0] == "wiremock"


def _one_line(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:200]}" if said else type(error).__name__
