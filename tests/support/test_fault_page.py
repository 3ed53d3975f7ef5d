"""The page of faults: every fault that the features tell of, and nothing that they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import fault_page
from support.errors import AcceptanceError

SHOPPERS = """\
Feature: Telling shoppers

  Rule: What cannot be read is not shown

    Background:
      Given the products service offers no products

    Scenario Outline: The products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Please try again."

      Examples:
        | fails      |
        | mumbles    |
        | falls mute |

  Rule: One failure is forgiven

    Scenario: It fails once
      Given the products service mumbles, but only the first time
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      |
        | Desk Lamp |

    Scenario: It fails twice
      Given the products service mumbles, but only the first 2 times
      And the shopper is in a hurry
      When the shopper opens the overview
      Then the shopper is first told "Please try again."
      And the overview then shows:
        | name      |
        | Desk Lamp |
"""
PROGRAMS = """\
Feature: Answering programs

  Scenario: The overview as data
    Given the products service offers no products
    When a program asks for the overview
    Then the answer has the status 200

  Scenario: The status
    Given the products service mumbles
    When a program asks for the overview
    Then the answer has the status 502
    And the log tells that the products service was asked 1 x

  Rule: When to come back is handed on

    Scenario Outline: <fails>
      Given the products service <fails>
      When a program asks for the overview
      Then the answer asks to come back in <wait>

      Examples:
        | fails         | wait             |
        | is out        | 1 second         |
        | is out\\|ended | 20 to 30 seconds |

    Scenario: Not handed on
      Given the products service is gone
      When a program asks for the overview
      Then the answer does not say when to come back
"""
FAULTS = ["mumbles", "falls mute", "is out", "is gone"]


class Features:
    """Two features in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.files = [folder / "faults.feature", folder / "programs.feature"]
        self.files[0].write_text(SHOPPERS, encoding="utf-8")
        self.files[1].write_text(PROGRAMS, encoding="utf-8")

    def change(self, number: int, old: str, new: str) -> None:
        text = self.files[number].read_text(encoding="utf-8")
        assert old in text
        self.files[number].write_text(text.replace(old, new, 1), encoding="utf-8")

    def sections(self) -> dict[str, list[str]]:
        """The lines of the page under each of its headings."""
        _, *parts = fault_page.page(self.files, FAULTS).split("\n## ")
        sections = (part.split("\n") for part in parts)
        return {heading: [line for line in lines if line] for heading, *lines in sections}

    def refusal(self) -> str:
        with pytest.raises(AcceptanceError) as refused:
            fault_page.page(self.files, FAULTS)
        return str(refused.value)


@pytest.fixture
def features(tmp_path: Path) -> Features:
    return Features(tmp_path)


def test_each_row_of_an_outline_is_a_line_under_its_rule_with_what_programs_are_told(
    features: Features,
) -> None:
    assert features.sections()["What cannot be read is not shown"] == [
        "The shopper gets: “Please try again.”",
        "| the products service … | status | asked |",
        "|---|---|---|",
        "| mumbles | 502 | 1 x |",
        "| falls mute |  |  |",
    ]


def test_where_shoppers_get_different_things_each_line_tells(features: Features) -> None:
    assert features.sections()["One failure is forgiven"] == [
        "| the products service … | the shopper gets |",
        "|---|---|",
        "| mumbles, but only the first time | the products |",
        "| mumbles, but only the first 2 times; the shopper is in a hurry "
        "| first “Please try again.”, then the products |",
    ]


def test_a_fault_that_only_programs_are_told_of_stands_under_their_rule(features: Features) -> None:
    assert features.sections()["When to come back is handed on"] == [
        "| the products service … | come back in |",
        "|---|---|",
        "| is out | 1 s |",
        r"| is out\|ended | 20 to 30 s |",
        "| is gone | not said |",
    ]


def test_the_headings_are_the_rules_in_reading_order(features: Features) -> None:
    assert list(features.sections()) == [
        "What cannot be read is not shown",
        "One failure is forgiven",
        "When to come back is handed on",
    ]


def test_a_fault_that_no_feature_uses_is_an_error(features: Features) -> None:
    features.change(0, "        | falls mute |\n", "")

    assert features.refusal() == (
        "What comes of these faults is told by no scenario of faults.feature and "
        "programs.feature: falls mute."
    )


def test_a_fault_of_which_no_scenario_tells_the_outcome_is_an_error(features: Features) -> None:
    features.change(1, "the answer does not say when to come back", "nobody looks")

    assert features.refusal().endswith(": is gone.")


def test_a_fault_that_only_ever_passes_is_told_of_too(features: Features) -> None:
    features.change(0, "        | mumbles    |\n", "")
    features.change(1, "service mumbles", "service is out")

    assert "mumbles" not in features.sections()["What cannot be read is not shown"]


def test_a_scenario_that_is_not_run_by_default_tells_nothing(features: Features) -> None:
    features.change(1, "    Scenario: Not handed on", "    @wip\n    Scenario: Not handed on")

    assert features.refusal().endswith(": is gone.")


def test_two_scenarios_that_contradict_each_other_are_an_error(features: Features) -> None:
    features.change(1, "service is gone", "service is out")
    features.change(1, "the answer does not say when to come back", "the answer has the status 1")
    features.change(1, "Given the products service mumbles", "Given the products service is out")

    assert features.refusal() == (
        'Two scenarios tell different things of "is out" (status): 502 and 1.'
    )


def test_a_feature_that_cannot_be_read_is_named(features: Features) -> None:
    features.files[1].write_text("nothing of the kind", encoding="utf-8")

    assert features.refusal().startswith(f"{features.files[1]} cannot be read: ")


def test_a_feature_without_a_scenario_tells_nothing(features: Features) -> None:
    features.files[1].write_text("", encoding="utf-8")

    assert features.refusal().endswith(": is out; is gone.")


def test_the_page_is_written_and_then_found_to_be_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fault_page, "ROOT", tmp_path)
    monkeypatch.setattr(fault_page, "PAGE", tmp_path / "docs/faults.md")

    assert fault_page.main(["--check"]) == 1
    assert fault_page.main([]) == 0
    assert fault_page.main(["--check"]) == 0
    with (tmp_path / "docs/faults.md").open("a") as page:
        page.write("By hand.\n")
    assert fault_page.main(["--check"]) == 1
    said = "docs/faults.md is not what the features say; `make faults` makes it anew.\n"
    assert capsys.readouterr().err == 2 * said


def test_without_an_outcome_for_each_fault_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fault_page, "PAGE", tmp_path / "faults.md")
    monkeypatch.setattr(fault_page, "FAULTS", ["is on fire"])

    assert fault_page.main([]) == 1
    assert capsys.readouterr().err.endswith(": is on fire.\n")
    assert not (tmp_path / "faults.md").exists()


def test_nothing_but_check_can_be_asked_for() -> None:
    assert fault_page.main(["--chekc"]) == 2
