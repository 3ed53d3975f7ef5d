"""A defect of the SDK that is mended in a copy changes the row that found it."""

from __future__ import annotations

from pathlib import Path

import pytest

from compatibility.probe import DIFFERS, FAILS, MISSING, WORKS

from .conftest import RunProbes

REQUESTS = "resources/requests/resource.py"
ENTRY = "resources/requests/models.py"
STUB = "resources/mappings/models.py"
NEAR = "resources/near_misses/models.py"
SETTINGS = "resources/settings/resource.py"
BASE = "base/base_entity.py"
SERVER = "server/server.py"
SILENT = "WireMockServer.start gives up on a server that accepts and does not respond"

MENDED = [
    # (title, the row before, file, what stands there, what it is to be)
    ("Requests.reset_request_journal empties the journal", FAILS, REQUESTS,
     'ids = {"id": "reset"}\n        response = cls.REST_CLIENT.post('
     "cls.get_base_uri(cls.endpoint_single(), **ids)",
     "response = cls.REST_CLIENT.delete(cls.endpoint()"),
    ("Requests.get_all_received_requests(limit=1) bounds that call only", DIFFERS,
     REQUESTS, "if limit is not", "parameters = dict(parameters)\n        if limit is not"),
    ("Requests.get_matching_request_count counts by a dict", FAILS, REQUESTS,
     'cls.validate_is_entity(request, NearMissMatchPatternRequest)\n        ids = {"id": "count"}',
     'request = NearMissMatchPatternRequest(**request) if isinstance(request, dict) else request\n'
     '        ids = {"id": "count"}'),
    ("A journal entry keeps what the server reports: wasMatched", DIFFERS, ENTRY,
     "class RequestResponse(BaseEntity):",
     'class RequestResponse(BaseEntity):\n    was_matched = JsonProperty("wasMatched")'),
    ("A journal entry keeps what the server reports: request.queryParams", DIFFERS, ENTRY,
     '"queryParameters"', '"queryParams"'),
    ("NearMisses.find_nearest_misses_by_request says what it came close to: stubMapping",
     DIFFERS, NEAR, "class NearMissMatch(BaseAbstractEntity):",
     'class NearMissMatch(BaseAbstractEntity):\n    stub = JsonProperty("stubMapping")'),
    ("MappingRequest has no field that the server refuses", FAILS, STUB,
     'body_patterns = JsonProperty("bodyPatterns", klass=list, list_klass=dict)\n    metadata ='
     ' JsonProperty("metadata", klass=dict)',
     'body_patterns = JsonProperty("bodyPatterns", klass=list, list_klass=dict)'),
    ("MappingResponse has no field that the server refuses", FAILS, STUB,
     'transformers = JsonProperty("transformers", klass=list)\n    metadata ='
     ' JsonProperty("metadata", klass=dict)',
     'transformers = JsonProperty("transformers", klass=list)'),
    ("An unknown keyword argument is refused, so that a mistyped field shows", DIFFERS,
     BASE, "        self._values = {}",
     "        known = {*self._properties, *(one.json_name for one in self._properties.values())}\n"
     "        if values.keys() - known:\n            raise TypeError\n        self._values = {}"),
    ("MappingResponse: chunkedDribbleDelay", MISSING, STUB, "    base64_body =",
     '    dribble = JsonProperty("chunkedDribbleDelay", klass=dict)\n    base64_body ='),
    ("Mapping: name", MISSING, STUB, "class Mapping(BaseEntity):",
     'class Mapping(BaseEntity):\n    name = JsonProperty("name")'),
    ("MappingRequest: urlPathTemplate", MISSING, STUB, '    url = JsonProperty("url")',
     '    url = JsonProperty("url")\n    template = JsonProperty("urlPathTemplate")'),
    ("A field of an entity can be read and written in brackets", FAILS, BASE,
     "setattr(key, value)", "setattr(self, key, value)"),
    ("ResponseFaultType: CONNECTION_RESET_BY_PEER", MISSING, STUB,
     "class ResponseFaultType(object):",
     'class ResponseFaultType(object):\n    RESET = "CONNECTION_RESET_BY_PEER"'),
    ("GlobalSettings.update_global_settings changes the settings, and returns", FAILS,
     SETTINGS, "return cls._create(settings, parameters=parameters)",
     'cls.REST_CLIENT.post("/settings", json=settings.get_json_data())'),
    ("Config.base_url lets one process use two servers: each instance keeps its own",
     DIFFERS, "constants.py", "@add_metaclass(Singleton)\n", ""),
    ("Config.headers name the SDK and its version as User-Agent", DIFFERS,
     "constants.py", '"python_wiremock/%s".format', '"python_wiremock/{}".format'),
    ("POST /mappings/import: import several stubs at once", MISSING,
     "resources/mappings/resource.py", "    @classmethod\n    def create_mapping",
     "    @classmethod\n    def import_all(cls, mappings):\n        return cls.REST_CLIENT.post("
     "cls.endpoint() + '/import', json=[one.get_json_data() for one in mappings])\n\n"
     "    @classmethod\n    def create_mapping"),
]  # fmt: skip
TITLES = [row[0] for row in MENDED]

SILENT_BEFORE = """.format(self.port))
                if resp.status_code == 200:
                    success = True
                    break
            except requests.exceptions.ConnectionError:"""
MENDED_SERVER = {
    # what stands in server.py, and what it is to be, by the row that changes
    "WireMockServer responds however much the server prints":
        ("stdin=PIPE, stdout=PIPE", "stdin=PIPE, stdout=open('/dev/null', 'w')"),
    "WireMockServer.stop returns once the server has ended":
        ("self.__subprocess.kill()", "self.__subprocess.kill(); self.__subprocess.wait()"),
    "WireMockServer.is_running is false after stop, and it can be started again":
        ("def stop(self, raise_on_error=True):",
         "def stop(self, raise_on_error=True):\n        self._WireMockServer__running = False"),
    "WireMockServer.start leaves no process behind when it gives up":
        ("        if not success:", "        if not success:\n"
         "            self.__subprocess.kill()\n            self.__subprocess.wait()"),
    SILENT:
        (SILENT_BEFORE, SILENT_BEFORE.replace("port))", "port), timeout=1)")
         .replace("ConnectionError", "RequestException")),
    "WireMockServer can be reached from this machine only":
        ('"--local-response-templating",',
         '"--local-response-templating", "--bind-address", "127.0.0.1",'),
}  # fmt: skip


def mend(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert text.count(before) == 1, f"{file} has changed: adapt this test"
    file.write_text(text.replace(before, after))


@pytest.fixture(scope="module")
def released(run_probes_of: RunProbes) -> dict[str, str]:
    """The rows of the released SDK."""
    return run_probes_of(TITLES)


@pytest.mark.parametrize(("title", "status", "file", "before", "after"), MENDED, ids=TITLES)
def test_a_mended_defect_changes_its_row(
    released: dict[str, str], run_probes_of: RunProbes, copied_sdk: Path,
    title: str, status: str, file: str, before: str, after: str,
) -> None:  # fmt: skip
    assert released[title] == status
    mend(copied_sdk / file, before, after)
    assert run_probes_of([title], copied_sdk.parent) == {title: WORKS}


def test_a_mended_wiremockserver_changes_its_rows(
    run_probes_of: RunProbes, copied_sdk: Path
) -> None:
    quick = [title for title in MENDED_SERVER if title != SILENT]  # which waits until it is stopped
    released = run_probes_of(quick, copied_sdk.parent)
    assert set(released.values()) <= {DIFFERS, FAILS}
    for before, after in MENDED_SERVER.values():
        mend(copied_sdk / SERVER, before, after)
    mended = run_probes_of(list(MENDED_SERVER), copied_sdk.parent)
    assert mended == dict.fromkeys(MENDED_SERVER, WORKS)
