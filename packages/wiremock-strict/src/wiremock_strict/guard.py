"""Run a command, and end it when whoever started us has gone or says so.

Our standard input is a pipe whose other end only the starter holds. When it closes, by `stop()` or
because the starter was killed, the command is asked to end (SIGTERM) and, if it does not, is ended
(SIGKILL), with all that it started. No signal has to reach us for that, so that even SIGKILL of the
starter leaves nothing behind.

Started by path and isolated (`python -I -S guard.py GRACE COMMAND...`), it imports nothing of ours.
GRACE is the seconds from SIGTERM to SIGKILL; 0 means SIGKILL at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading


def main(grace: float, command: list[str]) -> int:
    """Run `command` in a process group of its own and return its exit code."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        print(f"{command[0]} cannot be run: {error.strerror}", flush=True)
        return 127
    threading.Thread(target=end_with_starter, args=(process, grace), daemon=True).start()
    status = process.wait()
    kill_group(process)  # what it has started and left behind
    return status


def end_with_starter(process: subprocess.Popen[bytes], grace: float) -> None:
    """Wait until our standard input closes, then end the process."""
    os.read(sys.stdin.fileno(), 1)
    if grace:
        process.terminate()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process's group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
