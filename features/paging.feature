Feature: Paging through the overview
  A shopper cannot read hundreds of products at once. They come in pages,
  and each page tells how many products there are in all.

  A page holds twenty products unless the shopper wishes otherwise.

  Rule: A page follows another without a gap and without a repeat

    Background:
      Given the products service offers, with 2 to a page:
        | name        | category | price |
        | Desk Lamp   | Home     | 24.50 |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
        | Egg Timer   | Kitchen  | 6.00  |
        | Tea Cosy    | Kitchen  | 8.00  |

    @smoke
    Scenario Outline: Page <page> of three
      When the shopper opens page <page>, with 2 products to a page
      Then the overview shows, in this order:
        | name     |
        | <first>  |
        | <second> |
      And the overview counts 5 products in all

      Examples:
        | page | first       | second      |
        | 1    | Desk Lamp   | Field Guide |
        | 2    | Alarm Clock | Egg Timer   |

    Scenario: The last page holds what is left
      When the shopper opens page 3, with 2 products to a page
      Then the overview shows, in this order:
        | name     |
        | Tea Cosy |
      And the overview counts 5 products in all

    Scenario: A page beyond the last
      When the shopper opens page 4, with 2 products to a page
      Then the shopper is told "There are no products to show."
      And the overview counts 5 products in all

    Scenario: Pages of a sorted overview
      When the shopper opens the overview with these choices:
        | choice     | value |
        | sort key   | price |
        | sort order | desc  |
        | page       | 2     |
        | page size  | 2     |
      Then the overview shows, in this order:
        | name        | price |
        | Alarm Clock | 12.00 |
        | Tea Cosy    | 8.00  |

    Scenario: Pages of one category
      When the shopper opens the overview with these choices:
        | choice    | value |
        | category  | Home  |
        | page      | 2     |
        | page size | 2     |
      Then the shopper is told "There are no products to show."
      And the overview counts 2 products in all

  Rule: Without a wish a page holds twenty products

    Background:
      Given the products service offers 101 products, numbered from 1

    Scenario: The first page
      When the shopper opens the overview
      Then the overview shows the products from number 1 to number 20
      And the overview counts 101 products in all

    Scenario: The second page
      When the shopper opens page 2
      Then the overview shows the products from number 21 to number 40

    Scenario: The last page
      When the shopper opens page 6
      Then the overview shows the products from number 101 to number 101

    Scenario: The last page that there can be
      When the shopper opens page 1000000
      Then the shopper is told "There are no products to show."
      And the overview counts 101 products in all

  Rule: The shopper may wish for one to a hundred products to a page

    Scenario Outline: <size> to a page
      Given the products service offers 101 products, with <size> to a page, numbered from 1
      When the shopper opens page 2, with <size> products to a page
      Then the overview shows the products from number <first> to number <last>

      Examples:
        | size | first | last |
        | 1    | 2     | 2    |
        | 100  | 101   | 101  |
