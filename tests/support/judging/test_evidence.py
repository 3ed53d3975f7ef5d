"""The evidence of a failed scenario: a piece for each question that it raises."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from behave.model_type import Status
from behave_strict import Failed
from wiremock_strict import Entry
from wiremock_strict.under_test import Recorder, Response

import environment
from support.errors import OutOfReachError
from support.judging.evidence import gather
from support.judging.verdict import Verdict
from support.under_test.own import WARM_UP
from tests.support.judging.exchanges import GIVEN, entry, response

AGAIN = ".venv/bin/behave -D products=stub -D view=api features/a.feature:3"
SENT = response("?page=2", headers={}, status=503, text='{"detail": "No."}', seconds=0.25)
PAGE_2 = "GET /products?page=2"


def page_2(status: int, request_id: str = "id-1", body: bytes = b"", **more: Any) -> Entry:
    """Return the request for page 2 that a response came from."""
    return entry("?page=2", request_id, status, response_body=body, **more)


def new_play(
    responses: Sequence[Response] = (),
    near_misses: Sequence[str] = (),
    known: Sequence[str] = (),
    log: Any = lambda request_id: [],
    picture: bytes | None = None,
    traces: Sequence[bytes] = (),
    verdict: Verdict | None = None,
) -> Any:
    """Return a play in which just this happened."""
    recorder = Recorder(set(known))
    for each in responses:
        recorder.keep(each)
    return SimpleNamespace(
        recorder=recorder,
        stubs=SimpleNamespace(near_misses=lambda: near_misses),
        log=lambda: SimpleNamespace(entries=log),
        picture=lambda: picture,
        traces=lambda: traces,
        judge=lambda: verdict,
    )


def evidence(
    *responses: Response, journal: Sequence[Entry] = (), beside: Sequence[str] = (), **happened: Any
) -> dict[str, str]:
    """Return the pieces of evidence by title."""
    verdict = Verdict([], [], journal)
    texts = {}
    for kind, text in gather(new_play(responses, **happened), verdict, AGAIN, beside):
        assert kind.startswith("text/")
        texts[kind.partition('; name="')[2].removesuffix('"')] = str(text)
    return texts


# --- piece by piece --------------------------------------------------------------------------------


def test_a_scenario_can_always_be_played_again() -> None:
    assert evidence() == {"Play the scenario again": AGAIN}


def test_pieces_come_in_the_order_of_their_use() -> None:
    pieces = evidence(
        SENT,
        beside=["One thing."],
        journal=[page_2(200, body=b"{}")],
        near_misses=["one"],
        log=lambda request_id: [{"request_id": request_id}],
    )
    assert list(pieces) == [
        "Problems beside the steps",
        "The conversation",
        "Near misses",
        "The overview's log",
        "The responses",
        "Play the scenario again",
        "Ask again, while the services run",
    ]


def test_problems_beside_the_steps_are_sentences() -> None:
    pieces = evidence(beside=["One thing.", "Another."])
    assert pieces["Problems beside the steps"] == "One thing.\nAnother."


def test_a_picture_comes_first() -> None:
    play = new_play([SENT], picture=b"a picture")
    first, *_ = gather(play, Verdict([], [], []), AGAIN, [])
    assert first == ('image/webp; name="What the shopper saw last"', b"a picture")


def test_each_trace_comes_as_a_file() -> None:
    *_, last = gather(new_play([SENT], traces=[b"a trace"]), Verdict([], [], []), AGAIN, [])
    assert last == ('application/zip; name="Playwright trace.zip"', b"a trace")


def test_the_conversation_shows_each_try() -> None:
    pieces = evidence(SENT, journal=[page_2(0), page_2(503)])
    assert pieces["The conversation"].splitlines() == [
        "shopper --> overview                        GET /overview?page=2",
        "            overview --> products service   GET /products?page=2",
        "            overview <-- products service   a fault on the wire",
        "            overview --> products service   GET /products?page=2, again",
        "            overview <-- products service   503",
        "shopper <-- overview                        503 after 0.25 s",
    ]


def test_the_conversation_names_an_unmatched_request() -> None:
    pieces = evidence(SENT, journal=[page_2(404, origins=[])])
    assert "service   404, no stub matches this request\n" in pieces["The conversation"]


def test_the_conversation_names_a_missing_request() -> None:
    assert evidence(SENT)["The conversation"].splitlines() == [
        "shopper --> overview                        GET /overview?page=2",
        "            (no request to the products service)",
        "shopper <-- overview                        503 after 0.25 s",
    ]


def test_a_response_stands_with_its_requests() -> None:
    other = response(request_id="", headers={"x-request-id": "id-2"})
    journal = [page_2(200, "id-2"), page_2(503)]
    pieces = evidence(SENT, other, journal=journal)
    lines = [line.split("  ")[-1].strip() for line in pieces["The conversation"].splitlines()]
    assert lines == [
        *("GET /overview?page=2", PAGE_2, "503", "503 after 0.25 s"),
        *("GET /overview", PAGE_2, "200", "200 after 0.10 s"),
    ]


def test_foreign_requests_come_last() -> None:
    journal = [page_2(404, WARM_UP), page_2(200, "old"), page_2(200, "")]
    known = [WARM_UP, "old"]
    conversation = evidence(SENT, journal=journal, known=known)["The conversation"]
    assert [line for line in conversation.splitlines()[3:] if "-->" in line] == [
        f"            overview --> products service   {PAGE_2}, to warm up (not judged)",
        f"            overview --> products service   {PAGE_2}, for an earlier test",
        f"            overview --> products service   {PAGE_2}, for nobody in this run",
    ]


def test_a_request_without_a_response_is_named() -> None:
    play = new_play()
    lost = play.recorder.new_id()
    pieces = dict(gather(play, Verdict([], [], [page_2(200, lost)]), AGAIN, []))
    conversation = str(pieces['text/x.sequence+plain; name="The conversation"'])
    assert "for a request without a response" in conversation


def test_responses_come_with_their_givens() -> None:
    slow = page_2(200, body='{"é": 1}\n'.encode(), origins=["Given one (a:1)", "And two (a:2)"])
    pieces = evidence(SENT, journal=[page_2(0), slow])
    assert pieces["The responses"].split("\n\n") == [
        f"overview <-- products service  a fault on the wire\n{GIVEN}",
        'overview <-- products service  200\nGiven one (a:1)\nAnd two (a:2)\n{"é": 1}',
        'shopper <-- overview  503 after 0.25 s\n{"detail": "No."}',
    ]


@pytest.mark.parametrize(("letters", "end"), [(1_000, ""), (1_001, " ..."), (3_000_000, " ...")])
def test_a_long_response_is_cut(letters: int, end: str) -> None:
    long = page_2(200, body=b"x" * letters, origins=[])
    assert f"\n{'x' * 1_000}{end}\n" in evidence(SENT, journal=[long])["The responses"]


def test_binary_responses_are_counted() -> None:
    pieces = evidence(SENT, journal=[page_2(200, body=b"\x1f\x8b\x1b[2J")])
    assert "(6 bytes that are no text)" in pieces["The responses"]


def test_of_a_crowd_only_the_last_are_shown() -> None:
    crowd = [response(request_id=f"id-{number}") for number in range(15)]
    pieces = evidence(*crowd, journal=[entry(request_id="id-0")], log=lambda name: [name])
    assert pieces["The conversation"].splitlines()[0] == "(5 requests before these)"
    assert "for nobody" not in pieces["The conversation"]
    last = [f'"id-{number}"' for number in range(5, 15)]
    assert pieces["The overview's log"].splitlines() == last
    assert len(pieces["Ask again, while the services run"].splitlines()) == 10


def test_near_misses_are_shown() -> None:
    assert evidence(near_misses=["one", "two"])["Near misses"] == "one\ntwo"


def test_each_log_line_is_shown_once() -> None:
    renamed = response(request_id="a b", headers={"x-request-id": "c"})
    lines = {"id-1": [{"é": 1}], "a b": [{"n": 2}], "c": [{"n": 2}]}
    pieces = evidence(SENT, renamed, log=lambda request_id: lines[request_id])
    assert pieces["The overview's log"] == '{"é": 1}\n{"n": 2}'


def test_without_an_id_no_log_line_is_shown() -> None:
    pieces = evidence(response(request_id=""), log=lambda request_id: ["all"])
    assert "The overview's log" not in pieces


def test_a_log_out_of_sight_has_a_reason() -> None:
    def out_of_sight(request_id: str) -> list[str]:
        raise OutOfReachError("the overview service runs elsewhere")

    pieces = evidence(SENT, log=out_of_sight)
    assert pieces["The overview's log"] == "(the overview service runs elsewhere)"


def test_a_command_asks_again() -> None:
    command = evidence(SENT)["Ask again, while the services run"]
    assert command == "curl -i -H 'X-Request-ID: id-1' 'http://h/overview?page=2'"


# --- the hooks -------------------------------------------------------------------------------------


class Context:
    """Stand in for behave's context, with what the hooks read from it.

    `attached` are titles, `counted` tells of each scenario whether it passed.
    """

    def __init__(self, picture: bytes | None = None, problems: Sequence[str] = ()) -> None:
        self.counted: list[bool] = []
        self.attached: list[str] = []
        verdict = Verdict(list(problems), [entry()], [entry()])
        self.play = new_play([SENT], picture=picture, verdict=verdict)
        summary = SimpleNamespace(count=lambda _, passed: self.counted.append(passed))
        self.run = SimpleNamespace(summary=summary, command=lambda place, wip: f"behave {place}")

    def attach(self, kind: str, content: object) -> None:
        """Keep the title."""
        self.attached.append(kind.partition("name=")[2].strip('"'))

    def end_scenario(self, status: Status, should_skip: bool = False) -> list[str]:
        """End a scenario, and return what it leaves."""
        scenario = SimpleNamespace(
            status=status, should_skip=should_skip, location="a.feature:3", effective_tags=[]
        )
        environment.after_scenario(self, scenario)  # type: ignore[arg-type]
        return self.attached

    def end_step(self, step_type: str, error: Exception | None = None) -> list[str]:
        """End a step, and return what it leaves."""
        step = SimpleNamespace(step_type=step_type, exception=error)
        environment.after_step(self, step)  # type: ignore[arg-type]
        return self.attached


@pytest.mark.parametrize("status", [Status.failed, Status.error, Status.undefined])
def test_a_failed_scenario_leaves_evidence(status: Status) -> None:
    context = Context(b"a picture", ["One thing."])
    assert context.end_scenario(status)[:2] == [
        "What the shopper saw last",
        "Problems beside the steps",
    ]
    assert "The conversation" in context.attached
    assert context.counted == [False]


def test_a_verdict_fails_a_scenario_that_passed() -> None:
    context = Context(b"a picture", ["One thing.", "Another."])
    with pytest.raises(Failed, match=r"^One thing\.\nAnother\.$"):
        context.end_scenario(Status.passed)
    assert context.attached[:2] == ["What the shopper saw last", "The conversation"]
    assert context.counted == [False]


def test_a_passed_scenario_leaves_nothing_and_counts() -> None:
    context = Context(b"a picture")
    assert context.end_scenario(Status.passed) == []
    assert context.counted == [True]


def test_a_skipped_scenario_leaves_nothing() -> None:
    context = Context(b"a picture", ["Odd."])
    assert context.end_scenario(Status.skipped, should_skip=True) == []
    assert context.counted == []


def test_a_scenario_that_never_began_leaves_nothing() -> None:
    context = Context(b"a picture", ["Odd."])
    del context.play
    assert context.end_scenario(Status.hook_error) == []
    assert context.counted == []


def test_every_when_with_a_look_leaves_a_picture() -> None:
    assert Context(b"a picture").end_step("when") == ["What the shopper sees"]
    assert Context(b"a picture").end_step("when", AssertionError()) == []  # the evidence has it
    assert Context(b"a picture").end_step("then") == []
    assert Context().end_step("when") == []
