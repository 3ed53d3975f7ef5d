"""A document made from behave's model is what Gherkin makes of the same text."""

from __future__ import annotations

from typing import Any

from behave.parser import parse_feature
from behave_strict.gherkin import official
from behave_strict.gherkin.corrected import correct
from behave_strict.gherkin.rebuilt import rebuild
from gherkin.stream.id_generator import IdGenerator

FEATURE = '''\
@all
Feature: F
  Some prose.

  Background: B
    Given a

  @one
  Scenario: S
    When b
      | x | y |
      | 1 |   |
    Then c
      """
      text

      more
      """
    And d

  @rule
  Rule: R
    A rule's prose.

    Background:
      Given e

    Scenario Outline: O <x>
      When <x>
        | <y> |
      But f
        """
        <x>
        """

      @some
      Examples: E
        | x | y |
        | 1 | 2 |
        | 3 | 4 |
'''
# behave does not keep these, or Gherkin counts them otherwise.
LEFT_OUT = ("id", "astNodeIds", "astNodeId", "column", "keywordType")


def plain(node: Any) -> Any:
    """The node without what is left out, tags in the order of their names."""
    if isinstance(node, dict):
        kept = {key: plain(value) for key, value in node.items() if key not in LEFT_OUT}
        if "description" in kept:
            kept["description"] = kept["description"].strip()
        return kept
    if isinstance(node, list):
        return sorted(
            map(plain, node),
            key=lambda n: str(n.get("name", "")) if "@" in str(n.get("name")) else "",
        )
    return node


def both() -> tuple[official.Reading, official.Reading]:
    feature = parse_feature(FEATURE, None, "a.feature")
    scenarios = list(feature.walk_scenarios())
    theirs = official.read(FEATURE, "a.feature")
    return rebuild(feature, scenarios, "a.feature", IdGenerator()), theirs


def test_the_document_is_the_same() -> None:
    rebuilt, theirs = both()
    assert plain(rebuilt.document) == plain(theirs.document)


def test_the_pickles_are_the_same() -> None:
    rebuilt, theirs = both()
    assert plain(rebuilt.pickles) == plain(theirs.pickles)


def test_every_id_that_a_pickle_refers_to_is_in_the_document() -> None:
    rebuilt, _ = both()
    known = str(rebuilt.document)
    for pickle in rebuilt.pickles:
        referred = [*pickle["astNodeIds"], *(tag["astNodeId"] for tag in pickle["tags"])]
        referred += [each for step in pickle["steps"] for each in step["astNodeIds"]]
        assert [each for each in referred if f"'id': '{each}'" not in known] == []


def test_a_reading_that_is_right_is_left_as_it_is() -> None:
    feature = parse_feature(FEATURE, None, "a.feature")
    reading = official.read(FEATURE, "a.feature")
    before = plain(reading.document), plain(reading.pickles)
    corrected = correct(reading, feature, list(feature.walk_scenarios()))
    assert corrected is reading
    assert (plain(reading.document), plain(reading.pickles)) == before


def test_a_reading_of_another_shape_is_not_corrected() -> None:
    feature = parse_feature(FEATURE.replace("And d", "And d\n    and e"), None, "a.feature")
    reading = official.read(FEATURE, "a.feature")
    assert correct(reading, feature, list(feature.walk_scenarios())) is None
