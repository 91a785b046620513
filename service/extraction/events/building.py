"""Events: incidents with every slot resolved to the values of the codebook, each value with its spans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from schemas.crosswalk import codes
from schemas.event import (
    Actor,
    Event,
    EventTime,
    Evidence,
    Weapon,
)
from schemas.vocabulary import (
    ActorKind,
    ActorRole,
    EventType,
    PlacePrecision,
    WeaponType,
)
from service.extraction.document import Document
from service.extraction.events.arsenal import merge_weapons, weapon
from service.extraction.events.attribution import attribution, modality, settle_speakers
from service.extraction.events.chronology import Kin, event_times
from service.extraction.events.confidence import Model, features, load_model
from service.extraction.events.details import settle_details
from service.extraction.events.incidents import Incident, alike, gather
from service.extraction.events.kinds import STRIKES, kind_of, told_by_harm
from service.extraction.events.locations import at_home, country_of_target, location, settle_places
from service.extraction.events.newsworthiness import background, objection
from service.extraction.events.sides import Sides, country_of, holder_of
from service.extraction.events.targets import targets
from service.extraction.events.tolls import tolls
from service.extraction.frames.clauses import Index
from service.extraction.frames.frame import Frame
from service.extraction.frames.salvos import WeaponUse
from service.extraction.geography import encloses
from service.extraction.mentions import ActorMention, spans

NAME_RANK = {"force": 0, "group": 1, "government": 2, "leader": 3, "name": 4, "people": 5, "metonym": 6, "demonym": 7}


GROUND_SHARE = 0.5


class Draft:
    """An incident on its way to an event: the sides and the type are settled, nothing is encoded yet."""

    __slots__ = ("attackers", "confidence", "dropped", "features", "incident", "places", "targets", "type", "weapons")

    def __init__(self, doc: Document, incident: Incident, sides: Sides) -> None:
        self.incident = incident
        self.weapons = merge_weapons(incident)
        self.type = kind_of(incident)
        self.places = settle_places(doc, incident)
        self.attackers, self.targets = _sides(incident, sides, self.type, _by_aircraft(self.type, self.weapons))
        self.places = at_home(self.places, incident, self.attackers, self.targets)
        if not self.places:
            self.places = country_of_target(doc, self.targets[0] if self.targets else None)
        self.features: dict[str, float] = {}
        self.confidence = 0.0
        self.dropped = ""
        """Why it does not stand as an event; empty where it does."""


def draft_events(index: Index, frames: list[Frame], sides: Sides, model: Model | None) -> list[Draft]:
    """Return the incidents that stand as events by the rules, and with a model those that are likely right."""
    return [draft for draft in judge(index, frames, sides, model) if not draft.dropped]


def judge(index: Index, frames: list[Frame], sides: Sides, model: Model | None) -> list[Draft]:
    """Return every incident, with why it does not stand as an event where it does not."""
    drafts = [Draft(index.doc, incident, sides) for incident in gather(_of_incidents(frames))]
    drafts = _fused(index.doc, drafts, sides)
    _inherit_types(drafts)
    for draft in drafts:
        at_war = sides.at_war(country_of(draft.incident))
        draft.dropped = objection(index.doc, draft.incident, draft.attackers, draft.targets, draft.type, at_war)
    for rank, draft in enumerate([draft for draft in drafts if not draft.dropped]):
        draft.features = features(index.doc, draft.incident, draft.type, draft.places, rank)
        if model is not None:
            draft.confidence = model.probability(draft.features)
            if draft.confidence < threshold(model, draft):
                draft.dropped = "unlikely"
    return drafts


def threshold(model: Model, draft: Draft) -> float:
    """Return the probability that the draft must reach: the taking of ground is told without weapons or figures."""
    return GROUND_SHARE * model.threshold if draft.type is EventType.TERRITORIAL_CHANGE else model.threshold


def _fused(doc: Document, drafts: list[Draft], sides: Sides) -> list[Draft]:
    """Join drafts that turn out to be one incident once their sides and types are known."""
    kept: list[Draft] = []
    for draft in drafts:
        for number, other in enumerate(kept):
            if (
                draft.type is other.type
                and draft.attackers == other.attackers
                and alike(other.incident, draft.incident)
            ):
                for frame in draft.incident.frames:
                    other.incident.add(frame)
                kept[number] = Draft(doc, other.incident, sides)
                break
        else:
            kept.append(draft)
    return kept


def _inherit_types(drafts: list[Draft]) -> None:
    """Give incidents told only by their harm the type of the strikes that the same side makes in the article."""
    strikes = [draft for draft in drafts if draft.type in STRIKES and draft.attackers]
    for number, draft in enumerate(drafts):
        if draft.type is not EventType.OTHER_VIOLENCE or not told_by_harm(draft.incident):
            continue
        kin = [(abs(drafts.index(other) - number), other.type) for other in strikes
               if set(other.attackers) & set(draft.attackers)]  # fmt: skip
        if kin:
            draft.type = min(kin)[1]


def _of_incidents(frames: list[Frame]) -> list[Frame]:
    """Return the frames that tell of an incident and not of a total over months or years."""
    return [frame for frame in frames if frame.time is None or not background(frame.time)]


def build_events(index: Index, frames: list[Frame], article_id: str) -> list[Event]:
    """Return the article's events in the order in which the text tells of them."""
    sides = Sides(index.doc, frames)
    sides.dispel(frames)
    drafts = draft_events(index, frames, sides, load_model())
    settle(index, frames, drafts)
    return encode(index, drafts, sides, article_id)


def settle(index: Index, frames: list[Frame], drafts: list[Draft]) -> list[Frame]:
    """Give the drafts what clauses and speakers tell of them that tell no event; return all frames in order."""
    added = settle_details(index, frames, [draft.incident for draft in drafts])
    settle_speakers(index, [(draft.incident, draft.attackers) for draft in drafts])
    return sorted([*frames, *added], key=lambda frame: frame.clause.first)


def encode(index: Index, drafts: list[Draft], sides: Sides, article_id: str) -> list[Event]:
    """Return the drafts as events, the local parts of a wave linked to it."""
    ids = [_event_id(article_id, draft, number) for number, draft in enumerate(drafts)]
    waves = [_wave_of(number, drafts) for number in range(len(drafts))]
    times = event_times(
        index, [Kin(draft.incident, draft.attackers, wave) for draft, wave in zip(drafts, waves, strict=True)]
    )
    return [
        _event(index, draft, sides, article_id, ids[number], None if wave is None else ids[wave], times[number])
        for number, (draft, wave) in enumerate(zip(drafts, waves, strict=True))
    ]


def _event_id(article_id: str, draft: Draft, number: int) -> str:
    clause = draft.incident.frames[0].clause
    key = f"{article_id}\0{number}\0{clause.first}\0{draft.type}"
    return "ev_" + hashlib.sha256(key.encode()).hexdigest()[:24]


def _event(
    index: Index, draft: Draft, sides: Sides, article_id: str, event_id: str, part_of: str | None, time: EventTime
) -> Event:  # fmt: skip
    doc, incident = index.doc, draft.incident
    locations = [location(place, incident) for place in draft.places]
    actors = [
        *_actors(ActorRole.ATTACKER, draft.attackers, incident, sides),
        *_actors(ActorRole.TARGET, draft.targets, incident, sides),
    ]
    weapons = [weapon(uses, incident) for uses in draft.weapons]
    if not weapons and draft.type in (EventType.AERIAL_STRIKE, EventType.SHELLING):
        weapons = [Weapon(type=WeaponType.UNKNOWN)]
    hit = targets(doc.text, incident, draft.type)
    casualties = tolls(incident)
    harmed = any((c.count.max or c.count.min or 0) > 0 for c in casualties)
    return Event(
        id=event_id,
        article_id=article_id,
        event_type=draft.type,
        modality=modality(incident),
        time=time,
        locations=locations,
        actors=actors,
        weapons=weapons,
        targets=hit,
        casualties=casualties,
        attribution=attribution(incident),
        part_of=part_of,
        evidence=_evidence(index, incident),
        confidence=round(draft.confidence, 3),
        codes=codes(draft.type, actors, weapons, locations, hit, harmed),
    )


def _by_aircraft(kind: EventType, weapons: list[list[WeaponUse]]) -> bool:
    return kind is EventType.AERIAL_STRIKE and any(uses[0].mention.type is WeaponType.AIRCRAFT for uses in weapons)


def _sides(incident: Incident, sides: Sides, kind: EventType, by_aircraft: bool) -> tuple[list[str], list[str]]:
    """Return the ids of attackers and targets, filled from the article's dyads where the incident names none.

    A group without aircraft that stands as the attacker of an air raid is rather what the raid was on.
    """
    attackers = _by_mention(a for f in incident.frames for a in f.attackers)
    grounded = [a for a in attackers if by_aircraft and sides.is_grounded(a)]
    attackers = [a for a in attackers if a not in grounded]
    targets = [t for t in _by_mention(a for f in incident.frames for a in f.targets) if t not in attackers]
    country = country_of(incident)
    holders = [h for h in (holder_of(place, sides.year) for place in incident.places) if h is not None]
    if holders and holders[0] not in attackers:
        country = holders[0]
    named = any(a.id == "unknown" for f in incident.frames for a in f.attackers)
    if not attackers and not named and kind is not EventType.EXPLOSION:  # a planted bomb has no sender on it
        found = sides.attacker_of(next(iter([*targets, *grounded]), None), country)
        if found is not None and found not in grounded:
            attackers = [found]
    targets = targets or grounded
    if not targets:
        found = sides.target_of(set(attackers), country)
        if found is not None:
            targets = [found]
    return attackers, sides.plausible(attackers, targets, country)


def _by_mention(mentions: Iterable[ActorMention]) -> list[str]:
    return list(dict.fromkeys(actor.id for actor in mentions if actor.id != "unknown"))


def _actors(role: ActorRole, ids: list[str], incident: Incident, sides: Sides) -> list[Actor]:
    found = [a for f in incident.frames for a in (f.attackers if role is ActorRole.ATTACKER else f.targets)]
    actors: list[Actor] = []
    for side in ids:
        mentions = [a for a in found if a.id == side]
        best = min(mentions, key=lambda a: (NAME_RANK.get(a.form, 8), a.start), default=sides.mention.get(side))
        kind = sides.kind_of(side)
        actors.append(
            Actor(
                role=role,
                id=side,
                name=best.name if best is not None else None,
                kind=kind,
                country=best.country if best is not None else (side if kind is ActorKind.STATE else None),
                spans=spans((a.start, a.end) for a in mentions),
            )
        )
    if not actors and role is ActorRole.ATTACKER:
        unnamed = next((a for a in found), None)
        marked = spans([(unnamed.start, unnamed.end)] if unnamed else [])
        name = unnamed.name if unnamed else None
        actors.append(Actor(role=role, id="unknown", name=name, kind=ActorKind.UNKNOWN, spans=marked))
    return actors


def _evidence(index: Index, incident: Incident) -> list[Evidence]:
    doc = index.doc
    numbers = sorted({frame.clause.sentence for frame in incident.frames})
    chosen = [doc.sentences[number] for number in numbers]
    return [Evidence(s.start, s.end, doc.text[s.start : s.end]) for s in chosen]


def _wave_of(number: int, drafts: list[Draft]) -> int | None:
    """Return the number of the wave that the draft is a local part of: same attacker, same time, its country."""
    mine = drafts[number]
    if not mine.places or any(p.precision is PlacePrecision.COUNTRY for p in mine.places):
        return None
    for other, wave in enumerate(drafts):
        if other == number or not wave.places or wave.type is not mine.type:
            continue
        if not all(any(encloses(w, p) for w in wave.places) for p in mine.places):
            continue
        first, second = mine.incident.time, wave.incident.time
        apart = (
            first is not None and second is not None and first.begin and second.begin
            and (first.begin > (second.until or second.begin) or second.begin > (first.until or first.begin))
        )  # fmt: skip
        if set(mine.attackers) & set(wave.attackers) and not apart:
            return other
    return None
