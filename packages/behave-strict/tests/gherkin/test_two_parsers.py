"""behave's parser and gherkin-official read each feature alike, or it is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from behave.parser import ParserError, parse_feature
from behave_strict.feature_file import FeatureFile
from behave_strict.gherkin.behaves_limits import only_gherkin_reads
from behave_strict.lint.two_parsers import read_differently

SCENARIO = "Feature: F\n  Scenario: S\n    Given a\n"
OUTLINE = "Feature: F\n  Scenario Outline: S\n    Given <x>\n    Examples:\n      | x |\n"
DOC_STRING = SCENARIO + '      """\n      {}\n      """\n'
CELL = "      | {} |\n"

READ_DIFFERENTLY = {
    "a keyword in lower case": (
        SCENARIO + "    and b\n",
        '4: "and b" is a step to behave, but not to Gherkin; write "And", or begin prose with '
        "another word",
    ),
    "a first keyword in lower case": (
        "Feature: F\n  Scenario: S\n    given b\n",
        '3: "given b" is a step to behave, but not to Gherkin; write "Given", or begin prose with '
        "another word",
    ),
    "prose that begins like a step": (
        "Feature: F\n  Scenario: S\n    when in doubt, read on.\n    Given b\n",
        '3: "when in doubt, read on." is a step to behave, but not to Gherkin; write "When", or '
        "begin prose with another word",
    ),
    "a doc string in single quotes": (
        SCENARIO + "      '''\n      x\n      '''\n",
        "4: Gherkin has no ''' for doc strings; write \"\"\"",
    ),
    "a line separator in a description": (
        "Feature: F\n  One\u2028two\n  Scenario: S\n    Given a\n",
        "2: behave begins a new line at the character U+2028, Gherkin does not; write a space, "
        "or a line break",
    ),
    "a form feed": (
        "\fFeature: F\n",
        "1: behave begins a new line at the character U+000C, Gherkin does not; write a space, "
        "or a line break",
    ),
    "line ends of an old Macintosh": (
        SCENARIO.replace("\n", "\r"),
        "1: behave begins a new line at the character U+000D, Gherkin does not; write a space, "
        "or a line break",
    ),
    "two backslashes before a pipe": (
        SCENARIO + CELL.format("a") + CELL.format(r"C:\\|x"),
        r'5: the row "| C:\\|x |" has more cells to Gherkin than to behave; write no \\ in it',
    ),
    "two backslashes in a cell": (
        SCENARIO + CELL.format("a") + CELL.format(r"C:\\temp"),
        r'5: the cell is "C:\\temp" to behave, "C:\temp" to Gherkin; write no \\ or \n in the '
        r"cell: behave knows nothing but \|",
    ),
    "a line break in a cell": (
        SCENARIO + CELL.format(r"Lamp\nShade"),
        r'4: the cell is "Lamp\nShade" to behave, "Lamp(line break)Shade" to Gherkin; write no '
        r"\\ or \n in the cell: behave knows nothing but \|",
    ),
    "backslashes in a row of Examples": (
        OUTLINE + CELL.format("a") + CELL.format(r"\\b"),
        r'7: the step is "\\b" to behave, "\b" to Gherkin; write no \\ or \n in the cell: '
        r"behave knows nothing but \|",
    ),
    "a placeholder in a Background": (
        OUTLINE.replace("  Scen", "  Background:\n    Given <x>\n  Scen") + CELL.format("1"),
        '3: the step is "1" to behave, "<x>" to Gherkin; move it out of the Background',
    ),
    "a placeholder of behave's own": (
        OUTLINE.replace("S\n", "S <row.id>\n") + CELL.format("1"),
        '6: the name is "S 1.1" to behave, "S <row.id>" to Gherkin; use nothing but names of '
        "columns in < >",
    ),
    "a placeholder in a tag": (
        OUTLINE.replace("  Scen", "  @<x>\n  Scen") + CELL.format("1") + CELL.format("2"),
        "2: behave fills in the tag @<x> from the Examples, Gherkin does not; write out each tag, "
        "over Examples of its own",
    ),
    "a tag of which behave drops a sign": (
        OUTLINE.replace("  Scen", "  @a/b\n  Scen") + CELL.format("1"),
        "7: the tags are @ab to behave, none of these to Gherkin; put a space between two tags, "
        "and no other signs in them than . _ -",
    ),
    "tags without a space between": (
        SCENARIO.replace("  Scen", "  @a@b\n  Scen"),
        "3: the tags are @a@b to behave, @a, @b to Gherkin; put a space between two tags, and no "
        "other signs in them than . _ -",
    ),
    "spaces at the end of a doc string's line": (
        DOC_STRING.format("x  "),
        "5: the doc string's line is \"x\" to behave, \"x  \" to Gherkin; remove the spaces at its "
        "end",
    ),
    "quotes within a doc string": (
        DOC_STRING.format(r"\"\"\""),
        r"""5: the doc string's line is "\"\"\"" to behave, """ + '""""" to Gherkin; write it '
        "without backslashes before quotes",
    ),
    "a doc string below a table": (
        SCENARIO + CELL.format("a") + DOC_STRING.format("x").removeprefix(SCENARIO),
        "6: the doc string's line is \"      x\" to behave, \"x\" to Gherkin; put the doc string above "
        "the step's table, not below",
    ),
    "a scenario's keyword that behave lacks": (
        "# language: tr\nÖzellik: F\n  Durum: S\n    Diyelim ki a\n",
        '3: behave does not know the keyword "Durum"; write another that means the same',
    ),
    "a rule's keyword that behave lacks": (
        "# language: ko\n기능: F\n  규칙: R\n    시나리오: S\n      만일 a\n",
        '3: behave does not know the keyword "규칙"; write another that means the same',
    ),
}  # fmt: skip

ONLY_GHERKIN_READS = {
    "a doc string in backticks": (
        SCENARIO + "      ```\n      x\n      ```\n",
        ("behave has no ``` for doc strings", 'write """'),
    ),
    "Examples under a Scenario": (
        OUTLINE.replace(" Outline", "") + CELL.format("1"),
        ("behave knows no Examples under a Scenario", 'write "Scenario Outline:" above the steps'),
    ),
    "Examples under a German Szenario": (
        "# language: de\nFunktion: F\n  Szenario: S\n    Angenommen <x>\n    Beispiele:\n"
        "      | x |\n      | 1 |\n",
        ("behave knows no Examples under a Scenario", 'write "Szenariogrundriss:" above the steps'),
    ),
    "a description under Examples": (
        OUTLINE.replace("Examples:\n", "Examples:\n      These are right.\n\n") + CELL.format("1"),
        ("behave knows no description under Examples", "make it a comment (#), or remove it"),
    ),
    "a description that begins with but": (
        SCENARIO.replace("S\n", "S\n    but not in winter.\n"),
        (
            'behave takes "but not in winter." for a step, as it begins with "but"',
            "begin the line with another word",
        ),
    ),
    "a scenario that begins with And": (
        "Feature: F\n  Scenario: S\n    And a\n",
        ('behave wants a Given, When or Then before "And a"', "begin with one of these"),
    ),
    "a doc string left of its quotes": (
        SCENARIO + '      """\n    x\n      """\n',
        ("behave cannot read a doc string's line left of its quotes", "indent the line"),
    ),
    "a pipe that two backslashes precede": (
        SCENARIO + "      | a | b |\n" + r"      | C:\\|x|" + "\n",
        (r'the row "| C:\\|x|" has fewer cells to behave than to Gherkin', r"write no \\ in it"),
    ),
}

READ_ALIKE = {
    "line ends of Windows": DOC_STRING.format("x\n\n      y").replace("\n", "\r\n"),
    "tags with a comment": SCENARIO.replace("  Scen", "  @a @b # why\n  Scen"),
    "a heading that is a regular expression": OUTLINE.replace("<x>", "<price (EUR>").replace(
        "| x |", "| price (EUR |"
    )
    + CELL.format("1"),
    "stars for keywords": SCENARIO.replace("Given", "*") + "    * b\n",
    "empty cells": SCENARIO + "      | |\n      ||\n",
    "white space around cells": SCENARIO + "      |\u00a0a\t|\n      | b\u3000|\n",
    "an escaped pipe": SCENARIO + CELL.format(r"a\|b"),
    "a comment within a table": SCENARIO + CELL.format("a") + "      # b\n" + CELL.format("c"),
    "a doc string with a media type": DOC_STRING.format("{}").replace('"""\n', '"""json\n', 1),
    "a doc string with a blank line and a comment": DOC_STRING.format("a\n\n      # b"),
    "Backgrounds of feature and rule": "Feature: F\n  Background:\n    Given a\n  Rule: R\n"
    "    Background:\n      Given b\n    Scenario: S\n      When c\n",
    "values that look like placeholders": OUTLINE.replace("| x |", "| x | y |")
    + "      | <y> | 1 |\n",
    "a language without spaces": "# language: ja\n機能: F\n  シナリオ: S\n    前提a\n    もしb\n",
}


def read(folder: Path, text: str) -> FeatureFile:
    path = folder / "a.feature"
    path.write_bytes(text.encode())
    return FeatureFile(str(path), text, parse_feature(text, None, str(path)))


@pytest.mark.parametrize("what", READ_DIFFERENTLY, ids=lambda name: name.replace(" ", "-"))
def test_what_they_read_differently_is_named(tmp_path: Any, what: Any) -> None:
    text, expected = READ_DIFFERENTLY[what]
    file = read(tmp_path, text)
    assert [str(found) for found in read_differently(file)] == [f"{file.path}:{expected}"]


@pytest.mark.parametrize("what", ONLY_GHERKIN_READS, ids=lambda name: name.replace(" ", "-"))
def test_what_only_behave_cannot_read_is_named(what: Any) -> None:
    text, expected = ONLY_GHERKIN_READS[what]
    with pytest.raises(ParserError) as raised:
        parse_feature(text, None, "a.feature")
    assert only_gherkin_reads(text, raised.value, "en") == expected


@pytest.mark.parametrize("what", READ_ALIKE, ids=lambda name: name.replace(" ", "-"))
def test_what_they_read_alike_is_accepted(tmp_path: Any, what: Any) -> None:
    file = read(tmp_path, READ_ALIKE[what])
    assert file.scenarios()
    assert list(read_differently(file)) == []


def test_what_neither_can_read_is_left_to_behave() -> None:
    text = SCENARIO + "Feature: G\n"
    with pytest.raises(ParserError) as raised:
        parse_feature(text, None, "a.feature")
    assert only_gherkin_reads(text, raised.value, "en") is None


def test_the_language_of_the_run_counts(tmp_path: Any) -> None:
    text = "Funktion: F\n  Szenario: S\n    Angenommen a\n"
    path = tmp_path / "a.feature"
    path.write_text(text)
    feature = parse_feature(text, "de", str(path))
    assert list(read_differently(FeatureFile(str(path), text, feature))) == []
