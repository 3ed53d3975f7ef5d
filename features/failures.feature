@fault
Feature: Telling shoppers that products are unavailable
  The products service can be down, slow or confused. Whatever it does, a
  shopper gets a clear answer in time, never a part of the products, never
  an error that only an engineer could read.

  The overview waits for a fixed time, its deadline, and no longer.

  Rule: When there are no products to be had, the shopper is told to try again

    Scenario Outline: The products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

      Examples:
        | fails                                        |
        | refuses connections                          |
        | has an error of its own                      |
        | is down for maintenance                      |
        | answers later than the shopper can wait      |
        | sends a page of text instead of its products |
        | sends its products as a bare list            |
        | sends its products wrapped twice             |
        | sends its prices as text                     |
