"""A run that is told to end, or that nobody listens to any more, ends in order and in time."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest

WAITS = """
import pathlib, time
from behave import then

@then("it waits")
def waits(context):
    pathlib.Path("waiting").touch()
    time.sleep(60)
"""
HOOKS = """
import pathlib, time

def before_all(context):
    context.add_cleanup(pathlib.Path("cleaned").touch)

def after_scenario(context, scenario):
    pathlib.Path("scenario ended").touch()

def after_all(context):
    pathlib.Path("all ended").touch()
"""
LONG = (
    "Feature: Long\n  Scenario: Waits\n    Then it waits\n  Scenario: Next\n    Then it is well\n"
)
SLOW_END = """
def after_all(context):
    pathlib.Path("ending").touch()
    while not pathlib.Path("asked twice").exists():
        time.sleep(0.02)
    pathlib.Path("all ended").touch()
"""
# The process waits here in vain if the run leaves it: its thread is gone when it is collected.
SERVER = """
import threading, socketserver
from behave import fixture, use_fixture

@fixture
def server(context):
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
    open("stopped", "w").close()

def before_all(context):
    use_fixture(server, context)
"""
RAISES = """
from behave.formatter.base import Formatter

class Raises(Formatter):
    name = "raises"

    def {}(self, *_):
        raise ValueError("broken formatter")
"""


@pytest.fixture
def long(project: Any) -> Any:
    return project.write("steps/waits.py", WAITS).write("features/long.feature", LONG)


class Started:
    """behave in a process of its own, and what it has left in the project's folder."""

    def __init__(self, project: Any, *arguments: str, script: str = "") -> None:
        self.project = project
        command = [sys.executable, *([script] if script else ["-m", "behave"]), *arguments]
        self.process = subprocess.Popen(
            command, cwd=project.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def wait_for(self, file: str) -> None:
        deadline = time.monotonic() + 60
        while not (self.project.folder / file).exists():
            assert self.process.poll() is None, self.process.stdout.read()  # type: ignore[union-attr]
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def end(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def output(self) -> str:
        output, _ = self.process.communicate(timeout=60)
        return output.decode()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_the_run_in_order(long: Any, number: signal.Signals, code: int) -> None:
    long.write("environment.py", HOOKS)
    started = Started(long)
    started.wait_for("waiting")
    started.end(number)
    output = started.output()

    assert started.process.returncode == code
    assert "Traceback" not in output
    assert output.splitlines()[-1].startswith("2 scenarios: 1 error, 1 not run, in ")
    assert long.case("Waits").find("error").get("message") == "The run was interrupted here."
    assert long.all("testRunFinished")[0]["success"] is False
    for file in ("scenario ended", "all ended", "cleaned"):
        assert (long.folder / file).exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_it_loads_is_a_sentence(long: Any, number: signal.Signals) -> None:
    long.write("environment.py", "import pathlib, time\npathlib.Path('loading').touch()\n"
               "time.sleep(60)\n")  # fmt: skip
    started = Started(long)
    started.wait_for("loading")
    started.end(number)

    assert started.output().splitlines()[-1] == "The run was interrupted here."
    assert started.process.returncode == 128 + number
    assert long.case("the start").find("error") is not None


def test_ctrl_c_while_the_runner_is_imported_ends_quietly(long: Any) -> None:
    long.write("rich.py", "raise KeyboardInterrupt\n")  # found before the library of that name
    started = Started(long)

    assert started.output() == ""
    assert started.process.wait() == 130


def test_a_second_signal_breaks_off_nothing(long: Any) -> None:
    long.write("environment.py", HOOKS + SLOW_END)
    started = Started(long, "--no-capture")
    started.wait_for("waiting")
    started.end(signal.SIGINT)
    started.wait_for("ending")
    started.end(signal.SIGTERM)
    started.end(signal.SIGINT)
    (long.folder / "asked twice").touch()
    output = started.output()

    assert started.process.returncode == 130
    assert "Already stopping in order; kill -9 stops at once." in output
    assert (long.folder / "all ended").exists()
    assert (long.folder / "cleaned").exists()


def test_a_signal_during_cleanups_leaves_none_undone(long: Any) -> None:
    slow = "    context.add_cleanup(lambda: (open('cleaning', 'w').close(), time.sleep(2)))\n"
    long.write("environment.py", HOOKS.replace("def after_scenario", slow + "\ndef after_scenario"))
    long.write("features/long.feature", "Feature: A\n  Scenario: A\n    Then it is well\n")
    started = Started(long)
    started.wait_for("cleaning")
    started.end(signal.SIGTERM)
    started.output()

    assert started.process.returncode == 143
    assert (long.folder / "cleaned").exists()


def test_a_signal_that_nohup_wants_ignored_is_ignored(long: Any) -> None:
    long.write("features/long.feature", "Feature: A\n  Scenario: A\n    Then it hears nothing\n")
    long.write("steps/waits.py", "import os, signal\nfrom behave import then\n\n"
               "@then('it hears nothing')\ndef f(c): os.kill(os.getpid(), signal.SIGHUP)\n")  # fmt: skip
    script = "import signal, runpy; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    long.execute("-c", script + "runpy.run_module('behave', run_name='__main__')")

    assert long.exit_code == 0, long.output


@pytest.mark.parametrize("arguments", [[], ["-f", "plain"], ["-f", "pretty"], ["-f", "json"]])
@pytest.mark.parametrize("fails", [True, False])
def test_a_closed_pipe_ends_quietly_with_the_code_earned(
    project: Any, arguments: list[str], fails: bool
) -> None:
    project.write("environment.py", SERVER)
    steps = "    Then it is well\n" * 40
    scenarios = "".join(f"  Scenario: Number {n}\n{steps}" for n in range(60))
    last = "    Then it flies\n" if fails else ""
    project.write("features/a.feature", f"Feature: A\n{scenarios}{last}")
    started = Started(project, *arguments)
    stdout = started.process.stdout
    assert stdout
    stdout.readline()
    stdout.close()

    assert started.process.wait(60) == int(fails)
    assert (project.folder / "stopped").exists()
    assert project.all("testRunFinished")[0]["success"] is not fails
    assert len(project.all("testCase")) == 60


def test_standard_output_may_be_closed(project: Any) -> None:
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n")
    command = [sys.executable, "-m", "behave"]
    shell = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command]

    assert subprocess.run(shell, cwd=project.folder, timeout=60, check=False).returncode == 0
    assert project.case("A").find("error") is None


@pytest.mark.parametrize("arguments", [[], ["-f", "plain"], ["-f", "pretty"], ["-f", "progress3"]])
def test_a_locale_without_emoji_is_no_obstacle(project: Any, arguments: list[str]) -> None:
    project.write("features/a.feature", "Feature: \U0001f600\n  Scenario: é\n    Then it is well\n")
    project.run(*arguments, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert project.exit_code == 0, project.output
    assert "Traceback" not in project.output


@pytest.mark.parametrize(
    "method", ["__init__", "feature", "scenario", "step", "match", "result", "eof", "close"]
)
def test_a_formatter_that_raises_leaves_nothing_behind(project: Any, method: str) -> None:
    project.write("environment.py", SERVER + "\ndef after_all(context):\n    print('AFTER ALL')\n")
    project.write("raises.py", RAISES.format(method))
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n")
    project.run("-f", "raises:Raises", "--no-capture")

    assert project.exit_code == 1
    assert "broken formatter" in project.output
    assert project.all("testRunFinished")[0]["success"] is False
    began = method != "__init__"
    assert (project.folder / "stopped").exists() is began
    assert ("AFTER ALL" in project.output) is began


def test_the_handlers_of_before_are_back_after_a_run(project: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(project.folder)
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n")
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    assert project.behave().code == 0
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_python_ends_changes_nothing(long: Any, number: signal.Signals) -> None:
    again = f"os.kill(os.getpid(), {int(number)})"
    long.write("environment.py", HOOKS + f"import atexit, os\natexit.register(lambda: {again})\n")
    long.write(
        "around.py",
        f"import os\nfrom behave.__main__ import main\ntry:\n    main([])\nfinally:\n    {again}\n",
    )
    started = Started(long, script="around.py")
    started.wait_for("waiting")
    started.end(number)
    output = started.output()

    assert started.process.returncode == 128 + number
    assert "Traceback" not in output


def test_a_program_around_the_run_has_its_signal(long: Any) -> None:
    long.write(
        "around.py",
        """
import signal
from behave.__main__ import main

signal.signal(signal.SIGTERM, lambda *_: print("heard it"))
main([])
""",
    )
    started = Started(long, script="around.py")
    started.wait_for("waiting")
    started.end(signal.SIGTERM)
    assert "heard it" in started.output()
    assert started.process.returncode == 143


def test_a_run_in_a_thread_leaves_signals_alone(project: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(project.folder)
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n")
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(project.behave().code))
    thread.start()
    thread.join(60)
    assert codes == [0]
