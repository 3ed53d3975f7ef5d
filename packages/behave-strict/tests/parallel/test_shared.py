"""Several workers are refused where they would share a server."""

from behave_strict import shared_by_workers

PLACES = {"library_url": "http://127.0.0.1:1", "store_url": ""}


def test_workers_do_not_share_what_runs_already() -> None:
    assert shared_by_workers(PLACES, {"BEHAVE_STRICT_WORKERS": "2"}) == [
        "library_url=http://127.0.0.1:1 runs already, and each scenario resets it: several workers "
        "would disturb each other. Use -j 1."
    ]


def test_one_process_may_use_what_runs_already() -> None:
    assert shared_by_workers(PLACES, {}) == []
