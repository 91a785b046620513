"""Confidence: the probability that an event is right, by a small model over what was read of it.

A logistic regression over features of the incident, trained on annotated articles by ``service.evaluation.training``
(an event is right if it agrees with its annotation on two of attacker, place, weapon and date). It serves twice: as
the event's ``confidence``, and to leave out incidents that are more likely a passing mention than an event.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from schemas.vocabulary import EventType, PlacePrecision
from service.extraction.document import Document
from service.extraction.events.incidents import Incident
from service.extraction.events.newsworthiness import WAR_FAMILIES
from service.extraction.frames.frame import Frame
from service.extraction.mentions import PlaceMention

MODEL = Path(__file__).parent / "model" / "confidence.json"

PERFECT = frozenset("has have 've".split())
ONGOING = frozenset(
    "continues continue continued continuing been repeatedly regularly often frequently daily routinely".split()
)
COMMENT = frozenset(
    "condemned condemn condemns condemning sanctions accused accusing accuses blamed blames comments response respond"
    " retaliation aftermath amid since anniversary remember mourning referring reference trial court investigation"
    " report documentary film book year years war invasion conflict".split()
)


class Model(Struct, frozen=True):
    """Weights of a logistic regression, and the probability from which an incident stands as an event."""

    bias: float
    weights: dict[str, float]
    threshold: float
    trained_on: str

    def probability(self, features: dict[str, float]) -> float:
        """Return the probability, from 0 to 1, that an incident with the features is a right event."""
        score = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Return the trained model that the package ships."""
    return Model(**json.loads(MODEL.read_text(encoding="utf-8")))


def features(
    doc: Document,
    incident: Incident,
    event_type: EventType,
    places: list[PlaceMention],
    rank: int,
) -> dict[str, float]:
    """Return what speaks for and against the incident; ``rank`` is its place among the article's incidents."""
    frames = incident.frames
    found: dict[str, float] = {"other violence": float(event_type is EventType.OTHER_VIOLENCE)}
    _of_places(found, places)
    _of_slots(found, incident)
    _of_acts(found, frames)
    _of_time(found, doc, incident)
    _of_discourse(found, doc, frames, rank)
    return found


def _of_places(found: dict[str, float], places: list[PlaceMention]) -> None:
    finest = min((_FINENESS[place.precision] for place in places), default=6)
    found[f"place={finest}"] = 1.0
    found["places>1"] = float(len(places) > 1)
    found["places>3"] = float(len(places) > 3)


_FINENESS = {
    PlacePrecision.SITE: 1, PlacePrecision.CITY: 1, PlacePrecision.DISTRICT: 2, PlacePrecision.REGION: 3,
    PlacePrecision.SEA: 4, PlacePrecision.COUNTRY: 5,
}  # fmt: skip


def _of_slots(found: dict[str, float], incident: Incident) -> None:
    frames = incident.frames
    families = incident.families
    found["attacker named"] = float(bool(incident.attackers))
    found["target named"] = float(bool(incident.targets))
    found["weapon of war"] = float(bool(families & WAR_FAMILIES))
    found["weapon"] = float(bool(families))
    found["weapon count"] = float(any(use.counted for frame in frames for use in frame.weapons))
    found["intercepted"] = float(any(use.intercepted for frame in frames for use in frame.weapons))
    found["casualties"] = float(bool(incident.casualties))
    found["object"] = float(any(frame.objects for frame in frames))


def _of_acts(found: dict[str, float], frames: list[Frame]) -> None:
    mains = [frame.main for frame in frames if frame.main is not None]
    found["no act"] = float(not mains)
    strong = [frame for frame in frames if frame.main is not None and not frame.main.weak]
    found["side does it somewhere"] = float(any(_complete(frame) for frame in strong))
    found["weak only"] = float(bool(mains) and all(act.weak for act in mains))
    found["noun only"] = float(bool(mains) and all(act.noun for act in mains))
    found["finite verb"] = float(any(act.form in ("finite", "passive") for act in mains))
    found["acts"] = math.log1p(sum(len(frame.acts) for frame in frames))


def _complete(frame: Frame) -> bool:
    """Whether a verb in one clause tells who did it and where, below a country."""
    if frame.main is None or frame.main.form not in ("finite", "passive"):
        return False
    return bool(frame.attackers or frame.targets) and any(_FINENESS[p.precision] < 5 for p in frame.places)


def _of_time(found: dict[str, float], doc: Document, incident: Incident) -> None:
    time = incident.time
    found["time"] = float(time is not None)
    if time is None or time.begin is None:
        return
    found[f"precision={time.precision.value}"] = 1.0
    found["span"] = float(time.span)
    if doc.published is not None:
        age = (doc.published - (time.until or time.begin)).days
        bucket = (
            "fresh" if age <= 2 else "week" if age <= 8 else "month" if age <= 45 else "year" if age <= 400 else "old"
        )
        found[f"age={bucket}"] = 1.0


def _of_discourse(found: dict[str, float], doc: Document, frames: list[Frame], rank: int) -> None:
    first = frames[0].clause
    found["headline only"] = float(all(frame.clause.sentence == 0 for frame in frames) and len(doc.sentences) > 3)
    found["position"] = first.sentence / max(1, len(doc.sentences))
    found["frames"] = math.log1p(len(frames))
    found["rank"] = math.log1p(rank)
    found["anaphoric"] = float(frames[0].anaphoric)
    found["claimed"] = float(any(frame.claimed for frame in frames))
    found["cited"] = float(any(frame.speakers for frame in frames))
    found["subordinate"] = float(first.opener in ("after", "since", "before", "as", "following", "because", "where"))
    words = [word for frame in frames for word in doc.lower[frame.clause.first : frame.clause.last]]
    found["perfect"] = float(any(word in PERFECT for word in words))
    found["ongoing"] = float(any(word in ONGOING for word in words))
    found["comment"] = float(any(word in COMMENT for word in words))
    found["quoted"] = float(any(word in ('"', "“", "”") for word in words))
    found["density"] = min(1.0, 20.0 * len(doc.acts) / max(1, len(doc.words)))
    armed = sum(actor.form in ("force", "group") for actor in doc.actors)
    found["armed"] = min(1.0, 30.0 * armed / max(1, len(doc.words)))
    found["weapons around"] = min(1.0, 30.0 * len(doc.weapons) / max(1, len(doc.words)))
