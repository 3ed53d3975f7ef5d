"""What a failed scenario leaves behind for whoever has to find out why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from wiremock_strict.exchange import Exchange

from support.errors import OutOfReachError
from support.overview.answer import Answer
from support.run import Run

LONG = 1_000  # letters of an answer that are worth reading
FEW = 10  # questions of a crowd that are, the last ones
ASKS, IS_TOLD = "shopper --> overview", "shopper <-- overview"
ASKS_ON, IS_ANSWERED = (f"{'':12}overview {arrow} products service" for arrow in ("-->", "<--"))


class Message(NamedTuple):
    """What one says to another: in a few words, and whatever else there is to tell of it."""

    between: str
    words: str
    more: str = ""

    @property
    def line(self) -> str:
        """It as a line of a conversation."""
        return f"{self.between:<44}{self.words}".rstrip()

    @property
    def in_full(self) -> str:
        """It with as much of the rest as is worth reading."""
        cut = self.more[:LONG] + (" ..." if len(self.more) > LONG else "")
        return f"{self.between.strip()}  {self.words}\n{cut}\n"


def gather(run: Run, place: str, beside: list[str]) -> Iterator[tuple[str, str | bytes]]:
    """Media type and content of each piece of evidence about the current scenario.

    `place` is the scenario's, as behave takes it; `beside` is what is wrong beside its steps.
    """
    if picture := run.web_page.picture():
        yield 'image/jpeg; name="What the shopper saw last"', picture
    answers, settings = run.answers[-FEW:], run.settings
    messages = list(conversation(run, answers))
    sections = {
        "What is wrong beside the steps": beside,
        "The conversation": [message.line for message in messages],
        "Near misses": run.products.near_misses(),
        "The overview's log": [line for answer in answers for line in log_of(run, answer)],
        "The answers": [message.in_full for message in messages if message.more],
        "Play the scenario again": [
            f".venv/bin/behave -D products={settings.products} -D view={settings.view} {place}"
        ],
        "Ask again, while the services run": [answer.curl for answer in answers],
    }
    for title, lines in sections.items():
        if lines:
            yield f'text/plain; name="{title}"', "\n".join(lines).rstrip()


def conversation(run: Run, answers: Sequence[Answer]) -> Iterator[Message]:
    """What led to these answers: who asked whom for what, and was told what.

    One question after the other, although a crowd asks at once. Whatever else the products service
    was asked comes last.
    """
    exchanges = run.products.exchanges()
    if left_out := len(run.answers) - len(answers):
        yield Message(f"({left_out} questions before these)", "")
    for answer in answers:
        yield from _answered(answer, [e for e in exchanges if e.request_id in answer.names])
    known = {name for answer in run.answers for name in answer.names}
    for exchange in exchanges:
        if exchange.request_id not in known:
            whom = "an earlier scenario" if exchange in run.late else "nobody in this run"
            yield from _exchanged(exchange, f", for {whom}")


def log_of(run: Run, answer: Answer) -> list[str]:
    """The log lines about one question, by whatever it is named; or why there are none."""
    try:
        lines = [line for name in sorted(answer.names) for line in run.services.log_of(name)]
    except OutOfReachError as reason:
        return [f"({reason})"]
    return list(dict.fromkeys(lines))


def _answered(answer: Answer, exchanges: Sequence[Exchange]) -> Iterator[Message]:
    yield Message(ASKS, f"{answer.method} {_path(answer.url)}")
    for number, exchange in enumerate(exchanges):
        yield from _exchanged(exchange, ", again" if number else "")
    if not exchanges:
        yield Message(f"{'':12}(nothing came to the products service)", "")
    yield Message(IS_TOLD, f"{answer.status} after {answer.seconds:.2f} s", answer.text.strip())


def _exchanged(exchange: Exchange, remark: str) -> Iterator[Message]:
    yield Message(ASKS_ON, f"{exchange.method} {exchange.url}{remark}")
    status = str(exchange.status or "a fault on the wire")
    words = status if exchange.givens else f"{status}, no Given answers this"
    more = [*exchange.givens, _text(exchange.body)]
    yield Message(IS_ANSWERED, words, "\n".join(more).strip())


def _path(url: str) -> str:
    return urlsplit(url)._replace(scheme="", netloc="").geturl()


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes that are no text)"
