"""Mentions of sides in running text, on texts of several wars."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.vocabulary import ActorKind
from service.extraction.annotators.actors.annotator import ActorLexicon, annotate_actors
from service.extraction.document import Document
from service.extraction.mentions import ActorMention

LEXICON = ActorLexicon.load(None)


def actors(text: str) -> list[ActorMention]:
    doc = Document(text)
    annotate_actors(doc, LEXICON)
    return doc.actors


def read(text: str) -> list[tuple[str, str, str]]:
    return [(actor.name, actor.id, actor.form) for actor in actors(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia fired.", ("Russia", "RU", "name")),
        ("Russian missiles fell.", ("Russian", "RU", "demonym")),
        ("Ukrainian Air Force figures differ.", ("Ukrainian Air Force", "UA", "force")),
        ("Ukraine's air force counted.", ("Ukraine's air force", "UA", "force")),
        ("Ukraine’s air force counted.", ("Ukraine’s air force", "UA", "force")),
        ("Moscow's troops retreated.", ("Moscow's troops", "RU", "force")),
        ("The Kremlin denied it.", ("Kremlin", "RU", "metonym")),
        ("The Kyiv regime fired.", ("Kyiv regime", "UA", "government")),
        ("The Russian defence ministry said so.", ("Russian defence ministry", "RU", "government")),
        ("The UK Ministry of Defence wrote.", ("UK Ministry of Defence", "GB", "government")),
        ("Ukrainian officials counted six.", ("Ukrainian officials", "UA", "government")),
        ("Palestinians fled.", ("Palestinians", "PS", "people")),
        ("Ukrainian civilians fled.", ("Ukrainian civilians", "UA", "people")),
        ("The IDF struck.", ("IDF", "IL", "force")),
        ("The Tatmadaw struck.", ("Tatmadaw", "MM", "force")),
        ("Wagner Group fighters came.", ("Wagner Group fighters", "RU", "force")),
        ("IDF troops came.", ("IDF troops", "IL", "force")),
        ("Ukraine's 92nd brigade rose.", ("Ukraine", "UA", "name")),
        ("Putin spoke.", ("Putin", "RU", "leader")),
        ("President Vladimir Putin spoke.", ("President Vladimir Putin", "RU", "leader")),
        ("Russian President Vladimir Putin spoke.", ("Russian President Vladimir Putin", "RU", "leader")),
        ("Syria’s President Bashar al-Assad spoke.", ("Syria’s President Bashar al-Assad", "SY", "leader")),
        ("Assad's forces advanced.", ("Assad's forces", "SY", "force")),
        ("Syrias army advanced.", ("Syrias army", "SY", "force")),
        ("Assads forces advanced.", ("Assads forces", "SY", "force")),
        ("Russian-backed Syrian troops came.", ("Russian-backed Syrian troops", "SY", "force")),
        ("An Iran-backed Iraqi militia fired.", ("Iran-backed Iraqi militia", "unknown", "generic")),
        (
            "Sudan's paramilitary Rapid Support Forces (RSF) fired.",
            ("Sudan's paramilitary Rapid Support Forces (RSF)", "rsf", "group"),
        ),
        ("Hezbollah fired.", ("Hezbollah", "hezbollah", "group")),
        ("Houthi rebels fired.", ("Houthi rebels", "houthis", "group")),
        ("Iran-backed Houthi rebels fired.", ("Iran-backed Houthi rebels", "houthis", "group")),
        ("Lebanon's Hezbollah fired.", ("Lebanon's Hezbollah", "hezbollah", "group")),
        ("Palestinian militant group Hamas fired.", ("Palestinian militant group Hamas", "hamas", "group")),
        ("The Islamic State (IS) group fled.", ("Islamic State (IS) group", "islamic-state", "group")),
        ("The Syrian rebels left.", ("Syrian rebels", "syrian-opposition", "group")),
        ("Israeli settlers came.", ("Israeli settlers", "israeli-settlers", "group")),
        ("US-led coalition jets flew.", ("US-led coalition", "us-led-coalition", "group")),
        ("The Saudi-led coalition bombed.", ("Saudi-led coalition", "saudi-led-coalition", "group")),
        ("Russian-backed separatists shelled.", ("Russian-backed separatists", "RU", "force")),
        ("Pro-Russian separatists shelled.", ("Pro-Russian separatists", "RU", "force")),
        ("Russian-installed officials spoke.", ("Russian-installed officials", "RU", "government")),
        ("An Iran-backed militia fired.", ("Iran-backed militia", "unknown", "generic")),
        ("Gunmen came.", ("Gunmen", "unknown", "generic")),
        ("Palestinian gunmen came.", ("Palestinian gunmen", "PS", "force")),
        ("Salvadoran guerrillas attacked.", ("Salvadoran guerrillas", "fmln", "group")),
        ("The Viet Cong attacked.", ("Viet Cong", "viet-cong", "group")),
    ],
)
def test_actors_widest_phrase(text: str, expected: tuple[str, str, str]) -> None:
    assert read(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan played with Chad Harris.",
        "They ate turkey and French fries off the best china.",
        "It was Russian roulette, they said.",
        "Iranian-made drones were found.",
        "Anti-Russian slogans were heard.",
        "Explosions were heard in Moscow and near Tehran.",
        "The Moscow Times reported it.",
        "Voters in Georgia, from Atlanta to Savannah, were polled.",
        "It is up to us to polish it.",
        "The raw car has a fact in it.",
    ],
)
def test_actors_none(text: str) -> None:
    assert read(text) == []


def test_actors_abbreviations_need_capitals_and_context() -> None:
    assert read("The RSF said it is worried about jailed reporters.") == []
    sudan = read("Fighting in Sudan went on. The RSF shelled a camp, and the SAF replied.")
    assert ("RSF", "rsf", "group") in sudan
    assert ("SAF", "SD", "force") in sudan


def test_actors_abbreviation_of_several_meanings_goes_by_country() -> None:
    assert ("SNA", "SO", "force") in read("In Somalia the SNA retook a town.")
    assert ("SNA", "syrian-national-army", "group") in read("In northern Syria the SNA retook a town.")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("In Nicaragua contras burned a granary.", "contras"),
        ("In Rwanda the interahamwe manned the roadblock.", "fdlr"),
        ("In Kabul, Afghan radio said, mujahedeen fired.", "afghan-mujahideen"),
        ("The Taliban of Afghanistan say that their mujahideen fired.", "taliban"),
        ("The US-led coalition said that coalition warplanes flew.", "us-led-coalition"),
        ("The Saudi-led coalition said that coalition warplanes flew.", "saudi-led-coalition"),
        ("In East Timor, Indonesia said, anti-independence militiamen came.", "pro-indonesia-militias"),
    ],
)
def test_actors_common_nouns_go_by_country(text: str, side: str) -> None:
    assert actors(text)[-1].id == side


@pytest.mark.parametrize(
    "text", ["The contras of the argument are weak.", "Both autodefensas were bought.", "Nobody saw coalition planes."]
)
def test_actors_common_nouns_need_their_country(text: str) -> None:
    assert not [actor for actor in actors(text) if actor.kind is not ActorKind.UNKNOWN]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("In Croatia, Serb gunners fired.", "croatian-serbs"),
        ("In Bosnia, Serb gunners fired.", "bosnian-serbs"),
        ("In Macedonia, ethnic Albanian rebels fired.", "national-liberation-army-macedonia"),
        ("In Kosovo, ethnic Albanian rebels fired.", "kosovo-liberation-army"),
        ("In Macedonia the National Liberation Army fired.", "national-liberation-army-macedonia"),
        ("IN COLOMBIA THE NATIONAL LIBERATION ARMY FIRED.", "eln"),
        ("In Nepal, Maoist guerrillas fired.", "nepal-maoists"),
        ("In India, Maoist guerrillas fired.", "naxalites"),
        ("In Peru, Maoist guerrillas fired.", "shining-path"),
        ("In El Salvador the ERP fired.", "fmln"),
        ("In Argentina the ERP fired.", "erp-argentina"),
        ("In Guatemala the FAR fired.", "urng"),
        ("In Rwanda the FAR fired.", "RW"),
        ("In Sri Lanka the Tigers fired.", "ltte"),
        ("In Lebanon, Druse militiamen fired.", "progressive-socialist-party"),
    ],
)
def test_actors_shared_names_go_by_country(text: str, side: str) -> None:
    assert actors(text)[-1].id == side


@pytest.mark.parametrize("text", ["The Tigers fired their coach.", "On November 17 it rained.", "An AIS signal came."])
def test_actors_shared_names_are_none_elsewhere(text: str) -> None:
    assert actors(text) == []


def test_actors_abbreviation_bound_in_parentheses() -> None:
    text = "Fighters of the Karenni Nationalities Defence Force (KNDF) came. The KNDF stayed."
    assert [actor.id for actor in actors(text)] == ["karenni-nationalities-defence-force"] * 2


def test_actors_surname_bound_by_office() -> None:
    found = read("Ukrainian Interior Minister Petro Vasylenko spoke. Later Vasylenko left.")
    assert found == [
        ("Ukrainian Interior Minister Petro Vasylenko", "UA", "leader"),
        ("Vasylenko", "UA", "leader"),
    ]


def test_actors_occupied_land_names_its_holder() -> None:
    assert read("A depot in Russian-occupied territory burned.") == [("Russian", "RU", "demonym")]


def test_actors_shouting() -> None:
    ids = [actor.id for actor in actors("RUSSIA IS SHELLING KHARKIV AND THE US IS WATCHING, SAYS UKRAINE")]
    assert ids == ["RU", "UA"]


def test_actors_kind_and_country() -> None:
    state, coalition, unknown = actors("Sudan met the Saudi-led coalition. Gunmen fled.")
    assert (state.kind, state.country) == (ActorKind.STATE, "SD")
    assert (coalition.kind, coalition.country) == (ActorKind.COALITION, "SA")
    assert (unknown.kind, unknown.country) == (ActorKind.UNKNOWN, None)


@pytest.mark.parametrize(
    ("text", "generic", "side"),
    [
        ("Shells fell in Sudan. The army retook the bridge.", "army", "SD"),
        ("Syria burned. Regime forces took a village.", "Regime forces", "SY"),
        ("Syria burned. Rebels left Homs.", "Rebels", "syrian-opposition"),
        ("Boko Haram raided a town in Nigeria. The group took 12 girls.", "group", "boko-haram"),
        ("The Houthis, an Iran-backed group, fired.", "Iran-backed group", "houthis"),
        ("Russia shelled Ukraine. The Ukrainian military said the enemy lost a tank.", "enemy", "RU"),
        ("Ukraine shelled Belgorod. The Russian defence ministry said the enemy lost a tank.", "enemy", "UA"),
        ("Russia holds part of Ukraine. The occupiers shelled a village.", "occupiers", "RU"),
        ("Russian drones came. Our defenders shot down ten, the Ukrainian Air Force said.", "Our defenders", "UA"),
        ("In Ukraine and Russia, separatists shelled a town.", "separatists", "RU"),
        ("The West Bank is occupied by Israel. Settlers burned a car.", "Settlers", "israeli-settlers"),
        ("The YPG holds Kobani. Kurdish fighters stood firm.", "Kurdish fighters", "ypg"),
        ("Operation Inherent Resolve went on. The coalition struck twice.", "coalition", "us-led-coalition"),
        ("Burkina Faso mourns. Ten soldiers died.", "soldiers", "BF"),
        ("Nobody knows why rebels came.", "rebels", "unknown"),
        ("The enemy came.", "enemy", "unknown"),
    ],
)
def test_actors_generic_resolved_from_document(text: str, generic: str, side: str) -> None:
    assert {actor.name: actor.id for actor in actors(text)}[generic] == side


PIECES = st.sampled_from(
    """Russian Ukraine 's ’ ( ) IS RSF Sudan forces rebels the enemy pro - backed led President Vladimir Putin Moscow
    said , . in Iran Houthi group Hamas militant settlers Kurdish army our defenders installed Jordan Georgia""".split()
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join))


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_actors_spans_are_sound_on_any_text(text: str) -> None:
    found = actors(text)
    ends = 0
    for actor in found:
        assert ends <= actor.start < actor.end <= len(text)
        assert " ".join(text[actor.start : actor.end].split()) == actor.name
        assert actor.id == "unknown" or LEXICON.kind_of(actor.id) is actor.kind
        ends = actor.end


@pytest.mark.parametrize("word", ["a", "the ", "Russian ", "Hamas (", "the enemy ", "Iran-", "pro-", "U.S. President "])
def test_actors_long_repetition_is_read_in_linear_time(word: str) -> None:
    assert isinstance(actors(word * 4000), list)
