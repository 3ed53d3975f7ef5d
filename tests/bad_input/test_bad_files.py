"""Files of earlier runs that are torn, or something else."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from behave_strict.history import History
from behave_strict.page import MessagesError, read_file, render
from hypothesis import given
from hypothesis import strategies as st

ID = st.sampled_from(["1", "2", ""])
TIME = st.sampled_from([{"seconds": 1, "nanos": 0}, {"seconds": "1"}, {}])
VALUE: st.SearchStrategy[Any] = st.one_of(
    ID, TIME, st.none(), st.integers(), st.just([]), st.just({})
)
FIELDS = st.sampled_from(
    [
        *("id", "pickleId", "testCaseId", "testCaseStartedId", "testStepId", "timestamp", "uri"),
        *("body", "mediaType", "contentEncoding", "testSteps", "feature", "name", "status"),
        *(
            "testStepResult",
            "success",
            "steps",
            "began",
            "seconds",
            "counts",
            "scenarios",
            "version",
        ),
    ]
)
KINDS = st.sampled_from(
    [
        *("meta", "gherkinDocument", "pickle", "testCase", "testRunStarted", "testCaseStarted"),
        *("testStepFinished", "testCaseFinished", "testRunFinished", "attachment", "hook", "any"),
    ]
)
MESSAGES = st.dictionaries(KINDS, st.dictionaries(FIELDS, VALUE), max_size=1)
LINES = st.lists(
    st.one_of(st.binary(max_size=30), st.one_of(MESSAGES, VALUE).map(lambda m: json.dumps(m).encode())),
    max_size=5,
).map(b"\n".join)  # fmt: skip


@given(LINES)
def test_any_file_as_messages(content: bytes) -> None:
    """Any file as Cucumber Messages: a sentence that names the line, or a page."""
    with TemporaryDirectory() as folder, suppress(MessagesError):
        file = Path(folder, "a.ndjson")
        file.write_bytes(content)
        assert render(read_file(file)).startswith("<!doctype html>")


@given(st.lists(st.one_of(st.binary(max_size=30), st.dictionaries(FIELDS, VALUE).map(
    lambda entry: json.dumps(entry).encode())), max_size=5).map(b"\n".join))  # fmt: skip
def test_any_file_as_a_history(content: bytes) -> None:
    """Any file as the history of earlier runs: what cannot be read is passed over."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "history.ndjson")
        file.write_bytes(content)
        history = History(file)
        assert len(history.entries()) <= content.count(b"\n") + 1
        history.durations()
        history.last()
