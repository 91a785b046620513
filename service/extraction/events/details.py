"""Details: clauses that only say what else was hit, or who was hurt, join the event told just before them.

"A drone hit a depot in Kursk. Two houses were also damaged." is one event; the second sentence names no place, side or
time of its own, and alone would be none.
"""

from __future__ import annotations

from service.extraction.events.incidents import Incident
from service.extraction.frames.citing import attribute
from service.extraction.frames.clauses import SUBORDINATE, Clause, Index
from service.extraction.frames.frame import Frame
from service.extraction.frames.harm import objects_hit
from service.extraction.frames.reading import set_aside

ASIDE = SUBORDINATE | {"although", "though"}
"""Openers of clauses that tell of something else: "after the market was hit last year"."""
WAR = 1000
"""As many dead or hurt are of a war."""


def settle_details(index: Index, frames: list[Frame], incidents: list[Incident]) -> list[Frame]:
    """Give the incidents that are events the clauses behind them that tell no event but a detail.

    Returns
    -------
    The frames of those clauses that are not among ``frames``.
    """
    taken = {id(frame) for incident in incidents for frame in incident.frames}
    homes: dict[int, Incident] = {}
    for incident in incidents:
        homes.update({frame.clause.sentence: incident for frame in incident.frames if not frame.heading})
    read = {frame.clause.first: frame for frame in frames}
    added: list[Frame] = []
    for clauses in index.clauses if homes else []:
        for clause in clauses:
            home = homes.get(clause.sentence, homes.get(clause.sentence - 1))
            if home is None or index.doc.sentences[clause.sentence].heading:
                continue
            if clause.opener in ASIDE or _names_another(index, clause):
                continue
            frame = read.get(clause.first) or _harm(index, clause)
            if frame is None or id(frame) in taken or not _tells(frame, home):
                continue
            if frame.time is None or any(frame.time is other.time for other in home.frames):
                home.add(frame)
                if clause.first not in read:
                    added.append(frame)
    return added


def _names_another(index: Index, clause: Clause) -> bool:
    """Whether the clause has a place, side or time of its own, whoever is cited for it aside."""
    first, last = clause.first, clause.last
    if index.times.any(first, last) or any(p.relation != "possessive" for _, _, p in index.places.within(first, last)):
        return True
    return any(i not in index.speakers.at for i, _, _ in index.actors.within(first, last))


def _harm(index: Index, clause: Clause) -> Frame | None:
    """Read what was hit from a clause too slight for a frame: "a market was also targeted"."""
    acts = [span for span in index.acts.within(clause.first, clause.last) if not span[2].noun]
    acts = [span for span in acts if not set_aside(index, clause, span[0], span[2])]
    if not acts:
        return None
    frame = Frame(clause, [act for _, _, act in acts])
    frame.objects = objects_hit(index, clause, acts, [])
    attribute(index, frame)
    return frame


def _tells(frame: Frame, home: Incident) -> bool:
    """Whether the frame has an object, or people that came to harm of whom the incident says nothing yet."""
    figures = [figure for figure in frame.casualties if figure.count.max != 0]
    if any(figure.total or (figure.count.min or 0) >= WAR for figure in figures):
        return False
    known = {figure.outcome for figure in home.casualties}
    if any(figure.outcome in known for figure in figures):
        return False  # "two of his guards also died"
    return bool(frame.objects or figures)
