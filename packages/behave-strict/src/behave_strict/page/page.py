"""The page: one file of HTML, with all that it needs inside, and nothing that it would fetch."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from behave_strict.covered import sentence
from behave_strict.history import Entry
from behave_strict.invisible import tame
from behave_strict.page import words
from behave_strict.page.changes import changes, entry_of
from behave_strict.page.comparison import compare, visible
from behave_strict.page.evidence import Evidence
from behave_strict.page.markdown import as_html
from behave_strict.page.model import Background, Fact, Group, Outline, Run, Scenario
from behave_strict.page.reader import Message, read
from behave_strict.page.trend import trend

PIECES = 500  # of a template, which become one piece of the page
TEMPLATES = resources("behave_strict.page") / "templates"
POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; "
    "media-src data:; base-uri 'none'; form-action 'none'"
)


def render(messages: Iterable[Message] | Run, **options: Any) -> str:
    """Make the page of a run as one text; `pieces` has the options."""
    page = "".join(pieces(messages, **options))
    return page.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is a "?"


def pieces(
    messages: Iterable[Message] | Run,
    *,
    title: str = "",
    history: Sequence[Entry] = (),
    whole: bool = True,
    prefix: str = "",
    files: dict[str, bytes] | None = None,
) -> Iterator[str]:
    """Make the page of a run piece by piece, as a long one takes a lot of memory.

    Its features come in the order of the messages. `history` is what is known of earlier runs, the
    oldest first; `whole` is false for a run of a selection. Attachments that no page can show are
    put into `files`, under names that begin with `prefix`, to lie beside the page; without `files`
    they are links that hold them.
    """
    run = messages if isinstance(messages, Run) else read(messages)
    evidence = Evidence(prefix, files, of_failures=run.of_failures())
    page = _template(evidence).stream(
        run=run,
        facts=[*run.facts, *(_covered(run) if whole else ())],
        title=title,
        whole=whole,
        changes=changes(run, history, whole),
        trend=trend([*(e for e in history if e.settings == run.settings), entry_of(run)]),
        **_assets(),
    )
    page.enable_buffering(PIECES)
    return map(tame, page)


def _assets() -> dict[str, str]:
    """Return style sheet and script, and the policy that allows them and nothing else."""
    style, script = _asset("style.css"), _asset("script.js")
    policy = POLICY.format(script=_digest(script), style=_digest(style))
    return {"policy": policy, "style": Markup(style), "script": Markup(script)}  # noqa: S704


def _covered(run: Run) -> Iterator[Fact]:
    """Tell what the run has covered; no selection covers it."""
    yield from (Fact(name, sentence(parts)) for name, parts in run.covered.items())


def write(messages: Iterable[Message] | Run, page: Path, **options: Any) -> None:
    """Write the page, and a folder beside it if there are files. Raises OSError.

    What an earlier page has left in that folder goes.
    """
    files: dict[str, bytes] = {}
    folder = page.with_name(f"{page.stem}-files")
    text = pieces(messages, prefix=f"{folder.name}/", files=files, **options)
    page.parent.mkdir(parents=True, exist_ok=True)
    with page.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(text)
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    for name, body in files.items():
        folder.mkdir(exist_ok=True)
        (page.parent / name).write_bytes(body)


def _template(evidence: Evidence) -> Template:
    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "markdown": as_html,
        "compare": compare,
        "visible": visible,
        "show": evidence.show,
        "seconds": words.seconds,
        "count": words.count,
        "letter": words.LETTERS.__getitem__,
        "inline": words.highlighted,
        "placeholders": words.placeholders,
    }
    environment.globals |= {"words": words, "kind": _kind}
    return environment.get_template("page.html")


def _kind(part: object) -> str:
    kinds = {Background: "background", Group: "rule", Outline: "outline", Scenario: "scenario"}
    return kinds[type(part)]


def _asset(name: str) -> str:
    """Read a template, or what goes into one; its line breaks are for whoever reads it here."""
    text = (TEMPLATES / name).read_text("utf-8").strip()
    if name.endswith(".html"):
        return re.sub(r"(?<=[>}])\n\s*(?=[<{])", "", text)
    return re.sub(r"\n\s+", "\n", text) if name.endswith(".css") else text


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
