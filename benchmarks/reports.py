"""Made-up war reports, an endless number, each with a text of its own and the same for the same seed.

A report is written as agencies write: what happened, the salvo, a second incident, who says what, and paragraphs of
background in which nothing happens. Incidents, people and figures are invented; the places are real.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

from schemas.article import ArticleIn
from service.evaluation.annotation import read_texts

FIRST_DAY = dt.date(2023, 1, 1)
DAYS = 900
OUTLETS = ("Reuters", "Associated Press", "BBC News", "The Kyiv Independent", "Al Jazeera", "The Guardian")

WARS = (
    {
        "attacker": ("Russian forces", "Russia", "The Russian army", "Moscow's forces"),
        "side": ("Ukraine", "Ukrainian"),
        "place": ("Kharkiv", "Sumy", "Odesa", "Zaporizhzhia", "Dnipro", "Kherson", "Nikopol", "Pokrovsk", "Chernihiv"),
        "weapon": ("Shahed drones", "Iskander missiles", "glide bombs", "artillery", "Kh-101 cruise missiles"),
        "who": ("the regional governor", "the Ukrainian air force", "the city's mayor", "the emergency service"),
    },
    {
        "attacker": ("Israeli forces", "Israel", "The Israeli military", "Israeli warplanes"),
        "side": ("Gaza", "Palestinian"),
        "place": ("Khan Younis", "Rafah", "Gaza City", "Deir al-Balah", "Jabalia", "Beit Lahia", "Nuseirat"),
        "weapon": ("drones", "tank shells", "missiles", "artillery", "bombs"),
        "who": ("the health ministry", "medics", "the civil defence agency", "residents"),
    },
    {
        "attacker": ("The Rapid Support Forces", "RSF fighters", "The paramilitary RSF"),
        "side": ("Sudan", "Sudanese"),
        "place": ("El Fasher", "Omdurman", "Khartoum", "El Obeid", "Nyala", "Port Sudan", "Kosti"),
        "weapon": ("drones", "artillery", "mortars", "rockets", "gunfire"),
        "who": ("the army", "a doctors' network", "local volunteers", "the governor of the state"),
    },
)
OBJECTS = (
    "a hospital",
    "a power station",
    "an apartment block",
    "a school",
    "a railway depot",
    "a market",
    "a water pumping station",
    "a fuel store",
    "two houses",
    "a bakery",
)
WHEN = (
    "overnight",
    "on Monday",
    "early on Tuesday",
    "on Wednesday morning",
    "late on Thursday",
    "on Friday",
    "on Sunday",
)
LEDES = (
    "{attacker} attacked {place} with {weapon} {when}, hitting {object} and wounding {few} people, {who} said.",
    "{attacker} struck {object} in {place} {when}, killing at least {few} people and injuring {many}, {who} said.",
    "At least {few} people were killed and {many} wounded {when} when {attacker} shelled {place}, {who} said.",
)
SALVOS = (
    "{who} said that {many} {weapon} had been launched and {some} of them shot down.",
    "{many} {weapon} were fired at the region, of which {some} were intercepted, according to {who}.",
)
SECONDS = (
    "In {other}, {some} people were injured when {object} was hit by {weapon} {when}.",
    "A separate strike on {other} damaged {object}, but nobody was hurt, {who} said.",
    "Shelling of {other} {when} killed a woman of {age} and set {object} on fire.",
)
SAYINGS = (
    '"We heard {few} explosions one after the other and ran for the cellar," said {name}, {age}, who lives nearby.',
    '"The windows are gone, and so is the roof," said {name}, a teacher of {age}. "We will stay with my sister."',
    "{name}, who heads the district's administration, said that {many} households had no electricity in the morning.",
)
BACKGROUND = tuple(
    " ".join(paragraph.split())
    for paragraph in """
Rescue workers searched the rubble for {some} hours while crews of the utility tried to bring back power to {many}
streets.

The town had some {thousands},000 inhabitants before the war; officials believe that less than half of them remain.

Trains between {place} and {other} ran up to {many} minutes late, the railway said, and buses took passengers part of
the way.

Diplomats are to meet again in {few} weeks, though people close to the talks expect little of them, and neither side
has said whom it will send.

The price of bread in {other} has risen by {many} per cent since the spring, traders say, and queues form before the
shops open.

Schools in the district teach in shifts, in basements where the light comes from batteries; {some} of them have had no
lessons at all this month.

An aid group said that it had brought {many} lorries of food and medicine to the region since the beginning of the
year.

The {demonym} parliament will debate the budget next week; the finance ministry wants {few} per cent more for repairs.

Weather forecasters expect frost in the coming days, which worries those whose homes have not been mended yet.
""".split("\n\n")
)
GIVEN = ("Olena", "Mykola", "Iryna", "Yusuf", "Amal", "Huda", "Ibrahim", "Maryam", "Serhii", "Nadia", "Omar", "Khalid")
FAMILY = ("Bondar", "Koval", "Melnyk", "Haddad", "Nasser", "Osman", "Idris", "Salem", "Tkach", "Hamdan", "Awad")


def articles_of(texts: Path | None, seed: int) -> Iterator[ArticleIn]:
    """Yield articles without end, no two of them the same: made up, or those of a file over and over, numbered."""
    if texts is None:
        yield from reports(seed)
        return
    articles = [text.submission() for text in read_texts(texts)]
    for number in itertools.count():
        for article in articles:
            yield msgspec.structs.replace(article, text=f"{article.text}\n\nDispatch {seed}-{number}.")


def reports(seed: int = 1) -> Iterator[ArticleIn]:
    """Yield reports of about 1,500 characters, without end."""
    rng = random.Random(seed)
    number = 0
    while True:
        number += 1
        yield _report(rng, f"{seed}-{number}")


def _report(rng: random.Random, number: str) -> ArticleIn:
    war = rng.choice(WARS)
    place, other = rng.sample(war["place"], 2)

    def told(forms: tuple[str, ...]) -> str:
        sentence = rng.choice(forms).format(
            attacker=rng.choice(war["attacker"]),
            place=place,
            other=other,
            demonym=war["side"][1],
            weapon=rng.choice(war["weapon"]),
            who=rng.choice(war["who"]),
            object=rng.choice(OBJECTS),
            when=rng.choice(WHEN),
            few=rng.randint(2, 9),
            some=rng.randint(10, 29),
            many=rng.randint(30, 90),
            thousands=rng.randint(10, 400),
            age=rng.randint(19, 88),
            name=f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}",
        )
        return sentence[0].upper() + sentence[1:]

    background = [told((form,)) for form in rng.sample(BACKGROUND, 8)]
    paragraphs = [
        told(LEDES),
        f"{told(SALVOS)} {background[0]}",
        f"{told(SECONDS)} {background[1]} {background[2]}",
        f"{told(SAYINGS)} {background[3]}",
        f"{background[4]} {background[5]}",
        f"{told(SAYINGS)} {background[6]} {background[7]}",
        f"Dispatch {number}.",
    ]
    return ArticleIn(
        text="\n\n".join(paragraphs),
        title=f"{rng.choice(war['attacker'])} hits {place}",
        published_at=(FIRST_DAY + dt.timedelta(days=rng.randrange(DAYS))).isoformat(),
        source=rng.choice(OUTLETS),
    )
