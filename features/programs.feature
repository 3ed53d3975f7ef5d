Feature: Serving programs
  Programs, such as a browser's cache, a load balancer, a monitor or another
  service, read status codes and headers rather than sentences. They must be
  able to tell products from a mistake and from an outage, to know when to
  try again, and to know what they may keep.

  Rule: Success, shopper mistakes and outages have different status codes

    @smoke
    Scenario: The overview as JSON
      Given the products service offers:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
      When a program requests the overview
      Then the response has status 200
      And the response lists, in this order:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |

    Scenario: A mistake
      When a program requests the overview with page "0"
      Then the response has status 400
      And the problem details say "The page number must be a whole number from 1 to 1,000,000."
      And the problem details name the parameter "page"

    Scenario: An outage
      Given the products service refuses connections
      When a program requests the overview
      Then the response has status 503
      And the problem details say "Products are unavailable right now. Please try again in a moment."

  @fault
  Rule: After a fault, the status is 504 if the deadline passed, 502 if the products service's response began but was unusable, and 503 otherwise
    If the products service reports trouble of its own (429 and 500 to
    504, but not 501), that counts as no response. A response has begun
    once all of its header lines have been understood. A failure that may
    be momentary is retried once. The message never gives the cause of the
    failure.

    Scenario Outline: <status> after <requests>: the products service <fault>
      Given the products service <fault>
      When a program requests the overview
      Then the response has status <status>
      And the problem details say "Products are unavailable right now. Please try again in a moment."
      And the log records <requests> to the products service

      Examples: No response begins
        | fault                                              | status | requests   |
        | refuses connections                                | 503    | 2 requests |
        | has a host name that cannot be found               | 503    | 1 request  |
        | resets the connection                              | 503    | 2 requests |
        | closes the connection without responding           | 503    | 2 requests |
        | closes the connection in the middle of its headers | 503    | 2 requests |
        | sends garbage instead of HTTP                      | 503    | 1 request  |
        | sends a header of 100 kB                           | 503    | 1 request  |

      Examples: It reports trouble of its own
        | fault                              | status | requests   |
        | responds 429 Too Many Requests     | 503    | 1 request  |
        | responds 500 Internal Server Error | 503    | 1 request  |
        | responds 502 Bad Gateway           | 503    | 2 requests |
        | responds 503 Service Unavailable   | 503    | 2 requests |
        | responds 504 Gateway Timeout       | 503    | 2 requests |

      Examples: The response comes too late
        | fault                                         | status | requests   |
        | never responds                                | 504    | 1 request  |
        | responds after the deadline                   | 504    | 1 request  |
        | sends its headers too slowly                  | 504    | 1 request  |
        | sends its body too slowly                     | 504    | 1 request  |
        | stalls after its headers                      | 504    | 1 request  |
        | stalls in the middle of its body              | 504    | 1 request  |
        | keeps sending interim responses               | 504    | 1 request  |
        | responds 503 and then keeps the retry waiting | 504    | 2 requests |

      Examples: The response is incomplete
        | fault                                           | status | requests  |
        | closes the connection in the middle of its body | 502    | 1 request |
        | resets the connection in the middle of its body | 502    | 1 request |
        | sends malformed chunks                          | 502    | 1 request |
        | sends a Content-Length that is too small        | 502    | 1 request |
        | sends a Content-Length that is too large        | 502    | 1 request |
        | sends an empty body                             | 502    | 1 request |
        | sends half of a gzip body                       | 502    | 1 request |
        | sends chunks and a Content-Length               | 502    | 1 request |

      Examples: The body cannot be read
        | fault                                              | status | requests  |
        | sends plain text labelled as JSON                  | 502    | 1 request |
        | sends HTML                                         | 502    | 1 request |
        | sends JSON labelled as plain text                  | 502    | 1 request |
        | sends JSON without a Content-Type                  | 502    | 1 request |
        | sends JSON labelled as UTF-16                      | 502    | 1 request |
        | sends invalid UTF-8                                | 502    | 1 request |
        | sends invalid gzip                                 | 502    | 1 request |
        | sends an unknown Content-Encoding                  | 502    | 1 request |
        | sends a small gzip body that decompresses to 10 MB | 502    | 1 request |
        | sends a body of more than 1 MiB                    | 502    | 1 request |
        | sends lists nested 100000 levels deep              | 502    | 1 request |
        | responds 200 OK with problem details               | 502    | 1 request |

      Examples: The list breaks the contract in one place
        | fault                                    | status | requests  |
        | sends a bare list of products            | 502    | 1 request |
        | sends null                               | 502    | 1 request |
        | sends no list of products                | 502    | 1 request |
        | sends an object as the list of products  | 502    | 1 request |
        | sends no total                           | 502    | 1 request |
        | sends a negative total                   | 502    | 1 request |
        | sends a total that is not a whole number | 502    | 1 request |
        | sends a total as a string                | 502    | 1 request |
        | sends no list of categories              | 502    | 1 request |
        | sends the same category twice            | 502    | 1 request |
        | sends a category without a name          | 502    | 1 request |

      Examples: A product breaks the contract in one place
        | fault                                     | status | requests  |
        | sends a string as a product               | 502    | 1 request |
        | sends a product without a name            | 502    | 1 request |
        | sends a product with an empty name        | 502    | 1 request |
        | sends a product with a number as its name | 502    | 1 request |
        | sends a product without a category        | 502    | 1 request |
        | sends a product without a price           | 502    | 1 request |
        | sends a price as a string                 | 502    | 1 request |
        | sends NaN as a price                      | 502    | 1 request |
        | sends null as a price                     | 502    | 1 request |
        | sends a negative price                    | 502    | 1 request |
        | sends a price with three decimal places   | 502    | 1 request |
        | sends a price above the highest allowed   | 502    | 1 request |

      Examples: The list is not what was requested
        | fault                              | status | requests  |
        | sends 21 products for a page of 20 | 502    | 1 request |
        | sends 1 product out of 2           | 502    | 1 request |

      Examples: Any other status
        | fault                                | status | requests  |
        | responds 201 Created                 | 502    | 1 request |
        | responds 204 No Content              | 502    | 1 request |
        | responds 206 Partial Content         | 502    | 1 request |
        | responds 301 Moved Permanently       | 502    | 1 request |
        | responds 302 Found                   | 502    | 1 request |
        | responds 304 Not Modified            | 502    | 1 request |
        | responds 307 Temporary Redirect      | 502    | 1 request |
        | responds 400 Bad Request             | 502    | 1 request |
        | responds 401 Unauthorized            | 502    | 1 request |
        | responds 403 Forbidden               | 502    | 1 request |
        | responds 404 Not Found               | 502    | 1 request |
        | responds 408 Request Timeout         | 502    | 1 request |
        | responds 409 Conflict                | 502    | 1 request |
        | responds 418 I'm a Teapot            | 502    | 1 request |
        | responds 422 Unprocessable Content   | 502    | 1 request |
        | responds 501 Not Implemented         | 502    | 1 request |

    Scenario: 502 after 1 request: the products service ignores the requested category
      Given the products service ignores the requested category
      When a program requests the overview with category "Books"
      Then the response has status 502
      And the problem details say "Products are unavailable right now. Please try again in a moment."
      And the log records 1 request to the products service

  Rule: An unusual response is accepted as long as it is valid

    Scenario Outline: The products service <quirk>
      Given the products service offers:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |
      And the products service <quirk>
      When a program requests the overview
      Then the response has status 200
      And the response lists, in this order:
        | name      | category | price |
        | Desk Lamp | Home     | 24.50 |

      Examples:
        | quirk                                        |
        | compresses its body with gzip                |
        | sends 103 Early Hints first                  |
        | sends a header that is not ASCII             |
        | sends its body in many chunks                |
        | keeps the connection open after its response |

  @fault
  Rule: A Retry-After header rules out a retry, and is passed on if it is 1 to 60 seconds

    Scenario Outline: <status> with Retry-After <value>
      Given the products service responds <status> with Retry-After "<value>"
      When a program requests the overview
      Then the response has status 503
      And the response has these headers:
        | header      | value   |
        | Retry-After | <value> |
      And the log records 1 request to the products service

      Examples:
        | status | value |
        | 429    | 7     |
        | 503    | 1     |
        | 503    | 60    |

    Scenario: A date is passed on in seconds
      Given the products service responds 503 with Retry-After as a date, 30 seconds from now
      When a program requests the overview
      Then the response has status 503
      And the response asks to retry after 20 to 30 seconds

    Scenario Outline: Not passed on: <value>, <why>
      Given the products service responds 503 with Retry-After "<value>"
      When a program requests the overview
      Then the response has status 503
      And the response has no "Retry-After" header
      And the log records 1 request to the products service

      Examples:
        | value                         | why                |
        | 0                             | no time at all     |
        | 61                            | more than a minute |
        | soon                          | not a number       |
        | Wed, 21 Oct 2015 07:28:00 GMT | a date in the past |

    Scenario: Retry-After is also sent with a web page
      Given the products service responds 503 with Retry-After "7"
      When a program requests the overview with these headers:
        | header | value     |
        | Accept | text/html |
      Then the response has status 503
      And the response has these headers:
        | header       | value                    |
        | Content-Type | text/html; charset=utf-8 |
        | Retry-After  | 7                        |

  Rule: A program gets the format that it accepts

    Scenario Outline: Accept <accept>
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program requests the overview with these headers:
        | header | value    |
        | Accept | <accept> |
      Then the response has status 200
      And the response has these headers:
        | header       | value    |
        | Content-Type | <format> |

      Examples:
        | accept                                | format                   |
        | application/json                      | application/json         |
        | text/html                             | text/html; charset=utf-8 |
        | */*                                   | application/json         |
        | text/html, */*;q=0.8                  | text/html; charset=utf-8 |
        | text/html, */*                        | text/html; charset=utf-8 |
        | text/html;q=0.1, application/json;q=1 | application/json         |
        | application/json;q=0, text/*          | text/html; charset=utf-8 |

    Scenario: A format that the overview does not have
      When a program requests the overview with these headers:
        | header | value     |
        | Accept | image/png |
      Then the response has status 406
      And the problem details say "The overview is available as application/json or text/html."
      And the products service receives no requests

  Rule: Caches must check with the overview before they reuse products, and must not keep errors

    Scenario Outline: Caching <what>
      Given the products service <does>
      When a program requests the overview
      Then the response has these headers:
        | header        | value           |
        | Content-Type  | <type>          |
        | Cache-Control | <cache control> |
        | Vary          | Accept          |

      Examples:
        | what          | does                             | type                     | cache control |
        | products      | offers no products               | application/json         | no-cache      |
        | an outage     | responds 503 Service Unavailable | application/problem+json | no-store      |
        | a broken list | sends null                       | application/problem+json | no-store      |

    Scenario: Caching a mistake
      When a program requests the overview with page "0"
      Then the response has these headers:
        | header        | value                    |
        | Content-Type  | application/problem+json |
        | Cache-Control | no-store                 |
        | Vary          | Accept                   |

    Scenario: Caching a web page
      Given the products service offers no products
      When a program requests the overview with these headers:
        | header | value     |
        | Accept | text/html |
      Then the response has these headers:
        | header        | value                    |
        | Content-Type  | text/html; charset=utf-8 |
        | Cache-Control | no-cache                 |
        | Vary          | Accept                   |

  Rule: Browsers are told to run no scripts, load nothing from other websites and show no page in a frame

    Scenario Outline: <page>
      Given the products service <does>
      When a program requests the overview with these headers:
        | header | value     |
        | Accept | text/html |
      Then the response has these headers:
        | header                       | value                                                                                                             |
        | Content-Security-Policy      | default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none' |
        | Cross-Origin-Opener-Policy   | same-origin                                                                                                       |
        | Cross-Origin-Resource-Policy | same-origin                                                                                                       |
        | Permissions-Policy           | camera=(), geolocation=(), microphone=()                                                                          |
        | Referrer-Policy              | same-origin                                                                                                       |
        | Vary                         | Accept                                                                                                            |
        | X-Content-Type-Options       | nosniff                                                                                                           |
        | X-Frame-Options              | DENY                                                                                                              |
      And the response has no "Set-Cookie" header

      Examples:
        | page                       | does                             |
        | A web page of products     | offers no products               |
        | A web page about an outage | responds 503 Service Unavailable |

  Rule: Scripts on other websites cannot read the overview

    Scenario: A request from another website
      Given the products service offers:
        | name      |
        | Desk Lamp |
      When a program requests the overview with these headers:
        | header | value                     |
        | Origin | https://elsewhere.example |
      Then the response has status 200
      And the response has no "Access-Control-Allow-Origin" header

  Rule: The overview is read-only

    Scenario Outline: <method> is refused at "<path>"
      When a program uses <method> on "<path>"
      Then the response has status 405
      And the problem details say "Only GET and HEAD are allowed here."
      And the response has these headers:
        | header | value     |
        | Allow  | GET, HEAD |
      And the products service receives no requests

      Examples:
        | method  | path              |
        | POST    | /overview         |
        | PUT     | /overview         |
        | PATCH   | /overview         |
        | DELETE  | /overview         |
        | OPTIONS | /overview         |
        | POST    | /                 |
        | POST    | /health           |
        | POST    | /openapi.yaml     |
        | POST    | /static/style.css |

    Scenario Outline: HEAD gets the status and headers of GET, without a body: <when>
      Given the products service <does>
      When a program uses GET and HEAD on the overview
      Then both responses have the same status and headers
      And the response to HEAD has no body

      Examples:
        | when      | does                             |
        | products  | offers 3 numbered products       |
        | an outage | responds 503 Service Unavailable |

  Rule: The front page leads to the overview

    Scenario: The front page
      When a program requests "/"
      Then the response has status 302
      And the response has these headers:
        | header   | value     |
        | Location | /overview |

  Rule: The overview publishes the document that describes it

    Scenario: The OpenAPI document
      When a program requests "/openapi.yaml"
      Then the response has status 200
      And the response has these headers:
        | header       | value            |
        | Content-Type | application/yaml |
      And the response is the OpenAPI document in the overview service's folder
      And the products service receives no requests

  Rule: Browsers need not fetch the style sheet or the icon again until it changes

    Scenario Outline: <path>
      When a program requests "<path>", and then asks whether it has changed
      Then the response has status 304
      And the products service receives no requests

      Examples:
        | path              |
        | /static/style.css |
        | /static/icon.svg  |

    Scenario: A copy that is out of date
      When a program that holds an out-of-date copy requests "/static/style.css"
      Then the response has status 200
      And the products service receives no requests

  Rule: An unknown address gets status 404

    Scenario Outline: <path> is unknown
      When a program requests "<path>"
      Then the response has status 404
      And the problem details say "There is nothing at this address."
      And the products service receives no requests

      Examples:
        | path              |
        | /nowhere          |
        | /overview/        |
        | /overview/1       |
        | /products         |
        | /static/prices.js |

  Rule: The health check does not depend on the products service

    Scenario: A health check
      When a program requests "/health"
      Then the response has status 200
      And the products service receives no requests
