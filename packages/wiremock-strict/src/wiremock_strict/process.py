"""Processes: started, watched until they say where they listen, and ended with their starter."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil

from wiremock_strict.errors import StartError

GUARD = Path(__file__).with_name("guard.py")
POLL = 0.005  # seconds between two looks at a starting server's output


class Footprint(NamedTuple):
    """The holdings of a server: threads, and connections to one other server."""

    threads: int
    connections: int


class Process:
    """A server that runs until `stop()`, or until this Python process is gone, however it ends.

    `log` is the file that holds all of the server's output. `name` is used in messages.
    `environment` is our own unless given. `grace` is the seconds that it has to end in order, from
    SIGTERM to SIGKILL; 0 kills it at once.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        log: Path,
        environment: Mapping[str, str] | None = None,
        grace: float = 3,
    ) -> None:
        self.name = name
        self.log = log
        environment = os.environ if environment is None else environment
        with log.open("wb") as output:
            self._guard = subprocess.Popen(
                [sys.executable, "-I", "-S", str(GUARD), str(grace), *map(str, command)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                start_new_session=True,  # Ctrl-C is for the starter, which then ends us in order
            )

    def wait_for(self, pattern: str, seconds: float = 60) -> str:
        """Return the first group of `pattern` as soon as the output has it.

        Raises StartError, with the end of the output, if the server ends or stays silent. It is
        stopped then, and also if the waiting is broken off.
        """
        give_up = time.monotonic() + seconds
        try:
            while (found := re.search(pattern, self._whole_lines())) is None:
                if self.ends_within(POLL) and not re.search(pattern, self._whole_lines()):
                    raise StartError(f"{self.name} ended while starting.{self._last_words()}")
                if time.monotonic() > give_up:
                    raise StartError(
                        f"{self.name} said nothing of use in {seconds:g} s.{self._last_words()}"
                    )
        except BaseException:
            self.stop()
            raise
        return found[1]

    def output(self) -> str:
        """Return all that the server has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def exit_code(self) -> int | None:
        """The server's exit code; None while it runs."""
        return self._guard.poll()

    @property
    def pid(self) -> int:
        """The server's own process id, not its guard's."""
        return int(psutil.Process(self._guard.pid).children()[0].pid)

    def footprint(self, url: str) -> Footprint:
        """Count what the server holds: its threads, and its connections to the port of a URL."""
        server, port = psutil.Process(self.pid), urlsplit(url).port
        remotes = [connection.raddr for connection in server.net_connections("tcp")]
        connections = [remote for remote in remotes if remote and remote.port == port]
        return Footprint(server.num_threads(), len(connections))

    def footprint_soon(self, url: str, at_most: Footprint, seconds: float = 10) -> Footprint:
        """Return what the server holds as soon as that is within a limit, or else in the end."""
        give_up = time.monotonic() + seconds
        while True:
            now = self.footprint(url)
            settled = now.threads <= at_most.threads and now.connections <= at_most.connections
            if settled or time.monotonic() > give_up:
                return now
            time.sleep(0.02)

    def ask_to_stop(self) -> None:
        """Ask the server to end; its guard kills it if it takes too long."""
        if self._guard.stdin and not self._guard.stdin.closed:
            self._guard.stdin.close()

    def stop(self) -> None:
        """Ask the server to end, and wait until it has."""
        self.ask_to_stop()
        self._guard.wait()

    def ends_within(self, seconds: float) -> bool:
        """Tell whether the server has ended before so many seconds are over."""
        try:
            self._guard.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _whole_lines(self) -> str:
        """Return the output without a line that is still being written."""
        return self.output().rpartition("\n")[0]

    def _last_words(self, lines: int = 15) -> str:
        end = self.output().strip().splitlines()[-lines:]
        said = "".join(f"\n    {line}" for line in end) or "\n    (nothing)"
        return f" The end of its output ({self.log}):{said}"
