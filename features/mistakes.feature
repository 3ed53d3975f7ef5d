Feature: Telling shoppers of their own mistakes
  An address can be mistyped, cut off or put together by hand. A shopper
  who asks for something that cannot be is told what was wrong and what
  would be right, instead of being shown something else.

  The products service is not bothered with such a question.

  Rule: Each choice has its limits

    Scenario Outline: <choice> "<value>"
      When the shopper opens the overview with <choice> "<value>"
      Then the shopper is told of a mistake: "<message>"
      And the products service is not asked

      Examples: A page is a whole number from 1 to 1,000,000
        | choice | value   | message                                              |
        | page   | 0       | The page must be a whole number from 1 to 1,000,000. |
        | page   | -1      | The page must be a whole number from 1 to 1,000,000. |
        | page   | 1000001 | The page must be a whole number from 1 to 1,000,000. |
        | page   | 1.5     | The page must be a whole number from 1 to 1,000,000. |
        | page   | two     | The page must be a whole number from 1 to 1,000,000. |
        | page   | ２      | The page must be a whole number from 1 to 1,000,000. |
        | page   | 1_0     | The page must be a whole number from 1 to 1,000,000. |

      Examples: A page holds 1 to 100 products
        | choice    | value | message                                             |
        | page size | 0     | The page size must be a whole number from 1 to 100. |
        | page size | 101   | The page size must be a whole number from 1 to 100. |
        | page size | +5    | The page size must be a whole number from 1 to 100. |

      Examples: There are three things to sort by, and two ways
        | choice     | value  | message                                                   |
        | sort key   | colour | The sort key must be name, price or category.             |
        | sort key   | Price  | The sort key must be name, price or category.             |
        | sort order | up     | The sort order must be asc or desc, and needs a sort key. |

      Examples: A choice that is left open is no choice
        | choice     | value | message                                                   |
        | category   |       | The category must not be empty.                           |
        | sort key   |       | The sort key must be name, price or category.             |
        | sort order |       | The sort order must be asc or desc, and needs a sort key. |
        | page       |       | The page must be a whole number from 1 to 1,000,000.      |
        | page size  |       | The page size must be a whole number from 1 to 100.       |

    Scenario: An order without anything to sort by
      When the shopper opens the overview with sort order "desc"
      Then the shopper is told of a mistake: "The sort order must be asc or desc, and needs a sort key."
      And the products service is not asked

  Rule: Each choice is made once

    Scenario Outline: <choice> twice
      When the shopper opens the overview twice with <choice>, "<one>" and "<other>"
      Then the shopper is told of a mistake: "The <choice> must be given once."
      And the products service is not asked

      Examples:
        | choice    | one   | other  |
        | category  | Books | Movies |
        | sort key  | price | price  |
        | page size | 5     | 6      |

  Rule: What the overview does not know does no harm

    Scenario: A choice of somebody else's
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When the shopper opens the overview with utm_source "newsletter"
      Then the overview shows, in this order:
        | name      |
        | Desk Lamp |
      And the products service is told nothing of "utm_source"
