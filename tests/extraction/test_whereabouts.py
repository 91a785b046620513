"""Where an act was, by the words of its clause; and where an incident was, by all that tell of it."""

import pytest
from stages import annotated, frames_of, incidents_of

from schemas.article import ArticleIn
from schemas.vocabulary import EventType
from service.extraction.events.locations import settle_places
from service.extraction.pipeline import load


def struck(text: str) -> list[list[str]]:
    return [[place.name for place in frame.places] for frame in frames_of(text)]


def settled(text: str) -> list[str]:
    return [place.name for place in settle_places(annotated(text), incidents_of(text)[0])]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Russian forces shelled Nikopol.", ["Nikopol"]),
        ("Nikopol was shelled on Sunday.", ["Nikopol"]),
        ("Drones hit a depot near Izmail.", ["Izmail"]),
        ("Missiles launched from the territory of Belarus hit Chernihiv.", ["Chernihiv"]),
        ("Ukraine shot down drones launched from Kursk, Oryol and Bryansk over Poltava.", ["Poltava"]),
        ("Rockets fired from a base near the city of Belgorod struck Kharkiv.", ["Kharkiv"]),
        ("Ukrainian troops withdrew from Avdiivka on Saturday.", ["Avdiivka"]),
        ("Officials in Kherson said shelling killed two people in Beryslav.", ["Beryslav"]),
        ("Moscow attacked Odesa with drones.", ["Odesa"]),
        ("Turkey launched deadly airstrikes on Kobani.", ["Kobani"]),
        ("The wounded were taken to Dnipro after shelling in Nikopol.", ["Nikopol"]),
        ("Hezbollah fighters in Tyre fired rockets at Safed.", ["Safed"]),
        ("A shell hit a house 10 km from Vovchansk.", ["Vovchansk"]),
        ("A missile fired from Russia's Belgorod region hit Kharkiv.", ["Kharkiv"]),
        ("Her home was shelled by army forces in Omdurman on Monday.", ["Omdurman"]),
        ("Jane Roe, an analyst in Nairobi, argued that the army shelled Bama.", ["Bama"]),
        ("Rebels shelled Bama during talks at a summit in Nairobi.", ["Bama"]),
        ("One of the men died of his wounds at a hospital in Ramallah.", []),
        ("A missile struck a hospital in Izium and killed three.", ["Izium"]),
    ],
)
def test_places_struck(text, places) -> None:
    assert struck(text)[-1] == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Russia has besieged Mariupol since March. On Sunday bombs fell on the city.", ["Mariupol"]),
        ("The Sumy region lies on the border. Drones attacked the region on Friday.", ["Sumy Oblast"]),
        ("The mayor of Kyiv said people had fled. Two people were killed in the capital.", ["Kyiv"]),
        ("Mayors spoke in Lviv. Shelling hit the city council in the town of Orikhiv.", ["Orikhiv"]),
        ("Mayors spoke in Lviv. Missiles hit the village of Hroza.", ["Hroza"]),
        (
            "Ukraine was attacked overnight. Drones were shot down in the north, south and east of the country.",
            ["Northern Ukraine", "Southern Ukraine", "Eastern Ukraine"],
        ),
        ("Jets bombed camps in Iraq. Strikes also hit a base in the country's northeast.", ["Northeastern Iraq"]),
    ],
)
def test_places_described_take_their_antecedent(text, places) -> None:
    assert struck(text)[-1] == places


def test_description_without_a_name_before_it_is_no_place() -> None:
    assert not any(struck("Bombs fell on the city on Sunday and killed two people."))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Missiles hit Odesa, Kryvyi Rih and the Sumy region.", ["Odesa", "Kryvyi Rih", "Sumy Oblast"]),
        ("Drones hit ships in the Black Sea, the Sea of Azov and Russian-held Crimea.",
         ["Black Sea", "Sea of Azov", "Crimea"]),
        ("Strike on Kharkiv depot kills six\n\nSix people died in a missile strike on a depot in Kharkiv region.",
         ["Kharkiv Oblast"]),
        ("The military flew from a base in Cyprus and, with pilots who trained in Jordan, bombed Raqqa.", ["Raqqa"]),
        ("The militants, who train in Tyre, were behind the shelling of the northern town of Safed.", ["Safed"]),
        ("Thirteen people were killed in airstrikes on Nuseirat in central Gaza.", ["Nuseirat"]),
    ],
)  # fmt: skip
def test_incidents_are_settled(text, places) -> None:
    assert settled(text) == places


def test_a_place_beside_the_clause_serves_where_none_is_named_in_it() -> None:
    text = "Workers cleared the theatre of Mariupol, where hundreds were killed in Russian airstrikes."
    assert settled(text) == ["Mariupol"]


def test_the_attackers_capital_serves_never() -> None:
    text = "Officials in Moscow gathered as Russian drones killed two soldiers."
    assert settled(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rockets struck Odesa's main port at dawn.", ["Odesa"]),
        ("A missile hit a Panama-flagged tanker near Aden.", ["Aden"]),
        ("The Pentagon bombed a plant in Syria during the Iran-Iraq war.", ["Syria"]),
        ("Fighters of the Islamic State of Iraq and the Levant shelled Kobani.", ["Kobani"]),
        ("The farm lies a short drive from Izmail, hit last week by drones.", ["Izmail"]),
        ("He drove from Izmail, and drones hit a depot in Reni.", ["Reni"]),
        ("Five people from one family were killed in strikes on Nikopol.", ["Nikopol"]),
        ("Black smoke rose from a depot in Izmail after a drone strike.", ["Izmail"]),
        ("A commander was targeted by Israel in a bombing on Sunday.", []),
    ],
)
def test_places_struck_by_what_stands_around_the_name(text, places) -> None:
    assert struck(text)[-1] == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Russian troops entered Kherson in March. Ukraine said they had abandoned the city.", ["Kherson"]),
        (
            "Ukraine said its troops had retaken ground along the eastern and southern fronts.",
            ["Eastern Ukraine", "Southern Ukraine"],
        ),
    ],
)
def test_places_described_are_struck_as_objects_and_fronts(text, places) -> None:
    assert struck(text)[-1] == places


def test_incident_is_at_the_target_and_not_where_a_bystander_speaks() -> None:
    text = "Russian missiles hit Kyiv minutes after the president spoke in Washington. Russia attacks Ukraine."
    (event,) = [e for e in load().extract(ArticleIn(text=text)).events if e.event_type is EventType.AERIAL_STRIKE]
    assert [place.name for place in event.locations] == ["Kyiv"]
