"""A defect of the SDK that is mended in a copy changes its row, and that of no probe beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from compatibility.probe import DIFFERS, FAILS, MISSING, WORKS

from .conftest import Probe

REQUESTS = "resources/requests/resource.py"
ENTRY = "resources/requests/models.py"
STUB = "resources/mappings/models.py"
NEAR = "resources/near_misses/models.py"
SETTINGS = "resources/settings/resource.py"
BASE = "base/base_entity.py"
SERVER = "server/server.py"
FIELD = "a keyword of this name is dropped without a word"

MENDED = [
    # (group, title, the row before, file, what stands there, what it is to be)
    ("requests", "Requests.reset_request_journal empties the journal", FAILS, REQUESTS,
     'ids = {"id": "reset"}\n        response = cls.REST_CLIENT.post(cls.get_base_uri(cls.endpoint_single(), **ids)',
     "response = cls.REST_CLIENT.delete(cls.endpoint()"),
    ("requests", "Requests.get_all_received_requests(limit=1) bounds that call only", DIFFERS,
     REQUESTS, "if limit is not None", "parameters = dict(parameters)\n        if limit is not None"),
    ("requests", "Requests.get_matching_request_count counts by a dict", FAILS, REQUESTS,
     'cls.validate_is_entity(request, NearMissMatchPatternRequest)\n        ids = {"id": "count"}',
     'request = NearMissMatchPatternRequest(**request) if isinstance(request, dict) else request\n'
     '        ids = {"id": "count"}'),
    ("requests", "A journal entry keeps what the server tells: wasMatched", DIFFERS, ENTRY,
     "class RequestResponse(BaseEntity):",
     'class RequestResponse(BaseEntity):\n    was_matched = JsonProperty("wasMatched")'),
    ("requests", "A journal entry keeps what the server tells: request.queryParams", DIFFERS, ENTRY,
     '"queryParameters"', '"queryParams"'),
    ("requests", "NearMisses.find_nearest_misses_by_request tells what it came close to: stubMapping",
     DIFFERS, NEAR, "class NearMissMatch(BaseAbstractEntity):",
     'class NearMissMatch(BaseAbstractEntity):\n    stub = JsonProperty("stubMapping")'),
    ("fields", "MappingRequest has no field that the server refuses", FAILS, STUB,
     'body_patterns = JsonProperty("bodyPatterns", klass=list, list_klass=dict)\n    metadata ='
     ' JsonProperty("metadata", klass=dict)',
     'body_patterns = JsonProperty("bodyPatterns", klass=list, list_klass=dict)'),
    ("fields", "MappingResponse has no field that the server refuses", FAILS, STUB,
     'transformers = JsonProperty("transformers", klass=list)\n    metadata ='
     ' JsonProperty("metadata", klass=dict)',
     'transformers = JsonProperty("transformers", klass=list)'),
    ("fields", "An unknown keyword argument is refused, so that a mistyped field is seen", DIFFERS,
     BASE, "        self._values = {}",
     "        known = {*self._properties, *(one.json_name for one in self._properties.values())}\n"
     "        if values.keys() - known:\n            raise TypeError(values)\n        self._values = {}"),
    ("fields", "MappingResponse: chunkedDribbleDelay", MISSING, STUB, "    base64_body =",
     '    dribble = JsonProperty("chunkedDribbleDelay", klass=dict)\n    base64_body ='),
    ("fields", "Mapping: name", MISSING, STUB, "class Mapping(BaseEntity):",
     'class Mapping(BaseEntity):\n    name = JsonProperty("name")'),
    ("fields", "MappingRequest: urlPathTemplate", MISSING, STUB, '    url = JsonProperty("url")',
     '    url = JsonProperty("url")\n    template = JsonProperty("urlPathTemplate")'),
    ("fields", "A field of an entity can be read and written in brackets", FAILS, BASE,
     "setattr(key, value)", "setattr(self, key, value)"),
    ("constants", "ResponseFaultType: CONNECTION_RESET_BY_PEER", MISSING, STUB,
     "class ResponseFaultType(object):",
     'class ResponseFaultType(object):\n    RESET = "CONNECTION_RESET_BY_PEER"'),
    ("settings", "GlobalSettings.update_global_settings changes the settings, and returns", FAILS,
     SETTINGS, "return cls._create(settings, parameters=parameters)",
     'cls.REST_CLIENT.post("/settings", json=settings.get_json_data())'),
    ("settings", "Config.base_url lets one process use two servers: each instance keeps its own",
     DIFFERS, "constants.py", "@add_metaclass(Singleton)\n", ""),
    ("settings", "Config.headers name the SDK and its version as User-Agent", DIFFERS,
     "constants.py", '"python_wiremock/%s".format', '"python_wiremock/{}".format'),
    ("admin api", "The server can import several stubs at once: POST /mappings/import", MISSING,
     "resources/mappings/resource.py", "    @classmethod\n    def create_mapping",
     "    @classmethod\n    def import_all(cls, mappings):\n        return cls.REST_CLIENT.post("
     "cls.endpoint() + '/import', json=[one.get_json_data() for one in mappings])\n\n"
     "    @classmethod\n    def create_mapping"),
]  # fmt: skip

MENDED_SERVER = {
    # what stands in server.py, and what it is to be, by the row that changes
    "WireMockServer answers however much the server has to say":
        ("stdin=PIPE, stdout=PIPE", "stdin=PIPE, stdout=open('/dev/null', 'w')"),
    "WireMockServer.start gives up on a server that accepts and does not answer":
        ('.format(self.port))\n                if resp', '.format(self.port), timeout=1)\n                if resp'),
    "WireMockServer.stop returns once the server has ended":
        ("self.__subprocess.kill()", "self.__subprocess.kill()\n            self.__subprocess.wait()"),
    "WireMockServer.is_running is false after stop, and it can be started again":
        ("self.__subprocess.kill()", "self.__subprocess.kill()\n            self.__running = False"),
    "WireMockServer.start leaves no process behind when it gives up":
        ("        if not success:", "        if not success:\n            self.__subprocess.kill()\n"
         "            self.__subprocess.wait()"),
    "WireMockServer.start waits for a server that takes four seconds":
        ("time.sleep(0.25)", "time.sleep(0.7)"),
    "WireMockServer can be reached from this machine only":
        ('"--local-response-templating",', '"--local-response-templating", "--bind-address", "127.0.0.1",'),
}  # fmt: skip


def mend(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert text.count(before) == 1, f"{file} is no longer what this test knows"
    file.write_text(text.replace(before, after))


@pytest.mark.parametrize(
    ("group", "title", "status", "file", "before", "after"), MENDED, ids=[row[1] for row in MENDED]
)
def test_a_mended_defect_changes_its_row(
    probe: Probe, copied_sdk: Path, group: str, title: str, status: str, file: str, before: str,
    after: str,
) -> None:  # fmt: skip
    rows = probe(group)
    assert rows[title].status == status
    mend(copied_sdk / file, before, after)
    mended = probe(group)
    assert mended[title].status == WORKS
    assert [row.status for row in mended.values()].count(WORKS) > len(
        [row for row in rows.values() if row.status == WORKS]
    )


def test_a_mended_wiremockserver_changes_its_rows(probe: Probe, copied_sdk: Path) -> None:
    rows = probe("servers")
    for before, after in MENDED_SERVER.values():
        text = (copied_sdk / SERVER).read_text()
        assert text.count(before.split("\n")[0]) >= 1
        mend(copied_sdk / SERVER, before, after)
    mended = probe("servers")
    assert all(rows[title].status in (DIFFERS, FAILS) for title in MENDED_SERVER)
    assert {title: mended[title] for title in MENDED_SERVER if mended[title].status != WORKS} == {}
