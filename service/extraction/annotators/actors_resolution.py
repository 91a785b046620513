"""Generic actors given a side by the document: "the army", "rebels", "the group", "the enemy", "our troops".

Each class of generic actor has a rule of its own. All look only at what the article itself names; where that does
not settle it, the side stays ``unknown``.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from service.extraction.annotators.actor_lexicon import UNKNOWN, ActorLexicon
from service.extraction.document import Document


class Found(NamedTuple):
    """A mention in the making, in tokens ``[first, last)``."""

    first: int
    last: int
    side: str
    form: str
    word: str
    """For a generic actor its class: government, troops, rebels, group, enemy, home, proxy or unnamed."""
    country: str | None


GROUP_REACH = 6
"""How many sentences "the group" may stand after the group that it means."""
SPEAKER_REACH = 4
"""How many sentences "the enemy" may stand after the speaker whose enemy is meant."""
ARMED = frozenset(("force", "government"))
OFFICIAL = frozenset(("force", "government", "leader", "metonym"))
OPPOSITION = "syrian-opposition"
WITHOUT_ARMY = frozenset(("PS",))
"""States in whose articles "the army" is another's."""


def resolve_generics(doc: Document, found: list[Found], lexicon: ActorLexicon) -> list[Found]:
    """Return the mentions with a side for each generic actor that the document settles."""
    if not any(item.form == "generic" for item in found):
        return found
    context = _Context(doc, found, lexicon)
    return [
        item._replace(side=context.side_of(i, item)) if item.form == "generic" else item for i, item in enumerate(found)
    ]


class _Context:
    """What the document says about who is who."""

    def __init__(self, doc: Document, found: list[Found], lexicon: ActorLexicon) -> None:
        self.doc, self.found, self.lexicon = doc, found, lexicon
        self.states = self._weigh_states()
        self.home = self._home()
        self.groups = Counter(item.side for item in found if item.side in lexicon.groups)

    def _weigh_states(self) -> Counter[str]:
        """Count the states that the document names; a force or government of one weighs threefold."""
        weights: Counter[str] = Counter()
        for item in self.found:
            if item.side in self.lexicon.states:
                weights[item.side] += 3 if item.form in ARMED else 1
            elif item.country:
                weights[item.country] += 1
        for place in self.doc.places:
            if place.country in self.lexicon.states:
                weights[place.country] += 1
        return weights

    def _home(self) -> str | None:
        """Return the state in play: the one named most, the earlier of two alike."""
        candidates = [(count, state) for state, count in self.states.items() if state not in WITHOUT_ARMY]
        return max(candidates, key=lambda row: row[0])[1] if candidates else None

    def side_of(self, i: int, item: Found) -> str:
        """Return the side of a generic actor, or ``unknown``."""
        match item.word:
            case "government":
                return self._government(i)
            case "troops":
                return self._troops(i)
            case "rebels":
                return self._rebels(i, item)
            case "group":
                return self._last_group(i)
            case "enemy":
                return self._enemy(i)
            case "home":
                return self._speaker(i) or UNKNOWN
        return UNKNOWN

    def _sentence(self, i: int) -> int:
        return self.doc.sentence_of[self.found[i].first]

    def _before(self, i: int, reach: int) -> list[Found]:
        """Return the mentions before the i-th within so many sentences, nearest first."""
        sentence = self._sentence(i)
        near: list[Found] = []
        for item in reversed(self.found[:i]):
            if sentence - self.doc.sentence_of[item.first] > reach:
                break
            near.append(item)
        return near

    def _government(self, i: int) -> str:
        """Government forces: of the state named before in the sentence if that has forces here, else the state in play."""
        for item in self._before(i, 0):
            if item.side in self.lexicon.states and item.form in ("name", "demonym", "force", "government"):
                if item.side not in WITHOUT_ARMY and self.states[item.side] * 3 >= self.states[self.home or ""]:
                    return item.side
        return self.home or UNKNOWN

    def _troops(self, i: int) -> str:
        """Soldiers without a flag: of the side whose forces the sentence names before, else the state in play."""
        for item in self._before(i, 0):
            if item.form in ("force", "demonym") and item.side in self.lexicon.states:
                return item.side
        return self.home or UNKNOWN

    def _rebels(self, i: int, item: Found) -> str:
        """Rebels: Syria's opposition in Syria, Russia's separatists in Ukraine, else the group of that country."""
        country = item.country or self.home
        if country == "SY":
            return OPPOSITION
        if self.doc.lower[item.first].startswith("separatist") and self.states["UA"] and self.states["RU"]:
            return "RU"
        local = [side for side in self.groups if country and self.lexicon.country_of(side) == country]
        if len(local) == 1:
            return local[0]
        if item.country is None:
            for before in self._before(i, 2):
                if before.side in local:
                    return before.side
        return UNKNOWN

    def _last_group(self, i: int) -> str:
        for item in self._before(i, GROUP_REACH):
            if item.form == "group":
                return item.side
        return UNKNOWN

    def _speaker(self, i: int) -> str | None:
        """Return the side whose officials or forces speak: in the sentence, else in the ones before it."""
        sentence = self._sentence(i)
        for item in self.found[i + 1 :]:
            if self.doc.sentence_of[item.first] != sentence:
                break
            if item.form in OFFICIAL and item.side != UNKNOWN:
                return item.side
        for item in self._before(i, SPEAKER_REACH):
            if item.form in OFFICIAL and item.side != UNKNOWN:
                return item.side
        return None

    def _enemy(self, i: int) -> str:
        """The enemy: of the two sides that the document names most, the one that does not speak."""
        sides = [side for side, _ in (self.states + self.groups).most_common(3)]
        if "UA" in sides and "RU" in sides:
            return "UA" if self._speaker(i) == "RU" else "RU"
        if len(sides) < 2:
            return UNKNOWN
        speaker = self._speaker(i)
        if speaker is None:
            return UNKNOWN
        return next((side for side in sides[:2] if side != speaker), UNKNOWN) if speaker in sides[:2] else UNKNOWN
