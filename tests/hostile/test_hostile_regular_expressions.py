"""No regular expression can be made to backtrack: every one of the program is found, and shown to be linear."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ambiguity import ambiguity, automaton_of, pumps

ROOT = Path(__file__).parent.parent.parent
PARTS = ("schemas", "service")

RECORDER = """
import importlib, json, pkgutil, re, sys
root, parts = sys.argv[1], sys.argv[2:]
compile_, seen = re.compile, {}
def recording(pattern, flags=0):
    compiled, caller = compile_(pattern, flags), sys._getframe(1)
    file = caller.f_code.co_filename
    if any(file.startswith(f"{root}/{part}/") for part in parts):
        text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
        seen[file[len(root) + 1:], caller.f_lineno, text, compiled.flags, isinstance(pattern, bytes)] = None
    return compiled
re.compile = recording
for part in parts:
    for module in pkgutil.walk_packages([f"{root}/{part}"], part + "."):
        importlib.import_module(module.name)
print(json.dumps(list(seen)))
"""
"""Imports every module, and prints what each call of `re.compile` in them got."""

GROWTH = 8
STEEPEST = GROWTH**1.5
"""Between linear and quadratic time, far from both."""


def written() -> Iterator[tuple[Path, ast.Call, str]]:
    """Yield every call of the module `re` in the program, and which."""
    for part in PARTS:
        for path in sorted((ROOT / part).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    assert node.module not in ("re", "regex"), f"{path}: say `import re`"
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "re"
                ):
                    yield path.relative_to(ROOT), node, node.func.attr


def recorded() -> list[tuple[str, int, re.Pattern[Any]]]:
    """Return every expression that the program compiles: where, and the expression."""
    ended = subprocess.run(
        [sys.executable, "-c", RECORDER, str(ROOT), *PARTS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [
        (file, line, re.compile(text.encode("latin-1") if raw else text, flags & ~re.UNICODE if raw else flags))
        for file, line, text, flags, raw in json.loads(ended.stdout)
    ]


EXPRESSIONS = recorded()


def test_every_expression_of_the_program_is_among_those_examined() -> None:
    seen = {(file, line) for file, line, _ in EXPRESSIONS}
    for path, call, name in written():
        assert name == "compile", f"{path}:{call.lineno}: re.{name}: compile it at the level of the module instead"
        lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
        assert any((str(path), line) in seen for line in lines), f"{path}:{call.lineno} is not compiled on import"
    assert len(seen) >= 8


@pytest.mark.parametrize("expression", [one[2] for one in EXPRESSIONS], ids=lambda one: str(one.pattern)[:40])
def test_an_attempt_takes_linear_time(expression: re.Pattern[Any]) -> None:
    word = ambiguity(automaton_of(expression))
    assert word is None, f"{expression.pattern!r} reads repetitions of {word!r} in ever more ways"


@pytest.mark.parametrize("expression", [one[2] for one in EXPRESSIONS], ids=lambda one: str(one.pattern)[:40])
def test_a_search_takes_linear_time(expression: re.Pattern[Any]) -> None:
    """Attempts at every place of a text together take linear time, too."""
    automaton = automaton_of(expression)
    assert ambiguity(automaton) is None
    for word in pumps(automaton):
        for end in ("", " ", "!"):
            assert growth(expression, word, end) < STEEPEST, f"{expression.pattern!r} is slow at {word!r} and {end!r}"


def growth(expression: re.Pattern[Any], word: str, end: str) -> float:
    """Return by what factor the time of a search grows where the text grows by ``GROWTH``; the least of three tries."""
    texts: list[Any] = [word * (size // len(word)) + end for size in (500, 500 * GROWTH)]
    if isinstance(expression.pattern, bytes):
        texts = [text.encode("latin-1", "replace") for text in texts]
    least = float("inf")
    for _ in range(3):
        short, long = (_seconds(expression, text) for text in texts)
        least = min(least, long / short)
        if least < STEEPEST:
            break
    return least


def _seconds(expression: re.Pattern[Any], text: Any) -> float:
    began = time.thread_time()
    for _ in expression.finditer(text):
        pass
    return max(time.thread_time() - began, 1e-5)


@pytest.mark.parametrize(
    "source",
    [
        r"(a+)+b", r"(a*)*b", r"(ab|[a-z]b)*c", r"(a|ab|b)*c", r"\d+\d+x", r"(\w+\s?)*!", r"(?:a?b?)+c", r"a*(?:b?a)*c",
        r".*x.*y", r"(?:[a-z]+'?)+$", r"(?:\d+[.,]?)+%",
    ],
)  # fmt: skip
def test_expressions_that_backtrack_are_found(source: str) -> None:
    assert ambiguity(automaton_of(re.compile(source))) is not None


@pytest.mark.parametrize(
    "source", [r"a+b", r"(?:ab)*c", r"\d+(?:[.,]\d+)*", r"[a-z]+(?:'[a-z]+)*", r"(?:a|b)*c", r"x{2,9}y", r"(?i:a+)b"]
)
def test_expressions_that_do_not_are_passed(source: str) -> None:
    assert ambiguity(automaton_of(re.compile(source))) is None


@pytest.mark.parametrize("source", [r"(a+)\1", r"a(?=.*b)"])
def test_what_cannot_be_judged_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        automaton_of(re.compile(source))


@pytest.mark.parametrize("source", [r"\d+%", r"\w+@\w"])
def test_a_search_that_is_quadratic_is_found(source: str) -> None:
    expression = re.compile(source)
    assert any(growth(expression, word, "!") >= STEEPEST for word in pumps(automaton_of(expression)))
