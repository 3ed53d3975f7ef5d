"""Name Gherkin that behave's parser cannot read, and say how to write it instead."""

from __future__ import annotations

import re

from behave.i18n import languages
from behave.parser import ParserError

from behave_strict.gherkin import official

STEP_KEYWORDS = ("given", "when", "then", "and", "but")

Found = tuple[str, str]  # what is wrong, and the remedy


def only_gherkin_reads(text: str, error: ParserError, language: str) -> Found | None:
    """Explain what behave cannot read. None where Gherkin cannot read it either."""
    language = _declared_language(text, language)
    try:
        official.read(text, "", language)
    except official.CannotReadError:
        return None
    return _unknown_to_behave(text.splitlines(), error.line or 1, str(error), language)


def _declared_language(text: str, default: str) -> str:
    found = re.search(r"\A(?:\s*(?:#.*)?\n)*?\s*#\s*language\s*:\s*([\w-]+)", text)
    return found[1] if found and found[1] in languages else default


def _unknown_to_behave(lines: list[str], number: int, error: str, language: str) -> Found:
    text, keywords = lines[number - 1].strip(), languages[language]
    found: Found | None = None
    if text.startswith("```"):
        found = "behave has no ``` for doc strings", 'write """'
    elif "Examples must only appear inside" in error:
        remedy = f'write "{keywords["scenario_outline"][0]}:" above the steps'
        found = "behave knows no Examples under a Scenario", remedy
    elif "BAD-INDENT" in error:
        found = "behave cannot read a doc string's line left of its quotes", "indent the line"
    elif text.startswith("|") and "\\" in text:
        found = f'the row "{text}" has fewer cells to behave than to Gherkin', r"write no \\ in it"
    elif keyword := lower_case_keyword(text, language):
        what = f'behave takes "{text}" for a step, as it begins with "{keyword}"'
        found = what, "begin the line with another word"
    elif "STEP REQUIRES" in error:
        found = f'behave wants a Given, When or Then before "{text}"', "begin with one of these"
    elif _is_under_examples(lines[: number - 1], keywords["examples"]):
        found = "behave knows no description under Examples", "make it a comment (#), or remove it"
    return found or (
        f'Gherkin reads "{text}", behave does not',
        f"see `behave --lang-help {language}`",
    )


def _is_under_examples(above: list[str], keywords: list[str]) -> bool:
    words = (line.strip() for line in reversed(above))
    heading = next((line for line in words if line and not line.startswith("#")), "")
    return heading.startswith(tuple(f"{keyword}:" for keyword in keywords))


def lower_case_keyword(text: str, language: str) -> str | None:
    """Return the keyword that the text begins with, were it not for its capital letter."""
    for kind in STEP_KEYWORDS:
        for keyword in languages[language][kind]:
            if text.lower().startswith(keyword.lower()) and not text.startswith(keyword):
                return text[: len(keyword)].strip()
    return None
