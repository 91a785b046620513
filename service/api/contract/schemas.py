"""The component schemas of the contract: msgspec's own, said in the way that generated clients read best."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from msgspec import Struct

REF_TEMPLATE = "#/components/schemas/{name}"
OWN_MODULES = ("schemas.", "service.api.")

Schema = dict[str, Any]


def reference(body: type[Struct]) -> dict[str, str]:
    """Return the reference to the schema of a Struct."""
    return {"$ref": REF_TEMPLATE.format(name=body.__name__)}


def component_schemas(answers: Collection[type[Struct]], bodies: Collection[type[Struct]]) -> Schema:
    """Return the schemas of the Structs in answers and in request bodies, and of all that they refer to, by name.

    In an answer every member is present, and a vocabulary may grow: closed enumerations there break generated
    clients on the day that a value is added. A request body is said as it is checked.
    """
    ordered = sorted({*answers, *bodies}, key=lambda body: body.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template=REF_TEMPLATE)
    asked = {body.__name__ for body in bodies}
    structs = {struct.__name__: struct for struct in _own_structs()}
    described = {}
    for name, schema in sorted(components.items()):
        if "enum" in schema:
            described[name] = _open_vocabulary(schema)
            continue
        _describe_members(schema, structs[name])
        described[name] = schema if name in asked else _complete(schema)
    return described


def _own_structs(base: type[Struct] = Struct) -> Iterator[type[Struct]]:
    for struct in base.__subclasses__():
        if struct.__module__.startswith(OWN_MODULES):
            yield struct
        yield from _own_structs(struct)


def _open_vocabulary(schema: Schema) -> Schema:
    values = sorted(schema["enum"])
    return {
        "title": schema["title"],
        "description": f"{schema['description']} A later version may add values.",
        "type": "string",
        "examples": values[:1],
        "x-extensible-enum": values,
    }


def _complete(schema: Schema) -> Schema:
    """Return the schema of an object that always has all its members."""
    for member in schema["properties"].values():
        member.pop("default", None)
        _even_out_pairs(member)
    return {**schema, "required": list(schema["properties"])}


def _even_out_pairs(schema: Schema) -> None:
    """Say a tuple of like items as an array of fixed length, which more clients understand."""
    items = schema.get("items")
    if isinstance(items, dict):
        _even_out_pairs(items)
    prefix = schema.pop("prefixItems", None)
    if prefix is not None:
        schema["items"] = prefix[0]


def _describe_members(schema: Schema, struct: type[Struct]) -> None:
    for name, text in _member_docstrings(struct).items():
        member = schema["properties"][name]
        if "$ref" in member:
            member = schema["properties"][name] = {"allOf": [member]}
        member["description"] = text


def _member_docstrings(struct: type[Struct]) -> dict[str, str]:
    """Return the docstrings that stand under the fields of a Struct in its source."""
    found: dict[str, str] = {}
    for base in struct.__bases__:
        if base is not Struct:
            found |= _member_docstrings(base)
    tree = ast.parse(textwrap.dedent(inspect.getsource(struct)))
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef)).body
    for field, below in itertools.pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            found[field.target.id] = inspect.cleandoc(below.value.value).replace("``", "`").replace("\n", " ")
    return found
