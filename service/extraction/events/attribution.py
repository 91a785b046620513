"""Attribution: on whose word an event stands, and so its modality (codebook sections 1 and 9)."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.event import Attribution, Span
from schemas.vocabulary import AttributionRole, Modality
from service.extraction.document import fold
from service.extraction.events.incidents import Incident
from service.extraction.frames.clauses import Index
from service.extraction.frames.frame import Frame
from service.extraction.frames.reality import unreal
from service.extraction.mentions import SpeakerMention, spans

DEED = frozenset(
    "involvement responsibility responsible role being behind carrying accusation accusations allegation"
    " allegations claim claims attack attacks strike strikes striking attacking"
    " hitting shelling bombing shooting firing blame used using".split()
)
"""Words for what a side denies to have done."""
DEED_REACH = 6
"""Tokens after the denying verb in which its object is looked for."""
CONDUCT = frozenset("civilian civilians deliberately intentionally indiscriminate indiscriminately".split())
"""What a side denies of its way of fighting in general, and not of one act."""
MOST_FRAMES = 200
"""Frames of an incident whose speakers are asked: bounds the work on texts that repeat themselves."""
AFTERMATH = frozenset(["damage", "burn"])
ASIDE = frozenset("after since as while when where before following because".split())
SMALL = frozenset("the of s for and in".split())


def settle_speakers(index: Index, events: list[tuple[Incident, list[str]]]) -> None:
    """Give the incidents that are events the speakers of sentences that tell no event, and those who deny them.

    "A drone hit a flat in Kherson. Two people were hurt, the governor said." names the governor for the strike, though
    the second sentence alone would be no event. ``events`` holds each incident with the ids of its attackers.
    """
    doc = index.doc
    owners = {frame.clause.sentence: frame for incident, _ in events for frame in incident.frames}
    for first, _, speaker in index.speakers.spans:
        number = doc.sentence_of[first]
        owner = owners.get(number - 1)
        if speaker.role is AttributionRole.DENIES:
            _deny(index, speaker, number, events)
        elif owner is not None and number not in owners and _informs(index, speaker):
            owner.speakers.append(speaker)


def _deny(index: Index, speaker: SpeakerMention, number: int, events: list[tuple[Incident, list[str]]]) -> None:
    """Let a side that denies its deed dispute the last incident told before in which it is the attacker."""
    doc = index.doc
    first = doc.token_at(speaker.scope_start)
    said = doc.lower[first : first + DEED_REACH]
    if speaker.scope_start < speaker.start or not DEED.intersection(said) or CONDUCT.intersection(said):
        return
    told = [
        (frame.clause.sentence, frame)
        for incident, attackers in events
        if speaker.side in attackers
        for frame in incident.frames
        if frame.clause.sentence <= number
    ]
    if told:
        frame = max(told, key=lambda pair: pair[0])[1]
        frame.claimed = frame.denied = True
        if speaker not in frame.speakers:
            frame.speakers.append(speaker)


def _informs(index: Index, speaker: SpeakerMention) -> bool:
    """Whether what is said tells of casualties or of an act that happened."""
    doc = index.doc
    first, last = doc.token_at(speaker.scope_start), doc.token_at(max(speaker.scope_start, speaker.scope_end - 1)) + 1
    if doc.sentences[doc.sentence_of[first]].heading:
        return False
    if index.casualties.within(first, last):
        return True
    for start, _, act in index.acts.within(first, last):
        clause = next(c for c in index.clauses[doc.sentence_of[start]] if c.first <= start < c.last)
        if not act.noun and not unreal(index, clause, start, act):
            return True
    return False


def sources_at(incident: Incident, offset: int) -> Iterable[str]:
    """Yield the names of those on whose word the text at the offset stands."""
    for frame in incident.frames[:MOST_FRAMES]:
        for speaker in frame.speakers:
            if speaker.scope_start <= offset < speaker.scope_end and speaker.role is AttributionRole.REPORTS:
                yield speaker.name


def attribution(incident: Incident) -> list[Attribution]:
    """Return who is cited for the incident, each once by the fullest name, in the order of the text.

    Whoever denies it denies it, whatever else they report.
    """
    rows: dict[tuple[str, AttributionRole], list[Span]] = {}
    for frame in incident.frames:
        for speaker in () if _comments(frame) else frame.speakers:
            rows.setdefault((speaker.name, speaker.role), []).append((speaker.start, speaker.end))
    for name in [name for name, role in rows if role is AttributionRole.DENIES]:
        rows[name, AttributionRole.DENIES].extend(rows.pop((name, AttributionRole.REPORTS), []))
    words = {name: _words(name) for name, _ in rows}
    for name, role in list(rows):
        fuller = next((key for key in rows if key[1] is role and words[name] < words[key[0]]), None)
        if fuller is not None:
            rows[fuller].extend(rows.pop((name, role)))
    return [Attribution(source=name, role=role, spans=spans(found)) for (name, role), found in rows.items()]


def _comments(frame: Frame) -> bool:
    """Whether the clause only says something about the incident told before: "said that the attack was barbaric"."""
    told = frame.places or frame.casualties or frame.objects or frame.weapons or frame.attackers or frame.time
    return frame.anaphoric and not told and all(act.noun for act in frame.acts)


def _words(name: str) -> frozenset[str]:
    """Return the folded words of a name that tell it apart."""
    return frozenset(fold(name).replace("’", " ").replace("'", " ").split()) - SMALL


def modality(incident: Incident) -> Modality:
    """Judge by the frame that tells the incident best; details, damage and what only recalls it do not decide.

    Where both sides tell of it, it is a fact; where one denies it, or they blame each other, it is disputed.
    """
    frames = incident.frames
    if any(f.denied for f in frames):
        return Modality.DISPUTED if any(f.claimed or not f.denied for f in frames) else Modality.DENIED
    if not _teller(frames).claimed:
        return Modality.ASSERTED
    sides = {s.side for f in frames for s in f.speakers if _tells_act(s, f)}
    agreed = bool(sides & incident.attackers) and bool(sides & incident.targets)
    return Modality.ASSERTED if agreed else Modality.CLAIMED


def _tells_act(speaker: SpeakerMention, frame: Frame) -> bool:
    """Whether the speaker reports the frame's own act, and not only something said beside it."""
    main = frame.main
    if speaker.role is not AttributionRole.REPORTS or main is None or main.pattern in AFTERMATH:
        return False
    return speaker.scope_start <= main.start < speaker.scope_end and frame.clause.opener not in ASIDE and not main.noun


def _teller(frames: list[Frame]) -> Frame:
    """Return the first of the frames that tell where and when, not in a heading, a recalling noun or an aside."""
    body = [frame for frame in frames if not frame.heading] or frames
    acting = [frame for frame in body if frame.main is not None and frame.main.pattern not in AFTERMATH] or body
    return max(acting, key=_fullness)


def _fullness(frame: Frame) -> int:
    details = 2 * bool(frame.places) + (frame.time is not None) + bool(frame.casualties)
    return details - 2 * frame.anaphoric - 2 * (frame.clause.opener in ASIDE)
