"""What a developer sees: how far the run is, each failure in full, and how it went."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from textwrap import indent

from rich.console import Console as Terminal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from behave_strict.report.formatter import UNCHECKED, Report
from behave_strict.report.recording import Attachment, Moment, Recording, Trial

BAD = ("failed", "error")
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
        """Move the live line on."""
        if trial.outcome in BAD:
            self.bad += 1
            self._say(_heading(trial), "red")
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
        for hook in recording.hooks:
            if hook.failed:
                self._say(f"\nerror  {hook.name}", "bold red")
                self._say_why([hook], hook.attachments)
        for trial in recording.trials:
            if trial.outcome in BAD and trial.ran:
                self._say(f"\n{_heading(trial)}", "bold red")
                self._say_why(trial.problems, trial.attachments)
        seconds = time.time() - recording.began
        summary = f"{_summary(recording.trials)}, in {seconds:.1f} s"
        self._say("\n" + "\n".join([*_notes(recording), summary]))

    def _say_why(self, problems: list[Moment], attachments: list[Attachment]) -> None:
        for problem in problems:
            if step := problem.step:
                self._say(f"  {step.keyword} {step.name}  ({step.location})")
            self._say(indent(problem.message, "    "))
        for attachment in attachments:
            if attachment.text is not None:
                self._say(f"  --- {attachment.title} ---\n{indent(attachment.text, '    ')}")

    def _say(self, text: str, style: str | None = None) -> None:
        self.out.print(text, style=style, soft_wrap=True)


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
    if part := recording.about.part:
        yield f"This is shard {part}."
    if folders := recording.about.folders:
        kind = "shard" if recording.about.part else "selection"
        yield f"The reports of this {kind} are in {' and '.join(folders)}."


def _heading(trial: Trial) -> str:
    return f"{trial.outcome}  {trial.scenario.location}  {trial.scenario.name}"


def _summary(trials: list[Trial]) -> str:
    """Count, for instance: 12 scenarios: 9 passed, 1 failed, 1 error, 1 skipped."""
    counts = Counter(trial.outcome for trial in trials)
    parts = [f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome]]
    return f"{len(trials)} scenario{'' if len(trials) == 1 else 's'}: {', '.join(parts)}"
