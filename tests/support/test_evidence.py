"""What a failed scenario leaves behind: a piece for each thing that there is to tell."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from behave.model_type import Status
from wiremock_strict.exchange import Exchange

import environment
from support.errors import OutOfReachError
from support.evidence import FEW, LONG, gather
from support.overview.answer import Answer

ASKED = Answer(
    "GET", "http://h/overview?page=2", {"X-Request-ID": "id-1"}, 503, {}, '{"detail": "No."}', 0.25
)
PAGE_2 = "GET /products?page=2"


def exchange(
    status: int,
    body: bytes = b"",
    givens: Sequence[str] = ("Given it is so (a:1)",),
    id: str = "id-1",
) -> Exchange:
    """One question to the products service, of the question that is ASKED."""
    return Exchange("GET", "/products?page=2", {"x-request-id": id}, givens, status, {}, body)


def new_run(
    answers: Sequence[Answer] = (),
    exchanges: Sequence[Exchange] = (),
    near_misses: Sequence[str] = (),
    late: Sequence[Exchange] = (),
    log: Any = lambda name: [],
    picture: bytes | None = None,
    problems: Sequence[str] = (),
) -> Any:
    """A run in which just this happened."""
    return SimpleNamespace(
        answers=answers,
        late=late,
        products=SimpleNamespace(exchanges=lambda: exchanges, near_misses=lambda: near_misses),
        services=SimpleNamespace(log_of=log),
        settings=SimpleNamespace(products="stub", view="browser"),
        web_page=SimpleNamespace(picture=lambda: picture),
        end_scenario=lambda passed: list(problems),
    )


def evidence(*answers: Answer, beside: Sequence[str] = (), **happened: Any) -> dict[str, str]:
    """Return the pieces of evidence by title."""
    pieces = gather(new_run(answers, **happened), "features/a.feature:3", list(beside))
    texts = {}
    for kind, text in pieces:
        assert kind.startswith('text/plain; name="')
        texts[kind.removeprefix('text/plain; name="').removesuffix('"')] = str(text)
    return texts


# --- piece by piece --------------------------------------------------------------------------------


def test_where_nothing_happened_there_is_a_way_to_play_the_scenario_again() -> None:
    again = ".venv/bin/behave -D products=stub -D view=browser features/a.feature:3"
    assert evidence() == {"Play the scenario again": again}


def test_pieces_come_in_the_order_in_which_they_help() -> None:
    told = evidence(
        ASKED,
        beside=["One thing."],
        exchanges=[exchange(200, b"{}")],
        near_misses=["one"],
        log=list,
    )
    assert list(told) == [
        "What is wrong beside the steps",
        "The conversation",
        "Near misses",
        "The overview's log",
        "The answers",
        "Play the scenario again",
        "Ask again, while the services run",
    ]


def test_what_is_wrong_beside_the_steps_is_told_in_sentences() -> None:
    told = evidence(beside=["One thing.", "Another."])
    assert told["What is wrong beside the steps"] == "One thing.\nAnother."


def test_a_picture_comes_first() -> None:
    first, *_ = gather(new_run([ASKED], picture=b"a picture"), "", [])
    assert first == ('image/jpeg; name="What the shopper saw last"', b"a picture")


def test_the_conversation_shows_each_try() -> None:
    told = evidence(ASKED, exchanges=[exchange(0), exchange(503)])
    assert told["The conversation"].splitlines() == [
        "shopper --> overview                        GET /overview?page=2",
        "            overview --> products service   GET /products?page=2",
        "            overview <-- products service   a fault on the wire",
        "            overview --> products service   GET /products?page=2, again",
        "            overview <-- products service   503",
        "shopper <-- overview                        503 after 0.25 s",
    ]


def test_what_no_given_answers_is_told_as_such() -> None:
    told = evidence(ASKED, exchanges=[exchange(404, givens=[])])
    assert "<-- products service   404, no Given answers this\n" in told["The conversation"]


def test_a_question_that_led_to_none_is_told_as_such() -> None:
    assert evidence(ASKED)["The conversation"].splitlines() == [
        "shopper --> overview                        GET /overview?page=2",
        "            (nothing came to the products service)",
        "shopper <-- overview                        503 after 0.25 s",
    ]


def test_a_question_stands_with_those_that_it_led_to_however_they_are_named() -> None:
    other = Answer("GET", "http://h/overview", {}, 200, {"x-request-id": "id-2"}, "", 0.1)
    told = evidence(ASKED, other, exchanges=[exchange(200, id="id-2"), exchange(503)])
    asked = [line.split("  ")[-1].strip() for line in told["The conversation"].splitlines()]
    assert asked == [
        *("GET /overview?page=2", PAGE_2, "503", "503 after 0.25 s"),
        *("GET /overview", PAGE_2, "200", "200 after 0.10 s"),
    ]


def test_requests_that_no_question_of_this_scenario_led_to_come_last_and_tell_so() -> None:
    late, strange = exchange(200, id="old"), exchange(200, id="")
    told = evidence(ASKED, exchanges=[late, strange], late=[late])["The conversation"]
    assert [line for line in told.splitlines()[3:] if "-->" in line] == [
        f"            overview --> products service   {PAGE_2}, for an earlier scenario",
        f"            overview --> products service   {PAGE_2}, for nobody in this run",
    ]


def test_answers_are_told_with_the_givens_that_they_come_from() -> None:
    slow = exchange(200, '{"é": 1}\n'.encode(), ["Given it offers (a:1)", "And it is slow (a:2)"])
    assert evidence(ASKED, exchanges=[exchange(0), slow])["The answers"].split("\n\n") == [
        "overview <-- products service  a fault on the wire\nGiven it is so (a:1)",
        'overview <-- products service  200\nGiven it offers (a:1)\nAnd it is slow (a:2)\n{"é": 1}',
        'shopper <-- overview  503 after 0.25 s\n{"detail": "No."}',
    ]


def test_a_long_answer_is_cut() -> None:
    told = evidence(ASKED, exchanges=[exchange(200, b"x" * 3_000_000, [])])["The answers"]
    assert f"\n{'x' * LONG} ...\n" in told


def test_bytes_that_are_no_text_are_counted() -> None:
    told = evidence(ASKED, exchanges=[exchange(200, b"\x1f\x8b\x1b[2J")])["The answers"]
    assert "(6 bytes that are no text)" in told


def test_of_a_crowd_the_last_questions_are_told() -> None:
    crowd = [named(number) for number in range(FEW + 5)]
    told = evidence(*crowd, exchanges=[exchange(200, id="id-0")], log=lambda name: [name])
    assert told["The conversation"].splitlines()[0] == "(5 questions before these)"
    assert "for nobody" not in told["The conversation"]
    last = [f"id-{n}" for n in range(5, FEW + 5)]
    assert told["The overview's log"].splitlines() == last
    assert len(told["Ask again, while the services run"].splitlines()) == FEW


def named(number: int) -> Answer:
    """An answer to a question of this number."""
    return Answer("GET", "http://h/overview", {"X-Request-ID": f"id-{number}"}, 200, {}, "", 0.1)


def test_near_misses_are_told() -> None:
    assert evidence(near_misses=["one", "two"])["Near misses"] == "one\ntwo"


def test_the_log_of_each_question_is_told_once_by_whatever_it_is_named() -> None:
    renamed = Answer("GET", "http://h/", {"X-Request-ID": "a b"}, 200, {"x-request-id": "c"}, "", 0)
    lines = {"id-1": ["one"], "a b": ["two"], "c": ["two"]}
    told = evidence(ASKED, renamed, log=lambda name: lines[name])
    assert told["The overview's log"] == "one\ntwo"


def test_the_log_of_a_question_without_a_name_is_not_that_of_all() -> None:
    nameless = Answer("GET", "http://h/overview", {}, 200, {}, "", 0.1)
    assert "The overview's log" not in evidence(nameless, log=lambda name: ["all"])


def test_a_log_that_is_out_of_sight_is_told_with_the_reason() -> None:
    def out_of_sight(name: str) -> list[str]:
        raise OutOfReachError("the overview service runs elsewhere")

    told = evidence(ASKED, log=out_of_sight)
    assert told["The overview's log"] == "(the overview service runs elsewhere)"


def test_there_is_a_line_that_asks_again() -> None:
    told = evidence(ASKED)["Ask again, while the services run"]
    assert told == "curl -i -H 'X-Request-ID: id-1' 'http://h/overview?page=2'"


# --- when it is gathered ---------------------------------------------------------------------------


class Context:
    """What behave and the run have for the hooks; `attached` are the titles of what is attached."""

    def __init__(self, picture: bytes | None = None, problems: Sequence[str] = ()) -> None:
        self.run = new_run([ASKED], picture=picture, problems=problems)
        self.web_page = self.run.web_page
        self.attached: list[str] = []

    def attach(self, kind: str, content: object) -> None:
        """Keep its title."""
        self.attached.append(kind.partition("name=")[2].strip('"'))

    def end_scenario(self, status: Status, should_skip: bool = False) -> list[str]:
        """Return what it leaves, a scenario that ended so."""
        scenario = SimpleNamespace(status=status, should_skip=should_skip, location="a.feature:3")
        environment.after_scenario(self, scenario)  # type: ignore[arg-type]
        return self.attached

    def end_step(self, step_type: str, error: Exception | None = None) -> list[str]:
        """Return what it leaves, a step of this type."""
        step = SimpleNamespace(step_type=step_type, exception=error)
        environment.after_step(self, step)  # type: ignore[arg-type]
        return self.attached


@pytest.mark.parametrize("status", [Status.failed, Status.error, Status.undefined])
def test_a_scenario_that_failed_leaves_a_picture_and_its_evidence(status: Status) -> None:
    left = Context(b"a picture", ["One thing."]).end_scenario(status)
    assert left[:2] == ["What the shopper saw last", "What is wrong beside the steps"]
    assert "The conversation" in left


def test_a_scenario_that_only_its_end_condemns_leaves_them_too_and_tells_why_once() -> None:
    context = Context(b"a picture", ["One thing.", "Another."])
    with pytest.raises(AssertionError, match=r"^One thing\.\nAnother\.$"):
        context.end_scenario(Status.passed)
    assert context.attached[:2] == ["What the shopper saw last", "The conversation"]


def test_a_scenario_that_passed_or_was_skipped_leaves_nothing() -> None:
    assert Context(b"a picture").end_scenario(Status.passed) == []
    assert Context(b"a picture", ["Odd."]).end_scenario(Status.skipped, should_skip=True) == []


def test_every_when_that_somebody_looked_in_leaves_a_picture() -> None:
    assert Context(b"a picture").end_step("when") == ["What the shopper sees"]
    assert Context(b"a picture").end_step("when", AssertionError()) == []  # the evidence has it
    assert Context(b"a picture").end_step("then") == []
    assert Context().end_step("when") == []
