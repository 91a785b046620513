"""The compiled gazetteer: what it holds, how names are found, and that it is what its sources say."""

import tomllib
from pathlib import Path

import pytest

from service.extraction.gazetteer import Gazetteer
from service.extraction.gazetteer.build import ARTEFACT, compile_to
from service.extraction.gazetteer.entries import centre, distance_km
from service.extraction.gazetteer.names import name_key, variants
from service.extraction.gazetteer.sources import english_name
from service.extraction.gazetteer.transliteration import russian, ukrainian
from service.extraction.lexicon.tables import LEXICON


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def first(gazetteer: Gazetteer, name: str, kind: str | None = None):
    return next(gazetteer.place(c.id) for c in gazetteer.lookup(name) if kind in (None, c.kind))


def test_artefact_is_what_its_sources_give(tmp_path: Path) -> None:
    compile_to(tmp_path / "places.bin")
    assert (tmp_path / "places.bin").read_bytes() == ARTEFACT.read_bytes()


def test_artefact_stays_small() -> None:
    assert ARTEFACT.stat().st_size < 25_000_000


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "places.bin").write_bytes(b"no gazetteer at all, but long enough")
    with pytest.raises(ValueError, match="not a gazetteer"):
        Gazetteer.load(tmp_path / "places.bin")


@pytest.mark.parametrize(
    ("spelling", "name", "country"),
    [
        ("Kiev", "Kyiv", "UA"), ("Kharkov", "Kharkiv", "UA"), ("Odessa", "Odesa", "UA"),
        ("Nikolaev", "Mykolaiv", "UA"), ("Zaporozhye", "Zaporizhzhia", "UA"), ("Artemivsk", "Bakhmut", "UA"),
        ("Krivoy Rog", "Kryvyi Rih", "UA"), ("Deir al-Zor", "Deir ez-Zor", "SY"), ("Idleb", "Idlib", "SY"),
        ("Bab", "Al-Bab", "SY"), ("Kobane", "Kobani", "SY"), ("Sana'a", "Sanaa", "YE"),
        ("Sanaa", "Sanaa", "YE"), ("Hodeida", "Hodeidah", "YE"), ("Khan Yunis", "Khan Younis", "PS"),
        ("Falluja", "Fallujah", "IQ"), ("El Fashir", "El Fasher", "SD"), ("Rangoon", "Yangon", "MM"),
    ],
)  # fmt: skip
def test_lookup_finds_old_and_new_spellings(gazetteer, spelling, name, country) -> None:
    assert name in {gazetteer.place(c.id).name for c in gazetteer.lookup(spelling) if c.country == country}


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Sevastopol", "UA"), ("Donetsk", "UA"), ("Luhansk", "UA"), ("Crimea", "UA"), ("Golan Heights", "SY"),
        ("Gaza Strip", "PS"), ("West Bank", "PS"), ("East Jerusalem", "PS"), ("Pristina", "XK"),
    ],
)  # fmt: skip
def test_countries_are_as_internationally_recognised(gazetteer, name, country) -> None:
    assert first(gazetteer, name).country == country


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ukraine", "country"), ("Sumy Oblast", "region"), ("Donbas", "area"), ("Black Sea", "sea"),
        ("Kakhovka dam", "site"), ("Kupiansk Raion", "district"), ("Sumy", "city"),
    ],
)  # fmt: skip
def test_lookup_knows_kinds(gazetteer, name, kind) -> None:
    assert first(gazetteer, name).kind == kind


def test_units_hold_what_lies_in_them(gazetteer) -> None:
    town, region, country = (gazetteer.lookup(n)[0].id for n in ("Kupiansk", "Kharkiv Oblast", "Ukraine"))
    assert list(gazetteer.ancestors(town))[-2:] == [region, country]
    assert town not in set(gazetteer.ancestors(region))
    assert gazetteer.place(town).admin1 == "Kharkiv Oblast"


def test_every_country_has_regions_but_the_smallest(gazetteer) -> None:
    held = {gazetteer.place(i).country for i in range(gazetteer.size) if gazetteer.place(i).kind == "region"}
    large = {p.country for i in range(300) if (p := gazetteer.place(i)).kind == "country" and p.population > 1_000_000}
    assert large - held <= {"PS", "HK", "MO", "SG"}


def test_search_puts_the_exact_and_the_large_first(gazetteer) -> None:
    assert [place.name for place in gazetteer.search("Khark", limit=60)].count("Kharkiv") >= 1
    assert gazetteer.search("Aleppo")[0].name == "Aleppo"
    assert gazetteer.search("  ") == []


def test_name_key_folds_hyphens_accents_articles() -> None:
    assert name_key("Deir ez-Zor") == name_key("DEIR AL-ZOR") == "deir al zor"
    assert name_key("Sana’a") == name_key("Sana'a") == "sanaa"
    assert name_key("St. Louis") == "saint louis"
    assert set(variants("Al-Bab")) == {"al bab"}
    assert "hasaka" in set(variants("Al-Hasakah", arabic=True))


def test_transliteration_follows_the_national_system() -> None:
    assert [ukrainian(n) for n in ("Миколаїв", "Кривий Ріг", "Запоріжжя", "Згурівка")] == [
        "Mykolaiv", "Kryvyi Rih", "Zaporizhzhia", "Zghurivka",
    ]  # fmt: skip
    assert russian("Шебекино") == "Shebekino"


def test_names_follow_the_ukrainian_spelling_and_not_the_russian_one() -> None:
    rows = {"Nikopol": ["Никополь", "Нікополь"], "Bila Tserkva": ["Била Церква", "Біла Церква"], "Smila": ["Смила"]}
    assert [english_name(name, others, "UA", "uk") for name, others in rows.items()] == list(rows)
    assert english_name("Slovyansk", ["Славянск", "Слов'янськ"], "UA", "uk") == "Sloviansk"


def test_towns_go_before_the_villages_that_share_their_name(gazetteer) -> None:
    for name in ("Nikopol", "Chernivtsi", "Bila Tserkva", "Rubizhne", "Berdychiv"):
        place = gazetteer.place(gazetteer.lookup(name)[0].id)
        assert (place.name, place.country) == (name, "UA")
        assert place.population > 30_000


def test_centre_unrolls_the_antimeridian() -> None:
    _, lon, radius = centre([(60.0, 179.0), (60.0, -179.0)])
    assert abs(abs(lon) - 180) < 0.01
    assert radius < 100


def supplement() -> list[tuple[str, list]]:
    rows = tomllib.loads((LEXICON / "places_supplement.toml").read_text(encoding="utf-8"))["places"]
    return [(country, row) for country, places in rows.items() for row in places]


def test_supplement_lies_in_its_country(gazetteer) -> None:
    """Every row has a populated place of its country within 160 km: deserts are empty."""
    points: dict[str, list[tuple[float, float]]] = {}
    wanted = {country for country, _ in supplement()}
    for i in range(gazetteer.size):
        place = gazetteer.place(i)
        if place.kind == "city" and place.country in wanted and place.geonames_id:
            points.setdefault(place.country, []).append((place.latitude, place.longitude))
    far = [
        row[0]
        for country, row in supplement()
        if min(distance_km(row[2], row[3], *point) for point in points[country]) > 160
    ]
    assert far == []


@pytest.mark.parametrize(("country", "row"), [r for r in supplement() if len(r[1]) > 4 and "near" in r[1][4]])
def test_supplement_lies_near_its_neighbour(gazetteer, country, row) -> None:
    name, _, latitude, longitude, more = row
    towns = [c for c in gazetteer.lookup(more["near"]) if c.country == country and c.kind == "city"]
    assert towns, f"{name}: no {more['near']} in {country}"
    nearest = min(distance_km(latitude, longitude, c.latitude, c.longitude) for c in towns)
    assert nearest < 40, f"{name} is {nearest:.0f} km from {more['near']}"
