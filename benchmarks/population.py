"""Articles with events drawn from distributions like those of real wars, for filling a database.

Nothing of it is an article that anyone wrote: sentences are put together from a list of words whose frequencies fall as
in English. What is like the world is the shape: places from the gazetteer, a few of them with most of the events and
a long tail; days that differ by an order of magnitude, within years that differ as much; few big sides; tolls with a
heavy tail; one to four events an article.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from schemas.article import ArticleIn, Extraction, article_id
from schemas.crosswalk import codes
from schemas.event import (
    Actor,
    Attribution,
    Casualty,
    Count,
    Event,
    EventTime,
    Evidence,
    Location,
    Target,
    Weapon,
)
from schemas.vocabulary import (
    ActorKind,
    ActorRole,
    CasualtyOutcome,
    EventType,
    Modality,
    PlacePrecision,
    TargetType,
    TimePrecision,
    WeaponType,
)
from service.extraction.gazetteer import Gazetteer, Place

FIRST_DAY = dt.date(2014, 1, 1)
DAYS = 12 * 365
VERSION = "benchmark"


class War(NamedTuple):
    """Where, who against whom with what, and how much of all events."""

    country: str
    share: int
    sides: tuple[tuple[str, str, int], ...]
    weapons: tuple[tuple[EventType, WeaponType, str | None, int], ...]


AIR, SHELLS, CLASH, BLAST, SHOT = (
    EventType.AERIAL_STRIKE,
    EventType.SHELLING,
    EventType.ARMED_CLASH,
    EventType.EXPLOSION,
    EventType.SHOOTING,
)
DRONES = (
    (AIR, WeaponType.DRONE_ONE_WAY, "Shahed-136", 22),
    (AIR, WeaponType.DRONE, None, 14),
    (AIR, WeaponType.DRONE_FPV, None, 12),
    (AIR, WeaponType.MISSILE_BALLISTIC, "Iskander-M", 5),
    (AIR, WeaponType.MISSILE_CRUISE, "Kh-101", 5),
    (AIR, WeaponType.BOMB_GLIDE, "KAB", 8),
    (SHELLS, WeaponType.ARTILLERY, None, 24),
    (CLASH, WeaponType.FIREARM, None, 10),
)
JETS = (
    (AIR, WeaponType.AIRCRAFT, None, 40),
    (AIR, WeaponType.BOMB, None, 15),
    (SHELLS, WeaponType.ARTILLERY_ROCKET, "Qassam", 20),
    (SHOT, WeaponType.FIREARM, None, 15),
    (BLAST, WeaponType.EXPLOSIVE, None, 10),
)
RAIDS = (
    (CLASH, WeaponType.FIREARM, None, 45),
    (SHOT, WeaponType.FIREARM, None, 20),
    (BLAST, WeaponType.EXPLOSIVE_IED, None, 15),
    (SHELLS, WeaponType.ARTILLERY_MORTAR, None, 10),
    (AIR, WeaponType.AIRCRAFT, None, 10),
)
WARS = (
    War("UA", 40, (("RU", "UA", 9), ("UA", "RU", 1)), DRONES),
    War("RU", 6, (("UA", "RU", 1),), DRONES),
    War("PS", 10, (("IL", "hamas", 5), ("IL", "PS", 4), ("hamas", "IL", 1)), JETS),
    War("LB", 4, (("IL", "hezbollah", 1),), JETS),
    War("IL", 4, (("hamas", "IL", 2), ("hezbollah", "IL", 2), ("IR", "IL", 1)), JETS),
    War("SY", 10, (("SY", "syrian-opposition", 4), ("islamic-state", "SY", 2), ("RU", "syrian-opposition", 2)), JETS),
    War("IQ", 4, (("islamic-state", "IQ", 3), ("us-led-coalition", "islamic-state", 2)), RAIDS),
    War("YE", 5, (("saudi-led-coalition", "houthis", 3), ("houthis", "YE", 2)), JETS),
    War("SD", 5, (("rsf", "SD", 3), ("SD", "rsf", 2)), RAIDS),
    War("AF", 4, (("taliban", "AF", 3), ("islamic-state", "AF", 1)), RAIDS),
    War("MM", 3, (("MM", "arakan-army", 1),), RAIDS),
    War("NG", 3, (("boko-haram", "NG", 1),), RAIDS),
    War("CD", 2, (("m23", "CD", 1),), RAIDS),
)


class Population:
    """An endless population of articles of one world, the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._rng = random.Random(1)
        self._places = self._towns_by_war()
        self._wars = _Weighted([(war, war.share) for war in WARS])
        self._sides = {war: _Weighted([(side[:2], side[2]) for side in war.sides]) for war in WARS}
        self._weapons = {war: _Weighted([(weapon[:3], weapon[3]) for weapon in war.weapons]) for war in WARS}
        self._days = _Weighted([(day, self._intensity(day)) for day in range(DAYS)])
        self._words = _Zipf([self._word() for _ in range(20_000)], 1.0)
        self._outlets = _Zipf([f"The {self._word().title()} {self._word().title()}" for _ in range(300)], 1.2)
        self._cited = _Zipf([f"Governor {self._word().title()}" for _ in range(3000)], 1.1)
        self._rng = random.Random(seed)
        self._number = 0

    def submissions(self, events: int) -> Iterator[tuple[ArticleIn, Extraction, str]]:
        """Yield articles until they have so many events."""
        done = 0
        while done < events:
            article = self._article(min(events - done, self._rng.choice((1, 1, 2, 2, 3, 4))))
            done += len(article[1].events)
            yield article

    def _article(self, events: int) -> tuple[ArticleIn, Extraction, str]:
        self._number += 1
        rng = self._rng
        day = FIRST_DAY + dt.timedelta(days=self._days.draw(rng))
        war = self._wars.draw(rng)
        sentences = [self._sentence() for _ in range(events + 3)]
        article = ArticleIn(
            text=f"{self._number}. " + " ".join(sentences),
            title=self._sentence(7),
            published_at=day.isoformat(),
            source=self._outlets.draw(rng),
        )
        owner = article_id(article)
        told = [self._event(owner, number, war, day, sentences[number]) for number in range(events)]
        received = f"{day.isoformat()}T12:00:00Z"
        return article, Extraction(article_id=owner, pipeline_version=VERSION, events=told), received

    def _event(self, owner: str, number: int, war: War, day: dt.date, sentence: str) -> Event:
        rng = self._rng
        attacker, target = self._sides[war].draw(rng)
        event_type, weapon, model = self._weapons[war].draw(rng)
        launched = int(rng.paretovariate(0.9)) if rng.random() < 0.2 else None
        weapons = [
            Weapon(
                type=weapon,
                model=model if rng.random() < 0.4 else None,
                launched=None if launched is None else Count(launched, launched),
                intercepted=None if launched is None else Count(int(launched * rng.random()), None),
                spans=[(40, 52)],
            )
        ]
        drawn = [self._places[war.country].draw(rng) for _ in range(rng.choice((1, 1, 1, 1, 2)))]
        places = list({place.name: place for place in drawn}.values())
        actors = [_actor(ActorRole.ATTACKER, attacker), _actor(ActorRole.TARGET, target)]
        targets = []
        if rng.random() < 0.5:
            targets = [Target(type=rng.choice(list(TargetType)), text=self._words.draw(rng), spans=[(60, 70)])]
        casualties = [
            Casualty(outcome=outcome, count=self._count(), spans=[(80, 90)])
            for outcome, share in ((CasualtyOutcome.KILLED, 0.4), (CasualtyOutcome.INJURED, 0.35))
            if rng.random() < share
        ]
        return Event(
            id=f"ev_{owner[3:]}{number:02d}",
            article_id=owner,
            event_type=event_type,
            modality=rng.choice((Modality.CLAIMED, Modality.CLAIMED, Modality.ASSERTED, Modality.DISPUTED)),
            time=self._time(day),
            locations=places,
            actors=actors,
            weapons=weapons,
            targets=targets,
            casualties=casualties,
            attribution=[Attribution(source=self._cited.draw(rng), spans=[(100, 120)])],
            evidence=[Evidence(10, 10 + len(sentence), sentence)],
            confidence=round(rng.betavariate(6, 2), 3),
            codes=codes(event_type, actors, weapons, places, targets, bool(casualties)),
        )

    def _time(self, day: dt.date) -> EventTime:
        kind = self._rng.random()
        if kind < 0.03:
            return EventTime()
        if kind < 0.3:
            start = day - dt.timedelta(days=1)
            return EventTime(
                start=start.isoformat(), end=day.isoformat(), precision=TimePrecision.NIGHT, spans=[(0, 9)]
            )
        length = 0 if kind < 0.97 else self._rng.randrange(1, 31)
        start = day - dt.timedelta(days=length)
        precision = TimePrecision.RANGE if length else TimePrecision.DAY
        return EventTime(start=start.isoformat(), end=day.isoformat(), precision=precision, spans=[(0, 9)])

    def _count(self) -> Count:
        number = min(int(self._rng.paretovariate(1.1)), 2000)
        return Count(number, number if self._rng.random() < 0.8 else None)

    def _intensity(self, day: int) -> float:
        """Return how eventful a day is: years differ, and days within them by an order of magnitude."""
        year = day // 365
        return (0.3 + (year / 12) ** 2 * 3) * self._rng.lognormvariate(0, 0.8)

    def _sentence(self, words: int = 22) -> str:
        return " ".join(self._words.draw_many(self._rng, words)).capitalize() + "."

    def _word(self) -> str:
        syllable = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
        return "".join(self._rng.choice(syllable) for _ in range(self._rng.choice((1, 2, 2, 3, 3, 4))))

    def _towns_by_war(self) -> dict[str, _Zipf]:
        """Return the towns of each country at war in a random order, which is that of how often they are hit."""
        gazetteer = Gazetteer.load()
        towns: dict[str, list[Location]] = {war.country: [] for war in WARS}
        for place in map(gazetteer.place, range(gazetteer.size)):
            if place.country in towns and place.kind not in ("country", "region", "area"):
                towns[place.country].append(_location(place))
        for listed in towns.values():
            self._rng.shuffle(listed)
        return {country: _Zipf(listed, 1.1) for country, listed in towns.items()}


class _Weighted:
    """Draws by weight."""

    def __init__(self, items: list[tuple[Any, float]]) -> None:
        self._items = [item for item, _ in items]
        self._sums = list(accumulate(weight for _, weight in items))

    def draw(self, rng: random.Random) -> Any:
        return rng.choices(self._items, cum_weights=self._sums)[0]

    def draw_many(self, rng: random.Random, number: int) -> list[Any]:
        return rng.choices(self._items, cum_weights=self._sums, k=number)


class _Zipf(_Weighted):
    """Draws the item of rank r with a weight of r to the power of minus the exponent."""

    def __init__(self, items: list[Any], exponent: float) -> None:
        super().__init__([(item, 1 / rank**exponent) for rank, item in enumerate(items, 1)])


def _location(place: Place) -> Location:
    return Location(
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        precision=PlacePrecision.CITY,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=place.radius_km,
        geonames_id=place.geonames_id,
        spans=[(20, 30)],
    )


def _actor(role: ActorRole, side: str) -> Actor:
    state = len(side) == 2
    kind = ActorKind.STATE if state else ActorKind.COALITION if "coalition" in side else ActorKind.GROUP
    return Actor(role=role, id=side, name=f"{side} forces", kind=kind, country=side if state else None, spans=[(0, 12)])
