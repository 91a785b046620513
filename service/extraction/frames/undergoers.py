"""Undergoers: which noun of a clause stands where the thing stands that an act befalls.

A noun that can be hit counts only as the object of a harmful act, as the subject of a passive one, or at the place of
a blast; what merely lies near, sends, owns or speaks does not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from schemas.vocabulary import TargetType
from service.extraction.document import Document
from service.extraction.frames.clauses import Clause, Index
from service.extraction.mentions import ActMention, ObjectMention

Act = tuple[int, int, ActMention]

STRIKING = frozenset(["attack", "damage", "capture", "board"])
PEOPLE = frozenset([TargetType.MILITARY_PERSONNEL, TargetType.CIVILIANS])
CONTAINERS = frozenset([TargetType.OTHER, TargetType.MILITARY_EQUIPMENT, TargetType.MILITARY_BASE])
SUBJECT_REACH = 16
OBJECT_REACH = 24
PERSON_REACH = 8
PHRASE_REACH = 10
"""Tokens of a noun phrase between its preposition and its head."""

PREPOSITIONS = frozenset(
    "on at against of to in into onto inside within from by near outside for with without over under along behind"
    " beside beyond across around above below between through toward towards via about amid despite except excluding"
    " than like unlike throughout past off as".split()
)
STRUCK_BY_NOUN = frozenset("on at against of in into inside onto within targeting including".split())
STRUCK_BY_VERB = frozenset("in at into inside of on onto over across within including".split())
STRUCK_BY_LAUNCH = frozenset("on at against into toward towards inside including".split())
AIMED = frozenset(["on", "at", "against", "of", "to", "targeting", "including", ""])
BARRIERS = frozenset(
    "who whose whom which where when while but because after before since until although though if that said says told"
    " saying according was were is are be been has have had will would could may might can should killed"
    " amid ; response retaliation revenge".split()
)
PERCEIVED = frozenset("heard reported seen felt recorded registered noticed observed".split())
"""What is done with a blast that is the subject of a passive: "an explosion was heard near the depot"."""
KEPT = frozenset("held kept detained imprisoned sheltering sheltered hiding staying housed trapped sleeping".split())
"""How people were where they were killed: "killed 50 prisoners who were held at a barracks"."""
LINKING = frozenset("who was were is are been have has had being".split())
SUFFERED = frozenset("suffered suffering suffers sustained sustaining sustains received took".split())
BLOWS = frozenset("blow blows damage harm havoc destruction devastation".split())
RELATIVE_ACTS = frozenset("hit struck damaged destroyed targeted devastated wrecked levelled leveled flattened".split())
CONSEQUENCES = frozenset(
    "including leaving setting causing killing damaging destroying hitting striking targeting injuring wounding"
    " housing carrying".split()
)
SUBJECT_BARRIERS = frozenset(
    "whose while but because after before since until although though if said says told saying according will would"
    " could may might can should killed amid ; response retaliation revenge".split()
)
ENDERS = frozenset(". , ; : ) and in on during as when while after by at near since overnight".split())
DETERMINERS = frozenset(
    "the a an its their his her our this that these those some several many multiple more at other another both all"
    " residential civilian military key critical energy".split()
)
WAYS = frozenset("road roads street streets highway highways motorway motorways route routes".split())
SIDE_WORDS = frozenset(
    "militants militant rebels rebel insurgents insurgent jihadists jihadist terrorists terrorist separatists"
    " separatist extremists militia militias occupiers occupier invaders forces paramilitary paramilitaries".split()
)
"""Names of a side: whoever is attacked by such a name is the event's target, and no object (codebook section 3)."""
RUINS = frozenset(["rubble", "ruins", "wreckage", "wreck", "remains"])
AIMING = frozenset([("aimed", "at"), ("aiming", "at"), ("directed", "at"), ("meant", "for"), ("intended", "for")])
AIM_REACH = 5
TAKEN_FROM = frozenset("from at in inside".split())
LEADERS = frozenset(
    "commander commanders general generals colonel brigadier chief leader leaders mastermind governor mayor judge"
    " prosecutor".split()
)
"""People who are killed because they were aimed at."""


class Acts:
    """The harmful acts of a clause in order, found by token in logarithmic time."""

    __slots__ = ("_ends", "_starts", "spans")

    def __init__(self, spans: list[Act]) -> None:
        self.spans = spans
        self._starts = [span[0] for span in spans]
        self._ends = [span[1] for span in spans]

    def before(self, token: int) -> Act | None:
        """Return the last act that ends before the token."""
        i = bisect_right(self._ends, token)
        return self.spans[i - 1] if i else None

    def after(self, token: int) -> Act | None:
        """Return the first act that begins at the token or behind it."""
        i = bisect_left(self._starts, token)
        return self.spans[i] if i < len(self.spans) else None


class Undergoer:
    """A noun of a clause with its tokens, and the harmful acts next to it on either side."""

    __slots__ = ("after", "before", "clause", "doc", "first", "index", "last", "mention", "person")

    def __init__(self, index: Index, clause: Clause, acts: Acts, first: int, last: int, mention: ObjectMention) -> None:
        self.index, self.doc, self.clause = index, index.doc, clause
        self.before, self.after = acts.before(first), acts.after(last)
        self.first, self.last, self.mention = first, last, mention
        self.person = mention.type in PEOPLE

    @property
    def head(self) -> str:
        """The last word of the noun, folded."""
        return self.doc.lower[self.last - 1]

    def hit(self) -> bool:
        """Whether the noun stands where an act's object stands."""
        return not self._launches() and (self._after_act() or self._before_act())

    def _launches(self) -> bool:
        """Whether the noun is what fires: "struck the town as aircraft dropped bombs"."""
        if self.mention.type is not TargetType.MILITARY_EQUIPMENT:
            return False
        act = self.index.acts.at.get(self.last)
        return act is not None and act.pattern == "launch" and act.form == "finite"

    def _after_act(self) -> bool:
        """Whether the nearest act before the noun governs it, directly or by a preposition of place or aim."""
        act = self.before
        if act is None or self.first - act[1] > (PERSON_REACH if self.person else OBJECT_REACH):
            return False
        begin, end, word = act
        governor, at = self._governor(end)
        if governor is None or (governor not in ("", "including") and self.first - at > PHRASE_REACH):
            return False
        if self.person and governor not in AIMED:
            return False
        beside = at == end
        if governor in ("on", "along") and self.head in WAYS and not (word.noun and beside):
            return False
        if word.pattern == "kill":
            return self._of_killing(governor)
        if word.pattern == "abduct":
            return not self.person and governor in TAKEN_FROM
        if word.noun:
            if governor == "" and beside:
                return word.pattern != "launch" and self._verbal(begin, end)
            dealt = governor == "to" and (word.pattern == "damage" or self.doc.lower[at - 1] in BLOWS)
            return dealt or governor in STRUCK_BY_NOUN
        if word.pattern == "launch":
            return governor in STRUCK_BY_LAUNCH
        if word.form == "passive":
            return governor in STRUCK_BY_VERB and governor != "of" and not self.person
        return governor == "" or governor in STRUCK_BY_VERB

    def _verbal(self, begin: int, end: int) -> bool:
        """Whether a noun of an act takes an object like a verb: "bombing a theatre", "that hit an air base"."""
        lower = self.doc.lower
        return lower[begin].endswith("ing") or lower[end] in ("a", "an", "the")

    def _of_killing(self, governor: str) -> bool:
        """Whether a killing has the noun for its aim (a leader) or its scene (no hospital: the wounded die there)."""
        if governor in ("", "of"):
            return self.person or self.head in LEADERS
        return not self.person and self.mention.type is not TargetType.HEALTH and governor in STRUCK_BY_VERB

    def _governor(self, start: int) -> tuple[str | None, int]:
        """Return the preposition that governs the noun, and its token; empty for a direct object, None across a clause.

        "of" is looked through: what happens to the roof of a house happens to the house; but not to its owner.
        """
        lower, objects = self.doc.lower, self.index.objects.at
        governor, at = "", start
        for i in range(self.first - 1, start - 1, -1):
            word = lower[i]
            if word in LINKING and self._bridged(i):
                continue
            if word in BARRIERS:
                relative = word in ("that", "which") and not governor and lower[i + 1] in RELATIVE_ACTS
                return ("", i + 2) if relative else (None, i)
            if word.endswith("ing") and i > start and word not in CONSEQUENCES and self._aside(i):
                return None, i
            if governor:
                continue
            if (word == "along" and lower[i + 1] == "with") or (word == "as" and "well" in lower[i - 1 : i + 2]):
                continue
            if word == "of":
                if self.person and i - 1 in objects and objects[i - 1].type not in PEOPLE:
                    return None, i
                if i == start:
                    return "of", i
            elif word == "to" and lower[i + 1] not in DETERMINERS and i > start and i + 1 < self.first:
                return None, i
            elif word == "with" and lower[i - 1] in ("along", "together"):
                continue
            elif word in PREPOSITIONS or word == "including":
                governor, at = word, i
        return governor, at

    def _bridged(self, i: int) -> bool:
        """Whether the verb at the token only says how a blast was noticed or where those killed were kept."""
        following = self.doc.lower[i + 1 : min(self.first, i + 4)]
        act = self.before
        if act is None:
            return False
        if act[2].pattern == "kill":
            return not KEPT.isdisjoint(following)
        return act[2].noun and not PERCEIVED.isdisjoint(following)

    def _aside(self, i: int) -> bool:
        """Whether a participle follows a comma, an adverb between them aside."""
        lower = self.doc.lower
        return lower[i - 1] == "," or (lower[i - 1].endswith("ly") and lower[i - 2] == ",")

    def _before_act(self) -> bool:
        """Whether the noun is the subject of a passive act, burns, or qualifies an act ("the market bombing")."""
        act = self.after
        if act is None or act[0] - self.last > SUBJECT_REACH:
            return False
        lower = self.doc.lower
        begin, end, word = act
        if word.noun:
            if word.pattern == "damage" and SUFFERED & set(lower[max(self.last, begin - 4) : begin]):
                return self._subject()
            if begin > self.last and lower[begin - 1] in ("under", "on"):
                return (lower[begin - 1] == "under" or word.pattern == "damage") and self._subject()
            if self.person or self.mention.type is TargetType.MILITARY_EQUIPMENT:
                return False
            return begin == self.last or (begin == self.last + 1 and self.last in self.index.weapons.at)
        if not self._subject() or any(token in SUBJECT_BARRIERS for token in lower[self.last : begin]):
            return False
        if word.pattern == "burn" or word.lemma.startswith("come under"):
            return True
        if word.pattern == "explode":
            return not self.person and self.mention.type is not TargetType.VEHICLE
        if word.pattern == "kill":
            return word.form == "passive" and (self.person or self.head in LEADERS)
        if word.pattern not in STRIKING:
            return False
        return word.form == "passive" or (not self.person and word.form == "finite" and self._reduced(end))

    def _reduced(self, end: int) -> bool:
        """Whether a past form stands without an object, and so for a passive: "homes destroyed in the attack"."""
        return end >= self.clause.last or self.doc.lower[end] in ENDERS

    def _subject(self) -> bool:
        """Whether no preposition of distance or agency stands over the noun: "near the market", "from a base"."""
        lower = self.doc.lower
        for i in range(self.first - 1, max(self.clause.first, self.first - 5) - 1, -1):
            word = lower[i]
            if word == "of":
                continue
            if word == "to" and lower[i + 1] not in DETERMINERS:
                return True
            if word in PREPOSITIONS:
                return word in ("in", "at", "on", "as", "inside", "across")
            if word in (",", "and") or i in self.index.acts.at:
                return True
        return True


def eligible(index: Index, clause: Clause, first: int, last: int, mention: ObjectMention, used: set[int]) -> bool:
    """Whether the noun can be an object at all: no speaker, no weapon in use, no modifier of another noun."""
    doc = index.doc
    speakers = (index.speakers.at.get(first), index.speakers.at.get(last))
    if any(s is not None and (s.start <= mention.start < s.end or s.start == mention.end + 1) for s in speakers):
        return False
    weapon = index.weapons.at.get(first)
    if weapon is not None and id(weapon) in used:
        return False
    if mention.type in PEOPLE and doc.lower[last - 1] in SIDE_WORDS:
        return False
    if last >= clause.last:
        return True
    glued = doc.starts[last] == doc.ends[last - 1]
    if doc.lower[last] == "-" and glued:
        return False
    following = index.objects.at.get(last)
    if following is not None and following.start == doc.starts[last]:
        return False
    if doc.lower[last] in ("'s", "'") and glued and mention.type in PEOPLE:
        return False
    if mention.type is TargetType.OTHER and not mention.plural and doc.lower[first - 1] == "the":
        return doc.lower[last - 1] not in ("building", "structure")
    if doc.lower[last] == "of" and mention.type in CONTAINERS:
        held = (index.objects.at.get(i) for i in range(last + 1, min(clause.last, last + 6)))
        return all(thing is None or thing.type in PEOPLE for thing in held)
    return not (doc.lower[last - 1] == "camp" and last - first == 1 and first - 1 in index.places.at)


def in_ruins(doc: Document, first: int) -> bool:
    """Whether the noun is told of as ruins: "the rubble of a five-storey house"."""
    before = doc.lower[max(0, first - 4) : first]
    return "of" in before and any(word in RUINS for word in doc.lower[max(0, first - 6) : first])


def aimed_at(doc: Document, clause: Clause, first: int) -> bool:
    """Whether the noun is told of as what was aimed at: "a missile aimed at a barracks"."""
    before = doc.lower[max(clause.first, first - AIM_REACH) : first]
    return any(pair in AIMING for pair in pairwise(before))


def joined(doc: Document, end: int, first: int) -> bool:
    """Whether only a coordinator and a short modifier stand between two nouns: "a depot, two houses and a bridge"."""
    between = doc.lower[end:first]
    if not between or len(between) > 5 or between[0] not in (",", "and", "or", "as", "&", "/"):
        return False
    return not any(word in PREPOSITIONS - {"as"} or word in BARRIERS for word in between)
