"""The messages of several shards as those of one run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from gherkin.stream.id_generator import IdGenerator

from behave_strict.covered import MEDIA_TYPE as COVERED
from behave_strict.covered import Covered
from behave_strict.covered import join as join_covered
from behave_strict.merge.happenings import Happening, happenings, is_late, put_in_place
from behave_strict.merge.ids import Renumbering, Shared, without_ids
from behave_strict.merge.shard_file import Envelope, MergeError, ShardFile
from behave_strict.page.facts import MEDIA_TYPE
from behave_strict.report.hooks import place_of

HAPPENS = ("testRunHookStarted", "testRunHookFinished", "testCaseStarted", "testCaseFinished",
           "testStepStarted", "testStepFinished", "attachment", "externalAttachment",
           "suggestion")  # fmt: skip


def join(files: Sequence[ShardFile]) -> list[Envelope]:
    """Put shards together, in the order in which one run would have played."""
    joining = _Joining(join_covered(file.run.covered for file in files))
    for file in sorted(files, key=lambda file: file.shard.number):
        joining.take(file)
    return list(joining.envelopes(files))


class _Joining:
    """Takes one shard after another, then tells of all of them."""

    def __init__(self, covered: Covered) -> None:
        self.covered = json.dumps(covered, ensure_ascii=False)
        self.new_id = IdGenerator().get_next_id
        self.run_id = self.new_id()
        self.documents: dict[str, tuple[Envelope, Envelope]] = {}  # and their sources, by URI
        self.pickles: list[tuple[int, Envelope]] = []
        self.cases: list[tuple[int, Envelope]] = []
        self.shared = {kind: Shared() for kind in ("hook", "parameterType", "stepDefinition")}
        self.happened: list[Happening] = []
        self.said: dict[tuple[str, str, str], Happening] = {}  # by hooks of the run

    def take(self, file: ShardFile) -> None:
        """Take one shard."""
        ids = Renumbering(self.new_id)
        sources = {source["uri"]: source for source in file.all("source")}
        for document in file.all("gherkinDocument"):
            self._take_document(file, sources[document["uri"]], document, ids)
        for kind, shared in self.shared.items():
            shared.take(file.all(kind), ids)
        ids.same({"id": file.all("testRunStarted")[0]["id"]}, {"id": self.run_id})
        played: dict[str, tuple[int, str]] = {}  # its position and feature, by pickle
        for position, pickle in zip(file.positions, file.all("pickle"), strict=True):
            new = ids.fresh(pickle)
            self.pickles.append((position, new))
            played[new["id"]] = position, new["uri"]
        cases = [ids.fresh(case) for case in file.all("testCase")]
        self.cases += [(played[case["pickleId"]][0], case) for case in cases]
        self._take_happenings(file, ids, {c["id"]: played[c["pickleId"]] for c in cases})

    def _take_document(
        self, file: ShardFile, source: Envelope, document: Envelope, ids: Renumbering
    ) -> None:
        known = self.documents.get(uri := document["uri"])
        if not known:
            self.documents[uri] = source, ids.fresh(document)
        elif known[0] == source and without_ids(known[1]) == without_ids(document):
            ids.same(document, known[1])
        else:
            raise MergeError(f"{file.path} has another {uri} than the shards before it; {_AGAIN}.")

    def _take_happenings(
        self, file: ShardFile, ids: Renumbering, cases: dict[str, tuple[int, str]]
    ) -> None:
        stream = [
            ids.fresh(self._with_all_covered(message))
            for message in file.messages
            if next(iter(message)) in HAPPENS and not _is_about_the_run(message)
        ]
        hooks = {hook["id"]: hook for hook in self.shared["hook"].kept.values()}
        found = list(happenings(stream))
        put_in_place(found, cases, hooks)
        for happening in found:
            self._add(happening, hooks)

    def _with_all_covered(self, message: Envelope) -> Envelope:
        """Have each shard tell what all of them have covered."""
        attachment = message.get("attachment", {})
        if attachment.get("mediaType") != COVERED:
            return message
        return {"attachment": {**attachment, "body": self.covered}}

    def _add(self, new: Happening, hooks: dict[str, Envelope]) -> None:
        """Add what happened; what a hook has said in an earlier shard is not told again."""
        known = None if new.case else self.said.setdefault(new.says(), new)
        if known is None or known is new:
            self.happened.append(new)
        else:
            first_or_last = max if is_late(new, hooks) else min
            known.place = first_or_last(known.place, new.place)

    def envelopes(self, files: Sequence[ShardFile]) -> Iterator[Envelope]:
        """Tell first what there is, then what happened."""
        yield {"meta": files[0].all("meta")[0]}
        yield from self._features()
        for hook in sorted(self.shared["hook"].kept.values(), key=place_of):
            yield {"hook": hook}
        for kind in ("parameterType", "stepDefinition"):
            yield from ({kind: node} for node in self.shared[kind].kept.values())
        started = min((f.all("testRunStarted")[0]["timestamp"] for f in files), key=_time)
        yield {"testRunStarted": {"id": self.run_id, "timestamp": started}}
        yield from self._facts(files[0], started)
        yield from self._what_happened()
        yield {"testRunFinished": self._finished(files)}

    def _features(self) -> Iterator[Envelope]:
        """Yield features in the order of the run, and the pickles of each in that of its file."""
        firsts: dict[str, int] = {}
        for position, pickle in self.pickles:
            firsts[pickle["uri"]] = min(position, firsts.get(pickle["uri"], position))
        for uri in sorted(firsts, key=firsts.__getitem__):
            source, document = self.documents[uri]
            yield from ({"source": source}, {"gherkinDocument": document})
            own = [pickle for _, pickle in self.pickles if pickle["uri"] == uri]
            for pickle in sorted(own, key=lambda pickle: int(pickle["location"]["line"])):
                yield {"pickle": pickle}

    def _facts(self, first: ShardFile, started: Envelope) -> Iterator[Envelope]:
        facts = {name: fact for name, fact in first.facts.items() if name != "shard"}
        facts["merged from"] = {"text": f"{first.shard.total} shards", "setting": False}
        content = {"body": json.dumps(facts, ensure_ascii=False), "mediaType": MEDIA_TYPE}
        about = {"testRunStartedId": self.run_id, "timestamp": started}
        yield {"attachment": {**content, "contentEncoding": "IDENTITY", **about}}

    def _what_happened(self) -> Iterator[Envelope]:
        self.happened.sort(key=lambda happening: happening.place)
        first = min((each.place for each in self.happened if each.case), default=float("inf"))
        early = [each for each in self.happened if each.place < first]
        for happening in early:
            yield from happening.envelopes
        for _, case in sorted(self.cases, key=lambda case: case[0]):
            yield {"testCase": case}
        for happening in self.happened[len(early) :]:
            yield from happening.envelopes

    def _finished(self, files: Sequence[ShardFile]) -> Envelope:
        finished = [file.all("testRunFinished")[0] for file in files]
        messages = dict.fromkeys(each["message"] for each in finished if "message" in each)
        return {
            "testRunStartedId": self.run_id,
            "success": all(each["success"] for each in finished),
            **({"message": "\n".join(messages)} if messages else {}),
            "timestamp": max((each["timestamp"] for each in finished), key=_time),
        }


_AGAIN = "play all shards again, on the same files"


def _is_about_the_run(message: Envelope) -> bool:
    """Is this what behave-strict itself has told about the run?"""
    attached = message.get("attachment", {})
    return "testRunStartedId" in attached and attached["mediaType"] == MEDIA_TYPE


def _time(timestamp: Envelope) -> tuple[int, int]:
    return timestamp["seconds"], timestamp["nanos"]
