"""A probe is a function that tries one thing with the SDK, and checks the result on the server.

It returns, perhaps with a remark, if the SDK does what WireMock documents, and raises if not. Its
docstring is the row's title, its module the row's group.
"""

from __future__ import annotations

import functools
import multiprocessing
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from compatibility.server import Server

WORKS, DIFFERS, FAILS = "works", "works differently", "fails"
MISSING, UNTRIED = "not in the SDK", "not tried"
DOCUMENTED = yaml.safe_load(Path(__file__).with_name("documented.yaml").read_text("utf-8"))
PATIENCE = 60.0  # seconds for a probe, unless it says otherwise; a busy machine is no finding
FORK = multiprocessing.get_context("fork")


class Finding(Exception):  # noqa: N818  # a finding is no error of ours
    """The reason why a row does not say "works": one of the other words, and how."""

    def __init__(self, status: str, how: str = "") -> None:
        super().__init__(how)
        self.status = status


@dataclass(frozen=True)
class Row:
    """The outcome of a probe: one of the five words, and how."""

    group: str
    title: str
    status: str
    how: str = ""


@dataclass(frozen=True)
class Probe:
    """A registered probe."""

    group: str
    title: str
    run: Callable[[Server], str | None]
    patience: float


PROBES: list[Probe] = []


def probe(*cases: Iterable[Any], patience: float = PATIENCE) -> Callable[[Any], Any]:
    """Register a function of the server; or of the server and a case, once for each of `cases`.

    The docstring is a template for a case's values.
    """

    def register(function: Any) -> Any:
        group = function.__module__.rpartition(".")[2].replace("_", " ")
        for case in cases or [()]:
            title, run = function.__doc__.format(*case), functools.partial(_run, function, case)
            PROBES.append(Probe(group, title, run, patience))
        return function

    return register


def _run(function: Any, case: Iterable[Any], server: Server) -> Any:
    return function(server, *case)


def expect(holds: object, how: str = "nothing is raised") -> None:
    """Say "works differently" unless it holds."""
    if not holds:
        raise Finding(DIFFERS, how)


def attempt(probe: Probe, server: Server) -> Row:
    """Try a probe in a process of its own, as it may change the SDK's classes."""
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_send_outcome, args=(probe, server, theirs))
    process.start()
    theirs.close()
    status, how = FAILS, f"not done after {probe.patience:g} s"
    try:
        if ours.poll(probe.patience):
            status, how = ours.recv()
    except EOFError:
        how = "ended the process"
    process.kill()
    process.join()
    return Row(probe.group, probe.title, status, how)


def _send_outcome(probe: Probe, server: Server, parent: Connection) -> None:
    try:
        server.reset()
        status, how = WORKS, probe.run(server) or ""
    except Finding as finding:
        status, how = finding.status, str(finding)
    except Exception as error:
        status, how = MISSING if _is_missing(error) else FAILS, _one_line(error)
    parent.send((status, how.replace(server.url, "SERVER")))


def _is_missing(error: Exception) -> bool:
    """Tell whether the probe named an attribute that a module or class of the SDK does not have."""
    thing = error.obj if isinstance(error, AttributeError) else None
    name = thing.__module__ if isinstance(thing, type) else getattr(thing, "__name__", "")
    return isinstance(thing, type | ModuleType) and name.partition(".")[0] == "wiremock"


def _one_line(error: Exception) -> str:
    text = re.sub(r"<\S*?(\w+) object at \w+>", r"\1", " ".join(str(error).split()))
    text = re.sub(r"(?<=localhost):\d+", "", text)
    if isinstance(error, AssertionError) and not text:
        text = str(traceback.extract_tb(error.__traceback__)[-1].line)
    return f"{type(error).__name__}: {text[:200]}".removesuffix(": ")
