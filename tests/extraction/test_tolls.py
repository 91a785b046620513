"""Tolls: each figure of an event once, the latest of each source, two rows only where two sources differ."""

from __future__ import annotations

import pytest

from schemas.event import Count
from schemas.vocabulary import ActorKind, AttributionRole, CasualtyGroup, CasualtyOutcome
from service.extraction.events.incidents import Incident
from service.extraction.events.tolls import tolls
from service.extraction.frames.clauses import Clause
from service.extraction.frames.frame import Frame
from service.extraction.mentions import ActorMention, CasualtyMention, SpeakerMention

Bounds = tuple[int | None, int | None]


def figure(
    at: int,
    count: Bounds,
    outcome: CasualtyOutcome = CasualtyOutcome.KILLED,
    of: CasualtyGroup = CasualtyGroup.UNSPECIFIED,
    *,
    part: bool = False,
    total: bool = False,
) -> CasualtyMention:
    return CasualtyMention(start=at, end=at + 5, outcome=outcome, count=Count(*count), of=of, part=part, total=total)


def speaker(name: str, start: int, end: int) -> SpeakerMention:
    return SpeakerMention(
        start=start, end=start + 2, name=name, role=AttributionRole.REPORTS, scope_start=start, scope_end=end
    )


def incident(*figures: CasualtyMention, speakers: tuple[SpeakerMention, ...] = (), headings: int = 0) -> Incident:
    """Return an incident with a frame for each figure; the first ``headings`` of them stand in headlines."""
    frames = []
    for number, mention in enumerate(figures):
        clause = Clause(sentence=number, first=number, last=number + 1, paragraph=0, opener="")
        frame = Frame(clause, [])
        frame.casualties = [mention]
        frame.speakers = [s for s in speakers if s.scope_start <= mention.start < s.scope_end]
        frame.heading = number < headings
        frames.append(frame)
    told = Incident(frames[0])
    told.frames.extend(frames[1:])
    return told


def counts(told: Incident) -> list[Bounds]:
    return [(row.count.min, row.count.max) for row in tolls(told)]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ((6, 6), (6, 6), [(6, 6)]),
        ((6, 6), (8, 8), [(8, 8)]),
        ((8, 8), (6, 6), [(8, 8)]),
        ((6, 6), (6, None), [(6, None)]),
        ((24, None), (31, 31), [(31, 31)]),
        ((31, 31), (24, None), [(31, 31)]),
        ((0, 0), (2, 2), [(2, 2)]),
        ((2, 2), (0, 0), [(2, 2)]),
    ],
)
def test_tolls_later_or_exacter_figure_stands_for_both(first: Bounds, second: Bounds, kept: list[Bounds]) -> None:
    assert counts(incident(figure(0, first), figure(20, second))) == kept


def test_tolls_two_sources_that_differ_have_two_rows() -> None:
    said = (speaker("Civil Defence", 0, 10), speaker("Health Ministry", 20, 30))
    rows = tolls(incident(figure(0, (7, 7)), figure(20, (9, 9)), speakers=said))
    assert [(row.source, row.count.min) for row in rows] == [("Civil Defence", 7), ("Health Ministry", 9)]


def test_tolls_one_person_told_of_by_another_is_no_rival_total() -> None:
    said = (speaker("mayor", 0, 10), speaker("doctor", 20, 30))
    assert counts(incident(figure(0, (7, 7)), figure(20, (1, 1)), speakers=said)) == [(7, 7)]


def test_tolls_dozens_and_hundreds_of_two_sources_are_two_figures() -> None:
    said = (speaker("army", 0, 10), speaker("rebels", 20, 30))
    assert counts(incident(figure(0, (24, None)), figure(20, (200, 200)), speakers=said)) == [(24, None), (200, 200)]


def test_tolls_headline_gives_way_to_the_text() -> None:
    assert counts(incident(figure(0, (50, None)), figure(20, (47, 47)), headings=1)) == [(47, 47)]


def test_tolls_parts_stand_beside_the_whole() -> None:
    child = figure(20, (2, 2), of=CasualtyGroup.CHILD, part=True)
    assert counts(incident(figure(0, (9, 9)), child)) == [(9, 9), (2, 2)]


def test_tolls_outcomes_are_apart() -> None:
    rows = tolls(incident(figure(0, (0, 0)), figure(20, (4, 4), CasualtyOutcome.INJURED)))
    assert [(row.outcome.value, row.count.min) for row in rows] == [("killed", 0), ("injured", 4)]


def test_tolls_soldiers_of_one_clause_are_two_losses() -> None:
    told = incident(figure(0, (4, 4), of=CasualtyGroup.MILITARY))
    told.frames[0].casualties.append(figure(20, (11, 11), of=CasualtyGroup.MILITARY))
    assert counts(told) == [(4, 4), (11, 11)]


def test_tolls_losses_of_the_attackers_are_apart() -> None:
    rebels = ActorMention(
        start=20, end=23, id="rebels", name="Rebels", kind=ActorKind.GROUP, country=None, form="group"
    )
    told = incident(figure(0, (13, 13)), figure(20, (8, 8)))
    told.frames[0].attackers = [rebels]
    told.frames[1].targets = [rebels]
    assert counts(told) == [(13, 13), (8, 8)]


def test_tolls_running_total_of_a_war_is_left_out() -> None:
    assert counts(incident(figure(0, (12, 12)), figure(20, (14_000, None), total=True))) == [(12, 12)]
    assert counts(incident(figure(0, (12, 12)), figure(20, (437, None), total=True))) == [(12, 12)]


def test_tolls_death_toll_that_rose_is_an_update() -> None:
    assert counts(incident(figure(0, (9, 9)), figure(20, (11, 11), total=True))) == [(11, 11)]


def test_tolls_repeated_figure_keeps_all_its_spans() -> None:
    (row,) = tolls(incident(figure(0, (6, 6)), figure(20, (6, 6))))
    assert row.spans == [(0, 5), (20, 25)]
