Feature: Displaying products
  A shopper opens the overview to see what there is to buy, and at what
  price, before choosing anything.

  The overview stores no products of its own. Every time it is opened, it
  asks the products service and shows what that service offers, in the
  order in which the products were added.

  Rule: The overview shows the products that the products service offers

    @smoke
    Scenario: Several products
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

    Scenario: One product
      Given the products service offers:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
      And the overview gives a total of 1 product

    Scenario: No products
      Given the products service offers no products
      When the shopper opens the overview
      Then the shopper sees "There are no products to show."
      And the overview gives a total of 0 products
      And the shopper has no categories to choose from

    Scenario: Two products that are exactly alike
      Given the products service offers:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
        | Desk Lamp | Home     | 24.50 |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
        | Desk Lamp | Home     | 24.50 |

  Rule: Products are fetched again every time the overview is opened

    Scenario: One price changes, and one product is withdrawn
      Given the products service offers:
        | name      | price |
        | Desk Lamp | 24.50 |
        | Tea Cosy  | 8.00  |
      And the shopper has opened the overview
      And since then the products have changed to:
        | name      | price |
        | Desk Lamp | 19.50 |
      When the shopper opens the overview again
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 19.50 |
      And the overview gives a total of 1 product

  Rule: Prices are shown with exactly two decimal places

    Scenario Outline: A price of <price>: <why>
      Given the products service offers:
        | name      | price   |
        | Desk Lamp | <price> |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | price   |
        | Desk Lamp | <shown> |

      Examples:
        | price      | shown      | why                                       |
        | 0.00       | 0.00       | a free product                            |
        | 0.07       | 0.07       | less than 0.10                            |
        | 0.10       | 0.10       | a fraction that computers often get wrong |
        | 7          | 7.00       | no decimal places                         |
        | 19.9       | 19.90      | one decimal place                         |
        | 500        | 500.00     | a round number                            |
        | 1.005e2    | 100.50     | scientific notation                       |
        | 1234567.10 | 1234567.10 | a zero at the end of a long number        |
        | 1234567.89 | 1234567.89 | nine different digits                     |
        | 9999999.99 | 9999999.99 | the highest price that is allowed         |

  Rule: Names and categories are shown exactly as they were entered

    Scenario Outline: A product and a category named <name>: <why>
      Given the products service offers:
        | name   | category |
        | <name> | <name>   |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name   | category |
        | <name> | <name>   |

      Examples:
        | name                       | why                                                   |
        | Crème brûlée à l’œuf       | accents, a ligature and a curly apostrophe            |
        | Κιθάρα 吉他 גיטרה          | three scripts, one of them written from right to left |
        | Space Rocket 🚀 👩‍🚀         | emoji, one of them made up of several others          |
        | 6" Nails 'n' More          | straight quotation marks, double and single           |
        | <b>Bold</b> & <i>Cheap</i> | looks like HTML                                       |
        | C:\Share {{name}} %20 ${x} | looks like code                                       |
        | " Desk Lamp "              | a space at each end                                   |

  Rule: Each category is listed once, in alphabetical order, with accented letters after z; capital letters make no difference to the order

    Scenario: Several categories
      Given the products service offers:
        | category |
        | Home     |
        | garden   |
        | Épicerie |
        | Books    |
        | Home     |
      When the shopper opens the overview
      Then the shopper can choose from these categories, in this order:
        | category |
        | Books    |
        | garden   |
        | Home     |
        | Épicerie |
