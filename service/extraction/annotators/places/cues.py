"""The words that places are recognised by, read once from ``lexicon/places_*.toml``."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from service.extraction.document import fold
from service.extraction.gazetteer.names import name_key
from service.extraction.lexicon.tables import read_table

Words = frozenset[str]

INNER = frozenset(
    "of the and de del la las los el al le les du da do dos das di upon on sur am an der den ez es as ash ad ar at az"
    " en y in e i".split()
)


class Cues(Struct, frozen=True):
    """Word lists of places_context.toml and places_words.toml, folded; see there for what each means."""

    region_heads: Words
    district_heads: Words
    region_plurals: Words
    district_plurals: Words
    settlements: Words
    neighbourhoods: Words
    place_prepositions: Words
    loose_prepositions: Words
    strikes: Words
    companies: Words
    compounds: Words
    near_words: Words
    near_nouns: Words
    distances: Words
    facility_heads: Words
    named_facility_heads: Words
    facility_modifiers: Words
    not_after: Words
    predicates: Words
    unit_after: Words
    institutions: Words
    titles: Words
    speech: Words
    outside: Words
    upper_only: Words
    common: Words
    given: Words
    surnames: Words
    function_words: Words
    """Words of the language with which no name begins."""
    asking: Words
    """Words that may stand before a settlement's name and ask for one."""
    inner: Words
    """Lower-case words that may stand inside a name, or end it."""
    directions: dict[str, tuple[float, float, str]]
    abbreviations: dict[str, str]
    """Folded abbreviation without its last full stop to the state's key."""
    postal: dict[str, str]
    demonyms: dict[str, str]
    """Folded demonym to country; for those of two words, the last word is not enough and they are left out."""
    capitals: dict[str, str]
    """Country to the key of its capital."""


@cache
def load_cues() -> Cues:
    """Return the cues; the files are read once a process."""
    context = read_table("places_context.toml")
    words = read_table("places_words.toml")
    lists = {
        name: frozenset(map(fold, text.split())) for name, text in {**context, **words}.items() if isinstance(text, str)
    }
    demonyms: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for country, row in read_table("places_countries.toml").items():
        for demonym in row.get("demonyms", ()):
            if " " not in demonym:
                demonyms.setdefault(fold(demonym), country)
        if "capital" in row:
            capitals[country] = name_key(row["capital"])
    inner = INNER | lists["facility_heads"] | lists["facility_modifiers"] | lists["region_heads"]
    return Cues(
        **lists,
        asking=lists["place_prepositions"] | lists["settlements"] | {"of"},
        inner=inner | lists["district_heads"] | frozenset(("spit", "island", "peninsula", "valley", "river", "zone")),
        directions={name: (row[0], row[1], row[2]) for name, row in context["directions"].items()},
        abbreviations={name.rstrip("."): name_key(state) for name, state in context["abbreviations"].items()},
        postal={code: name_key(state) for code, state in context["postal"].items()},
        demonyms=demonyms,
        capitals=capitals,
    )
