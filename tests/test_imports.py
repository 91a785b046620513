"""The rules of who may import whom (ARCHITECTURE.md), read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FORBIDDEN = {
    "schemas": ("service", "litestar", "sqlite3", "sqlite_utils", "click"),
    "service/extraction": ("service.api", "service.app", "service.store", "service.cli", "litestar", "sqlite3"),
    "service/extraction/annotators": ("service.extraction.frames", "service.extraction.events"),
    "service/extraction/frames": ("service.extraction.events",),
    "service/formats": ("service.api", "service.app", "service.store", "service.extraction", "service.cli", "litestar"),
    "service/store": ("service.api", "service.app", "service.extraction", "service.formats", "service.cli", "litestar"),
    "service/api": ("service.cli", "service.app", "sqlite3", "sqlite_utils"),
}
"""What the modules of each part must not import."""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide what is imported"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(part: str) -> list[Path]:
    return sorted((ROOT / part).rglob("*.py"))


@pytest.mark.parametrize("part", FORBIDDEN)
def test_parts_know_nothing_of_the_parts_above_them(part: str) -> None:
    assert modules(part), f"no modules under {part}"
    broken = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(part)
        for name in imports(path)
        if any(name == banned or name.startswith(banned + ".") for banned in FORBIDDEN[part])
    }
    assert not broken


def test_only_the_store_has_sql_modules() -> None:
    users = {
        str(path.relative_to(ROOT))
        for part in ("schemas", "service")
        for path in modules(part)
        if any(name.split(".")[0] in ("sqlite3", "sqlite_utils") for name in imports(path))
    }
    assert {user for user in users if not user.startswith("service/store/")} == set()


def test_litestar_stays_in_the_api() -> None:
    users = {
        str(path.relative_to(ROOT))
        for part in ("schemas", "service")
        for path in modules(part)
        if any(name.split(".")[0] == "litestar" for name in imports(path))
    }
    assert {user for user in users if not user.startswith(("service/api/", "service/app.py"))} == set()
