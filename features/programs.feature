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
  Rule: No usable start of an answer is 503, a start that leads nowhere 502, time always 504

    Scenario Outline: <status>, asked <asked> x: the products service <fails>
      Given the products service <fails>
      When a program asks for the overview
      Then the answer has the status <status>
      And the log tells that the products service was asked <asked> x
      And the answer's headers are:
        | header        | value                    |
        | Content-Type  | application/problem+json |
        | Cache-Control | no-store                 |

      Examples: No usable start of an answer; a lost connection is tried once more
        | fails                                   | status | asked |
        | refuses connections                     | 503    | 2     |
        | cannot be found                         | 503    | 1     |
        | resets the connection                   | 503    | 2     |
        | closes the connection without a word    | 503    | 2     |
        | stops in the middle of its headers      | 503    | 2     |
        | sends garbage and closes the connection | 503    | 1     |
        | sends a header that is too long to read | 503    | 1     |

      Examples: Trouble that tells of itself; what may pass is tried once more
        | fails                           | status | asked |
        | has been asked too often        | 503    | 1     |
        | has an error of its own         | 503    | 1     |
        | cannot reach what it needs      | 503    | 2     |
        | is down for maintenance         | 503    | 2     |
        | waits in vain for what it needs | 503    | 2     |

      Examples: Time
        | fails                                          | status | asked |
        | answers later than the shopper can wait        | 504    | 1     |
        | takes the question and never answers           | 504    | 1     |
        | dribbles its headers                           | 504    | 1     |
        | dribbles its answer                            | 504    | 1     |
        | sends its headers, then stalls                 | 504    | 1     |
        | stalls in the middle of its answer             | 504    | 1     |
        | fails so late that a second try cannot succeed | 504    | 2     |

      Examples: A start, but not a whole answer
        | fails                                             | status | asked |
        | stops in the middle of its answer                 | 502    | 1     |
        | resets the connection in the middle of its answer | 502    | 1     |
        | sends malformed chunks                            | 502    | 1     |
        | announces less than it sends                      | 502    | 1     |
        | announces more than it sends                      | 502    | 1     |
        | sends an empty answer                             | 502    | 1     |
        | sends a packed answer that stops in the middle    | 502    | 1     |

      Examples: A whole answer that cannot be read
        | fails                                           | status | asked |
        | sends text instead of data                      | 502    | 1     |
        | sends a page for people instead of data         | 502    | 1     |
        | sends data under a wrong name                   | 502    | 1     |
        | sends data without a name                       | 502    | 1     |
        | sends data in another alphabet                  | 502    | 1     |
        | sends bytes that are no letters                 | 502    | 1     |
        | announces a packed answer and sends none        | 502    | 1     |
        | sends a small answer that unpacks to a huge one | 502    | 1     |
        | sends a huge answer                             | 502    | 1     |
        | sends lists within lists without an end         | 502    | 1     |

      Examples: An answer that was not agreed, or not asked for
        | fails                               | status | asked |
        | sends its products as a bare list   | 502    | 1     |
        | sends its products wrapped twice    | 502    | 1     |
        | sends nothing at all                | 502    | 1     |
        | sends prices as text                | 502    | 1     |
        | sends a negative price              | 502    | 1     |
        | sends a price with three decimals   | 502    | 1     |
        | sends a price that is too high      | 502    | 1     |
        | sends a price that is no number     | 502    | 1     |
        | sends a product without a name      | 502    | 1     |
        | sends a product with an empty name  | 502    | 1     |
        | sends more products than fit a page | 502    | 1     |
        | sends fewer products than it counts | 502    | 1     |

      Examples: Another status
        | fails                                         | status | asked |
        | finds fault with the question                 | 502    | 1     |
        | wants to know who is asking                   | 502    | 1     |
        | forbids the question                          | 502    | 1     |
        | knows nothing of products                     | 502    | 1     |
        | is in conflict with itself                    | 502    | 1     |
        | is a teapot                                   | 502    | 1     |
        | cannot work with the question                 | 502    | 1     |
        | was never meant to answer                     | 502    | 1     |
        | has nothing to say                            | 502    | 1     |
        | sends a part of its answer                    | 502    | 1     |
        | has moved for good                            | 502    | 1     |
        | has moved for now                             | 502    | 1     |
        | has moved to a place of another kind          | 502    | 1     |
        | says that all is well, and tells of a problem | 502    | 1     |

    Scenario: 502, asked 1 x: the products service sends a movie to whoever asks for books
      Given the products service sends a movie to whoever asks for books
      When a program asks for the overview with category "Books"
      Then the answer has the status 502
      And the log tells that the products service was asked 1 x

  @fault
  Rule: When to come back is handed on, if it is worth waiting for

    Scenario Outline: Handed on: the products service <fails>
      Given the products service <fails>
      When a program asks for the overview
      Then the answer has the status 503
      And the answer asks to come back in <seconds> seconds
      And the log tells that the products service was asked 1 x

      Examples:
        | fails                                         | seconds |
        | has been asked too often, and wants 7 seconds | 7       |
        | is down for 7 seconds                         | 7       |
        | is down for a minute                          | 60      |

    Scenario: A date is handed on as seconds
      Given the products service is down until 30 seconds from now
      When a program asks for the overview
      Then the answer asks to come back in 20 to 30 seconds

    Scenario Outline: Not handed on: the products service <fails>
      Given the products service <fails>
      When a program asks for the overview
      Then the answer has the status 503
      And the answer does not say when to come back

      Examples:
        | fails                            |
        | is down until a date of long ago |
        | is down for who knows how long   |
        | is down for a year               |
        | is down for no time at all       |

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

  Rule: Browsers are told to let nothing in, and to tell nothing

    Scenario Outline: <page>
      Given the products service <does>
      When a program asks for the overview, accepting "text/html"
      Then the answer's headers are:
        | header                       | value                                                                                                             |
        | Content-Security-Policy      | default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none' |
        | Cross-Origin-Opener-Policy   | same-origin                                                                                                       |
        | Cross-Origin-Resource-Policy | same-origin                                                                                                       |
        | Permissions-Policy           | camera=(), geolocation=(), microphone=()                                                                          |
        | Referrer-Policy              | same-origin                                                                                                       |
        | Vary                         | Accept                                                                                                            |
        | X-Content-Type-Options       | nosniff                                                                                                           |
        | X-Frame-Options              | DENY                                                                                                              |
      And the answer sets no cookie

      Examples:
        | page                                   | does                    |
        | A web page of products                 | offers no products      |
        | A web page that tells of their absence | is down for maintenance |

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

    Scenario: Health does not depend on the products service
      When a program asks for the overview's health
      Then the answer has the status 200
      And the products service is not asked
