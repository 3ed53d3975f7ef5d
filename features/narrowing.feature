Feature: Narrowing the overview to one category
  A shopper who knows what kind of thing they want should not have to
  read past everything else.

  The overview narrows nothing itself: it asks the products service for
  one category and shows what comes back.

  Rule: Only products of the chosen category are shown

    Background:
      Given the products service offers:
        | name         | category    | price |
        | Desk Lamp    | Home        | 24.50 |
        | Field Guide  | Books       | 15.99 |
        | Alarm Clock  | Home        | 12.00 |
        | Travel Guide | Books       | 9.99  |

    @smoke
    Scenario: One category out of several
      When the shopper narrows the overview to "Books"
      Then the overview shows, in this order:
        | name         | category | price |
        | Field Guide  | Books    | 15.99 |
        | Travel Guide | Books    | 9.99  |
      And the overview counts 2 products in all

    Scenario: The other categories stay there to choose from
      When the shopper narrows the overview to "Books"
      Then the overview offers these categories to choose from:
        | category |
        | Books    |
        | Home     |

    Scenario: A category that nothing belongs to
      When the shopper narrows the overview to "Garden"
      Then the shopper is told "There are no products to show."
      And the overview offers these categories to choose from:
        | category |
        | Books    |
        | Home     |

    Scenario Outline: "<almost>" is not "Books"
      When the shopper narrows the overview to "<almost>"
      Then the shopper is told "There are no products to show."

      Examples:
        | almost |
        | books  |
        | Book   |
        | *      |

    Scenario: Narrowing and sorting together
      When the shopper opens the overview with these choices:
        | choice   | value |
        | category | Home  |
        | sort key | price |
      Then the overview shows, in this order:
        | name        | price |
        | Alarm Clock | 12.00 |
        | Desk Lamp   | 24.50 |

  Rule: Any name will do for a category

    Scenario Outline: The category <category>: <why>
      Given the products service offers:
        | name        | category   |
        | This One    | <category> |
        | Another One | Other      |
      When the shopper narrows the overview to "<category>"
      Then the overview shows, in this order:
        | name     | category   |
        | This One | <category> |

      Examples:
        | category        | why                                           |
        | R&D / Toys      | signs that mean something in an address       |
        | 50% + more?     | signs that stand for others in an address     |
        | Größe=XL#1;a    | more of them, and letters beyond English      |
        | 家具 🛋️          | another script, and an emoji                  |
        | page=2&page=3   | looks like a choice of its own                |
        | ../..           | looks like a path                             |

    Scenario: Two spellings of a letter that look the same
      Given the products service offers:
        | name     | category |
        | Composed | Café     |
        | Combined | Café    |
      When the shopper narrows the overview to "Café"
      Then the overview shows, in this order:
        | name     |
        | Composed |
