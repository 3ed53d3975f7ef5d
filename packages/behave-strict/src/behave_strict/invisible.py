"""Texts that look alike and are not: a no-break space, a zero-width letter, a composed one."""

from __future__ import annotations

import re
import unicodedata

# Words and quoted texts of a message. A no-break space and its like do not end a word.
PARTS = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|<[^<>\n]*>|[^ \t\n]+")
UNUSUAL_SPACES = re.compile("[\u00a0\u00ad\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")
# What moves a terminal's cursor, or turns the order of a text round. A line may end in \r\n.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
MARKS_AND_FORMATS = ("Cc", "Cf", "Me", "Mn", "Zl", "Zp", "Zs")


def reveal(message: str) -> str:
    r"""Write invisible characters as \u00a0, where two parts of a message differ by them alone."""
    if message.isascii():
        return message
    seen: dict[str, str] = {}
    for part in _parts(message):
        if seen.setdefault(_look(part), part) != part:
            return escape(message)
    return message


def escape(text: str) -> str:
    r"""Write every character that cannot be seen, or is part of another, as \u00a0."""
    return "".join(map(_escaped, text))


def show_spaces(text: str) -> str:
    r"""Write spaces that are none of the keyboard's, and what has no width, as \u00a0."""
    return UNUSUAL_SPACES.sub(lambda found: _code(found[0]), text)


def tame(text: str) -> str:
    r"""Write characters that control a terminal, or the direction of a text, as \u001b."""
    return CONTROLS.sub(lambda found: _code(found[0]), text)


def _parts(message: str) -> list[str]:
    """List words and quoted texts without their quotes, and lines without what leads them in."""
    words = [part.strip("\"'<>,.;:()[]") for part in PARTS.findall(message)]
    lines = [line.partition(": ")[2] or line for line in message.split("\n")]
    return [part for part in (*words, *lines) if part]


def _look(text: str) -> str:
    """Reduce a text to what it looks like."""
    characters = unicodedata.normalize("NFKC", text)
    shown = (" " if unicodedata.category(c) == "Zs" else c for c in characters)
    return "".join(c for c in shown if unicodedata.category(c) not in ("Cf", "Cc")).strip()


def _escaped(character: str) -> str:
    hidden = unicodedata.category(character) in MARKS_AND_FORMATS
    return _code(character) if hidden and character not in " \n\t" else character


def _code(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
