"""The lexicon of actors: complete, well-formed, and usable by filters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from schemas.vocabulary import ActorKind
from service.extraction.annotators.actors.lexicon import FILES, ActorLexicon
from service.extraction.lexicon.tables import LEXICON

NOT_STATES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
"""CLDR regions that ISO 3166-1 only reserves or that are no territory."""


@pytest.fixture(scope="module")
def lexicon() -> ActorLexicon:
    return ActorLexicon.load(None)


def test_states_cover_every_territory_of_iso_3166(lexicon: ActorLexicon) -> None:
    codes = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()}
    assert codes - NOT_STATES == set(lexicon.states)


def test_groups_are_many_and_their_ids_are_slugs(lexicon: ActorLexicon) -> None:
    assert len(lexicon.groups) >= 450
    for slug in lexicon.groups:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug), slug


def test_groups_name_known_countries_and_kinds(lexicon: ActorLexicon) -> None:
    for slug, group in lexicon.groups.items():
        assert group["name"], slug
        assert group.get("country", "UA") in lexicon.states, slug
        assert lexicon.kind_of(slug) in (ActorKind.GROUP, ActorKind.COALITION), slug


@pytest.mark.parametrize("name", FILES)
def test_files_open_with_their_sources(name: str) -> None:
    head = (LEXICON / f"{name}.toml").read_text(encoding="utf-8").partition("[")[0]
    assert head.startswith("#")
    assert "Sources:" in head


@pytest.mark.parametrize(
    "slug",
    """hamas hezbollah houthis islamic-state israeli-settlers rsf m23 jnim al-shabaab boko-haram taliban pkk sdf ypg
    arakan-army us-led-coalition saudi-led-coalition nato syrian-opposition hayat-tahrir-al-sham al-nusra-front
    jaish-al-fatah jaish-al-islam khorasan-group kataib-hezbollah palestinian-islamic-jihad al-qaeda
    balochistan-liberation-army tehrik-i-taliban-pakistan shining-path fmln contras new-peoples-army""".split(),
)
def test_ids_of_the_codebook_exist(lexicon: ActorLexicon, slug: str) -> None:
    assert slug in lexicon.groups
    assert lexicon.resolve(slug) == slug
    assert lexicon.resolve(lexicon.groups[slug]["name"]) == slug


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Moscow", "RU"),
        ("Russia", "RU"),
        ("the Kremlin", "RU"),
        ("Russians", "RU"),
        ("ua", "UA"),
        ("UA", "UA"),
        ("U.S.", "US"),
        ("Burma", "MM"),
        ("ivory coast", "CI"),
        ("Congo-Kinshasa", "CD"),
        ("United Arab Emirates", "AE"),
        ("IDF", "IL"),
        ("RSF", "rsf"),
        ("saf", "SD"),
        ("ansar allah", "houthis"),
        ("Hizbullah", "hezbollah"),
        ("ISIS", "islamic-state"),
        ("Islamic State Khorasan", "islamic-state"),
        ("Qassam Brigades", "hamas"),
        ("Sendero Luminoso", "shining-path"),
        ("saudi led coalition", "saudi-led-coalition"),
        ("unknown", "unknown"),
        ("  Türkiye ", "TR"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_resolve_reads_what_callers_write(lexicon: ActorLexicon, text: str, side: str | None) -> None:
    assert lexicon.resolve(text) == side


@pytest.mark.parametrize(
    ("side", "names"),
    [
        ("AF", "Afghan National Army; KHAD; Afghan National Civil Order Police"),
        ("AO", "FAPLA; People's Armed Forces for the Liberation of Angola"),
        ("BA", "Bosnian Muslims; Army of the Republic of Bosnia and Herzegovina; ARBiH"),
        ("CD", "FARDC; Wazalendo; Special Presidential Division"),
        ("GB", "Ulster Defence Regiment; Royal Ulster Constabulary; PSNI"),
        ("HT", "Haitian National Police; Armed Forces of Haiti"),
        ("IQ", "Hashd al-Shaabi; pesh merga; Iraqi Republican Guard"),
        ("LY", "444 Brigade; forces loyal to Gaddafi; Special Deterrence Force"),
        ("MM", "Tatmadaw; State Peace and Development Council; Pyu Saw Htee"),
        ("MZ", "Frelimo; Armed Defence Forces of Mozambique"),
        ("NI", "Sandinista Popular Army; FSLN"),
        ("PH", "Scout Rangers; Western Mindanao Command; CAFGU"),
        ("RS", "Yugoslav People's Army; JNA; Yugoslav federal army"),
        ("SO", "Danab; NISA; Puntland Dervish Force"),
        ("SV", "Atlacatl Battalion; Treasury Police; Arce Battalion"),
        ("ZA", "Koevoet; 32 Battalion; South-West Africa Territorial Force"),
        ("ZW", "Rhodesian Light Infantry; Selous Scouts"),
        ("ambazonia", "Ambazonia Restoration Forces; anglophone rebels"),
        ("azawad-liberation-front", "Azawad Liberation Front; FLA; High Council for the Unity of Azawad"),
        ("chechen-rebels", "Shamil Basayev; Salman Raduyev; Riyadus-Salikhin"),
        ("eta", "Basque Fatherland and Freedom; ETA-M"),
        ("eprdf", "Ethiopian People's Revolutionary Democratic Front"),
        ("fmln", "Farabundo Marti National Liberation Front; Clara Elizabeth Ramirez Urban Front"),
        ("gia", "Armed Islamic Group; Groupe Islamique Armé"),
        ("houthis", "Ansarollah; Mahdi al-Mashat"),
        ("islamic-state", "Islamic State of West Africa Province; ISIS-Khorasan; Ansar Bait al-Maqdis"),
        ("jnim", "Katiba Hanifa; Group for Support of Islam and Muslims"),
        ("kpnlf", "Khmer People's National Liberation Front"),
        ("ltte", "Tamil Tigers; Liberation Tigers of Tamil Ealam"),
        ("mek", "Mujahedeen Khalq; National Liberation Army of Iran"),
        ("plf", "Palestine Liberation Front; Abu Abbas"),
        ("puk", "Patriotic Union of Kurdistan"),
        ("south-lebanon-army", "South Lebanon Army; Antoine Lahad"),
        ("twirwaneho", "Twirwaneho; Michel Rukunda"),
        ("ulimo", "United Liberation Movement of Liberia for Democracy; ULIMO-K"),
        ("united-nations-forces", "UNPROFOR; UNIFIL; MONUC; UN blue helmets"),
        ("united-tajik-opposition", "Tajik opposition"),
    ],
)
def test_names_of_wars_since_1975_are_known(lexicon: ActorLexicon, side: str, names: str) -> None:
    assert {name: lexicon.resolve(name) for name in names.split("; ")} == dict.fromkeys(names.split("; "), side)


@pytest.mark.parametrize(("text", "side"), [("Hezbolah", "hezbollah"), ("Rusia", "RU"), ("Ukrane", "UA")])
def test_suggest_offers_the_nearest_side(lexicon: ActorLexicon, text: str, side: str) -> None:
    assert side in lexicon.suggest(text)


@pytest.mark.parametrize(("text", "sides"), [("Rusia", ["RU"]), ("Amerika", ["US"]), ("Ukrane", ["UA"])])
def test_suggest_leaves_out_what_is_much_farther_off(lexicon: ActorLexicon, text: str, sides: list[str]) -> None:
    assert lexicon.suggest(text) == sides


def test_suggest_has_nothing_for_noise(lexicon: ActorLexicon) -> None:
    assert lexicon.suggest("qqqqxxxxzzzz") == []


def test_countries_and_sides(lexicon: ActorLexicon) -> None:
    assert lexicon.country_of("RU") == "RU"
    assert lexicon.country_of("rsf") == "SD"
    assert lexicon.country_of("islamic-state") is None
    assert lexicon.country_of("no-such-side") is None
    assert lexicon.sides("SD")[0] == "SD"
    assert {"rsf", "janjaweed"} <= set(lexicon.sides("SD"))
    assert lexicon.sides("ZZ") == []


@pytest.mark.parametrize(
    ("demonym", "code"), [("russian", "RU"), ("syrians", "SY"), ("nigerien", "NE"), ("nigerian", "NG"), ("dutch", "NL")]
)
def test_demonyms_name_their_country(lexicon: ActorLexicon, demonym: str, code: str) -> None:
    assert lexicon.demonyms[demonym] == code


def test_leaders_stand_under_known_states(lexicon: ActorLexicon) -> None:
    assert lexicon.resolve("Volodymyr Zelenskyy") == "UA"
    assert lexicon.resolve("Vyacheslav Gladkov") == "RU"
    assert lexicon.resolve("Denis Pushilin") == "RU"


def test_overlay_adds_and_extends(tmp_path: Path) -> None:
    (tmp_path / "groups.toml").write_text(
        '[river-guard]\nname = "River Guard"\ncountry = "SS"\n\n[hamas]\nnames = ["Green Banner"]\n', encoding="utf-8"
    )
    lexicon = ActorLexicon.load(tmp_path)
    assert lexicon.resolve("river guard") == "river-guard"
    assert lexicon.country_of("river-guard") == "SS"
    assert lexicon.resolve("Green Banner") == "hamas"
    assert lexicon.resolve("Qassam Brigades") == "hamas"
    assert ActorLexicon.load(None).resolve("river guard") is None


def test_load_reads_once() -> None:
    assert ActorLexicon.load(None) is ActorLexicon.load(None)
