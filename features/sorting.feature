Feature: Sorting the overview
  A shopper who compares products wants the cheapest, or the most expensive,
  first. A shopper who knows a product's name looks for it alphabetically.

  Until the shopper chooses to sort, products stay in the order in which
  they were added.

  Rule: Products can be sorted by name, price or category, ascending or descending

    Background:
      Given the products service offers:
        | name        | category    | price  |
        | Desk Lamp   | Home        | 100.00 |
        | Field Guide | Books       | 15.99  |
        | alarm clock | Electronics | 9.00   |

    @smoke
    Scenario: Cheapest first
      When the shopper sorts the overview by price
      Then the overview shows, in this order:
        | name        | price  |
        | alarm clock | 9.00   |
        | Field Guide | 15.99  |
        | Desk Lamp   | 100.00 |

    Scenario Outline: By <key>, <order>
      When the shopper sorts the overview by <key>, <order>
      Then the overview shows, in this order:
        | name     |
        | <first>  |
        | <second> |
        | <third>  |

      Examples:
        | key      | order      | first       | second      | third       |
        | price    | ascending  | alarm clock | Field Guide | Desk Lamp   |
        | price    | descending | Desk Lamp   | Field Guide | alarm clock |
        | name     | ascending  | alarm clock | Desk Lamp   | Field Guide |
        | name     | descending | Field Guide | Desk Lamp   | alarm clock |
        | category | ascending  | Field Guide | alarm clock | Desk Lamp   |
        | category | descending | Desk Lamp   | alarm clock | Field Guide |

  Rule: The order is ascending unless the shopper chooses otherwise

    Background:
      Given the products service offers:
        | name        | category    | price  |
        | Desk Lamp   | Home        | 100.00 |
        | Field Guide | Books       | 15.99  |
        | alarm clock | Electronics | 9.00   |

    Scenario Outline: By <key>, without choosing an order
      When the shopper sorts the overview by <key>
      Then the overview shows, in this order:
        | name     |
        | <first>  |
        | <second> |
        | <third>  |

      Examples:
        | key      | first       | second      | third       |
        | price    | alarm clock | Field Guide | Desk Lamp   |
        | name     | alarm clock | Desk Lamp   | Field Guide |
        | category | Field Guide | alarm clock | Desk Lamp   |

  Rule: Products that tie are sorted by name, and then by when they were added
    Ties are broken in this way even when the order is descending.

    Background:
      Given the products service offers:
        | name   | category | price |
        | Saucer | Kitchen  | 5.00  |
        | Beaker | Kitchen  | 5.00  |
        | beaker | Home     | 5.00  |
        | Teapot | Home     | 7.00  |

    Scenario Outline: The same price, <order>
      When the shopper sorts the overview by price, <order>
      Then the overview shows, in this order:
        | name     |
        | <first>  |
        | <second> |
        | <third>  |
        | <fourth> |

      Examples:
        | order      | first  | second | third  | fourth |
        | ascending  | Beaker | beaker | Saucer | Teapot |
        | descending | Teapot | Beaker | beaker | Saucer |

    Scenario: The same category, descending
      When the shopper sorts the overview by category, descending
      Then the overview shows, in this order:
        | name   | category |
        | Beaker | Kitchen  |
        | Saucer | Kitchen  |
        | beaker | Home     |
        | Teapot | Home     |

    Scenario: The same name, descending
      When the shopper sorts the overview by name, descending
      Then the overview shows, in this order:
        | name   |
        | Teapot |
        | Saucer |
        | Beaker |
        | beaker |

  Rule: Sorting treats capital and small letters alike, and puts accented letters after z
    Letters are sorted by their place in Unicode, the worldwide list of
    characters, so the order is the same in every country; a dictionary
    would put Éclair under E. The German ß counts as ss.

    Scenario: Names in upper and lower case, with and without accents
      Given the products service offers:
        | name   |
        | zebra  |
        | Éclair |
        | apple  |
        | Strata |
        | Straße |
        | STRASS |
        | Banana |
      When the shopper sorts the overview by name
      Then the overview shows, in this order:
        | name   |
        | apple  |
        | Banana |
        | STRASS |
        | Straße |
        | Strata |
        | zebra  |
        | Éclair |
