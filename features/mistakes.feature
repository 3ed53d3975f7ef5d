Feature: Explaining a shopper's own mistakes
  An address can be mistyped, cut short or put together by hand. A shopper
  who asks for something impossible is told what is allowed, rather than
  being shown something else.

  Such requests are not passed on to the products service.

  Parameters that the overview does not know, such as those that
  advertisers add to links, are ignored.

  Rule: A page number is a whole number from 1 to 1,000,000, in plain digits

    Scenario Outline: The page "<page>": <why>
      When the shopper opens the overview with page "<page>"
      Then the shopper is told what to correct: "The page number must be a whole number from 1 to 1,000,000."
      And the products service receives no requests

      Examples:
        | page    | why                                       |
        | 0       | before the first                          |
        | -1      | negative                                  |
        | 1000001 | more than a million                       |
        | 1.5     | not a whole number                        |
        | two     | a word                                    |
        | ２      | a full-width 2, as on a Japanese keyboard |
        | 1_0     | an underscore                             |
        |         | left empty                                |

  Rule: A page size is a whole number from 1 to 100, in plain digits

    Scenario Outline: The page size "<size>": <why>
      When the shopper opens the overview with page size "<size>"
      Then the shopper is told what to correct: "The page size must be a whole number from 1 to 100."
      And the products service receives no requests

      Examples:
        | size | why                |
        | 0    | no products at all |
        | 101  | too many           |
        | +5   | not plain digits   |
        |      | left empty         |

  Rule: Products can be sorted only by name, price or category

    Scenario Outline: Sorting by "<key>": <why>
      When the shopper opens the overview with these choices:
        | choice  | value |
        | sort by | <key> |
      Then the shopper is told what to correct: "Products can be sorted by name, price or category."
      And the products service receives no requests

      Examples:
        | key    | why                     |
        | colour | products have no colour |
        | Price  | capital letters matter  |
        |        | left empty              |

  Rule: A sort order is ascending or descending, and needs something to sort by
    In an address, ascending is written asc, and descending desc.

    Scenario Outline: The sort order "<order>": <why>
      When the shopper opens the overview with these choices:
        | choice     | value   |
        | sort by    | price   |
        | sort order | <order> |
      Then the shopper is told what to correct: "The sort order must be asc (ascending) or desc (descending)."
      And the products service receives no requests

      Examples:
        | order | why                    |
        | up    | not one of the two     |
        | DESC  | capital letters matter |
        |       | left empty             |

    Scenario: A sort order with nothing to sort by
      When the shopper opens the overview with sort order "desc"
      Then the shopper is told what to correct: "To choose a sort order, choose what to sort by as well: name, price or category."
      And the products service receives no requests

  Rule: A category in an address must not be empty

    Scenario: The category is left empty
      When the shopper opens the overview with category ""
      Then the shopper is told what to correct: "The category must not be empty."
      And the products service receives no requests

  Rule: An address can hold each choice only once

    Scenario Outline: <choice> "<one>" and "<other>"
      When the shopper opens the overview with these choices:
        | choice   | value   |
        | <choice> | <one>   |
        | <choice> | <other> |
      Then the shopper is told what to correct: "<message>"
      And the products service receives no requests

      Examples:
        | choice     | one       | other      | message                           |
        | category   | Books     | Films      | Choose only one category.         |
        | sort by    | price     | price      | Choose only one thing to sort by. |
        | sort order | asc       | desc       | Choose only one sort order.       |
        | page       | 1         | 2          | Choose only one page.             |
        | page size  | 5         | 6          | Choose only one page size.        |

  Rule: A parameter that the overview does not know is ignored

    Scenario Outline: The parameter <parameter>: <why>
      Given the products service offers:
        | name      | category |
        | Desk Lamp | Home     |
      When the shopper opens the overview with <parameter> "Books"
      Then the overview shows, in this order:
        | name      |
        | Desk Lamp |
      And the products service does not receive "<parameter>"

      Examples:
        | parameter  | why                                         |
        | utm_source | tells an advertiser which link was followed |
        | Category   | capital letters matter                      |
