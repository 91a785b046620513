"""Frames: what one clause says about one incident, as mentions; who, to whom, with what, where, when, how many.

A frame holds mentions, not values: nothing is resolved against other sentences here. ``reading.py`` builds them.
"""

from __future__ import annotations

from service.extraction.frames.clauses import Clause
from service.extraction.frames.salvos import WeaponUse
from service.extraction.mentions import (
    ActMention,
    ActorMention,
    CasualtyMention,
    ObjectMention,
    PlaceMention,
    SpeakerMention,
    TimeMention,
)

PRIORITY = {
    "capture": 0, "withdraw": 1, "fall": 1, "abduct": 1, "board": 1, "attack": 2, "explode": 2, "fight": 2, "repel": 2,
    "launch": 4, "intercept": 4, "advance": 5, "kill": 6, "damage": 7, "burn": 8, "suppress": 9,
}  # fmt: skip


def _rank(act: ActMention) -> tuple[int, bool, int]:
    """Order acts by how much they make the event; a noun of taking ground ("liberation") yields to any verb."""
    yielding = act.noun and PRIORITY[act.pattern] < PRIORITY["attack"]
    return (PRIORITY["advance"] if yielding else PRIORITY[act.pattern], act.weak, act.start)


def _main(acts: list[ActMention]) -> ActMention | None:
    """Return the act that leads; an attack in which people are also carried off stays an attack."""
    main = min(acts, key=_rank, default=None)
    if main is None or main.pattern != "abduct":
        return main
    attacks = [act for act in acts if act.pattern in ("attack", "fight") and act.start < main.start]
    return min(attacks, key=_rank, default=main)


class Frame:
    """What one clause says about one incident, as mentions.

    Attributes
    ----------
    clause:
        The stretch of tokens that the frame was read from.
    acts:
        The acts that happened by this clause, in order; ``main`` leads. Empty if only casualties are told.
    attackers, targets:
        Actor mentions in their roles.
    time:
        The time expression that dates the acts, if there is one in reach.
    claimed, denied:
        Whether the main act stands on somebody's word, or on a denial.
    anaphoric, beside:
        Whether the clause refers back to an incident already told, or sets another beside it ("also", "elsewhere").
    """

    __slots__ = (
        "acts", "anaphoric", "attackers", "beside", "casualties", "claimed", "clause", "denied", "heading", "main",
        "objects", "places", "speakers", "suppliers", "targets", "time", "weapons",
    )  # fmt: skip

    def __init__(self, clause: Clause, acts: list[ActMention]) -> None:
        self.clause = clause
        self.acts = acts
        self.main = _main(acts)
        self.attackers: list[ActorMention] = []
        self.targets: list[ActorMention] = []
        self.suppliers: set[int] = set()
        self.weapons: list[WeaponUse] = []
        self.places: list[PlaceMention] = []
        self.objects: list[ObjectMention] = []
        self.casualties: list[CasualtyMention] = []
        self.speakers: list[SpeakerMention] = []
        self.time: TimeMention | None = None
        self.claimed = False
        self.denied = False
        self.anaphoric = False
        self.beside = False
        self.heading = False

    @property
    def patterns(self) -> set[str]:
        """The argument patterns of the frame's acts."""
        return {act.pattern for act in self.acts}
