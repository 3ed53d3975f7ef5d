"""The features of a run as documents and pickles: as Gherkin reads them, or as they were played."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

from gherkin.stream.id_generator import IdGenerator

from behave_strict.gherkin import official
from behave_strict.gherkin.corrected import correct
from behave_strict.gherkin.rebuilt import rebuild
from behave_strict.gherkin.scenario import played

Node = dict[str, Any]


class Documents:
    """Reads the features of a run once, with ids that are unique in it."""

    def __init__(self, ids: IdGenerator) -> None:
        self.ids = ids

    def envelopes(self, feature: Any, selected: list[Any]) -> tuple[list[Node], dict[int, Node]]:
        """Find the source, the document and the pickles of the selected scenarios of a feature.

        The pickles are also returned by the scenario's id().
        """
        uri = PurePath(feature.filename).as_posix()
        text = _text(feature.filename)
        reading = self._read(feature, selected, uri, text)
        source = {"uri": uri, "data": text, "mediaType": "text/x.cucumber.gherkin+plain"}
        lines = {scenario.line: id(scenario) for scenario in selected}
        pickles = {
            lines[pickle["location"]["line"]]: pickle
            for pickle in reading.pickles
            if pickle["location"]["line"] in lines
        }
        found = [{"source": source}, {"gherkinDocument": reading.document}]
        return [*found, *({"pickle": pickle} for pickle in pickles.values())], pickles

    def _read(self, feature: Any, selected: list[Any], uri: str, text: str) -> official.Reading:
        """Take Gherkin's reading where it is what was played, else make it so."""
        try:
            reading = official.read(text, uri, feature.language, self.ids)
        except official.CannotReadError:
            return rebuild(feature, selected, uri, self.ids)
        theirs = {scenario.line: scenario for scenario in reading.scenarios()}
        alike = all(theirs.get(scenario.line) == scenario for scenario in played(selected))
        titles = {(each.line, each.name) for each in [feature, *feature.rules]}
        if alike and titles <= set(reading.titles()):
            return reading
        corrected = correct(reading, feature, selected)
        return corrected or rebuild(feature, selected, uri, self.ids)


def _text(path: str) -> str:
    """Return the source as it is in the file; nothing where the run has removed it."""
    try:
        return Path(path).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return ""
