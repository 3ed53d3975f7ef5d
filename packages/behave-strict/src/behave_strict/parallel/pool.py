"""The workers of a run, as the main process has them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any

from behave_strict.endings import Refused
from behave_strict.parallel.deal import Deal
from behave_strict.parallel.notes import Note
from behave_strict.parallel.output import Output, Text
from behave_strict.parallel.parcel import Places, pack, unpack
from behave_strict.parallel.results import Results
from behave_strict.parallel.worker import PATIENCE, Worker
from behave_strict.report.recording import Moment

FORK = multiprocessing.get_context("fork")  # a copy has loaded everything already
HEARTBEAT = 1.0  # seconds after which it is seen that a worker is gone whose pipe lives on


@dataclass(eq=False)
class Member:
    """A worker, and what it plays now."""

    number: int
    process: Any
    line: Connection
    output: Output
    dealt: int | None = None
    ready: bool = False  # has before_all ended?
    values: Note | None = None  # it waits for those of the others


class Pool:
    """Starts workers, deals scenarios out to them, and takes what they tell."""

    def __init__(self, runner: Any, jobs: int, deal: Deal, logs: Path) -> None:
        self._runner, self._jobs, self._deal, self._logs = runner, jobs, deal, logs
        self._recording = runner.recorder.recording
        self._places = Places(self._recording.features)
        self._members: list[Member] = []
        self._lifeline = os.pipe()
        self._endings: dict[int, Text] = {}  # what each worker has printed after its scenarios
        self._said: set[Text] = set()
        self._killing_at: float | None = None
        self.results = Results(runner.recorder)
        self.aborted = self.failed = False
        self.error: BaseException | None = None

    def play(self) -> None:
        """Play everything. Raises what ended the run in a worker, such as Refused."""
        for number in range(1, self._jobs + 1):
            self._start(number)
        while self._members:
            for member in self._heard():
                self._listen(member)
        self.results.finish()
        for _, text in sorted(self._endings.items()):
            self._say_once(text)
        if self.error:
            raise self.error

    def stop(self) -> None:
        """Play nothing else."""
        self._deal.clear()

    def interrupt(self, number: int) -> None:
        """Hand a signal on to the workers; one that does not end in time is killed."""
        self.stop()
        self._killing_at = self._killing_at or time.monotonic() + PATIENCE
        for member in self._members:
            if member.process.is_alive():
                os.kill(member.process.pid, number)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._lifeline[0])
        os.close(self._lifeline[1])  # ends what is left
        for member in self._members:
            member.process.join(PATIENCE)
            self._leave(member)

    def _start(self, number: int) -> None:
        ours, theirs = FORK.Pipe()
        output = Output(self._logs / f"worker-{number}.log")
        process = FORK.Process(target=self._work, args=[number, theirs, output], daemon=False)
        self._members.append(Member(number, process, ours, output))
        process.start()
        theirs.close()

    def _work(self, number: int, line: Connection, output: Output) -> None:
        """Be a worker."""
        output.redirect()
        os.close(self._lifeline[1])
        for member in self._members:
            member.line.close()
        Worker(self._runner, self._places, line).run(number, self._jobs, self._lifeline[0])

    def _heard(self) -> Iterator[Member]:
        """Wait until a worker has something to tell, or is gone."""
        ready = wait([member.line for member in self._members], HEARTBEAT)
        late = self._killing_at and time.monotonic() > self._killing_at
        for member in list(self._members):
            if late:
                member.process.kill()
            if member.line in ready or not (member.process.is_alive() or member.line.poll()):
                yield member

    def _listen(self, member: Member) -> None:
        try:
            if not member.line.poll():
                raise EOFError
            note: Note = unpack(member.line.recv_bytes(), self._places)
        except (EOFError, OSError):
            self._bury(member)
        else:
            self._take(member, note)
        self._give_values()

    def _take(self, member: Member, note: Note) -> None:
        """Take what a worker tells, and answer it."""
        self._recording.hooks += note.hooks
        if note.wants == "values":
            member.values = note
            return
        self._put_results(member, note)
        if note.aborted or any(hook.failed and hook.name == "before_all" for hook in note.hooks):
            self.aborted = True
        if self.aborted or (self._runner.config.stop and self.results.failed):
            self.stop()
        if note.wants:
            member.ready = True
            self._answer(member)
        else:
            self._part(member, note)

    def _put_results(self, member: Member, note: Note) -> None:
        text = member.output.take(self._title(member))
        if not note.results:
            if note.wants:
                self._say_once(text)
            else:
                self._endings[member.number] = text
        others = {each.dealt for each in self._members if each is not member}
        for result in note.results:
            if not self.results.has(result.number) and result.number not in others:
                self._deal.withdraw([result.number])
                self.results.put(result, member.number, text)
                text = Text()
        member.dealt = None

    def _answer(self, member: Member) -> None:
        """Give a worker its next scenario, or None."""
        member.dealt = self._deal.next(member.number)
        self._send(member, member.dealt)

    def _send(self, member: Member, answer: Any) -> None:
        try:
            member.line.send_bytes(pack(answer, self._places))
        except OSError:
            return  # it is gone, which its line tells, too

    def _give_values(self) -> None:
        """Give the values of all workers to one of them, once none of them plays any more."""
        waiting = [member for member in self._members if member.values]
        if len(waiting) == len(self._members):
            waiting.sort(key=lambda member: member.number)
            values = [member.values.value for member in waiting if member.values]
            for member in waiting:
                member.values = None
                self._send(member, values if member is waiting[0] else [])

    def _part(self, member: Member, note: Note) -> None:
        """Let a worker go that has ended in order."""
        self.failed = self.failed or note.failed
        if note.refused and not any(map(self.results.has, range(len(self._recording.trials)))):
            self.error = self.error or Refused(note.refused)
        elif note.refused:
            self._recording.hooks.append(Moment("before_all", Refused(note.refused)))
            self.failed = True
        elif note.error and not self._runner.interrupts.received:
            self.error = self.error or note.error
        if note.refused or note.error:
            self.stop()
        self._leave(member)

    def _bury(self, member: Member) -> None:
        """Take note that a worker has died; another one takes its place if there is need."""
        member.process.join()
        why = f"Worker {member.number} {_ending(member.process.exitcode)}"
        text = member.output.take(f"{self._title(member)}: {why}")
        if member.dealt is not None:
            why = f"{why} while it played this scenario."
            self.results.put_death(member.dealt, member.number, why, text)
        else:
            text.show()
            name, when = (
                ("after_all", "after its last")
                if member.ready
                else ("before_all", "before its first")
            )
            self._recording.hooks.append(Moment(name, AssertionError(f"{why} {when} scenario.")))
            self.aborted = self.aborted or not member.ready
        self.failed = True
        self._leave(member)
        if self.aborted or self._runner.config.stop or self._killing_at:
            self.stop()
        self._deal.give_back(member.number)
        if self._deal and member.ready:
            self._start(member.number)

    def _leave(self, member: Member) -> None:
        member.process.join(PATIENCE)
        if member.process.is_alive():
            member.process.kill()
            member.process.join()
        member.line.close()
        member.output.close()
        if member in self._members:
            self._members.remove(member)

    def _say_once(self, text: Text) -> None:
        """Show what was printed outside the scenarios, if no other worker has printed the same."""
        if text not in self._said:
            self._said.add(text)
            text.show()

    def _title(self, member: Member) -> str:
        if member.dealt is None:
            return "after its scenarios" if member.ready else "before its first scenario"
        scenario = self._recording.trials[member.dealt].scenario
        return f"{scenario.location}  {scenario.name}"


def _ending(code: int) -> str:
    """Say how a process ended."""
    return (
        f"was killed by {signal.Signals(-code).name}"
        if code < 0
        else f"ended with exit code {code}"
    )
