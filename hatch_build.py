"""Compiles the extraction where a C compiler is at hand; without one the same modules run as plain Python.

``STRIKELOG_COMPILE`` chooses: ``auto`` (the default), ``off``, or ``require``, which fails where it cannot compile.
Editable installs are never compiled, so that what is edited is what runs.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from mypyc.build import mypycify
from setuptools import Distribution
from setuptools.errors import BaseError, CCompilerError

PART = Path("service") / "extraction"
PLAIN = frozenset(
    "__init__.py pipeline.py mentions.py lexicon.py tables.py cues.py regions.py build.py sources.py entries.py".split()
)
"""Modules left as they are: entry points, wire types, and what only loads or builds data."""

CANNOT = (OSError, SystemExit, BaseError, CCompilerError)
"""What a missing or failing compiler, or one that cannot translate a module, ends in."""


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled modules beside their sources in the wheel."""

    PLUGIN_NAME = "custom"

    compiled: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the extraction and list the results for the wheel."""
        wanted = os.environ.get("STRIKELOG_COMPILE", "auto")
        if wanted not in ("auto", "off", "require"):
            raise ValueError(f"STRIKELOG_COMPILE is {wanted!r}, which must be auto, off or require")
        if version == "editable" or wanted == "off":
            return
        self.compiled = tempfile.TemporaryDirectory(prefix="strikelog-compiled-")
        target = Path(self.compiled.name)
        try:
            with chdir(self.root):
                compile_modules(target)
        except CANNOT as error:
            if wanted == "require":
                raise
            self.app.display_warning(f"not compiled, runs as plain Python: {error}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        for built in sorted(target.rglob("*.so")) + sorted(target.rglob("*.pyd")):
            build_data["force_include"][str(built)] = str(built.relative_to(target))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled: the wheel holds it now."""
        if self.compiled is not None:
            self.compiled.cleanup()


def compile_modules(target: Path) -> None:
    """Compile the hot modules with mypyc into the folder, laid out as in the package."""
    modules = sorted(str(path) for path in PART.rglob("*.py") if path.name not in PLAIN)
    with tempfile.TemporaryDirectory(prefix="strikelog-build-") as work:
        extensions = mypycify(
            ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent", *modules],
            opt_level="3",
            debug_level="0",
            multi_file=True,
            target_dir=str(Path(work) / "c"),
        )
        distribution = Distribution({"name": "strikelog", "packages": [], "ext_modules": extensions})
        command = distribution.get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(target), work
        command.parallel = os.cpu_count()
        command.ensure_finalized()
        command.run()
