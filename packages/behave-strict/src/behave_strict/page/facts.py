"""The facts about a run: from its metadata, and from what a project attaches.

A project tells its own facts in an attachment of media type application/x.facts+json, from a hook
that runs before all scenarios. It is an object; each value is a text or a number, or an object with
`text`, and perhaps `link`. Facts are settings, and runs with other settings are not compared; not
so those with `"setting": false`, such as a version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

from behave_strict.page.model import Fact

MEDIA_TYPE = "application/x.facts+json"


class Attached(Protocol):
    """An attachment, of messages or of a run that goes on."""

    @property
    def media_type(self) -> str: ...  # noqa: D102

    @property
    def text(self) -> str | None: ...  # noqa: D102


def is_facts(attachment: Attached) -> bool:
    """Tell whether this holds facts, and can be read."""
    if attachment.media_type != MEDIA_TYPE:
        return False
    try:
        return isinstance(json.loads(attachment.text or ""), dict)
    except ValueError:
        return False


def facts_of(text: str) -> Iterator[Fact]:
    """Read the facts of a project."""
    for name, value in json.loads(text).items():
        about = value if isinstance(value, dict) else {"text": value}
        text, link = str(about.get("text", "")), str(about.get("link", ""))
        yield Fact(name, text, link, about.get("setting") is not False)


def known_facts(meta: dict[str, Any]) -> Iterator[Fact]:
    """Read what the metadata of a run tells: build, commit, branch, versions."""
    continuous = meta.get("ci", {})
    if continuous:
        name = " ".join(filter(None, [continuous.get("name"), continuous.get("buildNumber")]))
        yield Fact("build", name, continuous.get("url", ""))
    git = continuous.get("git", {})
    machine = filter(None, map(_product, (meta.get("runtime", {}), meta.get("os", {}))))
    for name, text in (
        ("commit", git.get("revision", "")[:12]),
        ("branch", git.get("branch") or git.get("tag", "")),
        ("played by", _product(meta.get("implementation", {}))),
        ("on", ", ".join(machine)),
    ):
        if text:
            yield Fact(name, text)


def _product(about: dict[str, str]) -> str:
    return " ".join(filter(None, [about.get("name"), about.get("version")]))
