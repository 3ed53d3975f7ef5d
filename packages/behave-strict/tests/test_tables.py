"""Two tables side by side: what a failed step shows."""

from __future__ import annotations

from behave_strict import side_by_side

HEADINGS = ["name", "price"]
LAMP, GUIDE = ("Desk Lamp", "24.50"), ("Field Guide", "15.99")


def marked(text: str) -> list[str]:
    """Return the rows that are marked as different."""
    return [line for line in text.splitlines() if "!=" in line]


def test_expected_and_seen_stand_side_by_side() -> None:
    assert side_by_side(HEADINGS, [GUIDE, LAMP], [LAMP, GUIDE]) == (
        "       expected                  seen\n"
        "       | name        | price |   | name        | price |\n"
        "    != | Field Guide | 15.99 |   | Desk Lamp   | 24.50 |\n"
        "    != | Desk Lamp   | 24.50 |   | Field Guide | 15.99 |"
    )


def test_only_rows_that_differ_are_marked() -> None:
    cheap = ("Field Guide", "1.99")
    assert side_by_side(HEADINGS, [LAMP, cheap], [LAMP, GUIDE]).splitlines()[-2:] == [
        "       | Desk Lamp   | 24.50 |   | Desk Lamp   | 24.50 |",
        "    != | Field Guide | 1.99  |   | Field Guide | 15.99 |",
    ]


def test_an_extra_or_missing_row_stands_alone() -> None:
    (extra,) = marked(side_by_side(HEADINGS, [GUIDE], [LAMP, GUIDE]))
    assert extra == "    !=                           | Desk Lamp   | 24.50 |"
    (missing,) = marked(side_by_side(HEADINGS, [LAMP, GUIDE], [GUIDE]))
    assert missing == "    != | Desk Lamp   | 24.50 |"


def test_wide_letters_keep_the_columns_aligned() -> None:
    text = side_by_side(["name"], [("Lamp",)], [("\u706f \U0001f600",)])
    assert text.splitlines()[-2:] == [
        "       | name |   | name  |",
        "    != | Lamp |   | \u706f \U0001f600 |",
    ]
