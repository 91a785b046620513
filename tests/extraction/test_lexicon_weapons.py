"""The lexicons of weapons and objects: their own examples, their size, and files laid over them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from schemas.vocabulary import TargetType, WeaponType
from service.extraction.annotators.objects import ObjectLexicon, annotate_objects
from service.extraction.annotators.weapons.annotator import WeaponLexicon, annotate_weapons
from service.extraction.document import Document
from service.extraction.lexicon.tables import LEXICON, plural

WEAPONS: dict[str, Any] = tomllib.loads((LEXICON / "weapons.toml").read_text(encoding="utf-8"))
OBJECTS: dict[str, Any] = tomllib.loads((LEXICON / "objects.toml").read_text(encoding="utf-8"))
WEAPON_SECTIONS = WEAPONS["models"] + WEAPONS["words"]
OBJECT_SECTIONS = OBJECTS["objects"] + OBJECTS["modifiers"]


def _cases(sections: list[dict[str, Any]], key: str) -> list[tuple[frozenset[str], str]]:
    return [
        (frozenset(section.get("types") or [section["type"]]), text)
        for section in sections
        for text in section.get(key, ())
    ]


def _weapons(text: str, lexicon: WeaponLexicon) -> set[str]:
    doc = Document(text)
    annotate_weapons(doc, lexicon)
    return {mention.type.value for mention in doc.weapons}


def _objects(text: str, lexicon: ObjectLexicon) -> set[str]:
    doc = Document(text)
    annotate_objects(doc, lexicon)
    return {mention.type.value for mention in doc.objects}


@pytest.fixture(scope="module")
def weapons() -> WeaponLexicon:
    return WeaponLexicon.load()


@pytest.fixture(scope="module")
def objects() -> ObjectLexicon:
    return ObjectLexicon.load()


@pytest.mark.parametrize(("types", "text"), _cases(WEAPON_SECTIONS, "examples"))
def test_weapons_example_yields_the_sections_type(types: frozenset[str], text: str, weapons: WeaponLexicon) -> None:
    assert types <= _weapons(text, weapons)


@pytest.mark.parametrize(("types", "text"), _cases(WEAPON_SECTIONS, "silent"))
def test_weapons_silent_example_does_not(types: frozenset[str], text: str, weapons: WeaponLexicon) -> None:
    assert not types & _weapons(text, weapons)


@pytest.mark.parametrize(("types", "text"), _cases(OBJECT_SECTIONS, "examples"))
def test_objects_example_yields_the_sections_types(types: frozenset[str], text: str, objects: ObjectLexicon) -> None:
    assert types <= _objects(text, objects)


@pytest.mark.parametrize(("types", "text"), _cases(OBJECT_SECTIONS, "silent"))
def test_objects_silent_example_does_not(types: frozenset[str], text: str, objects: ObjectLexicon) -> None:
    assert not types & _objects(text, objects)


def test_weapons_cover_every_type_but_mixed() -> None:
    assert {section["type"] for section in WEAPON_SECTIONS} | {"mixed"} == set(WeaponType)


def test_objects_cover_every_type() -> None:
    assert {kind for types, _ in _cases(OBJECTS["objects"], "examples") for kind in types} == set(TargetType)


def test_lexicons_are_broad() -> None:
    models = {name for section in WEAPONS["models"] for name in section["models"]}
    nouns = {noun for section in OBJECTS["objects"] for noun in section.get("nouns", ())}
    assert len(models) >= 400
    assert len(nouns) >= 450


def test_weapons_flags_name_designations_of_their_section() -> None:
    for section in WEAPONS["models"]:
        names = {name for model, aliases in section["models"].items() for name in (model, *aliases)}
        flagged = {*section.get("any_case", ()), *section.get("context", ())}
        assert flagged <= names, section["type"]


def test_weapons_name_stands_for_one_model() -> None:
    seen: dict[str, tuple[str, str]] = {}
    for section in WEAPONS["models"]:
        for model, aliases in section["models"].items():
            for name in (model, *aliases):
                owner = (section["type"], model)
                assert seen.setdefault(name.lower(), owner) == owner, name


def test_every_section_names_its_source() -> None:
    assert all(section.get("source") for section in WEAPON_SECTIONS + OBJECTS["objects"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shahed-136", (WeaponType.DRONE_ONE_WAY, "Shahed-136")),
        ("Geran 2", (WeaponType.DRONE_ONE_WAY, "Shahed-136")),
        ("iskander-m", (WeaponType.MISSILE_BALLISTIC, "Iskander-M")),
        ("cruise missile", (WeaponType.MISSILE_CRUISE, None)),
        ("no such weapon", None),
        ("", None),
    ],
)
def test_weapons_resolve(text: str, expected: tuple[WeaponType, str | None] | None, weapons: WeaponLexicon) -> None:
    assert weapons.resolve(text) == expected


def test_weapons_every_model_resolves_to_itself(weapons: WeaponLexicon) -> None:
    for section in WEAPONS["models"]:
        for model in section["models"]:
            assert weapons.resolve(model) == (WeaponType(section["type"]), model)


def test_weapons_overlay_adds_and_silences(tmp_path: Path) -> None:
    (tmp_path / "weapons.toml").write_text(
        '[[models]]\ntype = "drone.one_way"\nsource = "own"\n[models.models]\n"Kestrel-9" = ["Kestrel"]\n'
        '[[ignore]]\nphrases = ["howitzer"]\n',
        encoding="utf-8",
    )
    lexicon = WeaponLexicon.load(tmp_path)
    assert lexicon.resolve("kestrel-9") == (WeaponType.DRONE_ONE_WAY, "Kestrel-9")
    assert _weapons("two Kestrel-9 drones and a howitzer", lexicon) == {"drone.one_way"}


def test_objects_overlay_adds(tmp_path: Path) -> None:
    (tmp_path / "objects.toml").write_text(
        '[[objects]]\ntype = "cultural"\nsource = "own"\nnouns = ["carillon"]\n', encoding="utf-8"
    )
    assert _objects("two carillons were damaged", ObjectLexicon.load(tmp_path)) == {"cultural"}


@pytest.mark.parametrize("name", ["weapons", "objects"])
def test_overlay_with_an_unknown_key_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.toml").write_text('[[ignore]]\nphrase = ["x"]\n', encoding="utf-8")
    load = WeaponLexicon.load if name == "weapons" else ObjectLexicon.load
    with pytest.raises(ValueError, match="phrase"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["weapons", "objects"])
def test_overlay_with_an_unknown_type_is_refused(name: str, tmp_path: Path) -> None:
    section = "words" if name == "weapons" else "objects"
    (tmp_path / f"{name}.toml").write_text(f'[[{section}]]\ntype = "sword"\nnouns = ["x"]\n', encoding="utf-8")
    load = WeaponLexicon.load if name == "weapons" else ObjectLexicon.load
    with pytest.raises(ValueError, match="sword"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("factory", "factories"),
        ("gunman", "gunmen"),
        ("block of flats", "blocks of flats"),
        ("church", "churches"),
        ("fighter aircraft", "fighter aircraft"),
        ("knife", "knives"),
        ("man-of-war", "man-of-wars"),
    ],
)
def test_lexicon_tables_plural(noun: str, many: str) -> None:
    assert plural(noun) == many
