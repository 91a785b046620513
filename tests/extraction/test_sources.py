"""Speakers: each example gives the text and who is cited, ``!`` before those who deny."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.vocabulary import AttributionRole
from service.extraction.annotators.sources.annotator import annotate_sources
from service.extraction.annotators.sources.lexicon import SpeakerLexicon
from service.extraction.document import Document
from service.extraction.mentions import ActorMention

LEXICON = SpeakerLexicon.load()


def annotate(text: str, *actors: tuple[str, str, str]) -> Document:
    doc = Document(text)
    for surface, side, form in actors:
        start = text.index(surface)
        doc.actors.append(
            ActorMention(
                start=start, end=start + len(surface), id=side, name=surface, kind="state", country=side, form=form
            )
        )
    annotate_sources(doc, LEXICON)
    return doc


def speakers(text: str) -> list[str]:
    doc = annotate(text)
    return [("!" if m.role is AttributionRole.DENIES else "") + m.name for m in doc.speakers]


BEFORE = [
    ("A headteacher said three pupils were hurt.", ["headteacher"]),
    ("Missionaries said the village burned.", ["Missionaries"]),
    ("Tanjug said six people died.", ["Tanjug"]),
    ("Radio Venceremos said the bridge was blown up.", ["Radio Venceremos"]),
    ("The Kivu Security Tracker counted six dead.", ["Kivu Security Tracker"]),
    ("Oleh Kiper said two drones hit the port.", ["Oleh Kiper"]),
    ("The Ukrainian Air Force said it shot down 20 drones.", ["Ukrainian Air Force"]),
    ("Ukraine's air force said it downed ten missiles.", ["Ukraine's air force"]),
    ("The Russian Defense Ministry reported a strike on a depot.", ["Russian Defense Ministry"]),
    ("Officials say a house was hit.", ["Officials"]),
    ("Regional officials said on Monday that a house was hit.", ["Regional officials"]),
    ("Kharkiv's mayor Ihor Terekhov said a school burned.", ["Ihor Terekhov"]),
    ("The regional governor, Oleh Kiper, said a school burned.", ["Oleh Kiper"]),
    ("Oleh Kiper, the regional governor, said a school burned.", ["Oleh Kiper"]),
    ("The head of the Kyiv region, Mykola Kalashnyk, said there was a fire.", ["Mykola Kalashnyk"]),
    ("The head of the regional administration Vitaliy Kim reported explosions.", ["Vitaliy Kim"]),
    ("The head of the Sumy region reported explosions.", ["head of the Sumy region"]),
    ("Authorities in Kyiv said power was cut.", ["Authorities in Kyiv"]),
    ("A spokesman for the army said the bridge was taken.", ["spokesman for the army"]),
    ("Army spokesman Nabil Abdallah said the base was retaken.", ["Nabil Abdallah"]),
    ("Two security sources told Reuters that the convoy was bombed.", ["Two security sources"]),
    ("A local doctor told CNN that 12 people died.", ["local doctor"]),
    ("The Syrian Observatory for Human Rights said jets hit the town.", ["Syrian Observatory for Human Rights"]),
    ("Observatory chief Rami Salem said jets hit the town.", ["Rami Salem"]),
    ("Residents reported heavy shelling.", ["Residents"]),
    ("Moscow claims its forces took the village.", ["Moscow"]),
    ("Russia says it shot down five drones.", ["Russia"]),
    ("Hezbollah claimed responsibility for the attack.", ["Hezbollah"]),
    ("Israel blamed Hezbollah for the strike.", ["Israel"]),
    ("Sudan's army accused the paramilitaries of shelling a market.", ["Sudan's army"]),
    ("The Pentagon confirmed the raid.", ["Pentagon"]),
    ("State news agency SANA reported an air raid.", ["SANA"]),
    ("The Interfax news agency reported an explosion.", ["Interfax news agency"]),
    ("Reuters reported that the plant was burning.", ["Reuters"]),
    ("President Volodymyr Zelenskyy said 400 drones were fired.", ["Volodymyr Zelenskyy"]),
    ("Ukrainian Interior Minister Ihor Klymenko wrote on Telegram that a child died.", ["Ihor Klymenko"]),
    ("Maj. Gen. Igor Petrov said the depot was destroyed.", ["Igor Petrov"]),
    ("The ministry also said that 30 people were hurt.", ["ministry"]),
    ("The army later announced that it had taken the town.", ["army"]),
    ("The group has since acknowledged the attack.", ["group"]),
    ("Ali Hassan, who runs the clinic, said six bodies arrived.", ["Ali Hassan"]),
    ("The Israel Defense Forces (IDF) said it struck a launcher.", ["Israel Defense Forces"]),
    ("Police said a bomb went off.", ["Police"]),
    ("Witnesses said gunmen opened fire.", ["Witnesses"]),
    ("Local media reported three blasts.", ["Local media"]),
    (
        "Hospital officials and Gaza's Civil Defense said 13 people died.",
        ["Hospital officials", "Gaza's Civil Defense"],
    ),
    ("The defence ministry, however, said the drones were downed.", ["defence ministry"]),
    ("In a statement, the army said it hit a camp.", ["army"]),
    ("A statement from the ministry said ten drones fell.", ["ministry"]),
    ("The ministry's statement said ten drones fell.", ["ministry"]),
    ("A driver said he saw the missile.", ["driver"]),
    ("Italy said its base was hit.", ["Italy"]),
    ("The mayor was quoted as saying that the mill burned.", ["mayor"]),
    ("Interfax quoted the governor as saying the mill burned.", ["governor", "Interfax"]),
    ("The Hamas-run health ministry said ten died.", ["Hamas-run health ministry"]),
    ("The pro-government media said ten died.", ["pro-government media"]),
    ("The WHO said ten died.", ["WHO"]),
    ("In a second raid, Hezbollah, the Lebanese group, said it hit a base.", ["Hezbollah"]),
    ("The group's armed wing, the Qassam brigades, said its fighters hit a base.", ["Qassam brigades"]),
    ("Lebanese state news agency NNA said a car was hit.", ["NNA"]),
]

AFTER = [
    ("Two people died, Oleh Kiper said.", ["Oleh Kiper"]),
    ("Two people died, said Oleh Kiper.", ["Oleh Kiper"]),
    ("Two people died, said Oleh Kiper, the governor of Odesa.", ["Oleh Kiper"]),
    ("Two people died, the regional governor said on Telegram.", ["regional governor"]),
    ("“The town is burning,” the mayor said.", ["mayor"]),
    ("“The town is burning,” said Ahmad Nasser, a shopkeeper.", ["Ahmad Nasser"]),
    ('"We heard two blasts," resident Olena Koval told Reuters.', ["Olena Koval"]),
    ("“A shell fell here,” Samir Aziz, a man from the north, told CNN.", ["Samir Aziz"]),
    ("The bridge fell, say military experts.", ["military experts"]),
    ("The bridge fell, says UN", ["UN"]),
    ("Seven were killed, according to US officials.", ["US officials"]),
    ("According to the Ukrainian military, ten drones were downed.", ["Ukrainian military"]),
    ("A mill burned, according to the region's governor, Ivan Fedorov.", ["Ivan Fedorov"]),
    ("A mill burned, according to the Ministry of Health in Gaza.", ["Ministry of Health in Gaza"]),
    ("The strike was confirmed by the presidential administration and regional officials.",
     ["presidential administration", "regional officials"]),
    ("The strike was reported by Reuters.", ["Reuters"]),
    ("A mill burned, the agency reported, citing local officials.", ["agency", "local officials"]),
    ("17 killed in raid on market: monitor", ["monitor"]),
    ("Six dead in missile strike - officials", ["officials"]),
    ("AFP: More than ten drones were downed over the capital.", ["AFP"]),
    ("Ten were killed on Monday a monitor said.", ["monitor"]),
    ("Ten were killed in the camp, per Human Rights Watch.", ["Human Rights Watch"]),
    ("Ten were killed, according to an update from the governor Oleh Kiper.", ["Oleh Kiper"]),
    ("Ten were killed, according to one of the officials.", ["officials"]),
    ("Ten were killed, the mayor said, Reuters reported.", ["mayor"]),
    ("Ten were killed, Reuters reported.", ["Reuters"]),
    ("Ten were killed, TASS reported, citing local officials.", ["TASS", "local officials"]),
    ("Ten were killed in what the mayor called a massacre.", []),
]  # fmt: skip

BACK = [
    ("Governor Oleh Kiper said a port was hit. Kiper said two people died.", ["Oleh Kiper", "Oleh Kiper"]),
    ("Oleh Kiper said a port was hit. He added that two people died.", ["Oleh Kiper", "Oleh Kiper"]),
    ("The army said it hit a camp. It said 20 fighters died.", ["army", "army"]),
    ("Russia's defence ministry said 50 drones fell. The ministry said two hit a plant.",
     ["Russia's defence ministry", "Russia's defence ministry"]),
    ("The Syrian Observatory for Human Rights said ten died. The Observatory said jets were heard.",
     ["Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights"]),
    ("The Syrian Observatory for Human Rights said ten died. The monitor said jets were heard.",
     ["Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights"]),
    ("US officials said a leader was killed. The official added that he was alone.", ["US officials", "US officials"]),
    ("Local officials said a bus burned. They said six people were inside.", ["Local officials", "Local officials"]),
    ("Mayor Anna Melnyk visited the square. Melnyk said three houses burned.", ["Anna Melnyk"]),
    ("A mill burned, the regional governor said. It rained. Two people died, governor Oleh Kiper said.",
     ["Oleh Kiper", "Oleh Kiper"]),
    ("A mill burned, an official said. Oleh Kiper said two people died.", ["Oleh Kiper", "Oleh Kiper"]),
    ("A mill burned, the regional governor said. Polish President Jan Nowak said it was barbaric.",
     ["regional governor", "Jan Nowak"]),
    ("Ten died, a monitor said. The Syrian Observatory for Human Rights said jets were heard.",
     ["Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights"]),
    ("The Israel Defense Forces (IDF) hit a camp. The IDF said ten died.", ["Israel Defense Forces"]),
]  # fmt: skip

DENIALS = [
    ("Moscow denied that it hit the station.", ["!Moscow"]),
    ("The army rejected the accusation.", ["!army"]),
    ("Kyiv has denied involvement.", ["!Kyiv"]),
    ("The claim was denied by the defence ministry.", ["!defence ministry"]),
    ("The group dismissed the report.", ["!group"]),
]

SILENT = [
    ("France condemned the attack.", []),
    ("The UN called for a ceasefire.", []),
    ("The president vowed to retaliate.", []),
    ("The minister urged allies to send missiles.", []),
    ("Ten people were reportedly killed.", []),
    ("The town is said to be under siege.", []),
    ("He is believed to be dead.", []),
    ("The blast claimed nine lives.", []),
    ("Islamic State fighters attacked the base.", []),
    ("The United States struck a port.", []),
    ("A drone hit a school in Kharkiv.", []),
    ("The attack was reported on Monday.", []),
    ("Prices rose by 5 per cent.", []),
    ("Russia's claims were false.", []),
]

SHOUTING = [
    ("THE REGIONAL GOVERNOR SAID TWO PEOPLE DIED.", ["REGIONAL GOVERNOR"]),
    ("TWO PEOPLE DIED, ACCORDING TO LOCAL OFFICIALS.", ["LOCAL OFFICIALS"]),
    ("MOSCOW DENIED THE ATTACK.", ["!MOSCOW"]),
]


@pytest.mark.parametrize(("text", "names"), [*BEFORE, *AFTER, *BACK, *DENIALS, *SILENT, *SHOUTING])
def test_sources_names(text: str, names: list[str]) -> None:
    assert sorted(speakers(text)) == sorted(names)


def test_sources_examples_are_many() -> None:
    assert len([*BEFORE, *AFTER, *BACK, *DENIALS, *SILENT, *SHOUTING]) >= 80


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("The mayor said two houses burned.", ["two houses burned."]),
        ("The mayor said that two houses burned.", ["two houses burned."]),
        ("Two houses burned, the mayor said.", ["Two houses burned,"]),
        ("Two houses burned, said Anna Melnyk.", ["Two houses burned,"]),
        ("According to the mayor, two houses burned.", ["two houses burned."]),
        ("Two houses burned, according to the mayor.", ["Two houses burned,"]),
        ("The army said a base was hit, while officials said a house burned.",
         ["a base was hit,", "a house burned."]),
        ("“It fell. It burned,” the mayor said. “Then it fell again.”",
         ["“It fell. It burned,” the mayor said. “Then it fell again.”"]),
        ("The mayor said: “It fell. It burned.” A child was hurt.", ["“It fell. It burned.”"]),
        ('"It fell. It burned," he said. A child was hurt. The mayor left.', []),
        ("Two houses burned, the mayor told AFP.", ["Two houses burned,"]),
        ("The mayor told AFP that two houses burned.", ["AFP that two houses burned."]),
    ],
)  # fmt: skip
def test_sources_scope(text: str, scopes: list[str]) -> None:
    assert [text[m.scope_start : m.scope_end] for m in annotate(text).speakers] == scopes


@pytest.mark.parametrize(
    ("text", "actors", "side"),
    [
        ("Ukrainian officials said a plant burned.", [("Ukrainian", "UA", "demonym")], "UA"),
        ("Russia's defence ministry said a plant burned.", [("Russia", "RU", "name")], "RU"),
        ("TASS reported a fire.", [], "RU"),
        ("The Kremlin said a drone fell.", [], "RU"),
        ("Residents said a drone fell.", [], None),
    ],
)
def test_sources_side(text: str, actors: list[tuple[str, str, str]], side: str | None) -> None:
    assert [m.side for m in annotate(text, *actors).speakers] == [side]


def test_sources_span_is_the_words_there() -> None:
    text = "Governor Oleh Kiper said a port was hit. Kiper said two people died."
    assert [text[m.start : m.end] for m in annotate(text).speakers] == ["Oleh Kiper", "Kiper"]


def test_sources_lexicon_breadth() -> None:
    assert len({verb.lemma for verb in LEXICON.verbs.values()}) >= 120
    assert len(LEXICON.nouns) >= 400
    assert len(LEXICON.institutions) >= 150


APART = [
    ("A police spokesman did not name the wounded but said that a house burned.", ["police spokesman"]),
    ("The army withdrew from the town and said it had lost two men.", ["army"]),
    ("Local officials defended the raid as legal, saying it hit a depot.", ["Local officials"]),
    ("On Monday, the navy sank a boat and said it had carried rockets.", ["navy"]),
    ("A drone hit a depot and said nothing.", []),
    ("Heavy shelling went on and said much of the day to come.", []),
]


@pytest.mark.parametrize(("text", "expected"), APART)
def test_sources_subject_of_an_earlier_predicate(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


UNMARKED = [
    ("Samir Nasser a doctor in the town told Reuters that six people died.", ["Samir Nasser"]),
    ("Samir Nasser the director of a hospital in the east told Reuters that six people died.", ["Samir Nasser"]),
    ("The Northern Council an opposition group based in the capital said planes hit the town.", ["Northern Council"]),
    ("In Nablus a doctor told Reuters that six people died.", ["doctor"]),
    ("A doctor in the town told Reuters that six people died.", ["doctor in the town"]),
    ("Two shells hit the yard, according to the head of the national rail system, Samir Nasser.", ["Samir Nasser"]),
    ("The country's power company, Ukrenergo, said lines were cut.", ["Ukrenergo"]),
]


@pytest.mark.parametrize(("text", "expected"), UNMARKED)
def test_sources_name_and_description(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


ISSUED = [
    ("The general staff issued a statement on Friday saying that two jets were lost.", ["general staff"]),
    ("Oleh Kiper posted online that a school burned.", ["Oleh Kiper"]),
    ("State television aired footage of a burning depot.", ["State television"]),
    ("The health ministry put the death toll at 12.", ["health ministry"]),
    ("The army put two battalions into the town.", []),
    ("The ministry released 200 prisoners.", []),
    ("Ten people were killed, according to an army statement.", ["army"]),
    ("According to “a senior Russian official”, two drones fell.", ["senior Russian official"]),
    ("The port burned, with a local official saying a missile had hit it.", ["local official"]),
    ("The foreign minister, Ana Costa, has accused Russia of a crime.", ["Ana Costa"]),
    ("Russia at first denied that it had fired.", ["!Russia"]),
]


@pytest.mark.parametrize(("text", "expected"), ISSUED)
def test_sources_issued(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_sources_scope_behind_an_occasion() -> None:
    text = "In Kherson, the governor, Ana Costa, said late in a post on Telegram that two houses burned."
    (mention,) = annotate(text).speakers
    assert text[mention.scope_start : mention.scope_end].endswith("that two houses burned.")


WORDS = st.sampled_from(
    "the said mayor Oleh Kiper , . “ ” \" officials according to he it they who told Reuters - : ( ) Russia 's army of"
    " in reported by denied that and was quoted as saying statement from ministry Moscow claims on Monday\n".split(" ")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=80))
def test_sources_any_text(text: str) -> None:
    doc = annotate(text)
    assert doc.speakers == sorted(doc.speakers, key=lambda m: (m.start, m.end))
    for mention in doc.speakers:
        assert mention.name
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 <= mention.scope_start <= mention.scope_end <= len(text)


@pytest.mark.parametrize("word", ["said ", "Kiper said ", "according to ", "he said , ", "“ the army said ” ", "a "])
def test_sources_long_repetition(word: str) -> None:
    assert all(m.end <= len(word) * 3000 for m in annotate(word * 3000).speakers)
