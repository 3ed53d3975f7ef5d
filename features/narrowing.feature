Feature: Narrowing the overview to one category
  A shopper who knows what kind of thing they want should not have to
  wade through everything else.

  The overview asks the products service for exactly the category that the
  shopper chose, and shows the products in it.

  Rule: Only products in the chosen category are shown

    Background:
      Given the products service offers:
        | name         | category | price |
        | Desk Lamp    | Home     | 24.50 |
        | Field Guide  | Books    | 15.99 |
        | Alarm Clock  | Home     | 12.00 |
        | Travel Guide | Books    | 9.99  |

    @smoke
    Scenario: One category out of several
      When the shopper narrows the overview to "Books"
      Then the overview shows, in this order:
        | name         | category | price |
        | Field Guide  | Books    | 15.99 |
        | Travel Guide | Books    | 9.99  |
      And the overview gives a total of 2 products

    Scenario: A category without products
      When the shopper narrows the overview to "Garden"
      Then the shopper sees "There are no products to show."
      And the overview gives a total of 0 products

    Scenario Outline: "<other>" is not "Books": <why>
      When the shopper narrows the overview to "<other>"
      Then the shopper sees "There are no products to show."

      Examples:
        | other | why                        |
        | books | capital letters matter     |
        | Book  | only the whole name counts |
        | *     | there are no wildcards     |

    Scenario: Spaces around a name matter
      When the shopper narrows the overview to " Books "
      Then the shopper sees "There are no products to show."

    Scenario: Narrowing and sorting together
      When the shopper opens the overview with these choices:
        | choice   | value |
        | category | Home  |
        | sort by  | price |
      Then the overview shows, in this order:
        | name        | price |
        | Alarm Clock | 12.00 |
        | Desk Lamp   | 24.50 |

  Rule: All categories remain available, whichever is chosen

    Background:
      Given the products service offers:
        | name        | category |
        | Desk Lamp   | Home     |
        | Field Guide | Books    |

    Scenario Outline: After narrowing to "<chosen>"
      When the shopper narrows the overview to "<chosen>"
      Then the shopper can choose from these categories, in this order:
        | category |
        | Books    |
        | Home     |

      Examples:
        | chosen |
        | Books  |
        | Garden |

  Rule: A category can have any name

    Scenario Outline: A category named <category>: <why>
      Given the products service offers:
        | name         | category   |
        | What I Want  | <category> |
        | Another Item | Other      |
      When the shopper narrows the overview to "<category>"
      Then the overview shows, in this order:
        | name        | category   |
        | What I Want | <category> |

      Examples:
        | category      | why                                        |
        | R&D / Toys    | characters with a meaning in web addresses |
        | 50% + more?   | characters that web addresses encode       |
        | Größe=XL#1;a  | more characters like these, and accents    |
        | 家具 🛋️       | another script, and an emoji               |
        | page=2&page=3 | looks like more choices in an address      |
        | ../..         | looks like a path                          |

  Rule: Categories that merely look alike are different categories
    Computers can spell the é of Café in two ways: as one character, or as
    an e followed by an accent. They look the same on a screen. The one with
    an e and an accent is listed first.

    Scenario Outline: Café, spelled with <spelling>
      Given the products service offers:
        | name                 | category |
        | é as one character   | Café     |
        | e and then an accent | Café     |
      When the shopper narrows the overview to "<category>"
      Then the overview shows, in this order:
        | name       |
        | <spelling> |
      And the shopper can choose from these categories, in this order:
        | category |
        | Café     |
        | Café     |

      Examples:
        | category | spelling             |
        | Café     | é as one character   |
        | Café     | e and then an accent |
