"""Tolls: the casualties of an event, each figure once, by outcome, group and source (codebook section 8)."""

from __future__ import annotations

from schemas.event import Casualty, Span
from service.extraction.citing import sources_at
from service.extraction.incidents import Incident
from service.extraction.mentions import CasualtyMention, spans
from service.extraction.salvos import size


def tolls(incident: Incident) -> list[Casualty]:
    """Return one row for each outcome, group and source: the latest total, and its parts."""
    rows: dict[tuple[str, str, str | None, bool], CasualtyMention] = {}
    places: dict[tuple[str, str, str | None, bool], list[Span]] = {}
    totals: dict[str, tuple[str, str, str | None, bool]] = {}
    for frame in incident.frames:
        for figure in frame.casualties:
            source = next(iter(sources_at(incident, figure.start)), None)
            key = (figure.outcome.value, figure.of.value if figure.part else "", source, figure.part)
            if not figure.part:
                known = totals.get(figure.outcome.value)
                if known is not None and (rows[known].count == figure.count or known[2] is None or source is None):
                    key = known
                totals.setdefault(figure.outcome.value, key)
            if key not in rows or _supersedes(figure, rows[key]):
                rows[key] = figure
            places.setdefault(key, []).append((figure.start, figure.end))
    return [
        Casualty(outcome=f.outcome, count=f.count, of=f.of, source=key[2], spans=spans(places[key]))
        for key, f in rows.items()
    ]


def _supersedes(new: CasualtyMention, old: CasualtyMention) -> bool:
    """Whether the later figure updates the earlier one: it is higher, or the same with a bound."""
    if (old.count.max == 0) != (new.count.max == 0):
        return old.count.max == 0
    return size(new.count) > size(old.count)
