"""A service under load, over the loopback: ``strikelog serve`` on a database of its own, and clients in this process.

    python benchmarks/load.py steady     articles a second beside the bare pipeline; what readers wait meanwhile
    python benchmarks/load.py overload   ten times what it can take: who is answered, when, and what comes afterwards
    python benchmarks/load.py soak       half an hour of writing and reading: memory, open files, write-ahead log

Each has its options (``--help``); README.md says what the figures mean.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

import overload
import soak
import steady


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(required=True, metavar="MODE")
    for mode in (steady, overload, soak):
        name = mode.__name__
        options = modes.add_parser(
            name, description=mode.__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
        )
        options.set_defaults(measure=mode.measure)
        options.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that extract")
        options.add_argument("--texts", type=Path, metavar="TEXTS.jsonl", help="articles to send, not made-up ones")
        mode.add_options(options)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        chosen.measure(chosen, Path(folder) / "strikelog.db")


if __name__ == "__main__":
    main()
