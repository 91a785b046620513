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
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PATH = "/v1/events?limit=1"
TICKS = os.sysconf("SC_CLK_TCK")
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
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


@contextlib.contextmanager
def serving(name: str, database: Path, headers: dict[str, str], **variables: str) -> Iterator[Asked]:
    """Run a service until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"STRIKELOG_DATABASE": str(database), "STRIKELOG_PORT": str(port), "STRIKELOG_LOG_LEVEL": "warning"}
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--workers", "1"]
    process = subprocess.Popen(command, env={**os.environ, **settings, **variables})
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while not ready(connection):
            time.sleep(0.1)
        serves = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
        yield Asked(name, serves, connection, headers)
    finally:
        process.terminate()
        process.wait()


def ready(connection: http.client.HTTPConnection) -> bool:
    """Whether the service can be asked."""
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        answer.read()
    except OSError:
        connection.close()
        return False
    return answer.status == 200


def make_key(database: Path) -> str:
    """Make a key and return it."""
    command = [
        sys.executable,
        "-c",
        "from service.cli import main; main()",
        "keys",
        "create",
        "--database",
        str(database),
    ]
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
