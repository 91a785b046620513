"""Reading a query string into a Struct, strictly.

A parameter that is unknown, repeated where one value is meant, empty, ``null`` or unusable is refused, and
every such mistake of a request is reported at once under its public name.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, get_type_hints
from urllib.parse import parse_qsl

from msgspec import Struct

from schemas.problem import FieldError
from service.api import problems
from service.api.asking.params import MAX_VALUE_CHARS, MAX_VALUES, Parameter
from service.api.problems import ApiProblem

MAX_FIELDS = 200

Query = TypeVar("Query", bound=Struct)


class NoParameters(Struct, frozen=True):
    """The query of a request that takes no parameter."""


@cache
def parameters_of(query: type[Struct]) -> dict[str, Parameter]:
    """Return the parameters that a query Struct declares in its annotations, by public name."""
    declared = {}
    for name, hint in get_type_hints(query, include_extras=True).items():
        declared[name] = next(note for note in hint.__metadata__ if isinstance(note, Parameter))
    return declared


def read_query(query: type[Query], query_string: bytes) -> Query:
    """Read a query string as the given Struct.

    Raises
    ------
    ApiProblem
        With one entry in ``errors`` for every parameter at fault.
    """
    parameters = parameters_of(query)
    values: dict[str, Any] = {}
    mistakes: list[tuple[problems.Kind, FieldError]] = []
    for name, texts in _split(query_string).items():
        parameter = parameters.get(name)
        try:
            if parameter is None:
                raise _MistakeError(problems.Kind.UNKNOWN_PARAMETER, problems.unknown("parameter", name, parameters))
            values[name] = _read(parameter, texts)
        except _MistakeError as mistake:
            mistakes.append((mistake.kind, FieldError(field=name, message=mistake.message)))
    if mistakes:
        raise _refusal(mistakes)
    return query(**values)


def read_no_query(query_string: bytes) -> None:
    """Check that a query string is empty.

    Raises
    ------
    ApiProblem
        With one entry in ``errors`` for every parameter.
    """
    read_query(NoParameters, query_string)


class _MistakeError(Exception):
    def __init__(self, kind: problems.Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


def _split(query_string: bytes) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise ApiProblem(problems.Kind.INVALID_PARAMETER, "The query string is not percent-encoded UTF-8.") from error
    except ValueError as error:
        raise ApiProblem(
            problems.Kind.INVALID_PARAMETER, f"The query string has more than {MAX_FIELDS} fields."
        ) from error
    split: dict[str, list[str]] = {}
    for name, value in pairs:
        split.setdefault(name, []).append(value)
    return split


def _read(parameter: Parameter, texts: list[str]) -> Any:
    accepts = parameter.kind.accepts
    if not parameter.many:
        if len(texts) > 1:
            raise _MistakeError(problems.Kind.REPEATED_PARAMETER, f"given {len(texts)} times; accepted once: {accepts}")
        return _read_value(parameter, texts[0])
    parts = [part.strip() for text in texts for part in text.split(",")]
    if len(parts) > MAX_VALUES:
        raise _MistakeError(problems.Kind.INVALID_PARAMETER, f"{len(parts)} values; at most {MAX_VALUES} are accepted")
    return list(dict.fromkeys(_read_value(parameter, part) for part in parts))


def _read_value(parameter: Parameter, text: str) -> Any:
    accepts = parameter.kind.accepts
    if not text.strip():
        raise _MistakeError(problems.Kind.INVALID_PARAMETER, f"empty; accepted: {accepts}")
    if text == "null":
        raise _MistakeError(problems.Kind.INVALID_PARAMETER, f"'null'; leave it out instead; accepted: {accepts}")
    if len(text) > MAX_VALUE_CHARS:
        raise _MistakeError(
            problems.Kind.INVALID_PARAMETER,
            f"{len(text)} characters; at most {MAX_VALUE_CHARS} are accepted",
        )
    if "\0" in text:
        raise _MistakeError(problems.Kind.INVALID_PARAMETER, f"has a NUL character; accepted: {accepts}")
    try:
        return parameter.kind.read(text)
    except ValueError as error:
        raise _MistakeError(problems.Kind.INVALID_PARAMETER, f"{text!r}; accepted: {accepts}") from error


def _refusal(mistakes: list[tuple[problems.Kind, FieldError]]) -> ApiProblem:
    kinds = {kind for kind, _ in mistakes}
    kind = kinds.pop() if len(kinds) == 1 else problems.Kind.INVALID_PARAMETER
    return problems.refused_fields(kind, [error for _, error in mistakes])
