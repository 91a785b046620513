"""``strikelog serve``: refusals, and one real process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
from click.testing import CliRunner

from service.cli import main
from service.cli.serve import usable_port

START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_port_in_use_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in result.output


def test_port_0_is_one_that_is_free() -> None:
    assert usable_port("127.0.0.1", 0) > 0


def test_an_address_of_another_machine_is_refused() -> None:
    result = CliRunner().invoke(main, ["serve", "--host", "192.0.2.1", "--port", str(free_port())])
    assert result.exit_code == 1
    assert "cannot listen on 192.0.2.1" in result.output


def test_a_real_service_answers_and_ends_on_sigterm(tmp_path: Path) -> None:
    port, database = free_port(), tmp_path / "news.db"
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--database", str(database), "--workers", "1"],
        env={**os.environ, "STRIKELOG_HOST": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        assert wait_until_live(f"http://127.0.0.1:{port}/livez", process) == 200
        assert database.exists()
        again = subprocess.run([*command, "--database", str(database)], capture_output=True, text=True, timeout=60)
        assert (again.returncode, "Address already in use" in again.stderr) == (1, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()


def wait_until_live(url: str, process: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return httpx.get(url, timeout=5).status_code
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"no answer; exit code {process.poll()}")
