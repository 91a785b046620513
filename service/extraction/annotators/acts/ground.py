"""Ground: acts that only a place makes ("took the village", "Masisi fell") and verbs parted by their object."""

from __future__ import annotations

from schemas.vocabulary import PlacePrecision
from service.extraction.annotators.acts.lexicon import Senses
from service.extraction.document import Document

OBJECT_REACH = 9
PARTICLE_REACH = 9
SUBJECT_REACH = 5
PHRASE_REACH = 12
OPENERS = frozenset(
    "the a an its their his her all most much more half several some many part parts of two three four five six seven"
    " eight nine ten key strategic small large big nearby neighbouring neighboring tiny entire whole major main new"
    " last another other both then important frontline front line border coastal mountain desert mining ancient old"
    " besieged disputed contested rebel held government controlled - occupied and historic number dozens control"
    " former full near southern stronghold strongholds vital symbolic northernmost port market oil rich"
    " centre center outskirts heart streets edge edges rest remainder".split()
)
ADJECTIVES = ("ern", "al", "ic", "ian", "ese", "ish", "ous")
BREAKS = frozenset(", ; : ( ) . that which who said says after before when while but".split())
AFTER_GROUND = frozenset(
    "of in on at by with from for after before during near and as but that which where to late early last this"
    " overnight today yesterday back again over amid following without who along between inside outside is was are"
    " were has have had".split()
)
BETWEEN = frozenset("has have had is was are were been being also now then finally eventually itself to ' \"".split())
GOVERNING = frozenset("in on at from near for with by to against over across about inside into than".split())
TAKING = frozenset(["capture", "advance", "withdraw"])


class Ground:
    """The tokens of a document that name something that can be taken: places below a country, towns, airports."""

    __slots__ = ("doc", "nouns", "places")

    def __init__(self, doc: Document, nouns: frozenset[str]) -> None:
        self.doc = doc
        self.nouns = nouns
        self.places = {
            i
            for place in doc.places
            if place.precision is not PlacePrecision.COUNTRY and place.relation not in ("possessive", "dateline")
            for i in range(doc.token_at(place.start), doc.token_at(place.end - 1) + 1)
        }

    def follows(self, i: int, limit: int) -> bool:
        """Whether a noun phrase that begins at the token names ground ("the key town of …", "Shusha")."""
        lower = self.doc.lower
        for j in range(i, min(limit, i + OBJECT_REACH)):
            if j in self.places:
                return True
            if self._is_noun(j, limit):
                return True
            if lower[j] not in OPENERS and not lower[j].endswith(ADJECTIVES) and not lower[j].isdigit():
                return False
        return False

    def precedes(self, i: int, start: int) -> bool:
        """Whether ground is the subject of the verb at the token: nothing but auxiliaries and adverbs between."""
        lower = self.doc.lower
        j = i - 1
        while j >= start and i - j <= SUBJECT_REACH and (lower[j] in BETWEEN or lower[j].endswith("ly")):
            j -= 1
        if j >= start and lower[j] == "which":  # "the region, which fell to"
            return j - 2 >= start and lower[j - 1] == "," and j - 2 in self.places
        if j < start or not (j in self.places or lower[j] in self.nouns):
            return False
        start = max(start, j - PHRASE_REACH)
        while j > start and (j - 1 in self.places or lower[j - 1] in OPENERS or lower[j - 1].endswith(ADJECTIVES)):
            j -= 1
        return j == start or lower[j - 1] not in GOVERNING

    def _is_noun(self, i: int, limit: int) -> bool:
        """Whether the token is a noun of ground by itself: "the city of …", and not "the city council"."""
        lower = self.doc.lower
        if lower[i] not in self.nouns:
            return False
        after = lower[i + 1] if i + 1 < limit else ""
        return not after.isalpha() or after in AFTER_GROUND or i + 1 in self.places or after in self.nouns


def parted(senses: Senses, ground: Ground, last: int, limit: int) -> Senses | None:
    """Return what the verb is with the particle that follows its object ("drove the militants out of"), or None."""
    lower = ground.doc.lower
    for i in range(last, min(limit, last + PARTICLE_REACH)):
        if lower[i] in BREAKS:
            return None
        for particle, found in (senses.parted or {}).items():
            end = i + len(particle)
            if end > limit or tuple(lower[i:end]) != particle:
                continue
            act = found.base or found.past or found.third or found.gerund or found.participle
            if act is not None and (
                act.pattern not in TAKING or ground.follows(end, limit) or ground.follows(last, limit)
            ):
                return found
    return None
