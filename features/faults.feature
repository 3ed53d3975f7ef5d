@fault
Feature: Coping with a faulty products service
  The products service can be down, slow or wrong. Whatever it does, a
  shopper gets either a complete page of products or one clear message,
  in time.

  The overview waits for the products service for a fixed time at most: the
  deadline. After a failure that may be momentary, it tries once more,
  immediately, in the time that is left.

  What a program gets after each fault, and which failures are retried, is
  listed in programs.feature.

  Rule: If the products service fails, the shopper is told to try again

    Scenario Outline: The products service <fault>
      Given the products service <fault>
      When the shopper opens the overview
      Then the shopper sees "Products are unavailable right now. Please try again in a moment."

      @smoke
      Examples: It cannot be reached
        | fault   |
        | is down |

      Examples: It says that it cannot help
        | fault                          |
        | reports that it is unavailable |
        | has an internal error          |
        | receives too many requests     |
        | no longer knows about products |
        | has moved elsewhere            |

      Examples: It does not finish in time
        | fault                           |
        | never responds                  |
        | stalls halfway through its list |

  Rule: A list that is incomplete or wrong is not shown at all

    Scenario Outline: A products service that <fault>
      Given the products service <fault>
      When the shopper opens the overview
      Then the shopper sees "Products are unavailable right now. Please try again in a moment."

      Examples:
        | fault                                 |
        | breaks off halfway through its list   |
        | sends fewer products than it promises |
        | leaves out the price of a product     |
        | sends a web page instead of products  |

    Scenario: A products service that ignores the chosen category
      Given the products service ignores the chosen category
      When the shopper narrows the overview to "Books"
      Then the shopper sees "Products are unavailable right now. Please try again in a moment."

  Rule: The overview waits for a slow response until the deadline, and no longer

    Scenario: A response that is slow but in time
      Given the products service offers:
        | name      | price |
        | Desk Lamp | 24.50 |
      And the products service responds slowly but in time
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |

    Scenario: A response that comes too late
      Given the products service responds after the deadline
      When the shopper opens the overview
      Then the shopper sees "Products are unavailable right now. Please try again in a moment."

  Rule: The products service can add information without breaking the overview

    Scenario Outline: The products service <addition>
      Given the products service offers:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
      And the products service <addition>
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |

      Examples:
        | addition                                        |
        | adds information to each product                |
        | adds information alongside the list of products |

  Rule: A failure that may be momentary is retried once

    Background:
      Given the products service offers:
        | name      | price |
        | Desk Lamp | 24.50 |

    Scenario Outline: One failure: the products service <fault>
      Given the products service <fault>, but only for the first request
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |

      Examples:
        | fault                          |
        | reports that it is unavailable |
        | hangs up before it responds    |

    Scenario: Two failures in a row
      Given the products service reports that it is unavailable, but only for the first 2 requests
      When the shopper opens the overview twice
      Then the shopper first sees "Products are unavailable right now. Please try again in a moment."
      And the overview then shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |

  Rule: As soon as an outage is over, the next shopper sees products
    While the products service reports that it is unavailable, each shopper
    who opens the overview causes two requests to it: the first, and a retry.

    Scenario: The first shopper after a long outage
      Given the products service offers:
        | name      | price |
        | Desk Lamp | 24.50 |
      And the products service reports that it is unavailable, but only for the first 20 requests
      And 10 shoppers have found the products unavailable
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |
