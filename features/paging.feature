Feature: Paging through the overview
  Hundreds of products are too many to take in at once, so they are
  shown in pages. Every page gives the total as well, so that shoppers know how
  many there are.

  Rule: Each page begins where the previous one ended

    Background:
      Given the products service offers:
        | name        | category | price |
        | Desk Lamp   | Home     | 24.50 |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
        | Egg Timer   | Kitchen  | 6.00  |
        | Tea Cosy    | Kitchen  | 8.00  |

    @smoke
    Scenario Outline: Page <page> of 3
      When the shopper opens page <page>, with 2 products per page
      Then the overview shows, in this order:
        | name     |
        | <first>  |
        | <second> |
      And the overview gives a total of 5 products

      Examples:
        | page | first       | second      |
        | 1    | Desk Lamp   | Field Guide |
        | 2    | Alarm Clock | Egg Timer   |

    Scenario: The last page holds what is left
      When the shopper opens page 3, with 2 products per page
      Then the overview shows, in this order:
        | name     |
        | Tea Cosy |
      And the overview gives a total of 5 products

    Scenario: Pages of a sorted overview
      When the shopper opens the overview with these choices:
        | choice     | value      |
        | sort by    | price      |
        | sort order | descending |
        | page       | 2          |
        | page size  | 2          |
      Then the overview shows, in this order:
        | name        | price |
        | Alarm Clock | 12.00 |
        | Tea Cosy    | 8.00  |

    Scenario: Pages of one category
      When the shopper opens the overview with these choices:
        | choice    | value   |
        | category  | Kitchen |
        | page      | 2       |
        | page size | 1       |
      Then the overview shows, in this order:
        | name     | category |
        | Tea Cosy | Kitchen  |
      And the overview gives a total of 2 products

  Rule: Beyond the last page there are no products to show

    Background:
      Given the products service offers 5 numbered products

    Scenario Outline: Page <page> when there are only 3 pages: <why>
      When the shopper opens page <page>, with 2 products per page
      Then the shopper sees "There are no products to show."
      And the overview gives a total of 5 products

      Examples:
        | page    | why                              |
        | 4       | one too far                      |
        | 1000000 | the highest page that is allowed |

  Rule: A page holds 20 products unless the shopper chooses otherwise

    Background:
      Given the products service offers 101 numbered products

    Scenario: The first page
      When the shopper opens the overview
      Then the overview shows products 1 to 20, in this order
      And the overview gives a total of 101 products

    Scenario Outline: Page <page>
      When the shopper opens page <page>
      Then the overview shows products <first> to <last>, in this order

      Examples:
        | page | first | last |
        | 2    | 21    | 40   |
        | 6    | 101   | 101  |

  Rule: The shopper can choose a page size from 1 to 100

    Background:
      Given the products service offers 101 numbered products

    Scenario Outline: Page <page>, with <size> per page
      When the shopper opens page <page>, with <size> products per page
      Then the overview shows products <first> to <last>, in this order

      Examples:
        | page | size | first | last |
        | 2    | 1    | 2     | 2    |
        | 2    | 33   | 34    | 66   |
        | 1    | 100  | 1     | 100  |
        | 2    | 100  | 101   | 101  |
