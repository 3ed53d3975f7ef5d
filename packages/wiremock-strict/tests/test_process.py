"""Processes: how they start, how they end, and that none outlives whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
from wiremock_strict import FaultSocket, Footprint, Process, StartError

STUBBORN = "trap '' TERM; sleep 30 & echo ready $$ $!; wait; exec sleep 30"
PATIENCE = 30.0  # seconds; a busy machine is no failure

# What starts a server, says so, and waits to be killed or interrupted.
STARTER = """
import signal
import sys
from pathlib import Path
from wiremock_strict import Process
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
server = Process("A server", ["sh", "-c", sys.argv[1]], Path(sys.argv[2]))
try:
    print(server.wait_for("ready (.*)"), flush=True)
    sys.stdin.read()
except KeyboardInterrupt:
    print("ended" if server.ends_within(0.5) else "runs on", flush=True)
server.stop()
"""


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Return what starts a shell script as a server; all have been stopped when the test has."""
    started: list[Process] = []

    def start(script: str, **more: Any) -> Process:
        log = tmp_path / f"server {len(started)}.log"
        started.append(Process("A server", ["sh", "-c", script], log, **more))
        return started[-1]

    yield start
    for process in started:
        process.stop()


@pytest.fixture
def starter(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Return what starts a server from a Python of its own, in a session of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(script: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", STARTER, script, str(tmp_path / "server.log")]
        started.append(
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    """Return the next line that a starter says."""
    assert process.stdout
    return process.stdout.readline().strip()


def lives(pid: int) -> bool:
    """Tell whether there is such a process, and not only its entry in a table."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def survivors(pids: Iterable[int], seconds: float) -> list[int]:
    """Return those that still live when so many seconds are over; sooner if none does."""
    give_up = time.monotonic() + seconds
    while left := [pid for pid in pids if lives(pid)]:
        if time.monotonic() > give_up:
            break
        time.sleep(0.02)
    return left


# --- starting -------------------------------------------------------------------------------------


def test_a_server_says_where_it_listens(serve: Callable[..., Process]) -> None:
    server = serve("echo starting; echo 'port:    4711'; echo more >&2; exec sleep 30")
    assert server.wait_for(r"(?m)^port:\s+(\d+)") == "4711"
    assert server.wait_for("(more)") == "more"  # on standard error
    assert server.output().startswith("starting\n")
    assert not server.ends_within(0)
    assert server.exit_code is None
    process, give_up = psutil.Process(server.pid), time.monotonic() + 60
    while process.name() != "sleep" and time.monotonic() < give_up:
        time.sleep(0.02)  # until then the shell has spoken, but not become what it runs
    assert process.name() == "sleep"


def test_half_a_line_is_not_matched(serve: Callable[..., Process]) -> None:
    server = serve("printf 'port: 12'; exec sleep 30")
    with pytest.raises(StartError, match=r"(?s)said nothing of use in 0.3 s.*port: 12$"):
        server.wait_for(r"port: (\d+)", seconds=0.3)


def test_a_failed_start_shows_the_last_words(
    serve: Callable[..., Process],
) -> None:
    server = serve("for n in $(seq 1 40); do echo line $n; done; echo no such jar >&2; exit 1")
    with pytest.raises(StartError) as failed:
        server.wait_for("(ready)")
    first, *last = str(failed.value).splitlines()
    assert first == f"A server ended while starting. The end of its output ({server.log}):"
    assert last == [*(f"    line {n}" for n in range(27, 41)), "    no such jar"]


def test_a_start_that_ends_silently_is_an_error(serve: Callable[..., Process]) -> None:
    with pytest.raises(StartError, match=r"(?s)A server ended while starting\..*\(nothing\)$"):
        serve("exit 0").wait_for("(ready)")


def test_a_server_that_stays_silent_is_stopped(serve: Callable[..., Process]) -> None:
    server = serve("echo $$ is not what you want; exec sleep 30")
    pid = int(server.wait_for(r"(\d+)"))
    with pytest.raises(StartError, match=r"(?s)A server said nothing of use in 0.2 s\..*is not wh"):
        server.wait_for("(ready)", seconds=0.2)
    assert not lives(pid)
    assert server.ends_within(0)


def test_an_interrupted_wait_stops_the_server(
    serve: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(_: float) -> bool:
        raise KeyboardInterrupt

    server = serve("echo $$ is not what you want; exec sleep 30")
    pid = int(server.wait_for(r"(\d+)"))
    monkeypatch.setattr(server, "ends_within", broken_off)
    with pytest.raises(KeyboardInterrupt):
        server.wait_for("(ready)")
    assert not lives(pid)


@pytest.mark.parametrize("command", ["/no/such/java", "."])
def test_a_command_that_cannot_run_is_an_error(tmp_path: Path, command: str) -> None:
    server = Process("A server", [command, "-x"], tmp_path / "log")
    with pytest.raises(StartError, match=f"{command} cannot be run: (No such|Permission)"):
        server.wait_for("(ready)")
    server.stop()


def test_output_may_hold_any_bytes(serve: Callable[..., Process]) -> None:
    server = serve(r"printf '\377\376\nready\n'; exec sleep 30")
    assert server.wait_for("(ready)") == "ready"


def test_a_server_has_the_environment_it_is_given(
    serve: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OURS", "inherited")
    script = 'echo "ready <$OURS$THEIRS>"; exec sleep 30'
    assert serve(script).wait_for("ready (.*)") == "<inherited>"
    theirs = {"PATH": os.environ["PATH"], "THEIRS": "given"}
    assert serve(script, environment=theirs).wait_for("ready (.*)") == "<given>"


def test_a_server_that_reads_finds_nothing(serve: Callable[..., Process]) -> None:
    server = serve("cat; echo read all")
    assert server.ends_within(PATIENCE)
    assert server.output() == "read all\n"


# --- stopping -------------------------------------------------------------------------------------


def test_stopping_is_orderly_and_takes_children_along(
    serve: Callable[..., Process],
) -> None:
    server = serve("trap 'echo bye; exit 0' TERM; sleep 30 & echo ready $$ $!; wait")
    pids = [int(pid) for pid in server.wait_for("ready (.*)").split()]
    assert [lives(pid) for pid in pids] == [True, True]
    server.stop()
    assert server.output().endswith("bye\n")
    assert survivors(pids, PATIENCE) == []


def test_a_stubborn_server_is_killed_with_its_children(
    serve: Callable[..., Process],
) -> None:
    server = serve(STUBBORN, grace=0.2)
    pids = [int(pid) for pid in server.wait_for("ready (.*)").split()]
    begin = time.monotonic()
    server.stop()
    assert time.monotonic() - begin >= 0.2  # it was asked first
    assert survivors(pids, PATIENCE) == []


def test_without_grace_a_server_is_killed_at_once(serve: Callable[..., Process]) -> None:
    server = serve("trap 'echo bye; exit 0' TERM; sleep 30 & echo ready $$ $!; wait", grace=0)
    pids = [int(pid) for pid in server.wait_for("ready (.*)").split()]
    server.stop()
    assert "bye" not in server.output()
    assert survivors(pids, PATIENCE) == []


def test_what_a_server_leaves_behind_ends_with_it(serve: Callable[..., Process]) -> None:
    server = serve("sleep 30 & echo $!")
    assert server.ends_within(PATIENCE)
    assert survivors([int(server.output())], PATIENCE) == []


def test_a_server_may_be_stopped_twice(serve: Callable[..., Process]) -> None:
    server = serve("echo ready; exit 3")
    assert server.ends_within(PATIENCE)
    server.stop()
    server.stop()
    assert (server.output(), server.exit_code) == ("ready\n", 3)


# --- whatever becomes of the starter --------------------------------------------------------------


def test_nothing_outlives_a_killed_starter(
    starter: Callable[[str], subprocess.Popen[str]],
) -> None:
    """Not even a server that ignores SIGTERM, nor what it has started."""
    process = starter(STUBBORN)
    pids = [int(pid) for pid in said(process).split()]
    guard = psutil.Process(pids[0]).ppid()
    assert [lives(pid) for pid in (guard, *pids)] == [True] * 3
    process.kill()
    assert survivors([guard, *pids], PATIENCE) == []


def test_a_killed_starter_still_ends_a_server_orderly(
    starter: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = starter("trap 'echo bye; exit 0' TERM; sleep 30 & echo ready $$ $!; wait")
    pids = [int(pid) for pid in said(process).split()]
    process.kill()
    assert survivors(pids, PATIENCE) == []
    assert (tmp_path / "server.log").read_text().endswith("bye\n")


def test_ctrl_c_does_not_reach_the_server(
    starter: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = starter("trap 'echo interrupted' INT; echo ready $$; sleep 30 & wait")
    pid = int(said(process))
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    assert said(process) == "runs on"
    process.communicate()
    assert not lives(pid)
    assert "interrupted" not in (tmp_path / "server.log").read_text()


# --- what a server holds --------------------------------------------------------------------------

CONNECTS = """
import socket, sys, threading
connections = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(2)]
threading.Thread(target=threading.Event().wait, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
threading.Event().wait()
"""


def test_a_footprint_counts_threads_and_connections(tmp_path: Path) -> None:
    with closing(FaultSocket()) as one, closing(FaultSocket()) as other:
        port = one.url.rpartition(":")[2]
        command = [sys.executable, "-c", CONNECTS, port]
        server = Process("A server", command, tmp_path / "log", grace=0)
        try:
            server.wait_for("(ready)")
            assert server.footprint(one.url) == Footprint(threads=2, connections=2)
            assert server.footprint(other.url) == Footprint(threads=2, connections=0)
            assert server.footprint_soon(one.url, Footprint(2, 2)) == Footprint(2, 2)
            assert server.footprint_soon(one.url, Footprint(2, 1), seconds=0) == Footprint(2, 2)
        finally:
            server.stop()


def test_a_footprint_settles_within_a_limit(
    serve: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = iter([Footprint(5, 1), Footprint(4, 3), Footprint(4, 2), Footprint(1, 1)])
    monkeypatch.setattr(Process, "footprint", lambda self, url: next(later))
    server = serve("sleep 30", grace=0)
    assert server.footprint_soon("http://a:1", Footprint(4, 2)) == Footprint(4, 2)
