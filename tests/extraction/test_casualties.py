"""Casualty figures: each example gives the text and the figures as ``outcome count group``.

``killed 6+`` is {6, null}, ``killed -100`` {null, 100}, ``killed 5~6`` {5, 6}; ``*`` marks a part, ``=`` a running
total; the group is left out where it is unspecified.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.vocabulary import CasualtyGroup
from service.extraction.annotators.casualties.annotator import annotate_casualties
from service.extraction.annotators.casualties.lexicon import CasualtyLexicon
from service.extraction.annotators.numbers.annotator import annotate_numbers
from service.extraction.document import Document
from service.extraction.mentions import CasualtyMention

LEXICON = CasualtyLexicon.load()


def annotate(text: str) -> Document:
    doc = Document(text)
    annotate_numbers(doc)
    annotate_casualties(doc, LEXICON)
    return doc


def shown(mention: CasualtyMention) -> str:
    low, high = mention.count.min, mention.count.max
    if low == high:
        count = str(low)
    elif high is None:
        count = f"{low}+"
    elif low is None:
        count = f"-{high}"
    else:
        count = f"{low}~{high}"
    group = "" if mention.of is CasualtyGroup.UNSPECIFIED else f" {mention.of}"
    return f"{mention.outcome} {count}{'*' if mention.part else ''}{'=' if mention.total else ''}{group}"


def figures(text: str) -> list[str]:
    return sorted(shown(mention) for mention in annotate(text).casualties)


def expected(line: str) -> list[str]:
    return sorted(part.strip() for part in line.split(";") if part.strip())


ACTIVE = [
    ("The missile killed at least six people and injured 15.", "killed 6+; injured 15"),
    ("Shelling killed three and wounded ten residents in the town.", "killed 3; injured 10 civilian"),
    ("The raid killed 250 Ukrainian troops.", "killed 250 military"),
    ("A drone hit a minibus, killing two civilians.", "killed 2 civilian"),
    ("A rocket struck a yard, wounding a 12-year-old boy.", "injured 1 child"),
    ("The bomb killed a woman and her son.", "killed 2"),
    ("The bomb killed a farmer and his three sons.", "killed 4"),
    ("A shell killed a nurse, her husband and their two children.", "killed 4; killed 2* child"),
    ("Two brothers, a teacher and a plumber, were killed.", "killed 2"),
    ("Shells killed two people, a guard and a porter, in the yard.", "killed 2"),
    ("The rocket wounded 11, the district governor said.", "injured 11"),
    ("Rebels killed nine guards, the head of the council, Jan Berg, said.", "killed 9"),
    ("They stopped the marchers and shot dead seven of them.", "killed 7"),
    ("The blast killed 12. The guards were blamed for killing three of them.", "killed 12"),
    ("A youth stabbed an army officer at a bus stop and was shot dead.", "injured 1 military; killed 1"),
    ("Police beat three protesters with sticks.", "injured 3 civilian"),
    ("Two men were beaten to death.", "killed 2"),
    ("One of the boys, 14, later died of his wounds.", "killed 1 child"),
    ("Nine soldiers and 14 rebels were killed.", "killed 9 military; killed 14 military"),
    ("Nine soldiers and three marines were killed.", "killed 12 military; killed 9* military; killed 3* military"),
    ("Six dead children and 20 wounded, all under 14, were brought in.", "killed 6 child; injured 20 child"),
    ("Three children were among the dead.", "killed 3* child"),
    ("Five marines were killed and 12 wounded.", "killed 5 military; injured 12 military"),
    ("Shells killed four villagers and wounded 30.", "killed 4 civilian; injured 30 civilian"),
    ("The strike killed its commander.", "killed 1 military"),
    ("Jets killed a senior Hezbollah commander in the suburb.", "killed 1 military"),
    ("The strike killed Karim Haddad, officials said.", "killed 1"),
    ("Snipers shot dead three protesters near the square.", "killed 3 civilian"),
    ("Gunmen gunned down four policemen.", "killed 4"),
    ("The group lost 12 fighters in the battle.", "killed 12 military"),
    ("The attack claimed the lives of nine residents.", "killed 9 civilian"),
    ("The blast claimed seven lives.", "killed 7"),
    ("The crash cost 14 lives.", "killed 14"),
    ("Rescuers pulled the bodies of 12 people from the rubble.", "killed 12"),
    ("Medics recovered five bodies from the cellar.", "killed 5"),
    ("Russian strikes kill 6, wound 40 in Odesa", "killed 6; injured 40"),
    ("Air raid kills 17 civilians in eastern town", "killed 17 civilian"),
    ("Insurgents ambushed a convoy and killed 11 soldiers.", "killed 11 military"),
    ("The shells killed two women and a child.", "killed 3 civilian; killed 1* child; killed 2* civilian"),
    ("The shells killed eight people, among them three children.", "killed 8; killed 3* child"),
    ("The shelling killed three in Kharkiv, two in Kherson and one in Sumy.", "killed 3; killed 2; killed 1"),
    ("A landmine killed a farmer and injured his brother.", "killed 1 civilian; injured 1"),
    ("The bombing killed more than 40 people.", "killed 40+"),
    ("The bombing killed up to 30 militants.", "killed -30 military"),
    ("The bombing killed dozens of people.", "killed 24+"),
    ("The bombing killed several guards.", "killed 3+"),
    ("The bombing killed a dozen worshippers.", "killed 12 civilian"),
    ("The bombing killed between 20 and 25 rebels.", "killed 20~25 military"),
    ("It has killed about 60 people.", "killed 60"),
    ("The strike killed 13 US service members.", "killed 13 military"),
    ("The strike killed 13 American service members.", "killed 13 military"),
    ("The fire killed a reported 70 people.", "killed 70"),
    ("The execution of three journalists was filmed.", "killed 3 civilian"),
    ("The murder of two nurses shocked the town.", "killed 2 civilian"),
    ("Two shells hit the market and killed 6 and injured 10.", "killed 6; injured 10"),
    ("A mine killed a couple driving home.", "killed 2"),
]

PASSIVE = [
    ("At least one person was killed and 15 injured.", "killed 1+; injured 15"),
    ("Seven soldiers were killed.", "killed 7 military"),
    ("Seven members of the security forces were killed in the ambush.", "killed 7 military"),
    ("A man and a woman were killed.", "killed 2"),
    ("Three people died and nine others were hurt.", "killed 3; injured 9"),
    ("Six people have been killed and more than 100 others injured.", "killed 6; injured 100+"),
    ("Four people, including two children, were killed.", "killed 4; killed 2* child"),
    ("Three people - two of them children - were injured.", "injured 3; injured 2* child"),
    ("Three people, two of them children, were injured.", "injured 3; injured 2* child"),
    ("Another 14 people were injured, including a teenager.", "injured 14; injured 1* child"),
    ("Five people in the village of Hora were killed.", "killed 5"),
    ("Two residents of the building were wounded.", "injured 2 civilian"),
    ("Two employees who were repairing the line were killed.", "killed 2 civilian"),
    ("The blast, in which 1,200 were killed, shook the city.", "killed 1200"),
    ("A 45-year-old man died in hospital.", "killed 1"),
    ("A 9-year-old died on the way.", "killed 1 child"),
    ("Olga Petrenko, 48, was killed by a shell.", "killed 1"),
    ("The group's leader was killed in the raid.", "killed 1"),
    ("A woman was killed along with her three children.", "killed 4 civilian; killed 3* child"),
    ("Dozens of soldiers and villagers were killed.", "killed 24+"),
    ("Ten civilians and four soldiers were killed.", "killed 14; killed 10* civilian; killed 4* military"),
    ("At least 12 people, three police officers and two soldiers were killed.",
     "killed 17+; killed 12+*; killed 3*; killed 2* military"),
    ("Two girls aged 6 and 7 were killed.", "killed 2 child"),
    ("Three journalists lost their lives there.", "killed 3 civilian"),
    ("A total of 15 people were injured.", "injured 15"),
    ("One of them later died.", "killed 1"),
    ("Eight workers suffered injuries.", "injured 8 civilian"),
    ("Six children were taken to hospital.", "injured 6 child"),
    ("Two sappers were lightly wounded when a mine went off.", "injured 2 military"),
    ("Three people were reportedly injured in the region.", "injured 3"),
    ("The two pilots were killed.", "killed 2 military"),
    ("Both pilots were killed.", "killed 2 military"),
    ("Scores of people were wounded.", "injured 40+"),
    ("Three people died in the strike and two were wounded.", "killed 3; injured 2"),
    ("Six were killed, 12 were wounded.", "killed 6; injured 12"),
    ("Nine people, aged between 19 and 70, were injured.", "injured 9"),
    ("Twelve Palestinians were killed in the camp.", "killed 12"),
    ("Five people were killed overnight and 20 hurt.", "killed 5; injured 20"),
]  # fmt: skip

NOMINAL = [
    ("Six dead, 12 wounded in Kharkiv", "killed 6; injured 12"),
    ("17 civilians dead in air strikes", "killed 17 civilian"),
    ("The blast left three dead and 20 wounded.", "killed 3; injured 20"),
    ("It hit a queue, leaving a child dead.", "killed 1 child"),
    ("It left two soldiers and a farmer dead.", "killed 3; killed 2* military; killed 1* civilian"),
    ("The hospital treated 30 wounded.", "injured 30"),
    ("The clinic received dozens of wounded.", "injured 24+"),
    ("There were three deaths in the district.", "killed 3"),
    ("Officials counted 22 fatalities.", "killed 22"),
    ("The raid caused 16 deaths and 60 injuries.", "killed 16; injured 60"),
    ("Woman killed in drone attack on Kherson", "killed 1 civilian"),
    ("Three killed, five injured: monitor", "killed 3; injured 5"),
    ("Five killed as rockets hit station", "killed 5"),
    ("The attack ended with 4 soldiers killed.", "killed 4 military"),
    ("Two dead and at least nine hurt", "killed 2; injured 9+"),
    ("Bomb blast kills 60 in suburb", "killed 60"),
    ("Twelve bodies were found in the cellar.", "killed 12"),
]

TOTALS = [
    ("The death toll rose to 11 on Monday.", "killed 11="),
    ("The attack had a death toll of 60.", "killed 60="),
    ("The death toll from the strike has risen from 5 to 12.", "killed 12="),
    ("The toll stands at 38, rescuers said.", "killed 38="),
    ("A boy died, bringing the death toll to 9.", "killed 1 child; killed 9="),
    ("The number of injured rose to 34.", "injured 34="),
    ("The number of people killed has reached 21.", "killed 21="),
    ("More than 14,000 civilians have been killed since 2022.", "killed 14000+= civilian"),
    ("Some 50 residents have died since the start of the invasion.", "killed 50= civilian"),
    ("More than 105 people have been killed this year.", "killed 105+="),
    ("The war has killed tens of thousands of people.", "killed 20000+="),
]

CAPTURED = [
    ("Five villagers were taken prisoner.", "captured 5 civilian"),
    ("Gunmen kidnapped 30 students.", "captured 30 civilian"),
    ("They took six hostages.", "captured 6"),
    ("Three officers were captured near the river.", "captured 3"),
    ("Troops captured 40 soldiers.", "captured 40 military"),
    ("Troops captured two villages.", ""),
    ("Forty people were abducted from the school.", "captured 40"),
    ("The militants abducted a teacher.", "captured 1 civilian"),
    ("Two people are missing.", "missing 2"),
    ("Seven people remain missing under the debris.", "missing 7"),
    ("Three sailors are still unaccounted for.", "missing 3 civilian"),
    ("Two missing after ferry is hit", "missing 2"),
]

ZERO = [
    ("There were no casualties reported.", "killed 0; injured 0"),
    ("Nobody was hurt.", "killed 0; injured 0"),
    ("No one was injured.", "killed 0; injured 0"),
    ("No one was killed.", "killed 0"),
    ("No one was killed or injured.", "killed 0; injured 0"),
    ("The drones were downed without casualties or damage.", "killed 0; injured 0"),
    ("There were no deaths.", "killed 0"),
    ("There were no immediate reports of casualties.", "killed 0; injured 0"),
    ("There were no reports of deaths or injuries.", "killed 0; injured 0"),
    ("The strike did not cause any casualties.", "killed 0; injured 0"),
    ("Casualties were avoided.", "killed 0; injured 0"),
    ("There were no victims.", "killed 0; injured 0"),
    ("There were no civilian casualties.", "killed 0 civilian; injured 0 civilian"),
    ("No injuries were reported.", "killed 0; injured 0"),
    ("There was no word on casualties.", ""),
    ("It was not clear whether there were any casualties.", ""),
    ("There were no further casualties.", ""),
    ("He gave no casualty figures.", ""),
]

NOTHING = [
    ("Many were killed.", ""),
    ("The raid killed civilians.", ""),
    ("There were 50 casualties.", ""),
    ("The attacks killed or wounded 40.", ""),
    ("Some 40 people were killed or wounded.", ""),
    ("About 15 people were affected.", ""),
    ("The strike could kill 50 people.", ""),
    ("It would have killed 20 people.", ""),
    ("He threatened to kill three hostages.", ""),
    ("At least 30 people are feared dead.", ""),
    ("Air defences destroyed 17 drones.", ""),
    ("The army lost 30 tanks.", ""),
    ("The fire killed 50 cows.", ""),
    ("It killed hope two years ago.", ""),
    ("They killed time for three hours.", ""),
    ("Interest rates were hurt by 3 percent inflation.", ""),
    ("The wounded commander spoke for five minutes.", ""),
    ("Doctors saved 12 lives.", ""),
    ("A court sentenced two men to death.", ""),
    ("A photographer captured the scene.", ""),
    ("The tariffs hurt a Russian industry.", ""),
    ("They advanced without heavy losses.", ""),
]

WHOLE = [
    ("At least 72 civilians including 15 children have been killed.", "killed 72+ civilian; killed 15* child"),
    ("Ten people among them two children were killed.", "killed 10; killed 2* child"),
    ("At least 73 civilians mostly women and children were killed.", "killed 73+ civilian"),
    ("A strike killed a mother and young child.", "killed 2 civilian; killed 1* child"),
    ("A father, mother and their two children were killed.", "killed 4; killed 2* child"),
    ("Dozens of burned out vehicles stood on the square.", ""),
]

SHOUTING = [
    ("ONE WOMAN WAS KILLED AND THREE PEOPLE WERE INJURED.", "killed 1 civilian; injured 3"),
    ("RUSSIAN SHELLING KILLS SIX, WOUNDS 15", "killed 6; injured 15"),
    ("NO CASUALTIES WERE REPORTED", "killed 0; injured 0"),
    ("AT LEAST 10 SOLDIERS DEAD", "killed 10+ military"),
]


@pytest.mark.parametrize(
    ("text", "figures_expected"),
    [*ACTIVE, *PASSIVE, *NOMINAL, *TOTALS, *CAPTURED, *ZERO, *NOTHING, *WHOLE, *SHOUTING],
)
def test_casualties_figures(text: str, figures_expected: str) -> None:
    assert figures(text) == expected(figures_expected)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The mayor said the shelling killed at least six people there.", "killed at least six people"),
        ("Four people, including a boy, were wounded late on Monday.", "Four people, including a boy, were wounded"),
        ("The death toll rose to 11 on Monday.", "death toll rose to 11"),
        ("There were no reports of casualties.", "no reports of casualties"),
    ],
)
def test_casualties_span_is_readable(text: str, evidence: str) -> None:
    doc = annotate(text)
    assert evidence in {text[m.start : m.end] for m in doc.casualties}


def test_casualties_examples_are_many() -> None:
    assert len([*ACTIVE, *PASSIVE, *NOMINAL, *TOTALS, *CAPTURED, *ZERO, *NOTHING, *WHOLE, *SHOUTING]) >= 120


def test_casualties_lexicon_breadth() -> None:
    assert len(LEXICON.victims) >= 400
    assert LEXICON.victims["servicemen"].of is CasualtyGroup.MILITARY
    assert LEXICON.victims["toddler"].of is CasualtyGroup.CHILD


WORDS = st.sampled_from(
    "six killed 15 injured at least people , and a woman her son were was dead wounded died no casualties including two"
    " children of them the toll rose to missing soldiers in Kharkiv . - ( ) “ ” or captured hostages lost since 2022"
    " among without by 12 year old boy his more than Ivan Petrov said\n".split(" ")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=80))
def test_casualties_any_text(text: str) -> None:
    doc = annotate(text)
    assert doc.casualties == sorted(doc.casualties, key=lambda m: (m.start, m.end, m.outcome, m.part))
    for mention in doc.casualties:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.count.min is not None or mention.count.max is not None


@pytest.mark.parametrize(
    "word", ["killed ", "six killed ", "including two children ", "no casualties ", "a ", "and six "]
)
def test_casualties_long_repetition(word: str) -> None:
    doc = annotate(word * 3000)
    assert all(m.end <= len(doc.text) for m in doc.casualties)
