"""Fuzzing by the contract: Schemathesis sends a real service what its OpenAPI document allows, and what it does not.

::

    python tests/fuzz/contract.py                 # the examples and boundary values, then half a minute at random
    python tests/fuzz/contract.py --seconds 3600  # longer; what follows goes to Schemathesis, such as --seed 1

Every check of Schemathesis is on. The service asks for keys and has a few articles. It must answer as the contract
says, log no fault, and be ready in the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("recovery", "api", "store")] + [str(ROOT)]

from api_service import SDEROT, SUMY  # noqa: E402
from recovery_server import running  # noqa: E402
from test_api_server import SERVE  # noqa: E402

SECONDS = 30


def main() -> int:
    """Return the exit code: 0 where nothing was found."""
    arguments = sys.argv[1:]
    seconds = str(SECONDS)
    if arguments[:1] == ["--seconds"]:
        seconds, arguments = arguments[1], arguments[2:]
    with tempfile.TemporaryDirectory() as folder:
        database, log = Path(folder) / "strikelog.db", Path(folder) / "log"
        made = subprocess.run(
            [*SERVE[:-1], "keys", "create", "--scope", "admin", "--database", str(database)],
            stdout=subprocess.PIPE, check=True, text=True,
        )  # fmt: skip
        key = made.stdout.split('"key":"')[1].split('"')[0]
        limits = {"STRIKELOG_READ_RATE": "0", "STRIKELOG_WRITE_RATE": "0"}
        with running(database, log, STRIKELOG_AUTH="on", STRIKELOG_LOG_LEVEL="warning", **limits) as service:
            service.client.headers["authorization"] = f"Bearer {key}"
            for text in (SUMY, SDEROT):
                service.submit(text).raise_for_status()
            url = str(service.client.base_url).rstrip("/")
            found = subprocess.run(
                [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"),
                 "run", f"{url}/openapi.json", "--max-time", seconds, *arguments],
                env={**os.environ, "STRIKELOG_FUZZ_URL": url, "STRIKELOG_FUZZ_KEY": key, "PYTHONPATH": str(HERE)},
                cwd=folder, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            print(found.stdout)
            ready = service.client.get("/readyz").status_code == 200
        faults = [line for line in log.read_text().splitlines() if '"level":"error"' in line]
        idle = " passed" not in found.stdout and not found.returncode
        print(*faults, *(["the service is not ready any more"] if not ready else []), sep="\n")
        print(*(["nothing was tried in the time given"] if idle else []))
        return found.returncode or int(bool(faults) or not ready or idle)


if __name__ == "__main__":
    sys.exit(main())
