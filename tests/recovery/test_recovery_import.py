"""``strikelog import`` into the database of a service that runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from api_service import SUMY
from recovery_server import assert_sound, eventually, running

IMPORTED = 60


def test_the_service_writes_while_an_import_does(tmp_path: Path) -> None:
    database, archive = tmp_path / "strikelog.db", tmp_path / "archive.jsonl"
    archive.write_text("".join(json.dumps({"text": f"{SUMY} Import {number}."}) + "\n" for number in range(IMPORTED)))
    command = [sys.executable, "-c", "from service.cli import main; main()", "import", str(archive)]
    with running(database, tmp_path / "log") as service:
        importing = subprocess.Popen([*command, "--database", str(database), "--workers", "1"])
        try:
            stored = 0
            eventually(lambda: bool(service.client.get("/v1/changes").json()["items"]), seconds=60)
            while importing.poll() is None:
                assert service.submit(f"{SUMY} Meanwhile {stored}.").status_code == 201
                stored += 1
        finally:
            importing.wait(timeout=120)
        assert importing.returncode == 0
        assert stored > 0, "the import was over before the service could write"
        assert service.stop() == 0
    assert assert_sound(database, {}) == IMPORTED + stored
