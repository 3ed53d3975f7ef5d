@browser
Feature: Using the web page
  Most shoppers look at the overview in a browser. Everything in
  the features for shoppers is true of the web page too; this feature is
  about what only a web page has: links, a title, an address, colours and a layout.

  The web page works with plain links, and runs no scripts.

  Rule: Choosing a category, or a column to sort by, keeps the other choices, and goes back to page 1
    A newly chosen column is sorted in ascending order; choosing it again
    reverses the order.

    Background:
      Given the products service offers:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Desk Lamp   | Home     | 24.50 |
        | Atlas       | Books    | 19.99 |
        | Egg Timer   | Home     | 6.00  |
        | Alarm Clock | Home     | 12.00 |
        | Cookbook    | Books    | 5.00  |

    @smoke
    Scenario: Choosing a category
      Given the shopper has opened the overview
      When the shopper follows the link "Books"
      Then the overview shows, in this order:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Atlas       | Books    | 19.99 |
        | Cookbook    | Books    | 5.00  |

    Scenario Outline: Sorting by the column "<heading>"
      Given the shopper has opened the overview with these choices:
        | choice    | value |
        | page size | 2     |
      When the shopper follows the link "<heading>"
      Then the overview shows, in this order:
        | name     |
        | <first>  |
        | <second> |

      Examples:
        | heading  | first       | second    |
        | Name     | Alarm Clock | Atlas     |
        | Category | Atlas       | Cookbook  |
        | Price    | Cookbook    | Egg Timer |

    Scenario: Sorting by the same column again reverses the order
      Given the shopper has opened the overview with these choices:
        | choice    | value |
        | sort by   | price |
        | page size | 2     |
      When the shopper follows the link "Price"
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |
        | Atlas     | 19.99 |

    Scenario Outline: "<link>" leads to the first page
      Given the shopper has opened the overview with these choices:
        | choice     | value      |
        | category   | Home       |
        | sort by    | price      |
        | sort order | descending |
        | page       | 2          |
        | page size  | 2          |
      When the shopper follows the link "<link>"
      Then the overview shows, in this order:
        | name     |
        | <first>  |
        | <second> |

      Examples:
        | link          | first       | second      |
        | All           | Desk Lamp   | Atlas       |
        | Books         | Atlas       | Field Guide |
        | Name          | Alarm Clock | Desk Lamp   |
        | Category      | Alarm Clock | Desk Lamp   |
        | Price         | Egg Timer   | Alarm Clock |
        | Clear sorting | Desk Lamp   | Egg Timer   |

  Rule: Turning the page keeps all other choices

    Background:
      Given the products service offers:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Desk Lamp   | Home     | 24.50 |
        | Egg Timer   | Home     | 6.00  |
        | Alarm Clock | Home     | 12.00 |

    Scenario Outline: "<link>"
      Given the shopper has opened the overview with these choices:
        | choice     | value      |
        | category   | Home       |
        | sort by    | price      |
        | sort order | descending |
        | page       | <page>     |
        | page size  | 1          |
      When the shopper follows the link "<link>"
      Then the overview shows, in this order:
        | name   |
        | <name> |

      Examples:
        | page | link                | name        |
        | 1    | Next page           | Alarm Clock |
        | 3    | Previous page       | Alarm Clock |
        | 7    | Go to the last page | Egg Timer   |

  Rule: Every category has a link that works, whatever its name

    Scenario Outline: Following the link "<category>"
      Given the products service offers:
        | name         | category   |
        | What I Want  | <category> |
        | Another Item | Other      |
      And the shopper has opened the overview
      When the shopper follows the link "<category>"
      Then the overview shows, in this order:
        | name        | category   |
        | What I Want | <category> |

      Examples:
        | category      |
        | R&D / Toys    |
        | 50% + more?   |
        | Größe=XL#1;a  |
        | page=2&page=3 |
        | 100%25        |

  Rule: Choosing a page size keeps the other choices, and goes back to page 1

    Background:
      Given the products service offers 101 numbered products

    Scenario Outline: <size> per page
      Given the shopper has opened the overview with these choices:
        | choice    | value |
        | page      | 2     |
        | page size | 5     |
      When the shopper follows the link "<size>"
      Then the overview shows products 1 to <size>, in this order

      Examples:
        | size |
        | 10   |
        | 20   |
        | 50   |
        | 100  |

    Scenario: Fifty per page, with all other choices kept
      Given the shopper has opened the overview with these choices:
        | choice     | value      |
        | category   | Books      |
        | sort by    | price      |
        | sort order | descending |
      When the shopper follows the link "50"
      Then the web page is titled "Products in Books, sorted by price, page 1 of 3"
      And the web page marks "Price" as descending

  Rule: There is no link to a page that does not exist

    Background:
      Given the products service offers 41 numbered products

    Scenario Outline: On page <page> of 3, there is "<there>" but no "<not there>"
      When the shopper opens page <page>
      Then the web page has a link "<there>" but no link "<not there>"

      Examples:
        | page | there         | not there     |
        | 1    | Next page     | Previous page |
        | 3    | Previous page | Next page     |

    Scenario: On page 2 of 3, both links are there
      When the shopper opens page 2
      Then the web page has the links "Previous page" and "Next page"

  Rule: The web page shows which choices have been made

    Background:
      Given the products service offers 11 numbered products

    Scenario: No choices yet
      When the shopper opens the overview
      Then the web page is titled "All products"
      And the web page marks "All" as chosen
      And the web page marks "20" as chosen

    Scenario: A category
      When the shopper opens the overview with these choices:
        | choice   | value |
        | category | Books |
      Then the web page is titled "Products in Books"
      And the web page marks "Books" as chosen

    Scenario Outline: Sorted by name, <order>
      When the shopper opens the overview with these choices:
        | choice     | value   |
        | sort by    | name    |
        | sort order | <order> |
      Then the web page is titled "All products, sorted by name"
      And the web page marks "Name" as <order>

      Examples:
        | order      |
        | ascending  |
        | descending |

    Scenario: A page size
      When the shopper opens the overview with these choices:
        | choice    | value |
        | page size | 10    |
      Then the web page is titled "All products, page 1 of 2"
      And the web page marks "10" as chosen

  Rule: Opening an address again brings back the same choices

    Background:
      Given the products service offers:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
        | Desk Lamp   | Home     | 24.50 |

    Scenario: Using the browser's Back button
      Given the shopper has opened the overview with these choices:
        | choice    | value |
        | page size | 2     |
      And the shopper has followed the link "Next page"
      When the shopper presses the browser's Back button
      Then the overview shows, in this order:
        | name        |
        | Field Guide |
        | Alarm Clock |

    Scenario: Sharing an address
      Given the shopper has opened the overview
      And the shopper has followed the link "Home"
      When another shopper opens the same address
      Then the overview shows, in this order:
        | name        | category | price |
        | Alarm Clock | Home     | 12.00 |
        | Desk Lamp   | Home     | 24.50 |
      And the web page is titled "Products in Home"

  Rule: A link holds the shopper's choices and nothing else

    Scenario: Following a link keeps the shopper's choices
      Given the products service offers:
        | name        | category |
        | Field Guide | Books    |
        | Desk Lamp   | Home     |
      And the shopper has opened the overview with these choices:
        | choice     | value      |
        | sort by    | name       |
        | utm_source | newsletter |
      When the shopper follows the link "Books"
      Then the address holds these choices and nothing else:
        | choice   | value |
        | category | Books |
        | sort by  | name  |

    Scenario Outline: Following the link "<link>" drops a tracking parameter
      Given the products service offers 21 numbered products
      And the shopper has opened the overview with these choices:
        | choice     | value      |
        | utm_source | newsletter |
      When the shopper follows the link "<link>"
      Then the address holds these choices and nothing else:
        | choice   | value   |
        | <choice> | <value> |

      Examples:
        | link      | choice    | value |
        | Books     | category  | Books |
        | Price     | sort by   | price |
        | Next page | page      | 2     |
        | 50        | page size | 50    |

  Rule: The web page works without a mouse, colours or JavaScript

    Background:
      Given the products service offers:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
        | Atlas       | Books    | 19.99 |

    Scenario Outline: Following "<link>" with the keyboard
      Given the shopper has opened the overview with these choices:
        | choice    | value |
        | page size | 2     |
      When the shopper follows the link "<link>", using only the keyboard
      Then the overview shows, in this order:
        | name   |
        | <name> |

      Examples:
        | link      | name        |
        | Home      | Alarm Clock |
        | Next page | Atlas       |

    Scenario: Choices stand out without colours
      Given the shopper uses a screen in high-contrast mode
      When the shopper opens the overview with these choices:
        | choice   | value |
        | category | Books |
        | sort by  | price |
      Then the web page marks "Books" as chosen
      And the web page marks "Price" as ascending

    Scenario: Links stand out without colours
      When the shopper opens the overview with these choices:
        | choice    | value |
        | sort by   | price |
        | page size | 2     |
      Then each link stands out from the text around it, even without colours

    Scenario: Sorting without JavaScript
      Given the shopper uses a browser without JavaScript
      And the shopper has opened the overview
      When the shopper follows the link "Price"
      Then the overview shows, in this order:
        | name        | price |
        | Alarm Clock | 12.00 |
        | Field Guide | 15.99 |
        | Atlas       | 19.99 |

  Rule: Nothing on the web page comes from another website

    Scenario: A web page and all its parts
      Given the products service offers no products
      When the shopper opens the overview
      Then every part of the web page comes from the overview
      And the browser blocks scripts, and anything from another website

  Rule: Names are shown exactly as they were entered, and never run as code

    Scenario: Several spaces in a row
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
      And the shopper can choose from these categories, in this order:
        | category |
        | <name>   |
      And the web page is titled "Products in <name>"

      Examples:
        | name                                |
        | <script>document.title = 1</script> |
        | "><img src=x onerror="alert(1)">    |
        | ' autofocus onfocus='alert(1)       |
        | </title></a><h1>Sale</h1>&lt;&amp;  |

    Scenario Outline: A category without products, named <name>
      Given the products service offers no products
      When the shopper opens the overview with these choices:
        | choice   | value  |
        | category | <name> |
      Then the web page is titled "Products in <name>"
      And the web page says "There is nothing in <name> right now."

      Examples:
        | name            |
        | <h1>Sale</h1>   |
        | &lt;b&gt;&copy; |

  Rule: Each web page contains exactly the words listed in its scenario

    Scenario: Products
      Given the products service offers:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
      When the shopper opens the overview with these choices:
        | choice  | value |
        | sort by | price |
      Then the web page reads:
        """
        Skip to main content
        Product overview
        All products
        All
        Books
        Home
        2 products
        Sorted by price, ascending. Clear sorting
        Name Category Price
        Alarm Clock Home 12.00
        Field Guide Books 15.99
        """

    Scenario: Products on several pages
      Given the products service offers 11 numbered products
      When the shopper opens page 2, with 2 products per page
      Then the web page reads:
        """
        Skip to main content
        Product overview
        All products
        All
        Books
        11 products, page 2 of 6
        Name Category Price
        Product 3 Books 10.00
        Product 4 Books 10.00
        Previous page
        Next page
        Products per page:
        2
        10
        20
        50
        100
        """

    Scenario: No products at all
      Given the products service offers no products
      When the shopper opens the overview
      Then the web page reads:
        """
        Skip to main content
        Product overview
        All products
        0 products
        There are no products to show.
        Nothing is for sale right now. Please check back later.
        """

    Scenario: A category that has no products
      Given the products service offers:
        | category |
        | Books    |
      When the shopper narrows the overview to "Garden"
      Then the web page reads:
        """
        Skip to main content
        Product overview
        Products in Garden
        All
        Books
        0 products
        There are no products to show.
        There is nothing in Garden right now.
        Show all products
        """

    Scenario: A page after the last one
      Given the products service offers 5 numbered products
      When the shopper opens page 7, with 2 products per page
      Then the web page reads:
        """
        Skip to main content
        Product overview
        All products
        All
        Books
        5 products on 3 pages
        There are no products to show.
        There is no page 7.
        Go to the last page
        """

    Scenario: An outage, with a reference
      Given the products service is down
      When the shopper opens the overview
      Then the web page reads:
        """
        Skip to main content
        Product overview
        Products are unavailable
        Products are unavailable right now. Please try again in a moment.
        Try again Show all products
        Still not working? Quote this reference when you contact us: [the request ID]
        """
      And the web page is titled "Products are unavailable"

    Scenario: A mistake, with a reference
      When the shopper opens the overview with page "0"
      Then the web page reads:
        """
        Skip to main content
        Product overview
        Please check the address
        The page number must be a whole number from 1 to 1,000,000.
        Show all products
        Still not working? Quote this reference when you contact us: [the request ID]
        """
      And the web page is titled "Please check the address"

    Scenario: An address that does not exist, with a reference
      When the shopper opens an address that does not exist
      Then the web page reads:
        """
        Skip to main content
        Product overview
        Page not found
        There is nothing at this address.
        Show all products
        Still not working? Quote this reference when you contact us: [the request ID]
        """
      And the web page is titled "Page not found"

  Rule: As long as anything is for sale, every dead end has a link back to the products
    While the products service reports that it is unavailable, each shopper
    who opens the overview causes two requests to it: the first, and a retry.

    Background:
      Given the products service offers:
        | name        | category |
        | Field Guide | Books    |
        | Desk Lamp   | Home     |

    Scenario: "Try again" after an outage leads to what the shopper chose
      Given the products service reports that it is unavailable, but only for the first 2 requests
      And the shopper has opened the overview with these choices:
        | choice   | value |
        | category | Home  |
      When the shopper follows the link "Try again"
      Then the overview shows, in this order:
        | name      |
        | Desk Lamp |

    Scenario: "Show all products" after an outage leads to all products
      Given the products service reports that it is unavailable, but only for the first 2 requests
      And the shopper has opened the overview with these choices:
        | choice   | value |
        | category | Home  |
      When the shopper follows the link "Show all products"
      Then the overview shows, in this order:
        | name        |
        | Field Guide |
        | Desk Lamp   |

    Scenario Outline: "Show all products" leads back from <where>
      Given the shopper has opened the overview with these choices:
        | choice   | value   |
        | <choice> | <value> |
      When the shopper follows the link "Show all products"
      Then the overview shows, in this order:
        | name        |
        | Field Guide |
        | Desk Lamp   |

      Examples:
        | where                       | choice   | value  |
        | a mistake                   | page     | 0      |
        | a category without products | category | Garden |

    Scenario: "Show all products" leads back from an address that does not exist
      Given the shopper has opened an address that does not exist
      When the shopper follows the link "Show all products"
      Then the overview shows, in this order:
        | name        |
        | Field Guide |
        | Desk Lamp   |

    Scenario: "Go to the last page" leads back from a page after the last one
      Given the shopper has opened the overview with these choices:
        | choice | value |
        | page   | 7     |
      When the shopper follows the link "Go to the last page"
      Then the overview shows, in this order:
        | name        |
        | Field Guide |
        | Desk Lamp   |

  Rule: The web page is accessible
    README.md names the standard.

    Scenario Outline: Products on <device>
      Given the products service offers:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Alarm Clock | Home     | 12.00 |
        | Desk Lamp   | Home     | 24.50 |
        | Egg Timer   | Home     | 6.00  |
      And the shopper uses <device>
      When the shopper opens the overview with these choices:
        | choice    | value |
        | category  | Home  |
        | sort by   | price |
        | page size | 2     |
      Then the overview shows, in this order:
        | name        | price |
        | Egg Timer   | 6.00  |
        | Alarm Clock | 12.00 |
      And an accessibility check of the web page finds no problems

      Examples:
        | device                 |
        | a screen in light mode |
        | a screen in dark mode  |
        | a phone                |

    Scenario Outline: No products, on <device>
      Given the products service offers no products
      And the shopper uses <device>
      When the shopper opens the overview
      Then the shopper sees "There are no products to show."
      And an accessibility check of the web page finds no problems

      Examples:
        | device                 |
        | a screen in light mode |
        | a screen in dark mode  |
        | a phone                |

    Scenario Outline: An outage, on <device>
      Given the products service is down
      And the shopper uses <device>
      When the shopper opens the overview
      Then the shopper sees "Products are unavailable right now. Please try again in a moment."
      And an accessibility check of the web page finds no problems

      Examples:
        | device                 |
        | a screen in light mode |
        | a screen in dark mode  |
        | a phone                |

    Scenario Outline: A mistake, on <device>
      Given the shopper uses <device>
      When the shopper opens the overview with page "0"
      Then the shopper is told what to correct: "The page number must be a whole number from 1 to 1,000,000."
      And an accessibility check of the web page finds no problems

      Examples:
        | device                 |
        | a screen in light mode |
        | a screen in dark mode  |
        | a phone                |

    Scenario: An address that does not exist
      When the shopper opens an address that does not exist
      Then the web page is titled "Page not found"
      And an accessibility check of the web page finds no problems

    Scenario: A page that comes after the last
      Given the products service offers 11 numbered products
      When the shopper opens page 7
      Then the shopper sees "There are no products to show."
      And an accessibility check of the web page finds no problems

  Rule: A screen reader can find its way around the web page

    Scenario: The last of three pages
      Given the products service offers 101 numbered products
      When the shopper opens the overview with these choices:
        | choice    | value |
        | category  | Books |
        | page      | 3     |
        | page size | 50    |
      Then a screen reader finds these parts of the web page:
        | part            | name               |
        | link            | Product overview   |
        | heading         | Products in Books  |
        | navigation area | Categories         |
        | table           | Products in Books  |
        | column heading  | Price              |
        | row heading     | Product 101        |
        | navigation area | Pages              |
        | navigation area | Products per page: |
      And an accessibility check of the web page finds no problems

  Rule: The web page follows the screen's dark or light mode

    Background:
      Given the products service offers no products

    Scenario Outline: The colours on <device>
      Given the shopper uses <device>
      When the shopper opens the overview
      Then the web page shows <colours>

      Examples:
        | device                 | colours                         |
        | a screen in light mode | dark text on a light background |
        | a screen in dark mode  | light text on a dark background |

  Rule: Prices are right-aligned, so that they can be compared at a glance

    Scenario: Prices of different lengths
      Given the products service offers:
        | price      |
        | 0.10       |
        | 1234567.89 |
        | 11.11      |
      When the shopper opens the overview
      Then the prices are right-aligned

  Rule: The web page can be printed

    Scenario: Products on paper
      Given the products service offers:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Desk Lamp   | Home     | 24.50 |
      When the shopper prints the overview
      Then the printout shows, in this order:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |
        | Desk Lamp   | Home     | 24.50 |

  Rule: The web page is never wider than the screen

    Scenario Outline: Long names and a high price on <device>
      Given the products service offers:
        | name                                                                             | category                        | price      |
        | Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, annotated twice | Kraftfahrzeughaftpflichtpapiere | 9999999.99 |
      And the shopper uses <device>
      When the shopper opens the overview
      Then the web page is no wider than the screen
      And the overview shows, in this order:
        | name                                                                             | category                        | price      |
        | Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, annotated twice | Kraftfahrzeughaftpflichtpapiere | 9999999.99 |

      Examples:
        | device        |
        | a phone       |
        | a small phone |

    Scenario Outline: A long name in a message, on <device>
      Given the products service offers no products
      And the shopper uses <device>
      When the shopper narrows the overview to "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
      Then the web page is no wider than the screen
      And the web page says "There is nothing in Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz right now."

      Examples:
        | device        |
        | a phone       |
        | a small phone |
