@browser
Feature: Using the web page
  A shopper looks at the overview in a browser. What the other features say
  of the overview holds for the web page too; this one is about what only a
  web page has: links, an address, a title, colours, a keyboard.

  The web page is plain: links lead on, and no script has to run.

  Rule: Every choice is a link, and keeps what else was chosen

    Background:
      Given the products service offers, with 2 to a page:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
        | Desk Lamp   | Home     | 24.50 |
        | Atlas       | Books    | 19.99 |
        | Egg Timer   | Home     | 6.00  |
        | Cookbook    | Books    | 5.00  |

    @smoke
    Scenario: Choosing a category
      Given the shopper has opened the overview
      When the shopper follows "Books"
      Then the overview shows, in this order:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Atlas       | Books    | 19.99 |
        | Cookbook    | Books    | 5.00  |
      And the web page marks "Books" as chosen

    Scenario: Before a category is chosen
      When the shopper opens the overview
      Then the web page marks "All" as chosen
      And the web page is titled "All products, page 1 of 1"

    Scenario: Sorting by a column
      Given the shopper has opened the overview
      When the shopper follows "Price"
      Then the overview shows, in this order:
        | name        | price |
        | Cookbook    | 5.00  |
        | Egg Timer   | 6.00  |
        | Alarm Clock | 12.00 |
        | Field Guide | 15.99 |
        | Atlas       | 19.99 |
        | Desk Lamp   | 24.50 |
      And the web page marks "Price" as ascending

    Scenario Outline: "<link>" leads to a first page, and keeps what else was chosen
      Given the shopper has opened the overview with these choices:
        | choice     | value |
        | category   | Home  |
        | sort key   | price |
        | sort order | desc  |
        | page       | 2     |
        | page size  | 2     |
      When the shopper follows "<link>"
      Then the overview shows, in this order:
        | name     |
        | <first>  |
        | <second> |

      Examples:
        | link                    | first       | second      |
        | All                     | Desk Lamp   | Atlas       |
        | Books                   | Atlas       | Field Guide |
        | Name                    | Alarm Clock | Desk Lamp   |
        | Category                | Alarm Clock | Desk Lamp   |
        | Price                   | Egg Timer   | Alarm Clock |
        | Show in the order added | Alarm Clock | Desk Lamp   |

    Scenario: "Next page" keeps what else was chosen
      Given the shopper has opened the overview with these choices:
        | choice     | value |
        | category   | Home  |
        | sort key   | price |
        | sort order | desc  |
        | page size  | 2     |
      When the shopper follows "Next page"
      Then the overview shows, in this order:
        | name      |
        | Egg Timer |

    Scenario: "Previous page" keeps what else was chosen
      Given the shopper has opened the overview with these choices:
        | choice     | value |
        | category   | Home  |
        | sort key   | price |
        | sort order | desc  |
        | page       | 2     |
        | page size  | 2     |
      When the shopper follows "Previous page"
      Then the overview shows, in this order:
        | name        |
        | Desk Lamp   |
        | Alarm Clock |

    Scenario: "Go to the last page" keeps what else was chosen
      Given the shopper has opened the overview with these choices:
        | choice     | value |
        | category   | Home  |
        | sort key   | price |
        | sort order | desc  |
        | page       | 7     |
        | page size  | 2     |
      When the shopper follows "Go to the last page"
      Then the overview shows, in this order:
        | name      |
        | Egg Timer |

    Scenario: The column that is sorted by turns the order round
      Given the shopper has opened the overview with these choices:
        | choice    | value |
        | sort key  | price |
        | page size | 2     |
      When the shopper follows "Price"
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |
        | Atlas     | 19.99 |
      And the web page marks "Price" as descending

    Scenario: The browser goes back to the page before
      Given the shopper has opened the overview with these choices:
        | choice    | value |
        | page size | 2     |
      And the shopper has followed "Next page"
      When the shopper goes back
      Then the overview shows, in this order:
        | name        |
        | Field Guide |
        | Alarm Clock |

    Scenario: An address that is handed on shows everybody the same
      Given the shopper has opened the overview
      And the shopper has followed "Home"
      And the shopper has followed "Price"
      When another shopper opens the same address
      Then the overview shows, in this order:
        | name        | category | price |
        | Egg Timer   | Home     | 6.00  |
        | Alarm Clock | Home     | 12.00 |
        | Desk Lamp   | Home     | 24.50 |
      And the web page is titled "Products in Home by price, page 1 of 1"

  Rule: The shopper chooses how many products a page holds

    Scenario: Fifty to a page
      Given the products service offers 101 products, with 50 to a page, numbered from 1
      And the shopper has opened the overview with these choices:
        | choice     | value |
        | category   | Books |
        | sort key   | price |
        | sort order | desc  |
        | page       | 2     |
      When the shopper follows "50"
      Then the web page is titled "Products in Books by price, page 1 of 3"
      And the web page marks "50" as chosen
      And the web page marks "Price" as descending

  Rule: A mouse, colours and scripts are no condition

    Background:
      Given the products service offers, with 2 to a page:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
        | Atlas       | Books    | 19.99 |

    Scenario Outline: "<link>" with the keyboard alone
      Given the shopper has opened the overview with these choices:
        | choice    | value |
        | page size | 2     |
      When the shopper follows "<link>" with the keyboard alone
      Then the overview shows, in this order:
        | name     |
        | <first>  |

      Examples:
        | link      | first       |
        | Home      | Alarm Clock |
        | Next page | Atlas       |

    Scenario: Without JavaScript
      Given the shopper has a browser without JavaScript
      And the shopper has opened the overview
      When the shopper follows "Price"
      Then the overview shows, in this order:
        | name        | price |
        | Alarm Clock | 12.00 |
        | Field Guide | 15.99 |
        | Atlas       | 19.99 |

    Scenario: Nothing is loaded from elsewhere
      When the shopper opens the overview
      Then all that the web page needs comes from the overview service
      And the browser refuses scripts, and whatever would come from elsewhere

  Rule: A name is shown as it is

    Scenario: Spaces that a browser would take away
      Given the products service offers:
        | name                   |
        | Rope,  2 m   or   3  m |
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name                   |
        | Rope,  2 m   or   3  m |

    Scenario Outline: A product and a category named <name>
      Given the products service offers:
        | name   | category |
        | <name> | <name>   |
      When the shopper opens the overview with these choices:
        | choice   | value  |
        | category | <name> |
      Then the overview shows, in this order:
        | name   | category |
        | <name> | <name>   |
      And the overview offers these categories to choose from:
        | category |
        | <name>   |
      And the web page is titled "Products in <name>, page 1 of 1"

      Examples:
        | name                                 |
        | <script>document.title = 1</script>  |
        | "><img src=x onerror="alert(1)">     |
        | ' autofocus onfocus='alert(1)        |
        | </title></a><h1>Sale</h1>&lt;&amp;   |

  Rule: There is always a way on

    Scenario: Out of an outage
      Given the products service offers:
        | name        | category |
        | Field Guide | Books    |
        | Desk Lamp   | Home     |
      And the products service is down for maintenance, but only the first 2 times
      And the shopper has opened the overview with these choices:
        | choice   | value |
        | category | Home  |
      When the shopper follows "Try again"
      Then the overview shows, in this order:
        | name      |
        | Desk Lamp |

    Scenario: An outage has a number to ask about
      Given the products service is down for maintenance
      When the shopper opens the overview
      Then the web page names the request
      And the web page is titled "No products right now"

    Scenario Outline: Out of <where>
      Given the products service offers:
        | name      | category |
        | Desk Lamp | Home     |
      And the shopper has opened the overview with these choices:
        | choice   | value   |
        | <choice> | <value> |
      When the shopper follows "<link>"
      Then the overview shows, in this order:
        | name      |
        | Desk Lamp |

      Examples:
        | where                     | choice   | value  | link                |
        | a mistake                 | page     | 0      | Show all products   |
        | a category of no products | category | Garden | Show all products   |
        | what is after the last    | page     | 7      | Go to the last page |

  Rule: Everybody can read the web page

    Scenario Outline: Products on <device>
      Given the products service offers, with 2 to a page:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
        | Desk Lamp   | Home     | 24.50 |
        | Egg Timer   | Home     | 6.00  |
      And the shopper has <device>
      When the shopper opens the overview with these choices:
        | choice    | value |
        | category  | Home  |
        | sort key  | price |
        | page size | 2     |
      Then the overview shows, in this order:
        | name        | price |
        | Egg Timer   | 6.00  |
        | Alarm Clock | 12.00 |
      And an accessibility check of the web page finds nothing

      Examples:
        | device                    |
        | a screen in light colours |
        | a screen in dark colours  |
        | a phone                   |

    Scenario Outline: No products on <device>
      Given the products service offers no products
      And the shopper has <device>
      When the shopper opens the overview
      Then the shopper is told "There are no products to show."
      And an accessibility check of the web page finds nothing

      Examples:
        | device                    |
        | a screen in light colours |
        | a screen in dark colours  |
        | a phone                   |

    Scenario Outline: An outage on <device>
      Given the products service is down for maintenance
      And the shopper has <device>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."
      And an accessibility check of the web page finds nothing

      Examples:
        | device                    |
        | a screen in light colours |
        | a screen in dark colours  |
        | a phone                   |

    Scenario: Whoever listens to the web page finds their way
      Given the products service offers 101 products, with 50 to a page, numbered from 1
      When the shopper opens the overview with these choices:
        | choice    | value |
        | category  | Books |
        | page      | 3     |
        | page size | 50    |
      Then a screen reader finds these parts of the web page:
        | part           | name              |
        | heading        | Products in Books |
        | navigation     | Categories        |
        | table          | Products in Books |
        | column heading | Price             |
        | row heading    | Product 101       |
        | navigation     | Pages             |
        | navigation     | To a page:        |
      And an accessibility check of the web page finds nothing

    Scenario: Prices can be compared at a glance
      Given the products service offers:
        | price      |
        | 0.10       |
        | 1234567.89 |
        | 11.11      |
      When the shopper opens the overview
      Then the prices stand in line

    Scenario Outline: A long name and a high price on <device>
      Given the products service offers:
        | name                                                                             | category    | price      |
        | Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, annotated twice | Electronics | 9999999.99 |
      And the shopper has <device>
      When the shopper opens the overview
      Then the web page is no wider than the screen
      And the overview shows, in this order:
        | name                                                                             | category    | price      |
        | Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, annotated twice | Electronics | 9999999.99 |

      Examples:
        | device        |
        | a phone       |
        | a small phone |
