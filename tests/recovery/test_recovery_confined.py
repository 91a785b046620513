"""The service where it may do little, as in a container: no file system to write to, no privileges, private files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from api_service import SUMY
from recovery_server import running
from test_api_server import SERVE, descendants_of, free_port, wait_until_ready

CONFINED = """
set -e
mount --bind "$DATA" "$DATA"
mount -o remount,bind,ro /
! touch "$BESIDE" 2> /dev/null
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""
"""Makes all of the file system but one folder read-only, and gives up every capability, as ``docker run --read-only
--cap-drop ALL --security-opt no-new-privileges`` does."""


def test_the_service_needs_no_writable_path_but_that_of_its_database(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    data.mkdir()
    unshare = ["unshare", "--map-root-user", "--mount", "sh", "-c", CONFINED, "sh"]
    environment = {
        "PATH": os.environ["PATH"],
        "DATA": str(data),
        "BESIDE": str(tmp_path / "beside"),
        "HOME": "/nonexistent",
        "TMPDIR": "/nonexistent",
        "STRIKELOG_DATABASE": str(data / "strikelog.db"),
        "STRIKELOG_EXTRACTION_WORKERS": "1",
    }
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        pytest.skip("unshare and setpriv are not installed here")
    if subprocess.run([*unshare, "true"], env=environment, capture_output=True).returncode != 0:
        pytest.skip("namespaces and mounts of one's own are not permitted here")
    port = free_port()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [*unshare, *SERVE], env={**environment, "STRIKELOG_PORT": str(port)}, stdout=sink, stderr=sink, cwd=data
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait_until_ready(process, client, log)
            for member in (process.pid, *descendants_of(process.pid)):
                status = Path(f"/proc/{member}/status").read_text()
                assert "CapEff:\t0000000000000000" in status
                assert "NoNewPrivs:\t1" in status
            assert client.post("/v1/articles", json={"text": SUMY}).status_code == 201
            lines = b'{"text": "Shells hit Sumy on Monday."}\n' * 50
            batch = {"content-type": "application/x-ndjson"}
            assert client.post("/v1/articles/batch", content=lines, headers=batch).status_code == 200
            for path in ("/v1/events?sort=-killed&q=drones", "/v1/events?format=csv", "/v1/events/counts?by=location"):
                assert client.get(path).status_code == 200
            for path in ("/docs", "/openapi.yaml", "/metrics"):
                assert client.get(path).status_code == 200
        for command in (
            ["keys", "create"],
            ["backup", str(data / "copy.db")],
            ["reextract", "--all", "--workers", "1"],
        ):
            done = subprocess.run(
                [*unshare, *SERVE[:-1], *command], env=environment, capture_output=True, text=True, timeout=120
            )
            assert done.returncode == 0, done.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "log"]
    assert sorted(path.name for path in data.iterdir()) == ["copy.db", "strikelog.db"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says so on Linux alone")
def test_files_are_private_and_no_memory_is_dumped(tmp_path: Path) -> None:
    database = tmp_path / "new" / "strikelog.db"
    with running(database, tmp_path / "log") as service:
        assert service.submit(SUMY).status_code == 201
        assert (database.parent.stat().st_mode & 0o777) == 0o700
        for file in database.parent.iterdir():
            assert (file.stat().st_mode & 0o777) == 0o600, file
        for member in (service.process.pid, *descendants_of(service.process.pid)):
            limits = Path(f"/proc/{member}/limits").read_text().splitlines()
            (core,) = [line.split() for line in limits if line.startswith("Max core file size")]
            assert core[4:6] == ["0", "0"]
