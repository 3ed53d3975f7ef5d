Feature: Tracing a request through the services
  This feature is about programs and the people who run them. Somebody who
  looks into a complaint has to find one request among thousands, in the
  logs of both services. So each request has a name, and keeps it.

  Rule: A request keeps the name that its caller gave it

    Background:
      Given the products service offers:
        | name      |
        | Desk Lamp |

    @smoke
    Scenario: A name goes all the way
      When a program asks for the overview, naming its request "checkout-42_a.b"
      Then the answer names the request "checkout-42_a.b"
      And the products service is told the request's name "checkout-42_a.b"
      And the log has one line about "checkout-42_a.b", and the products service was asked 1 x

    Scenario: The longest name that is allowed
      When a program asks for the overview, naming its request with 128 letters
      Then the answer names the request with the same 128 letters

    Scenario: A request without a name is given one
      When a program asks for the overview, naming no request
      Then the answer names the request anew
      And the products service is told the request's new name

  Rule: A name that could do harm in a log or a header is replaced

    Scenario Outline: <harm>
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program asks for the overview, naming its request "<name>"
      Then the answer names the request anew

      Examples:
        | harm                    | name        |
        | A name with a space     | two words   |
        | A name like a log entry | {level:all} |
        | A name like a header    | a; b=c      |

    Scenario Outline: A name of <length> letters, where 128 are allowed
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program asks for the overview, naming its request with <length> letters
      Then the answer names the request anew

      Examples:
        | length |
        | 129    |
        | 10000  |

    Scenario: A name that goes on in the next line
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program asks for the overview, naming its request "one", and on the next line "X-Two: two"
      Then the answer names the request anew
      And the products service is told the request's new name

    Scenario: A name that is cut in two by half a line break
      When a program asks for the overview, naming its request "one", and after half a line break "X-Two: two"
      Then the answer has the status 400
      And the products service is not asked

  Rule: Who is refused or let down can be traced too

    Scenario: A mistake is logged, and nobody was asked
      When a program asks for page "0" of the overview, naming its request "mistake-7"
      Then the answer names the request "mistake-7"
      And the log has one line about "mistake-7", and the products service was asked 0 x

    Scenario: A failure is logged with each time that the products service was asked
      Given the products service is down for maintenance
      When a program asks for the overview, naming its request "outage-9"
      Then the answer names the request "outage-9"
      And the log has one line about "outage-9", and the products service was asked 2 x
