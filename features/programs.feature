Feature: Answering programs
  This feature is about programs, which read status codes and headers
  rather than sentences: a browser's cache, a load balancer, a monitor.

  Rule: The status tells whose turn it is

    Scenario: The overview as data
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program asks for the overview
      Then the answer has the status 200
      And the answer's headers are:
        | header        | value            |
        | Content-Type  | application/json |
        | Vary          | Accept           |
        | Cache-Control | no-cache         |

    Scenario: A mistake
      When a program asks for the overview with page "0"
      Then the answer has the status 400
      And the answer is a problem document about "page"

    @fault
    Scenario Outline: <status>, for a products service that <fails>
      Given the products service <fails>
      When a program asks for the overview
      Then the answer has the status <status>
      And the answer's headers are:
        | header        | value                    |
        | Content-Type  | application/problem+json |
        | Cache-Control | no-store                 |

      Examples: No usable start of an answer
        | fails                   | status |
        | refuses connections     | 503    |
        | has an error of its own | 503    |
        | is down for maintenance | 503    |

      Examples: A start, but not a whole and true answer
        | fails                                        | status |
        | sends a page of text instead of its products | 502    |
        | sends its products as a bare list            | 502    |

      Examples: Time
        | fails                                   | status |
        | answers later than the shopper can wait | 504    |

  Rule: A program gets the form that it asks for

    Scenario Outline: Accepting <accept>
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program asks for the overview, accepting "<accept>"
      Then the answer has the status 200
      And the answer's headers are:
        | header       | value  |
        | Content-Type | <form> |

      Examples:
        | accept                                 | form                     |
        | application/json                       | application/json         |
        | text/html                              | text/html; charset=utf-8 |
        | */*                                    | application/json         |
        | text/html;q=0.1, application/json;q=1  | application/json         |
        | application/json;q=0, text/*           | text/html; charset=utf-8 |

    Scenario: A form that the overview does not have
      When a program asks for the overview, accepting "image/png"
      Then the answer has the status 406

  Rule: The overview can be read, and nothing else

    Scenario: Asking for the headers alone
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program asks for the headers of the overview
      Then the answer has the status 200
      And the answer has no content

    Scenario Outline: <verb> is refused
      When a program sends a <verb> to the overview
      Then the answer has the status 405
      And the answer's headers are:
        | header | value     |
        | Allow  | GET, HEAD |

      Examples:
        | verb   |
        | POST   |
        | DELETE |

    Scenario: The front door leads to the overview
      When a program asks for the front door
      Then the answer has the status 302
      And the answer's headers are:
        | header   | value     |
        | Location | /overview |

    @fault
    Scenario: Health does not depend on the products service
      When a program asks for the overview's health
      Then the answer has the status 200
      And the products service is not asked
