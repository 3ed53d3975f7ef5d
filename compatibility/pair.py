"""One SDK tried on one server: the probes, then the acceptance suite."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from wiremock_strict import Process, StartError, WireMockStrictError
from wiremock_strict.embedded import embedded
from wiremock_strict.java import find_java

from compatibility.jars import version_of
from compatibility.probe import FAILS, WORKS, Row
from compatibility.sdk import Sdk

SUITE = "acceptance suite"
NO_PROXY = {"NO_PROXY": "*", "no_proxy": "*"}  # the SDK obeys such variables, even for loopback
PATIENCE = 600.0  # seconds for the probes, and for the suite


@dataclass
class Pair:
    """An SDK and a server that were tried together; `error` says why they could not be."""

    sdk: str
    server: str
    rows: list[Row] = field(default_factory=list)
    error: str = ""

    @property
    def failed(self) -> bool:
        """Tell whether it could not be tried, or the suite fails; findings do not count."""
        return bool(self.error) or any(
            row.group == SUITE and row.status != WORKS for row in self.rows
        )


class Job(Process):
    """A process that ends by itself."""

    def finish(self) -> tuple[int, str]:
        """Wait for the end; return exit code and output. Raises StartError if it takes too long."""
        ended = self.ends_within(PATIENCE)
        self.stop()
        if not ended:
            raise StartError(f"{self.name} did not end within {PATIENCE:g} s.")
        return self.exit_code or 0, self.output()


def try_pair(sdk: Sdk, jar: Path, folder: Path, logs: Path) -> Pair:
    """Try an SDK on a server; `folder` is for their files, `logs` keeps the suite's output."""
    pair = Pair(sdk.name, version_of(jar))
    log = logs / re.sub(r"[^\w.]+", "-", f"suite-{pair.sdk}-on-{pair.server}.log")
    try:
        with embedded(folder, jar) as (url, warmed):
            warmed()
            pair.rows += run_probes(sdk, url, jar, folder)
        pair.rows.append(run_suite(sdk, jar, log))
    except WireMockStrictError as error:
        pair.error = str(error)
    return pair


def run_probes(sdk: Sdk, url: str, jar: Path, folder: Path, *names: str) -> list[Row]:
    """Try all probes, or those with these titles or groups, on a server that runs already."""
    java, rows = find_java(), folder / "rows"
    command = [sdk.python, "-m", "compatibility.probes", url, jar, java.launcher, rows, *names]
    environment = {**java.environment(), **NO_PROXY, "TMPDIR": str(folder)}
    job = Job("The probes", [*map(str, command)], folder / "probes.log", environment)
    code, output = job.finish()
    if code:
        raise StartError(f"The probes ended early: {output.strip()[-500:]}")
    return [Row(**json.loads(line)) for line in rows.read_text("utf-8").splitlines()]


def run_suite(sdk: Sdk, jar: Path, log: Path) -> Row:
    """Run the acceptance suite on a server of its own."""
    command: list[str | Path] = [sdk.python, "-m", "behave", "-D", f"wiremock_jar={jar}"]
    code, output = Job("The suite", command, log).finish()
    counts = re.findall(r"(?m)^.*\bscenarios?\b.*$", output)
    status, how = (FAILS, f"exit code {code}, see {log.name}; ") if code else (WORKS, "")
    return Row(SUITE, "All scenarios pass", status, how + (counts[-1].strip() if counts else ""))
