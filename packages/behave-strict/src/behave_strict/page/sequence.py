"""A conversation, as a sequence diagram.

An attachment of media type text/x.sequence+plain has a line for each message, in one of these
forms; any other line is a note. It can be read as it stands, too.

    shopper -> overview: GET /overview
    overview <- products service: 200
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MEDIA_TYPE = "text/x.sequence+plain"
MOST = 8  # participants that the style sheet has places for
LINE = re.compile(
    r"^\s*(?P<one>\S.*?)\s+(?P<arrow>-{1,2}>{1,2}|<{1,2}-{1,2})\s+(?P<other>\S.*?)"
    r"(?:(?::\s|\s{2,})\s*(?P<words>.*))?$"
)


@dataclass(frozen=True)
class Line:
    """A message from one participant to another, by their places from 1; or a note (0, 0)."""

    words: str
    sender: int = 0
    receiver: int = 0


@dataclass
class Sequence:
    """The participants, in the order in which they appear, and their messages."""

    participants: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def drawable(self) -> bool:
        """Tell whether there is a place for each participant."""
        return 2 <= len(self.participants) <= MOST

    def place(self, name: str) -> int:
        """Find the place of a participant; a new one stands at the end."""
        if name not in self.participants:
            self.participants.append(name)
        return self.participants.index(name) + 1


def parse(text: str) -> Sequence:
    """Read a conversation."""
    sequence = Sequence()
    for line in filter(str.strip, text.splitlines()):
        if found := LINE.match(line):
            one, other = sequence.place(found["one"]), sequence.place(found["other"])
            ends = (other, one) if found["arrow"].startswith("<") else (one, other)
            sequence.lines.append(Line((found["words"] or "").strip(), *ends))
        else:
            sequence.lines.append(Line(line.strip()))
    return sequence
