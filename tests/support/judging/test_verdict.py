"""The verdict: every rule takes part, on one reading of the journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from wiremock_strict import Contract, Entry
from wiremock_strict.under_test import Recorder, Response

from support.judging.verdict import Rulebook, Summary, Tally, Verdict
from support.run import DOCUMENT
from tests.support.judging.exchanges import GIVEN, entry, response


@pytest.fixture(scope="module")
def document() -> Contract:
    """The document of the overview."""
    return Contract(DOCUMENT, closed=True)


def judged(
    contract: Contract,
    journal: Sequence[Entry],
    responses: Sequence[Response] = (response(),),
    complaints: Sequence[str] = (),
    known: Sequence[str] = (),
    origins: Sequence[str] = (GIVEN,),
    live: bool = False,
    remote: bool = False,
) -> Verdict:
    """Judge a scenario in which this happened."""
    recorder = Recorder(set(known))
    for each in responses:
        recorder.keep(each)
    recorder.complaints += complaints
    rulebook = Rulebook(contract, Contract(DOCUMENT), {"127.0.0.1"}, live, remote)
    return rulebook.judge(journal, recorder, list(origins), GIVEN, deadline=5)


def test_a_sound_scenario_has_no_problems(contract: Contract) -> None:
    assert judged(contract, [entry()]).problems == []


def test_a_scenario_without_requests_has_no_problems(contract: Contract) -> None:
    assert judged(contract, [], [], origins=[]).problems == []


@pytest.mark.parametrize(
    ("happened", "problem"),
    [
        ({"journal": [entry(), entry(request_id="x")]}, "belongs to nothing that the test sent"),
        ({"journal": [entry(), entry(request_id="")]}, "(no X-Request-ID)"),
        ({"journal": [entry(), entry(origins=[], status=404)]}, "No stub matched this request"),
        ({"journal": [entry(status=503)] * 3}, "One request was sent 3 times"),
        ({"journal": [entry()] * 2}, "One request was sent 2 times"),
        ({"journal": []}, f"No request used this stub: {GIVEN}"),
        ({"journal": [entry(), entry("?page=2")]}, "but the overview asked for page=2"),
        ({"journal": [entry("?colour=red")]}, "The contract does not allow the request"),
        ({"journal": [entry(method="DELETE")]}, "the contract has no DELETE /products"),
        (
            {"journal": [entry(response_body=b"[]", proxied=True)]},
            "The contract does not allow the response",
        ),
        ({"journal": [entry()], "live": True}, "The real products service did not serve"),
        (
            {"journal": [entry()], "responses": [response(seconds=60)]},
            "The overview took too long",
        ),
        (
            {"journal": [entry()], "responses": [response(text="127.0.0.1")]},
            "A response leaks internal details",
        ),
        (
            {"journal": [entry()], "responses": [response(text="{}")]},
            "The service's document does not allow the response to GET http://h/overview",
        ),
        ({"journal": [entry()], "complaints": ["The browser shows an error."]}, "The browser"),
    ],
)
def test_each_rule_finds_its_problem(
    contract: Contract, happened: dict[str, Any], problem: str
) -> None:
    problems = judged(contract, **happened).problems
    assert [each for each in problems if problem in each], problems


@pytest.mark.parametrize(("remote", "problems"), [(False, 1), (True, 0)])
def test_only_what_stands_in_front_may_add_headers(
    contract: Contract, remote: bool, problems: int
) -> None:
    added = response(headers={**response().headers, "via": "1.1 proxy"})
    assert len(judged(contract, [entry()], [added], remote=remote).problems) == problems


def test_a_late_request_of_an_earlier_scenario_judges_nobody(contract: Contract) -> None:
    late = entry("?colour=red", request_id="earlier-1", origins=[])
    verdict = judged(contract, [entry(), *[late] * 3], known=["earlier-1"])
    assert verdict.problems == []
    assert (verdict.own, len(verdict.journal)) == ([entry()], 4)


def test_an_id_may_be_used_in_two_scenarios(contract: Contract) -> None:
    assert judged(contract, [entry()], known=["id-1"]).problems == []


# --- the whole run --------------------------------------------------------------------------------


def test_the_summary_counts_what_was_exercised(contract: Contract, document: Contract) -> None:
    summary = Summary(contract, document, live=False)
    health = Response(
        "GET", "http://127.0.0.1/health", {}, 200, response().headers, '{"status": "ok"}', 0.0
    )
    summary.count(Verdict([], [entry("?page=1000000")], [], [health]))
    covered = summary.covered()
    assert covered["Contract of the overview"]["GET /health: response 200"]
    assert not covered["Contract of the overview"]["GET /overview: response 200"]
    assert "GET /overview: response 500" not in covered["Contract of the overview"]
    parts = covered["Contract of the products service"]
    assert parts["GET /products: page 1000000"]
    assert not parts["GET /products: page_size 100"]
    assert summary.problem(summary.tally) == ""


def test_a_live_run_must_use_the_real_service(contract: Contract, document: Contract) -> None:
    summary = Summary(contract, document, live=True)
    summary.count(Verdict([], [entry()], []))
    assert summary.problem(summary.tally) == (
        "This run was to be live, but the real products service served nothing. Faults never reach "
        "it: select at least one scenario that offers products."
    )
    summary.count(Verdict([], [entry(proxied=True)], []))
    assert summary.problem(summary.tally) == ""
    assert next(summary.lines(summary.tally)) == "Responses of the real products service: 1."


def test_a_live_run_that_failed_needs_no_second_reason(
    contract: Contract, document: Contract
) -> None:
    summary = Summary(contract, document, live=True)
    summary.count(Verdict([], [entry()], []), passed=False)
    assert summary.problem(summary.tally) == ""


def test_a_failed_scenario_exercises_nothing(contract: Contract, document: Contract) -> None:
    summary = Summary(contract, document, live=True)
    summary.count(Verdict([], [entry(proxied=True)], []), passed=False)
    assert next(summary.lines(summary.tally)) == "Responses of the real products service: 0."


def test_workers_are_judged_together(contract: Contract, document: Contract) -> None:
    summary = Summary(contract, document, live=True)
    tally = sum([Tally(), Tally(1), Tally(2)], Tally())
    assert list(summary.lines(tally)) == ["Responses of the real products service: 3."]
    assert summary.problem(tally) == ""
    assert summary.problem(sum([Tally(), Tally(failed=True)], Tally())) == ""
    assert summary.problem(sum([Tally(), Tally()], Tally())) != ""
