"""Workers die, hang, refuse and print; their results are brought together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from .projects import feature


def outcomes(project: Any) -> dict[str | None, str]:
    """Return the outcome of each scenario in the JUnit file."""
    bad = ("failure", "error", "skipped")
    return {
        case.get("name"): next((child.tag for child in case if child.tag in bad), "passed")
        for case in project.junit.iter("testcase")
    }


def test_dead_worker_is_error_of_its_scenario(project: Any) -> None:
    body = "      import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    names = [f"Well {n}" for n in range(6)]
    project.write("features/a.feature", feature("A", f"Killed:\n{body}", *names))
    project.run("-j2")
    assert project.exit_code == 1
    assert outcomes(project) == {"Killed": "error", **dict.fromkeys(names, "passed")}
    text = "was killed by SIGKILL while it played this scenario."
    assert text in project.output


def test_each_worker_that_ends_itself_is_told_of(project: Any) -> None:
    body = "      print('last words', flush=True); os._exit(0)"
    names = [f"Gone {n}" for n in range(5)]
    project.write("features/a.feature", feature("A", *(f"{n}:\n{body}" for n in names), "Well"))
    project.run("-j2", "--no-capture")
    assert outcomes(project) == {**dict.fromkeys(names, "error"), "Well": "passed"}
    assert project.output.count("ended with exit code 0 while") == 5
    assert project.output.count("last words") == 5


def test_worker_that_dies_in_before_all_fails_the_run(project: Any) -> None:
    project.write("environment.py", "import os\ndef before_all(context):\n    os._exit(3)\n")
    project.write("features/a.feature", feature("A", "One", "Two", "Three"))
    project.run("-j2")
    assert project.exit_code == 1
    assert project.output.count("exit code 3") == 2  # workers
    assert "3 not run" in project.output


@pytest.mark.parametrize("hook", ["before_all", "after_all"])
def test_hook_that_fails_everywhere_is_told_once(project: Any, hook: str) -> None:
    project.write("environment.py", f"def {hook}(context):\n    raise ValueError('shut')\n")
    project.write("features/a.feature", feature("A", "One", "Two", "Three"))
    project.run("-j3")
    assert project.exit_code == 1
    assert project.output.count("ValueError: shut") == 1


@pytest.mark.parametrize("hook", ["before_all", "after_all"])
def test_hook_that_fails_in_one_worker_fails_the_run(project: Any, hook: str) -> None:
    condition = 'if os.environ["BEHAVE_STRICT_WORKER"] == "2"'
    text = f"import os\ndef {hook}(context):\n    {condition}: raise ValueError('shut')\n"
    project.write("environment.py", text)
    project.write("features/a.feature", feature("A", "One", "Two", "Three"))
    project.run("-j3")
    assert project.exit_code == 1
    assert project.output.count("ValueError: shut") == 1


def test_refusal_of_all_workers_is_told_once(project: Any) -> None:
    text = """
import os
from behave_strict import Refused

def before_all(context):
    if int(os.environ.get("BEHAVE_STRICT_WORKERS", 1)) > 1:
        raise Refused(["There is one till only: use -j 1."])
"""
    project.write("environment.py", text)
    project.write("features/a.feature", feature("A", "One", "Two", "Three"))
    project.run("-j3")
    assert project.exit_code == 1
    assert project.output.count("There is one till only: use -j 1.") == 1
    assert "Nothing was run: 1 problem." in project.output
    assert project.run("-j1").exit_code == 0


def test_thread_that_runs_already_is_refused(project: Any) -> None:
    text = "import threading, time\n"
    text += "threading.Thread(target=time.sleep, args=[9], name='tick', daemon=True).start()\n"
    project.write("environment.py", text)
    project.write("features/a.feature", feature("A", "One", "Two", "Three"))
    project.run("-j3")
    assert project.exit_code == 1
    assert '--jobs=3: the thread "tick" runs already' in project.output
    assert "start it in before_all" in project.output


def test_breakpoint_says_what_to_do(project: Any) -> None:
    project.write("features/a.feature", feature("A", "Stops:\n      breakpoint()", "Well"))
    project.run("-j2")
    assert outcomes(project) == {"Stops": "error", "Well": "passed"}
    assert "use -j 1" in project.output


def test_sys_exit_in_a_step_ends_the_run(project: Any) -> None:
    project.configure('[tool.behave_strict]\noff = ["needs-when"]')
    project.change("pyproject.toml", "ReportingRunner", "Runner")
    project.change("steps/steps.py", "    pass", "    assert context")
    project.write(
        "features/a.feature", feature("A", "Ends:\n      import sys; sys.exit(0)", "Well")
    )
    project.run("-j2")
    assert project.exit_code == 1
    assert "sys.exit(0) ended the run" in project.output


def test_stop_begins_nothing_else(project: Any) -> None:
    body = "      assert False, 'red'"
    names = [f"Well {n}:\n      import time; time.sleep(0.3)" for n in range(20)]
    project.write("features/a.feature", feature("A", f"Red:\n{body}", *names))
    project.run("-j2", "--stop")
    assert project.exit_code == 1
    assert outcomes(project)["Red"] == "failure"
    assert " not run" in project.output


def test_output_of_steps_stays_together(project: Any) -> None:
    body = """
      import time
      for line in range(20):
          print("{0} says", line, flush=True)
          time.sleep(0.005)"""
    names = [f"S{n}:{body.format(n)}" for n in range(8)]
    project.write("features/a.feature", feature("A", *names))
    project.run("-j4", "--no-capture")
    said = [line for line in project.output.splitlines() if " says " in line]
    assert said == [f"{n} says {line}" for n in range(8) for line in range(20)]


def test_values_of_all_workers_are_collected_once(project: Any) -> None:
    text = """
from behave_strict import collect

def before_all(context):
    context.seen = []

def after_scenario(context, scenario):
    context.seen.append(scenario.name)

def after_all(context):
    if values := collect(context, context.seen):
        print("seen:", *sorted(name for names in values for name in names))
"""
    project.write("environment.py", text)
    project.write("features/a.feature", feature("A", *(f"S{n}" for n in range(9))))
    for jobs in (1, 4):
        project.run(f"-j{jobs}")
        assert project.output.count("seen: S0 S1 S2 S3 S4 S5 S6 S7 S8\n") == 1


def test_what_comes_after_collecting_is_reported(project: Any) -> None:
    text = """
from behave_strict import collect

def after_all(context):
    if collect(context, 1):
        context.attach("text/plain; name=sum", "all workers together")
        raise AssertionError("too little was covered")
"""
    project.write("environment.py", text)
    project.write("features/a.feature", feature("A", *(f"S{n}" for n in range(9))))
    for jobs in (1, 4):
        project.run(f"-j{jobs}")
        assert project.exit_code == 1
        assert project.output.count("too little was covered") == 1
        assert project.output.count("all workers together") == 1
        assert project.case("after_all").find("error") is not None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_all_with_reports(project: Any, number: signal.Signals) -> None:
    text = """
import os, pathlib

def after_scenario(context, scenario):
    pathlib.Path(f"ended {scenario.name}").touch()

def after_all(context):
    pathlib.Path(f"all {os.getpid()}").touch()
"""
    waits = (
        "      import pathlib, time\n      pathlib.Path(f'{context.scenario.name} waits').touch()\n"
    )
    waits += "      time.sleep(60)"
    project.write("environment.py", text)
    names = [f"W{n}" for n in range(4)]
    project.write("features/a.feature", feature("A", *(f"{n}:\n{waits}" for n in names)))
    process = start(project, "-j2")
    wait_for(lambda: len(list(project.folder.glob("* waits"))) == 2, process)
    process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + number, output
    assert len(list(project.folder.glob("ended *"))) == 2
    assert len(list(project.folder.glob("all *"))) == 2
    assert sorted(outcomes(project).values()) == ["error", "error", "skipped", "skipped"]
    assert not any(map(runs, pids(project)))


def test_ctrl_c_of_a_terminal_reaches_everyone_once(project: Any) -> None:
    """A terminal sends the signal to the whole process group."""
    waits = (
        "      import pathlib, time\n      pathlib.Path(f'{context.scenario.name} waits').touch()\n"
    )
    waits += "      time.sleep(60)"
    text = "import pathlib, time, os\ndef after_all(context):\n"
    text += "    time.sleep(0.5)\n    pathlib.Path(f'all {os.getpid()}').touch()\n"
    project.write("environment.py", text)
    project.write("features/a.feature", feature("A", f"One:\n{waits}", f"Two:\n{waits}"))
    process = start(project, "-j2")
    wait_for(lambda: len(list(project.folder.glob("* waits"))) == 2, process)
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130, output
    assert len(list(project.folder.glob("all *"))) == 2
    assert "Already stopping" not in output


def test_workers_do_not_outlive_a_killed_main_process(project: Any) -> None:
    waits = (
        "      import pathlib, time\n      pathlib.Path(f'{context.scenario.name} waits').touch()\n"
    )
    waits += "      time.sleep(60)"
    text = "import pathlib, os\ndef before_all(context):\n    pathlib.Path(f'all {os.getpid()}').touch()\n"
    project.write("environment.py", text)
    project.write("features/a.feature", feature("A", f"One:\n{waits}", f"Two:\n{waits}"))
    process = start(project, "-j2")
    wait_for(lambda: len(list(project.folder.glob("* waits"))) == 2, process)
    process.kill()
    process.communicate(timeout=60)
    wait_for(lambda: not any(map(runs, pids(project))))


def start(project: Any, *arguments: str) -> subprocess.Popen[str]:
    """Start behave in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "behave", *arguments],
        cwd=project.folder,
        env={**os.environ, "HOME": str(project.folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_for(condition: Any, process: subprocess.Popen[str] | None = None) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in a minute"
        assert process is None or process.poll() is None, process.communicate()[0]
        time.sleep(0.02)


def pids(project: Any) -> list[int]:
    """The processes that have left a file named "all" and their id."""
    return [int(path.name.removeprefix("all ")) for path in project.folder.glob("all *")]


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


COVERING = """
import json

def before_all(context):
    context.done = set()

def after_scenario(context, scenario):
    context.done.add(scenario.name)

def after_all(context):
    parts = {name: name in context.done for name in ("One", "Two", "Three", "Four")}
    context.attach("application/x.covered+json", json.dumps({"The shelf": parts}))
"""


@pytest.mark.parametrize("jobs", [1, 3])
def test_what_workers_have_covered_is_told_once(project: Any, jobs: int) -> None:
    project.write("environment.py", COVERING)
    project.write("features/a.feature", feature("A", "One", "Two", "Three"))
    project.run(f"-j{jobs}")
    sentence = "The shelf: 3 of 4 parts exercised; never exercised: Four."
    assert project.output.count("The shelf") == 1, project.output
    assert sentence in project.output
