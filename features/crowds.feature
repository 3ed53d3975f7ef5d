@fault
Feature: Serving many shoppers at once
  A products service that hangs must not take the overview down with it:
  every shopper gets a response by the deadline, and afterwards nothing is
  left over. Shoppers never see what somebody else has chosen.

  Programs stand in for the shoppers here.

  Rule: Every shopper sees their own choice, and never somebody else's

    Scenario: A hundred shoppers while the products service works
      Given the products service offers 10 numbered products, each in its own category
      And the deadline is 30 seconds
      When 100 shoppers each narrow the overview to one of 10 categories, all at the same time
      Then every shopper sees the one product of their own category

  Rule: A products service that hangs does not take the overview down

    Background:
      Given the products service never responds
      And the deadline is 3 seconds

    Scenario: A hundred shoppers while the products service hangs
      When 100 shoppers open the overview at the same time, while a monitor checks its health
      Then every shopper sees "Products are unavailable right now. Please try again in a moment."
      And every health check succeeds while the shoppers wait
      And afterwards the overview service has no more threads or connections than before

  Rule: When too many shoppers are waiting, any more are turned away immediately

    Background:
      Given the products service never responds
      And the deadline is 2 seconds

    Scenario: Five shoppers when only two can be served at a time
      Given the overview sends at most 2 requests to the products service at a time
      When 5 shoppers open the overview at the same time
      Then 3 shoppers are turned away immediately, with a Retry-After of 1 second
      And every shopper sees "Products are unavailable right now. Please try again in a moment."

  Rule: Connections to the products service are reused

    Scenario: Fifty shoppers, one after another
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When 50 shoppers open the overview, one after another
      Then the overview service holds 1 connection to the products service
