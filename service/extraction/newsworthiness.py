"""What counts: whether an incident is an event of armed violence that the article reports (codebook section 1)."""

from __future__ import annotations

from schemas.vocabulary import EventType, TimePrecision
from service.extraction.document import Document
from service.extraction.incidents import Incident
from service.extraction.mentions import TimeMention

LONGEST_SPAN = 31
"""Days: a total over more is background."""

WAR_FAMILIES = frozenset(["drone", "missile", "bomb", "artillery", "aircraft", "warship"])
ARMED_FORMS = frozenset(["force", "group", "leader"])
VIOLENT = frozenset(
    [
        "attack",
        "launch",
        "intercept",
        "repel",
        "explode",
        "capture",
        "withdraw",
        "fall",
        "advance",
        "fight",
        "abduct",
        "board",
    ]
)


def reported(
    doc: Document, incident: Incident, attackers: list[str], targets: list[str], event_type: EventType
) -> bool:
    """Return whether the incident stands as an event: violent, of a conflict, with a place or details of its own."""
    if not _violent(incident, event_type) or not _of_conflict(doc, incident, attackers, targets):
        return False
    time = incident.time
    if time is not None and _background_span(time):
        return False
    details = sum((
        bool(incident.casualties),
        any(frame.objects for frame in incident.frames),
        any(use.counted for frame in incident.frames for use in frame.weapons),
        bool(incident.families),
        time is not None,
    ))  # fmt: skip
    if incident.places:
        return details > 0 or bool(attackers) or bool(targets)
    if event_type is EventType.TERRITORIAL_CHANGE:
        return False
    return bool(attackers) and details > 1


def _violent(incident: Incident, event_type: EventType) -> bool:
    patterns = {act.pattern for frame in incident.frames for act in frame.acts}
    if patterns & VIOLENT or incident.families or event_type is EventType.TERRITORIAL_CHANGE:
        return True
    harmed = "kill" in patterns and any(frame.attackers for frame in incident.frames)
    return harmed or (bool(incident.casualties) and bool(incident.attackers))


def _of_conflict(doc: Document, incident: Incident, attackers: list[str], targets: list[str]) -> bool:
    """Whether a party to a conflict acts or weapons of war are used, here or in the article around it."""
    if incident.families & WAR_FAMILIES:
        return True
    if any(a.form in ARMED_FORMS for f in incident.frames for a in (*f.attackers, *f.targets)):
        return True
    armed = {actor.id for actor in doc.actors if actor.form in ("force", "group") and actor.id != "unknown"}
    return bool(armed & {*attackers, *targets}) or len(armed) > 1


def _background_span(time: TimeMention) -> bool:
    if time.begin is None or time.until is None:
        return False
    if time.precision in (TimePrecision.MONTH, TimePrecision.YEAR) and not time.span:
        return False
    return (time.until - time.begin).days > LONGEST_SPAN
