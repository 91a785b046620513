"""What a process that has articles and keys in its hands keeps to itself."""

from __future__ import annotations

import os
import sys


def keep_private() -> None:
    """Let nobody else read the files that this process makes, and no crash write its memory to a disk.

    Processes that it starts inherit both. Files that exist keep their permissions.
    """
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
