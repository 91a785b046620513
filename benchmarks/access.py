"""What API keys and limits cost a request.

    python benchmarks/access.py [--requests 5000]

Starts three services on one empty database: one that asks nobody, one that limits addresses, one that asks for a key
and limits it. Sends each the same requests in turns, on one connection each, and measures the time of an answer and the
processor time that the serving process took. README.md has figures.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from served import STRIKELOG, Usage, served

PATH = "/v1/events?limit=1"
PLENTY = {f"STRIKELOG_{name}": "1000000" for name in ("READ_RATE", "READ_BURST", "WRITE_RATE", "WRITE_BURST")}


class Asked(NamedTuple):
    """A service, and how it is asked."""

    name: str
    process: int
    connection: http.client.HTTPConnection
    headers: dict[str, str]

    def ask(self) -> float:
        """Return the seconds until the answer."""
        began = time.perf_counter()
        self.connection.request("GET", PATH, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 200
        return time.perf_counter() - began

    def processor_seconds(self) -> float:
        """Return the processor time that the process which answers has taken so far."""
        return Usage.of(self.process).cpu_seconds


@contextlib.contextmanager
def serving(name: str, database: Path, headers: dict[str, str], **variables: str) -> Iterator[Asked]:
    """Run a service until the block ends."""
    with served(database, 1, headers, **variables) as service:
        connection = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=60)
        yield Asked(name, service.server, connection, headers)


def make_key(database: Path) -> str:
    """Make a key and return it."""
    command = [*STRIKELOG, "keys", "create", "--database", str(database)]
    key: str = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["key"]
    return key


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=5000)
    requests = parser.parse_args().requests
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        database = Path(folder) / "strikelog.db"
        key = {"authorization": f"Bearer {make_key(database)}"}
        services = [
            stack.enter_context(serving("neither", database, {})),
            stack.enter_context(serving("limits", database, {}, **PLENTY)),
            stack.enter_context(serving("keys and limits", database, key, STRIKELOG_AUTH="on", **PLENTY)),
        ]
        for service in services:
            # A connection that waited while the others started may be closed by now; the next request opens another.
            service.connection.close()
        for service in services * 500:
            service.ask()
        before = [service.processor_seconds() for service in services]
        times: list[list[float]] = [[] for _ in services]
        for _ in range(requests):
            for service, taken in zip(services, times, strict=True):
                taken.append(service.ask())
        for service, taken, began in zip(services, times, before, strict=True):
            median = statistics.median(taken) * 1000
            processor = (service.processor_seconds() - began) / requests * 1000
            print(f"{service.name:16}  {median:6.3f} ms until the answer (median)  {processor:6.3f} ms processor time")


if __name__ == "__main__":
    main()
