@fault
Feature: Serving many shoppers at once
  A products service that never responds must not take the overview down
  with it: every shopper gets a response by the deadline, and afterwards
  nothing is left running. Shoppers never see what somebody else has chosen.

  Programs stand in for the shoppers here.

  Rule: Every shopper sees their own choice, and never somebody else's

    Scenario: A hundred shoppers while the products service works
      Given the products service offers 10 numbered products, each in its own category
      And the deadline is 30 seconds
      When 100 shoppers each narrow the overview to one of 10 categories, all at the same time
      Then every shopper sees the one product in the category that they chose

  Rule: A products service that never responds does not take the overview down

    Background:
      Given the products service never responds
      And the deadline is 3 seconds

    Scenario: A hundred shoppers, and no response from the products service
      When 100 shoppers open the overview at the same time, while a monitor checks the overview's health
      Then every shopper sees "Products are unavailable right now. Please try again in a moment."
      And every health check succeeds while the shoppers wait
      And afterwards the overview has no more work in progress, and no more open connections, than before

  Rule: When as many shoppers are waiting as the limit allows, any more are turned away immediately

    Background:
      Given the products service never responds
      And the deadline is 2 seconds

    Scenario: Five shoppers when only two can be served at a time
      Given the overview sends at most 2 requests to the products service at a time
      When 5 shoppers open the overview at the same time
      Then 3 shoppers are turned away immediately, and asked to try again in 1 second
      And every shopper sees "Products are unavailable right now. Please try again in a moment."

  Rule: Connections to the products service are reused

    Scenario: Fifty shoppers, one after another
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When 50 shoppers open the overview, one after another
      Then the overview has 1 open connection to the products service
