"""The console: how far the run is, each failure in full, and how it went."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent

from rich.console import Console as Terminal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from behave_strict.covered import sentence
from behave_strict.invisible import tame
from behave_strict.report.formatter import UNCHECKED, Report
from behave_strict.report.recording import Recording, Trial
from behave_strict.report.told import BAD, Problem, Told, problem, tell, texts
from behave_strict.wording import count

OUTCOMES = ("passed", *BAD, "skipped", "not run")


class Console(Report):
    """A live line on a terminal, else a line for each failure; the failures in full at the end."""

    name = "console"
    description = "Progress, and each failure in full with its evidence"
    shows_hooks = True

    bad = 0
    progress: Progress | None = None

    def begin(self, recording: Recording) -> None:
        """Start the live line."""
        super().begin(recording)
        self.stream = self.open()
        self.out = Terminal(file=self.stream, highlight=False, markup=False, emoji=False)
        self.progress = _live_line(self.out)
        self.task = self.progress.add_task("", total=len(recording.trials))
        self.progress.start()

    def trial_ended(self, trial: Trial) -> None:
        """Name a scenario that failed."""
        if trial.outcome in BAD:
            self._say(_heading(trial), "red")

    def trial_played(self, trial: Trial) -> None:
        """Move the live line on."""
        self.bad += trial.outcome in BAD
        failures = f"{self.bad} failed" if self.bad else ""
        if self.progress:
            self.progress.update(self.task, advance=1, description=failures, refresh=True)

    def trials_over(self) -> None:
        """End the live line: what after_all prints would stand in it."""
        if self.progress:
            self.progress.stop()

    def close(self) -> None:
        """Say it all, after the last hook."""
        self.trials_over()
        if self.recording and not self.config.dry_run:
            self._say_all(self.recording)
        super().close()

    def finish(self) -> None:
        """Close, where something stopped behave before it did; a start it explains itself."""
        self.trials_over()
        if self.stream and self.recording and any(trial.ran for trial in self.recording.trials):
            self.close()

    def _say_all(self, recording: Recording) -> None:
        failed = [hook for hook in recording.hooks if hook.failed]
        hooks = [(hook.name, [problem(hook)], texts(hook.attachments)) for hook in failed]
        trials = [tell(trial) for trial in recording.trials]
        notes, seconds = _notes(recording), time.time() - recording.began
        for text, style in lines(hooks, trials, notes, seconds):
            self._say(text, style)

    def _say(self, text: str, style: str | None = None) -> None:
        self.out.print(tame(text), style=style, soft_wrap=True)


def _live_line(out: Terminal) -> Progress:
    return Progress(
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
        console=out,
        transient=True,
        auto_refresh=False,
        # behave captures what steps print, by the same means.
        redirect_stdout=False,
        redirect_stderr=False,
        disable=not out.file.isatty() or out.is_dumb_terminal,  # FORCE_COLOR is about colours
    )


def _notes(recording: Recording) -> Iterator[str]:
    """Say what the numbers below do not: what was not checked, and where the reports are."""
    if not recording.checked:
        yield UNCHECKED
    if recording.about.whole:
        yield from (f"{name}: {sentence(parts)}." for name, parts in recording.covered.items())
    if recording.workers > 1:
        moments = (moment for trial in recording.trials for moment in trial.moments)
        seconds = sum(moment.seconds for moment in moments)
        yield f"{recording.workers} workers played scenarios that took {seconds:.1f} s in all."
    if part := recording.about.part:
        yield f"This is shard {part}."
    if folders := recording.about.folders:
        kind = "shard" if recording.about.part else "selection"
        yield f"The reports of this {kind} are in {' and '.join(folders)}."


def lines(
    hooks: Iterable[tuple[str, Sequence[Problem], Sequence[tuple[str, str]]]],
    scenarios: Sequence[Told],
    notes: Iterable[str],
    seconds: float,
) -> Iterator[tuple[str, str | None]]:
    """Tell what failed in full, and count; yields texts and their styles."""
    for name, problems, attachments in hooks:
        yield f"\nerror  {name}", "bold red"
        yield from _why(problems, attachments)
    for told in scenarios:
        if told.outcome in BAD and told.began:
            yield f"\n{told.outcome}  {told.file}:{told.line}  {told.name}", "bold red"
            yield from _why(told.problems, told.attachments)
    summary = f"{_summary(scenarios)}, in {seconds:.1f} s"
    yield "\n" + "\n".join([*notes, summary]), None


def _why(
    problems: Iterable[Problem], attachments: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, None]]:
    for each in problems:
        if each.step:
            yield f"  {each.step}  ({each.place})", None
        yield indent(each.message, "    "), None
    for title, text in attachments:
        yield f"  --- {title} ---\n{indent(text, '    ')}", None


def _heading(trial: Trial) -> str:
    return f"{trial.outcome}  {trial.scenario.location}  {trial.scenario.name}"


def _summary(scenarios: Sequence[Told]) -> str:
    """Count, for instance: 12 scenarios: 9 passed, 1 failed, 1 error, 1 skipped."""
    counts = Counter(told.outcome for told in scenarios)
    parts = [f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome]]
    return f"{count(scenarios, 'scenario')}: {', '.join(parts)}"
