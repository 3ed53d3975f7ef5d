@fault
Feature: Telling shoppers that products are unavailable
  The products service can be down, slow or confused. Whatever it does, a
  shopper gets a clear answer in time, never a part of the products, never
  an error that only an engineer could read.

  The overview waits for a fixed time, its deadline, and no longer. One
  failure may be a slip: where there is time, it asks a second time.

  Rule: Without the start of an answer there is nothing to show

    Scenario Outline: The products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

      @smoke
      Examples: Nobody is there
        | fails               |
        | refuses connections |

      Examples: Nobody can be found
        | fails           |
        | cannot be found |

      Examples: The connection is lost
        | fails                                   |
        | resets the connection                   |
        | closes the connection without a word    |
        | sends garbage and closes the connection |
        | stops in the middle of its headers      |
        | sends a header that is too long to read |

  Rule: An answer that comes too late is no answer

    Scenario Outline: Too late: the products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

      Examples:
        | fails                                          |
        | answers later than the shopper can wait        |
        | takes the question and never answers           |
        | dribbles its headers                           |
        | dribbles its answer                            |
        | sends its headers, then stalls                 |
        | stalls in the middle of its answer             |
        | fails so late that a second try cannot succeed |

  Rule: An answer that takes a while is waited for

    Scenario: The products come late, but in time
      Given the products service offers:
        | name      | price |
        | Desk Lamp | 24.50 |
      And the products service answers late, but in time
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |

    Scenario Outline: The products are there, and the products service <does>
      Given the products service <does>
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name        | category | price |
        | Field Guide | Books    | 15.99 |

      Examples:
        | does                                                 |
        | answers at once, and is slow to close the connection |
        | sends a packed answer                                |
        | sends odd letters in a header                        |
        | sends a product with something unheard of            |

  Rule: A part of an answer is not shown

    Scenario Outline: Not whole: the products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

      Examples:
        | fails                                             |
        | stops in the middle of its answer                 |
        | resets the connection in the middle of its answer |
        | sends malformed chunks                            |
        | announces less than it sends                      |
        | announces more than it sends                      |
        | sends an empty answer                             |
        | sends a packed answer that stops in the middle    |

  Rule: What cannot be read is not shown

    Scenario Outline: Not readable: the products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

      Examples:
        | fails                                           |
        | sends text instead of data                      |
        | sends a page for people instead of data         |
        | sends data under a wrong name                   |
        | sends data without a name                       |
        | sends data in another alphabet                  |
        | sends bytes that are no letters                 |
        | announces a packed answer and sends none        |
        | sends a small answer that unpacks to a huge one |
        | sends a huge answer                             |
        | sends lists within lists without an end         |

  Rule: What was not agreed is not shown

    Scenario Outline: Not agreed: the products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

      Examples:
        | fails                              |
        | sends its products as a bare list  |
        | sends its products wrapped twice   |
        | sends nothing at all               |
        | sends prices as text               |
        | sends a negative price             |
        | sends a price with three decimals  |
        | sends a price that is too high     |
        | sends a price that is no number    |
        | sends a product without a name     |
        | sends a product with an empty name |

  Rule: What was not asked for is not shown

    Scenario: Movies instead of books
      Given the products service sends a movie to whoever asks for books
      When the shopper narrows the overview to "Books"
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

    Scenario Outline: Not asked for: the products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

      Examples:
        | fails                               |
        | sends more products than fit a page |
        | sends fewer products than it counts |

  Rule: Anything but products is not shown

    Scenario Outline: Not products: the products service <fails>
      Given the products service <fails>
      When the shopper opens the overview
      Then the shopper is told "Products are unavailable right now. Please try again in a moment."

      @smoke
      Examples: It is in trouble
        | fails                   |
        | is down for maintenance |

      Examples: It is in other trouble
        | fails                                         |
        | has an error of its own                       |
        | was never meant to answer                     |
        | cannot reach what it needs                    |
        | waits in vain for what it needs               |
        | has been asked too often                      |
        | says that all is well, and tells of a problem |

      Examples: It does not like the question
        | fails                         |
        | finds fault with the question |
        | wants to know who is asking   |
        | forbids the question          |
        | knows nothing of products     |
        | is in conflict with itself    |
        | is a teapot                   |
        | cannot work with the question |

      Examples: It sends something else, or the shopper elsewhere
        | fails                                |
        | has nothing to say                   |
        | sends a part of its answer           |
        | has moved for good                   |
        | has moved for now                    |
        | has moved to a place of another kind |

  Rule: One failure is forgiven, and none is remembered

    Background:
      Given the products service offers:
        | name      | price |
        | Desk Lamp | 24.50 |

    Scenario Outline: The products service <fails> once, then answers
      Given the products service <fails>, but only the first time
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |

      Examples:
        | fails                                |
        | is down for maintenance              |
        | closes the connection without a word |

    Scenario: Two failures are one too many
      Given the products service is down for maintenance, but only the first 2 times
      When the shopper opens the overview, and then once more
      Then the shopper is first told "Products are unavailable right now. Please try again in a moment."
      And the overview then shows:
        | name      | price |
        | Desk Lamp | 24.50 |

    Scenario: An outage is over
      Given the products service is down for maintenance, but only the first 20 times
      And ten shoppers have been told that products are unavailable
      When the shopper opens the overview
      Then the overview shows, in this order:
        | name      | price |
        | Desk Lamp | 24.50 |
