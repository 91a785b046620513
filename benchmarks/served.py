"""A service in processes of its own, and what these use: memory, processor time, open files."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

STRIKELOG = [sys.executable, "-c", "from service.cli import main; main()"]
START_SECONDS = 120.0
TICKS = os.sysconf("SC_CLK_TCK")


class Usage(NamedTuple):
    """What a group of processes uses."""

    cpu_seconds: float
    memory_mb: float
    """Anonymous memory: mapped files aside."""
    files: int

    @classmethod
    def of(cls, *processes: int) -> Usage:
        """Return what processes that run use together."""
        cpu, memory, files = 0.0, 0, 0
        for process in processes:
            folder = Path(f"/proc/{process}")
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            cpu += (int(fields[11]) + int(fields[12])) / TICKS
            status = (folder / "status").read_text().splitlines()
            memory += sum(int(line.split()[1]) for line in status if line.startswith("RssAnon"))
            files += sum(1 for _ in (folder / "fd").iterdir())
        return cls(cpu, memory / 1024, files)


class Served:
    """A service that answers at `url`: the process that serves, and its workers.

    ``headers`` go with the requests that learn whether it is ready: a key, where the service asks for one.
    """

    def __init__(
        self, database: Path, workers: int, headers: Mapping[str, str] = MappingProxyType({}), **variables: str
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.database = database
        self.url = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [*STRIKELOG, "serve"],
            env={
                **os.environ,
                "STRIKELOG_DATABASE": str(database),
                "STRIKELOG_PORT": str(port),
                "STRIKELOG_EXTRACTION_WORKERS": str(workers),
                "STRIKELOG_LOG_LEVEL": "warning",
                **variables,
            },
        )
        self._wait_until_ready(workers, headers)
        self.server = children(self._process.pid)[0]
        self.workers = children(self.server)

    def _wait_until_ready(self, workers: int, headers: Mapping[str, str]) -> None:
        metrics = urllib.request.Request(f"{self.url}/metrics", headers=dict(headers))
        deadline = time.monotonic() + START_SECONDS
        wanted = f"strikelog_extraction_workers {float(workers)}\n"
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(metrics) as answer:
                if wanted in answer.read().decode():
                    return
            time.sleep(0.1)
        self.close()
        raise SystemExit("the service does not become ready")

    @property
    def processes(self) -> list[int]:
        """All processes of the service, that which was started first."""
        return [self._process.pid, self.server, *self.workers]

    @property
    def log_mb(self) -> float:
        """The size of the write-ahead log."""
        return self.database.with_name(self.database.name + "-wal").stat().st_size / 1e6

    def usage(self) -> str:
        """Return what the service uses now, for people, and how busy the machine is."""
        server = Usage.of(self.server)
        workers = ", ".join(f"{Usage.of(worker).memory_mb:.0f}" for worker in self.workers)
        return (
            f"server {server.memory_mb:.0f} MB and {server.files} files, workers {workers} MB,"
            f" log {self.log_mb:.1f} MB; load average {os.getloadavg()[0]:.1f}"
        )

    def close(self) -> None:
        """Stop the service."""
        self._process.terminate()
        self._process.wait(timeout=60)


@contextlib.contextmanager
def served(
    database: Path, workers: int, headers: Mapping[str, str] = MappingProxyType({}), **variables: str
) -> Iterator[Served]:
    """Run a service until the block ends."""
    service = Served(database, workers, headers, **variables)
    try:
        yield service
    finally:
        service.close()


def children(process: int) -> list[int]:
    """Return the processes that a process started and that live."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
