"""Features of this shop's kind, as many as are asked for; none of their scenarios waits."""

from __future__ import annotations

import shutil
from pathlib import Path

PER_FEATURE = 50  # scenarios
SCENARIOS = [
    """\
  Scenario: Everything, {number}
    Given the products service offers:
      | name        | category | price |
      | Desk Lamp   | Home     | 24.50 |
      | Field Guide | Books    | 15.99 |
      | Alarm Clock | Home     | 12.00 |
    When the shopper opens the overview
    Then the overview shows, in this order:
      | name        | category | price |
      | Desk Lamp   | Home     | 24.50 |
      | Field Guide | Books    | 15.99 |
      | Alarm Clock | Home     | 12.00 |
    And the overview gives a total of 3 products
""",
    """\
  Scenario: One category, {number}
    Given the products service offers:
      | name        | category | price |
      | Desk Lamp   | Home     | 24.50 |
      | Field Guide | Books    | 15.99 |
    When the shopper narrows the overview to "Books"
    Then the overview shows, in this order:
      | name        | category |
      | Field Guide | Books    |
""",
    """\
  Scenario: By price, {number}
    Given the products service offers:
      | name        | price  |
      | Desk Lamp   | 100.00 |
      | Field Guide | 15.99  |
    When the shopper sorts the overview by price
    Then the overview shows, in this order:
      | name        | price  |
      | Field Guide | 15.99  |
      | Desk Lamp   | 100.00 |
""",
    """\
  Scenario: The first page, {number}
    Given the products service offers 30 numbered products
    When the shopper opens the overview
    Then the overview shows products 1 to 20, in this order
    And the overview gives a total of 30 products
""",
    """\
  Scenario: No products, {number}
    Given the products service offers no products
    When the shopper opens the overview
    Then the shopper sees "There are no products to show."
""",
    """\
  Scenario: A mistaken page size, {number}
    When the shopper opens the overview with page size "0"
    Then the shopper is told what to correct: "The page size must be a whole number from 1 to 100."
""",
    """\
  Scenario: A request ID, {number}
    Given the products service offers 3 numbered products
    When a program requests the overview and sends the request ID "order-{number}"
    Then the response has status 200
    And the response carries the same request ID
    And the log records 1 request to the products service under that ID
""",
    """\
  Scenario: Bad data, {number}
    Given the products service sends null
    When the shopper opens the overview
    Then the shopper sees "Products are unavailable right now. Please try again in a moment."
""",
]


def write_features(folder: Path, count: int) -> Path:
    """Write this many scenarios into a folder that then holds nothing else, and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for first in range(1, count + 1, PER_FEATURE):
        end = min(first + PER_FEATURE, count + 1)
        heading = f"Feature: Generated scenarios from {first:05}\n"
        scenarios = [SCENARIOS[n % len(SCENARIOS)].format(number=n) for n in range(first, end)]
        file = folder / f"generated_{first:05}.feature"
        file.write_text("\n".join([heading, *scenarios]), encoding="utf-8")
    return folder
