"""The options that a WireMock is started with, wherever it runs.

A server that is started otherwise, by a compose file for instance, takes ANYWHERE too:
`wiremock-strict options` prints it.
"""

from __future__ import annotations

ANYWHERE = [
    # A caller that gives up leaves a thread behind until its delay ends, even after a reset: with
    # 60 threads a hundred of them disturbed the next test.
    "--container-threads=200",
    # A hundred that call at once must not find the queue full: the system would let them try again
    # after seconds.
    "--jetty-accept-queue-size=512",
    # Compressed, a body that is sent slowly would come all at once.
    "--disable-gzip",
    # Templates where a stub names the transformer, and nowhere else.
    "--local-response-templating",
]
# By default it listens on every interface, and its admin API is open. Port 0: the server chooses
# one that is free, and says which.
LOOPBACK = ["--port=0", "--bind-address=127.0.0.1"]
LISTENS = r"(?m)^port:\s+(\d+)"  # what it says when it does
