"""Articles and events of our own, and a naive model of what the store should answer."""

from __future__ import annotations

import datetime as dt
import itertools
import random

from schemas.article import ArticleIn, Extraction, article_id
from schemas.event import (
    AcledCode,
    Actor,
    Attribution,
    Casualty,
    Codes,
    Count,
    Event,
    EventTime,
    Evidence,
    Location,
    PloverCode,
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

RECEIVED = "2025-03-20T08:00:00Z"
CODES = Codes(acled=AcledCode("Explosions/Remote violence", "Air/drone strike"), plover=PloverCode("ASSAULT", "aerial"))

PLACES = {
    "Sumy": Location(
        name="Sumy",
        country="UA",
        admin1="Sumy Oblast",
        precision=PlacePrecision.CITY,
        latitude=50.9216,
        longitude=34.8003,
        geonames_id=692194,
    ),
    "Sumy Oblast": Location(
        name="Sumy Oblast",
        country="UA",
        precision=PlacePrecision.REGION,
        latitude=51.0,
        longitude=34.0,
        geonames_id=692196,
    ),
    "Suva": Location(name="Suva", country="FJ", precision=PlacePrecision.CITY, latitude=-18.1416, longitude=178.4415),
    "Apia": Location(name="Apia", country="WS", precision=PlacePrecision.CITY, latitude=-13.8333, longitude=-171.7667),
    "Reykjavík": Location(
        name="Reykjavík", country="IS", precision=PlacePrecision.CITY, latitude=64.1355, longitude=-21.8954
    ),
    "Nowhere": Location(name="Nowhere", precision=PlacePrecision.SITE),
}


def event(
    name: str = "ev_1",
    *,
    start: str | None = "2025-03-18",
    end: str | None = None,
    attacker: str = "RU",
    target: str = "UA",
    event_type: EventType = EventType.AERIAL_STRIKE,
    modality: Modality = Modality.CLAIMED,
    places: tuple[str, ...] = ("Sumy",),
    weapons: tuple[Weapon, ...] = (Weapon(type=WeaponType.DRONE_ONE_WAY, model="Shahed-136"),),
    killed: Count | None = None,
    injured: Count | None = None,
    confidence: float = 0.8,
    evidence: str = "Drones struck a clinic.",
) -> Event:
    casualties = [
        Casualty(outcome=outcome, count=count)
        for outcome, count in ((CasualtyOutcome.KILLED, killed), (CasualtyOutcome.INJURED, injured))
        if count is not None
    ]
    return Event(
        id=name,
        article_id="",
        event_type=event_type,
        modality=modality,
        time=EventTime(start=start, end=end or start, precision=TimePrecision.DAY if start else TimePrecision.UNKNOWN),
        locations=[PLACES[place] for place in places],
        actors=[
            Actor(role=ActorRole.ATTACKER, id=attacker, kind=ActorKind.STATE, name="Northern army"),
            Actor(role=ActorRole.TARGET, id=target, kind=ActorKind.STATE),
        ],
        weapons=list(weapons),
        targets=[Target(type=TargetType.HEALTH, text="a clinic")],
        casualties=casualties,
        attribution=[Attribution(source="Governor Ólafur")],
        evidence=[Evidence(0, len(evidence), evidence)],
        confidence=confidence,
        codes=CODES,
    )


_numbers = itertools.count()


def submission(
    *events: Event, text: str = "", source: str | None = "The Daily Test", **fields: str | None
) -> tuple[ArticleIn, Extraction, str]:
    """Return the arguments of `Store.add_article`, with event ids that no other submission has."""
    article = ArticleIn(text=text or f"Report number {next(_numbers)}.", source=source, **fields)
    return article, extraction(article, *events), RECEIVED


def extraction(article: ArticleIn, *events: Event, version: str = "1") -> Extraction:
    owner = article_id(article)
    return Extraction(
        article_id=owner,
        pipeline_version=version,
        events=[
            Event(**{**_fields(item), "id": f"{item.id}_{owner}_{version}", "article_id": owner}) for item in events
        ],
    )


def _fields(item: Event) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__struct_fields__}


def random_event(rng: random.Random, number: int) -> Event:
    """Return an event with values from small sets, so that filters meet and sort keys tie."""
    day = dt.date(2025, 3, 1) + dt.timedelta(days=rng.randrange(12))
    start = None if rng.random() < 0.2 else day.isoformat()
    length = rng.choice((0, 0, 0, 1, 30))
    low = rng.randrange(6)
    return event(
        f"ev_{number}",
        start=start,
        end=None if start is None else (day + dt.timedelta(days=length)).isoformat(),
        attacker=rng.choice(("RU", "UA", "hamas")),
        target=rng.choice(("UA", "RU", "IL")),
        event_type=rng.choice((EventType.AERIAL_STRIKE, EventType.SHELLING)),
        modality=rng.choice((Modality.ASSERTED, Modality.CLAIMED)),
        places=tuple(rng.sample(sorted(PLACES), rng.randrange(3))),
        weapons=tuple(
            Weapon(type=kind, model=model, launched=rng.choice((None, Count(low, low), Count(None, 9))))
            for kind, model in rng.sample(
                (
                    (WeaponType.DRONE, None),
                    (WeaponType.DRONE_ONE_WAY, "Shahed-136"),
                    (WeaponType.MISSILE_CRUISE, "Kh-101"),
                    (WeaponType.MISSILE_CRUISE, "Kh-55"),
                ),
                rng.randrange(3),
            )
        ),
        killed=rng.choice((None, Count(low, low), Count(low, None), Count(None, 4))),
        injured=rng.choice((None, Count(low, low))),
        confidence=rng.choice((0.5, 0.75, 0.9)),
        evidence=rng.choice(("Drones struck a clinic.", "Shells fell on the market.")),
    )
