@fault
Feature: Serving a crowd
  This feature is about many shoppers at once, whom programs stand in for.
  A products service that hangs must not take the overview down with it:
  everybody is answered in time, and afterwards all is as before.

  Rule: Nobody waits for the others

    Scenario: A hundred shoppers while the products service is well
      Given the products service offers 10 products, each in a category of its own
      And the overview takes all the time that it needs
      When 100 shoppers at once narrow the overview, each to one of 10 categories
      Then each shopper sees the products of their own category

    Scenario: A hundred shoppers while the products service hangs
      Given the products service never answers
      When 100 shoppers at once open the overview, and a monitor asks for its health
      Then every shopper is told in time "Products are unavailable right now. Please try again in a moment."
      And the monitor was answered before any shopper
      And nothing of the crowd is left in the overview service

  Rule: More than the overview can wait for are told at once

    Scenario: Five shoppers where there is room for two
      Given the products service never answers
      And the overview waits for 2 answers at most
      When 5 shoppers at once open the overview
      Then 3 shoppers are told at once to come back in 1 second
      And every shopper is told in time "Products are unavailable right now. Please try again in a moment."
