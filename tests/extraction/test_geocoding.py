"""Namesakes resolved by the article's own context."""

import pytest

from service.extraction.annotators.places.annotator import annotate_places
from service.extraction.document import Document
from service.extraction.gazetteer import Gazetteer

GAZETTEER = Gazetteer.load()


def resolved(text: str, surface: str) -> tuple[str | None, str | None]:
    doc = Document(text)
    annotate_places(doc, GAZETTEER)
    found = [place for place in doc.places if text[place.start : place.end] == surface]
    assert found, [place.name for place in doc.places]
    assert len({(place.latitude, place.longitude) for place in found}) == 1
    return found[0].country, found[0].admin1


@pytest.mark.parametrize(
    ("text", "surface", "country", "admin1"),
    [
        ("A fire broke out in Springfield, Ill., on Friday.", "Springfield", "US", "Illinois"),
        ("A fire broke out in Springfield, Mass., on Friday.", "Springfield", "US", "Massachusetts"),
        ("Deputies in Birmingham, Ala., made an arrest.", "Birmingham", "US", "Alabama"),
        ("Police in Birmingham, England, made an arrest.", "Birmingham", "GB", "England"),
        ("A jury in Columbus, GA, agreed.", "Columbus", "US", "Georgia"),
        ("Protesters met in London, Ontario.", "London", "CA", "Ontario"),
        ("Protesters met in London.", "London", "GB", "England"),
        ("Texas officials said the blaze near Paris was out. Dallas helped in Paris.", "Paris", "US", "Texas"),
        ("Leaders met in Paris on Monday.", "Paris", "FR", None),
        ("Lebanese troops entered Tripoli on Monday. Beirut welcomed it.", "Tripoli", "LB", None),
        ("Libyan militias fought in Tripoli. Benghazi was calm.", "Tripoli", "LY", None),
        ("Sudanese forces bombed Nyala, in South Darfur.", "Nyala", "SD", "South Darfur"),
        ("Russian shells hit Andriivka in the Kharkiv region.", "Andriivka", "UA", "Kharkiv Oblast"),
        ("Colombian rebels attacked Santander.", "Santander", "CO", None),
        ("Talks of Russia, U.S. and Iran failed. Russia walked out.", "Russia", "RU", None),
        ("Exports of Costa Rica, Peru, and Colombia rose.", "Costa Rica", "CR", None),
        ("Envoys of Georgia met in Vienna.", "Georgia", "GE", None),
        ("Voters in Georgia, Florida and Ohio went to the polls.", "Georgia", "US", None),
        ("Georgian troops left Gori.", "Gori", "GE", None),
    ],
)  # fmt: skip
def test_geocoding_uses_the_articles_context(text, surface, country, admin1) -> None:
    found = resolved(text, surface)
    assert found[0] == country
    if admin1 is not None:
        assert found[1] == admin1


def test_geocoding_gives_one_name_one_place() -> None:
    text = "Springfield woke early. The mayor of Springfield, Ore., spoke. Springfield listened."
    assert resolved(text, "Springfield") == ("US", "Oregon")


def test_geocoding_is_deterministic() -> None:
    text = "Fighting in Homs, Hama, Tripoli, Springfield and San Juan; Cordoba and Valencia were calm."
    runs = []
    for _ in range(3):
        doc = Document(text)
        annotate_places(doc, Gazetteer.load())
        runs.append(doc.places)
    assert runs[0] == runs[1] == runs[2]
