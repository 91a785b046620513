"""Events: incidents with every slot resolved to the values of the codebook, each value with its spans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

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
    Span,
    Target,
    Weapon,
)
from schemas.vocabulary import (
    ActorKind,
    ActorRole,
    AttributionRole,
    EventType,
    Modality,
    PlacePrecision,
    TargetType,
    TimePrecision,
    WeaponType,
)
from service.extraction.clauses import Index
from service.extraction.confidence import confidence
from service.extraction.frames import Frame
from service.extraction.incidents import WIDE, Incident, encloses, gather, same_place
from service.extraction.mentions import ActorMention, CasualtyMention, PlaceMention
from service.extraction.newsworthiness import reported
from service.extraction.salvos import WeaponUse
from service.extraction.sides import Sides, country_of, holder_of

STATUSES = ("launched", "intercepted", "suppressed", "hit")
AERIAL = frozenset(["drone", "missile", "bomb", "aircraft"])
NAME_RANK = {"force": 0, "group": 1, "government": 2, "leader": 3, "name": 4, "people": 5, "metonym": 6, "demonym": 7}
GENERIC_OBJECTS = frozenset([TargetType.MILITARY_PERSONNEL, TargetType.CIVILIANS])


class Draft:
    """An incident on its way to an event: the sides and the type are settled, nothing is encoded yet."""

    __slots__ = ("attackers", "incident", "places", "targets", "type", "weapons")

    def __init__(self, incident: Incident, sides: Sides) -> None:
        self.incident = incident
        self.weapons = _merge_weapons(incident)
        self.type = _type(incident, self.weapons)
        self.places = _places(incident)
        self.attackers, self.targets = _sides(incident, sides)


def build_events(index: Index, frames: list[Frame], article_id: str) -> list[Event]:
    """Return the article's events in the order in which the text tells of them."""
    sides = Sides(index.doc, frames)
    sides.dispel(frames)
    drafts = [Draft(incident, sides) for incident in gather(frames)]
    drafts = [
        draft for draft in drafts if reported(index.doc, draft.incident, draft.attackers, draft.targets, draft.type)
    ]
    ids = [_event_id(article_id, draft, number) for number, draft in enumerate(drafts)]
    waves = [_wave_of(number, drafts) for number in range(len(drafts))]
    return [
        _event(index, draft, sides, article_id, ids[number], None if wave is None else ids[wave])
        for number, (draft, wave) in enumerate(zip(drafts, waves, strict=True))
    ]


def _event_id(article_id: str, draft: Draft, number: int) -> str:
    clause = draft.incident.frames[0].clause
    key = f"{article_id}\0{number}\0{clause.first}\0{draft.type}"
    return "ev_" + hashlib.sha256(key.encode()).hexdigest()[:24]


def _event(index: Index, draft: Draft, sides: Sides, article_id: str, event_id: str, part_of: str | None) -> Event:
    doc, incident = index.doc, draft.incident
    locations = [_location(place, incident) for place in draft.places]
    actors = [
        *_actors(ActorRole.ATTACKER, draft.attackers, incident, sides),
        *_actors(ActorRole.TARGET, draft.targets, incident, sides),
    ]
    weapons = [_weapon(uses, incident) for uses in draft.weapons]
    if not weapons and draft.type in (EventType.AERIAL_STRIKE, EventType.SHELLING):
        weapons = [Weapon(type=WeaponType.UNKNOWN)]
    targets = _targets(doc.text, incident, draft.type)
    casualties = _casualties(incident)
    harmed = any((c.count.max or c.count.min or 0) > 0 for c in casualties)
    return Event(
        id=event_id,
        article_id=article_id,
        event_type=draft.type,
        modality=_modality(incident),
        time=_time(doc.text, doc.published, incident),
        locations=locations,
        actors=actors,
        weapons=weapons,
        targets=targets,
        casualties=casualties,
        attribution=_attribution(incident),
        part_of=part_of,
        evidence=_evidence(index, incident),
        confidence=confidence(incident, locations, actors, weapons),
        codes=codes(draft.type, actors, weapons, locations, targets, harmed),
    )


def _type(incident: Incident, weapons: list[list[WeaponUse]]) -> EventType:
    """Return the type of the main act; between strikes, the weapon decides (codebook section 2)."""
    patterns = [act.pattern for frame in incident.frames for act in frame.acts]
    types = [act.type for frame in incident.frames for act in frame.acts if act.type is not None]
    kinds = {uses[0].mention.type for uses in weapons}
    families = {kind.family for kind in kinds} - {"unknown", "mixed"}
    main = next((f.main for f in incident.frames if f.main is not None and not f.main.weak), incident.frames[0].main)
    territorial = any(_takes_ground(frame) for frame in incident.frames[:2])
    if territorial:
        return EventType.TERRITORIAL_CHANGE
    if main is not None and main.type in (EventType.ABDUCTION, EventType.SABOTAGE, EventType.NAVAL_ATTACK):
        return main.type
    if WeaponType.DRONE_NAVAL in kinds or families == {"warship"}:
        return EventType.NAVAL_ATTACK
    if EventType.ARMED_CLASH in types and not families & AERIAL:
        return EventType.ARMED_CLASH
    if main is not None and main.type is EventType.ARMED_CLASH and main.pattern in ("fight", "repel"):
        return EventType.ARMED_CLASH
    if families & AERIAL:
        return EventType.AERIAL_STRIKE
    if "artillery" in families:
        return EventType.SHELLING
    if "explosive" in families:
        return EventType.EXPLOSION
    if "firearm" in families:
        return EventType.SHOOTING
    for kind in types:
        if kind is not EventType.TERRITORIAL_CHANGE:
            return kind
    if "cyber" in families or "incendiary" in families:
        return EventType.SABOTAGE
    lemmas = {act.lemma for frame in incident.frames for act in frame.acts}
    if lemmas & {"strike", "hit", "bombardment", "pound", "target"} or "intercept" in patterns:
        return EventType.AERIAL_STRIKE
    if "explode" in patterns:
        return EventType.EXPLOSION
    return EventType.OTHER_VIOLENCE


def _takes_ground(frame: Frame) -> bool:
    """Whether the frame's main act is the taking or loss of a place below a country."""
    if frame.main is None or frame.main.pattern not in ("capture", "fall", "withdraw", "advance"):
        return False
    return any(place.precision not in WIDE for place in frame.places)


def _merge_weapons(incident: Incident) -> list[list[WeaponUse]]:
    """Group the uses of one kind of weapon; a bare word gives way to a subtype or model of its family."""
    groups: dict[tuple[WeaponType, str | None], list[WeaponUse]] = {}
    for frame in incident.frames:
        for use in frame.weapons:
            groups.setdefault((use.mention.type, use.mention.model), []).append(use)
    kept: list[list[WeaponUse]] = []
    for (kind, model), uses in groups.items():
        finer = [
            k for k, m in groups
            if k.family == kind.family and ((k != kind and kind.value == kind.family) or (k == kind and m and not model))
        ]  # fmt: skip
        if finer and not any(use.counted for use in uses):
            continue
        kept.append(uses)
    if len(kept) > 1:
        kept = [uses for uses in kept if uses[0].mention.type is not WeaponType.UNKNOWN]
    return kept


def _weapon(uses: list[WeaponUse], incident: Incident) -> Weapon:
    counts: dict[str, Count | None] = {}
    for status in STATUSES:
        told: list[Count] = [getattr(use, status) for use in uses if getattr(use, status) is not None]
        counts[status] = max(told, key=_size) if told else None
    source = next((s for use in uses if use.counted for s in _sources(incident, use.start)), None)
    spans = _spans((use.start, use.end) for use in uses)
    mention = uses[0].mention
    return Weapon(type=mention.type, model=mention.model, source=source, spans=spans, **counts)


def _size(count: Count) -> tuple[int, int]:
    return (count.min if count.min is not None else (count.max or 0), count.max is None)


def _sources(incident: Incident, offset: int) -> Iterable[str]:
    """Yield the names of those on whose word the text at the offset stands."""
    for frame in incident.frames:
        for speaker in frame.speakers:
            if speaker.scope_start <= offset < speaker.scope_end and speaker.role is AttributionRole.REPORTS:
                yield speaker.name


def _places(incident: Incident) -> list[PlaceMention]:
    """Return where the incident was: the places of the first frame that names one below a country, made finer.

    Places of later frames refine it (the village in the region named before) and never widen it.
    """
    told = [frame.places for frame in incident.frames if frame.places]
    local = [places for places in told if any(p.precision not in WIDE for p in places)]
    chosen = _narrow((local or told or [[]])[0])
    for places in local[1:]:
        finer = [p for p in places if any(encloses(wide, p) for wide in chosen)]
        if finer and len(chosen) == 1:
            chosen = _narrow([*chosen, *finer])
    return chosen


def _narrow(places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the most specific places, each once: what encloses another one is left out."""
    final: list[PlaceMention] = []
    for place in places:
        if any(encloses(place, other) for other in places):
            continue
        twin = next((n for n, other in enumerate(final) if same_place(place, other)), None)
        if twin is None:
            final.append(place)
        elif place.precision is PlacePrecision.SITE and final[twin].precision is not PlacePrecision.SITE:
            final[twin] = place
    return final


def _location(place: PlaceMention, incident: Incident) -> Location:
    return Location(
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        precision=place.precision,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=place.radius_km,
        geonames_id=place.geonames_id,
        spans=_spans((p.start, p.end) for p in incident.places if p.name == place.name and p.country == place.country),
    )


def _sides(incident: Incident, sides: Sides) -> tuple[list[str], list[str]]:
    """Return the ids of attackers and targets, filled from the article's dyads where the incident names none."""
    attackers = _by_mention(a for f in incident.frames for a in f.attackers)
    targets = [t for t in _by_mention(a for f in incident.frames for a in f.targets) if t not in attackers]
    country = country_of(incident)
    holders = [h for h in (holder_of(place, sides.year) for place in incident.places) if h is not None]
    if holders and holders[0] not in attackers:
        country = holders[0]
    named = any(a.id == "unknown" for f in incident.frames for a in f.attackers)
    if not attackers and not named:
        found = sides.attacker_of(targets[0] if targets else None, country)
        if found is not None:
            attackers = [found]
    if not targets:
        found = sides.target_of(set(attackers), country)
        if found is not None:
            targets = [found]
    return attackers, targets


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
                spans=_spans((a.start, a.end) for a in mentions),
            )
        )
    if not actors and role is ActorRole.ATTACKER:
        unnamed = next((a for a in found), None)
        spans = _spans([(unnamed.start, unnamed.end)] if unnamed else [])
        name = unnamed.name if unnamed else None
        actors.append(Actor(role=role, id="unknown", name=name, kind=ActorKind.UNKNOWN, spans=spans))
    return actors


def _targets(text: str, incident: Incident, event_type: EventType) -> list[Target]:
    spans: dict[TargetType, list[Span]] = {}
    for frame in incident.frames:
        for mention in frame.objects:
            if event_type in (EventType.ARMED_CLASH, EventType.TERRITORIAL_CHANGE) and mention.type in GENERIC_OBJECTS:
                continue
            spans.setdefault(mention.type, []).append((mention.start, mention.end))
    return [
        Target(type=kind, text=text[found[0][0] : found[0][1]], spans=_spans(found)) for kind, found in spans.items()
    ]


def _casualties(incident: Incident) -> list[Casualty]:
    """Return one row for each outcome, group and source: the latest total, and its parts."""
    rows: dict[tuple[str, str, str | None, bool], CasualtyMention] = {}
    spans: dict[tuple[str, str, str | None, bool], list[Span]] = {}
    totals: dict[str, tuple[str, str, str | None, bool]] = {}
    for frame in incident.frames:
        for figure in frame.casualties:
            source = next(iter(_sources(incident, figure.start)), None)
            key = (figure.outcome.value, figure.of.value if figure.part else "", source, figure.part)
            if not figure.part:
                known = totals.get(figure.outcome.value)
                if known is not None and (rows[known].count == figure.count or known[2] is None or source is None):
                    key = known
                totals.setdefault(figure.outcome.value, key)
            if key not in rows or _supersedes(figure, rows[key]):
                rows[key] = figure
            spans.setdefault(key, []).append((figure.start, figure.end))
    return [
        Casualty(outcome=f.outcome, count=f.count, of=f.of, source=key[2], spans=_spans(spans[key]))
        for key, f in rows.items()
    ]


def _supersedes(new: CasualtyMention, old: CasualtyMention) -> bool:
    """Whether the later figure updates the earlier one: it is higher, or the same with a bound."""
    if (old.count.max == 0) != (new.count.max == 0):
        return old.count.max == 0
    return _size(new.count) > _size(old.count)


def _attribution(incident: Incident) -> list[Attribution]:
    rows: dict[tuple[str, AttributionRole], list[Span]] = {}
    for frame in incident.frames:
        for speaker in frame.speakers:
            rows.setdefault((speaker.name, speaker.role), []).append((speaker.start, speaker.end))
    return [Attribution(source=name, role=role, spans=_spans(spans)) for (name, role), spans in rows.items()]


def _modality(incident: Incident) -> Modality:
    """Judge by the frames that tell of the act itself; figures and damage do not decide."""
    telling = [f for f in incident.frames if f.main is not None and f.main.pattern not in ("damage", "burn", "kill")]
    telling = telling or incident.frames
    if any(f.denied for f in incident.frames):
        return Modality.DISPUTED if any(not f.denied for f in incident.frames) else Modality.DENIED
    if telling[0].claimed:
        return Modality.CLAIMED
    return Modality.ASSERTED


def _time(text: str, published: date | None, incident: Incident) -> EventTime:
    time = incident.time
    anchor = published.isoformat() if published else None
    if time is not None and time.begin is not None:
        end = time.until or time.begin
        spans = _spans((f.time.start, f.time.end) for f in incident.frames if f.time is not None)
        return EventTime(
            start=time.begin.isoformat(), end=end.isoformat(), precision=time.precision,
            text=text[time.start : time.end], anchor=time.anchor.isoformat() if time.anchor else anchor, spans=spans,
        )  # fmt: skip
    if published is None:
        return EventTime()
    return EventTime(start=anchor, end=anchor, precision=TimePrecision.DAY, anchor=anchor)


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


def _spans(spans: Iterable[Span]) -> list[Span]:
    return sorted(set(spans))
