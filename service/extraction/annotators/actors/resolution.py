"""Generic actors given a side by the document: "the army", "rebels", "the group", "the enemy", "our troops".

Each class of generic actor has a rule of its own. All look only at what the article itself names; where that does
not settle it, the side stays ``unknown``.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from schemas.vocabulary import ActorKind
from service.extraction.annotators.actors.lexicon import UNKNOWN, ActorLexicon
from service.extraction.document import Document


class Found(NamedTuple):
    """A mention in the making, in tokens ``[first, last)``."""

    first: int
    last: int
    side: str
    form: str
    word: str
    """For a generic actor its class in the lexicon, or ``proxy``."""
    country: str | None


GROUP_REACH = 6
"""How many sentences "the group" may stand after the group that it means."""
SPEAKER_REACH = 4
"""How many sentences "the enemy" may stand after the speaker whose enemy is meant."""
MENTION_REACH = 60
"""How many mentions away the side of a generic actor is looked for at most, so that time stays linear."""
ARMED = frozenset(("force", "government"))
STATE_FORMS = frozenset(("name", "demonym", "force", "government"))
INVADERS = ("occup", "invad", "aggress")
OFFICIAL = frozenset(("force", "government", "leader", "metonym"))


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
        self.rules = lexicon.resolution
        self.without_army = frozenset(self.rules["without_army"])
        self.states = self._weigh_states()
        self.home = self._home()
        self.groups: Counter[str] = Counter(item.side for item in found if item.side in lexicon.groups)

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
        candidates = [(count, state) for state, count in self.states.items() if state not in self.without_army]
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
            case "coalition":
                return self._last_coalition(i)
            case "enemy":
                return self._enemy(i, item)
            case "home":
                return self._speaker(i) or UNKNOWN
            case "settlers":
                named = any(self.states[state] for state in self.rules["settlers"])
                return "israeli-settlers" if named else UNKNOWN
            case "kurdish":
                return self._kurdish(i)
        return self._last_group(i) if self._definite(item) else UNKNOWN

    def _sentence(self, i: int) -> int:
        return self.doc.sentence_of[self.found[i].first]

    def _before(self, i: int, reach: int) -> list[Found]:
        """Return the mentions before the i-th within so many sentences, nearest first."""
        sentence = self._sentence(i)
        near: list[Found] = []
        for item in reversed(self.found[max(0, i - MENTION_REACH) : i]):
            if sentence - self.doc.sentence_of[item.first] > reach:
                break
            near.append(item)
        return near

    def _government(self, i: int) -> str:
        """Government forces: of the state named before in the sentence if it weighs enough, else the state in play."""
        for item in self._before(i, 0):
            if item.side not in self.lexicon.states or item.form not in STATE_FORMS:
                continue
            if item.side not in self.without_army and self.states[item.side] * 3 >= self.states[self.home or ""]:
                return item.side
        return self.home or UNKNOWN

    def _troops(self, i: int) -> str:
        """Soldiers without a flag: of the side whose forces the sentence names before, else the state in play."""
        for item in self._before(i, 0):
            if item.form in ("force", "demonym") and item.side in self.lexicon.states:
                return item.side
        return self.home or UNKNOWN

    def _rebels(self, i: int, item: Found) -> str:
        """Rebels: those of the country named nearest, by rule or as its only group; separatists by rule."""
        country = item.country or self._country_before(i) or self.home
        if any(word.startswith("separatist") for word in self.doc.lower[item.first : item.last]):
            for state, side in self.rules["separatists"].items():
                if self.states[state] and self.states[side]:
                    return str(side)
        local = [side for side in self.groups if country and self.lexicon.country_of(side) == country]
        if country in self.rules["rebels"]:
            return str(self.rules["rebels"][country])
        if len(local) == 1:
            return local[0]
        for before in self._before(i, 2):
            if before.side in local:
                return before.side
        return UNKNOWN

    def _country_before(self, i: int) -> str | None:
        """Return the country whose rebels have a rule, if the sentence or the one before it names it."""
        rules = self.rules["rebels"]
        return next((item.side for item in self._before(i, 1) if item.side in rules), None)

    def _kurdish(self, i: int) -> str:
        """Kurdish fighters: the only Kurdish group that the document names, or the last before."""
        named = [side for side in self.rules["kurdish"] if self.groups[side]]
        if len(named) == 1:
            return str(named[0])
        return next((item.side for item in self._before(i, GROUP_REACH) if item.side in named), UNKNOWN)

    def _definite(self, item: Found) -> bool:
        """Whether it takes up a group named before: "the Sunni militant group", or ", an Iran-backed group"."""
        lower = self.doc.lower
        if lower[item.last - 1] not in self.rules["group_nouns"]:
            return False
        before = lower[max(0, item.first - 3) : item.first]
        if "the" in before:
            return True
        return len(before) > 1 and before[-1] in ("a", "an") and before[-2] == ","

    def _last_group(self, i: int) -> str:
        for item in self._before(i, GROUP_REACH):
            if item.form == "group":
                return item.side
        return UNKNOWN

    def _last_coalition(self, i: int) -> str:
        for item in reversed(self.found[max(0, i - MENTION_REACH) : i]):
            if self.lexicon.kind_of(item.side) is ActorKind.COALITION:
                return item.side
        return UNKNOWN

    def _speaker(self, i: int) -> str | None:
        """Return the side whose officials or forces speak: in the sentence, else in the ones before it."""
        sentence = self._sentence(i)
        for item in self.found[i + 1 : i + MENTION_REACH]:
            if self.doc.sentence_of[item.first] != sentence:
                break
            if item.form in OFFICIAL and item.side != UNKNOWN:
                return item.side
        for item in self._before(i, SPEAKER_REACH):
            if item.form in OFFICIAL and item.side != UNKNOWN:
                return item.side
        return None

    def _enemy(self, i: int, item: Found) -> str:
        """The enemy: of the two sides that the document names most, the one that does not speak.

        Occupiers and invaders are by rule; so is the enemy where nobody is known to speak.
        """
        invader = next((str(b) for a, b in self.rules["occupiers"].items() if self.states[a] and self.states[b]), None)
        if invader and any(stem in w for w in self.doc.lower[item.first : item.last] for stem in INVADERS):
            return invader
        sides = [side for side, _ in (self.states + self.groups).most_common(2)]
        speaker = self._speaker(i)
        if len(sides) == 2 and speaker in sides:
            return sides[1] if speaker == sides[0] else sides[0]
        return invader or UNKNOWN
