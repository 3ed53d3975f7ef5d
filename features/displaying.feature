Feature: Displaying products
  A shopper opens the overview to see what there is to buy, and what it
  costs, before choosing anything.

  The overview holds no products of its own. It asks the products service
  and shows what it is told: all of it, in the same order, to the cent.

  Rule: The overview shows what the products service offers

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
      And the overview counts 3 products in all

    Scenario: One product
      Given the products service offers:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
      And the overview counts 1 product in all

    Scenario: No products
      Given the products service offers no products
      When the shopper opens the overview
      Then the shopper is told "There are no products to show."
      And the overview counts 0 products in all

    Scenario: Products that are alike in everything
      Given the products service offers:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
        | Desk Lamp | Home     | 24.50 |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
        | Desk Lamp | Home     | 24.50 |

  Rule: Prices are shown to the cent

    Scenario Outline: A product for <price>: <why>
      Given the products service offers:
        | name      | price   |
        | Desk Lamp | <price> |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | price   |
        | Desk Lamp | <shown> |

      Examples:
        | price      | shown      | why                                      |
        | 0.00       | 0.00       | free, and still a price                  |
        | 0.10       | 0.10       | no binary fraction is a tenth            |
        | 7          | 7.00       | no cents given, two digits shown         |
        | 1.005e2    | 100.50     | an unusual way to write it               |
        | 1234567.89 | 1234567.89 | many digits, each of them needed         |
        | 9999999.99 | 9999999.99 | the most that a product may cost         |

  Rule: Names are shown as they were given

    Scenario Outline: A product named <name>: <why>
      Given the products service offers:
        | name   | category |
        | <name> | <name>   |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name   | category |
        | <name> | <name>   |

      Examples:
        | name                       | why                                    |
        | Crème brûlée à l’œuf       | accents and a ligature                 |
        | Κιθάρα 吉他 גיטרה          | other scripts, one from right to left  |
        | Space Rocket 🚀 👩‍🚀         | emoji, one made of several             |
        | 6" Nails 'n' More          | both kinds of quotes                   |
        | <b>Bold</b> & <i>Cheap</i> | markup is text                         |
        | C:\lamps {{name}} %20 ${x} | what templates and encodings would eat |

  Rule: The overview tells which categories there are to choose from

    Scenario: Each category once, in alphabetical order, capital letters or not
      Given the products service offers:
        | category |
        | Home     |
        | garden   |
        | Books    |
        | Home     |
      When the shopper opens the overview
      Then the overview offers these categories to choose from:
        | category |
        | Books    |
        | garden   |
        | Home     |

    Scenario: Nothing to choose from
      Given the products service offers no products
      When the shopper opens the overview
      Then the overview offers no categories to choose from
