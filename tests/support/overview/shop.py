"""A stand-in for the overview service, whose web pages a test writes."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PRODUCTS = """
<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<title>All products</title>{head}</head><body>
<h1>All products</h1>
<nav id="categories"><a href="/overview" aria-current="true">All</a>
<ul><li><a href="/overview?category=Books">Books</a></li><li><a href="/two">Home</a></li></ul></nav>
<p id="count">2 products</p>
<table><thead><tr><th><a href="/two">Name</a></th><th>Category</th><th>Price</th></tr></thead>
<tbody>
<tr><th>Desk  Lamp</th><td>Home</td><td>24.50</td></tr>
<tr><th>Egg Timer</th><td>Kitchen</td><td>6.00</td></tr>
</tbody></table>
</body></html>
"""
NOTHING = """
<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<title>x</title></head><body><h1>{heading}</h1><p role="alert">{message}</p></body></html>
"""


class Shop:
    """Responds to each path with a status and a web page; to any other with 404 and nothing.

    `requests` are the paths and the request IDs, in order.
    """

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str]] = {"/overview": (200, PRODUCTS.format(head=""))}
        self.requests: list[tuple[str, str]] = []
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                shop.requests.append((self.path, self.headers.get("X-Request-ID", "")))
                status, page = shop.pages.get(self.path.partition("?")[0], (404, ""))
                body = page.encode()
                self.send_response(status)
                kind = "text/css" if self.path.endswith(".css") else "text/html; charset=utf-8"
                self.send_header("Content-Type", kind)
                self.send_header("X-Request-ID", "shop-1")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def shows(self, style: str = "", head: str = "") -> None:
        """Show two products, with a style of the test's own."""
        self.pages["/overview"] = 200, PRODUCTS.format(head=f"<style>{style}</style>{head}")

    def fails(self, status: int, heading: str, message: str) -> None:
        """Show a page of an error."""
        self.pages["/overview"] = status, NOTHING.format(heading=heading, message=message)

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
