Feature: Tracing a request through the services
  Someone looking into a complaint has to find one request among many,
  in the logs of both services. So every request has an ID, which it keeps
  on its way to the products service and back.

  This feature is about programs, and about the people who run them.

  Rule: A request keeps the ID that its sender gave it

    Background:
      Given the products service offers:
        | name      |
        | Desk Lamp |

    @smoke
    Scenario: All the way there and back
      When a program requests the overview and sends the request ID "checkout-42_a.b"
      Then the response carries the same request ID
      And the products service receives that request ID
      And the log records 1 request to the products service under that ID

    Scenario: An ID of 128 characters, the longest allowed
      When a program requests the overview and sends a request ID of 128 characters
      Then the response carries the same request ID
      And the products service receives that request ID

  Rule: A request without an ID is given one

    Background:
      Given the products service offers:
        | name      |
        | Desk Lamp |

    Scenario: No ID
      When a program requests the overview and sends no request ID
      Then the response carries a new request ID
      And the products service receives that request ID
      And the log records 1 request to the products service under that ID

    Scenario: Two requests without an ID
      When a program requests the overview twice and sends no request ID
      Then each response carries a request ID of its own

  Rule: An ID that is too long, or could do harm in a log or a header, is replaced

    Background:
      Given the products service offers:
        | name      |
        | Desk Lamp |

    Scenario Outline: An ID with <flaw>
      When a program requests the overview and sends the request ID "<id>"
      Then the response carries a new request ID
      And the products service receives that request ID

      Examples:
        | flaw                      | id          |
        | a space                   | two words   |
        | the syntax of a log entry | {level:all} |
        | the syntax of a header    | a; b=c      |
        | an accented letter        | é           |

    Scenario Outline: An ID of <length> characters
      When a program requests the overview and sends a request ID of <length> characters
      Then the response carries a new request ID
      And the products service receives that request ID

      Examples:
        | length |
        | 129    |
        | 10000  |

    Scenario: An ID that continues on the next line
      When a program requests the overview and sends the request ID "one", continued on the next line with "X-Two: two"
      Then the response carries a new request ID
      And the products service receives that request ID

  Rule: A request with a bare line feed in a header is refused

    Scenario: A bare line feed in the ID
      When a program requests the overview and sends the request ID "one", then a bare line feed and "X-Two: two"
      Then the response has status 400
      And the products service receives no requests

  Rule: Mistakes and outages can be traced as well

    Scenario: Tracing a mistake
      When a program requests the overview with page "0" and sends the request ID "mistake-7"
      Then the response carries the same request ID
      And the log records the mistake under that ID

    Scenario: Tracing an outage and its retry
      Given the products service responds 503 Service Unavailable
      When a program requests the overview and sends the request ID "outage-9"
      Then the response carries the same request ID
      And the products service receives that request ID
      And the log records 2 requests to the products service under that ID

  Rule: Credentials that come with a request are neither passed on nor logged

    Scenario Outline: The header <header>
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program requests the overview with these headers:
        | header   | value   |
        | <header> | <value> |
      Then the products service does not receive "for-the-overview-alone"
      And the log does not contain "for-the-overview-alone"

      Examples:
        | header        | value                          |
        | Authorization | Bearer for-the-overview-alone  |
        | Cookie        | session=for-the-overview-alone |
