"""Try every probe with the SDK that Python imports: run as a child process, once for each pair.

    python -m compatibility.probes URL JAR JAVA ROWS [NAME...]

writes a row a line, as JSON, into the file ROWS.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from dataclasses import asdict
from pathlib import Path

from wiremock.constants import Config

from compatibility import probes
from compatibility.probe import PROBES, attempt
from compatibility.server import Server


def main(url: str, jar: str, java: str, rows: str, *names: str) -> None:
    """Try the probes with these titles or groups, or all."""
    for module in sorted(info.name for info in pkgutil.iter_modules(probes.__path__)):
        if module != "__main__":
            importlib.import_module(f"{probes.__name__}.{module}")
    Config.base_url = f"{url}/__admin"
    server = Server(url, Path(jar), Path(java))
    with Path(rows).open("w", encoding="utf-8") as file:
        for probe in PROBES:
            if not names or {probe.group, probe.title} & {*names}:
                print(json.dumps(asdict(attempt(probe, server))), file=file, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
