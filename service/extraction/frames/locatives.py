"""Locatives: whether the words around a place tie it to the acts of its clause.

Prepositions decide first: "in", "at", "over" hold what happened; "from" what it came from, also through another noun
phrase ("from bases in"); "officials in", "to" and the home of attackers hold nothing. Without one, a place is struck
as the object or passive subject of an act; as the subject of an active verb it stands for its government.
"""

from __future__ import annotations

from functools import lru_cache

from service.extraction.document import Document, fold
from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.dating import SPEECH
from service.extraction.frames.roles import Roles
from service.extraction.lexicon.tables import read_table
from service.extraction.mentions import PlaceMention

PLACE_PREPOSITIONS = frozenset(
    "in on at near over across into inside around outside throughout toward towards onto against of through within"
    " along off around between upon above to targeting hitting striking".split()
)
ADDRESSING = frozenset(
    "accused accuses accusing blamed blames blaming condemned condemns urged warned told pressed".split()
)
LEAVING = frozenset(["withdraw", "capture", "advance", "repel"])
STRIKING = frozenset(["attack", "capture", "advance", "damage", "launch", "explode"])
TAKING_PLACES = STRIKING | {"withdraw"}
"""Patterns of verbs whose object is a place where they happened: "struck Kyiv", "abandoned the city"."""
BLOCKING = frozenset(", ; by from with after before and that which who whose where when as".split())
OBJECT_REACH = 5
AUXILIARIES = frozenset("has have had is was were are will would wants".split())
ORIGIN = frozenset(["from"])
NESTED = frozenset("of in near at on around".split())
"""Prepositions of places inside a noun phrase that another preposition may govern."""
CHAINED = (
    NESTED | ORIGIN | frozenset("to into against by with for over across towards toward through , ; and that".split())
)
CHAINING = NESTED | ORIGIN
COORDINATING = frozenset(", and or & the as well".split())
DISTANCES = frozenset("km kilometers kilometres kilometer kilometre miles mile mi away meters metres".split())
SMOKE = frozenset("smoke flames plume plumes".split())
SMOKE_REACH = 6
"""Tokens from smoke to the "from" of the place that burns."""
OFFICES = frozenset(
    "president governor mayor head government ministry minister authorities officials official leader leaders"
    " embassy ambassador correspondent reporter reporters spokesman spokesperson analyst".split()
)
"""Heads whose place says where people hold office or stand, not where something happened."""
AGENT_REACH = 5
WORDS = read_table("discourse.toml")["elsewhere"]
GATHERINGS = frozenset(WORDS["gatherings"].split())
"""What is held in a place and tells nothing of acts there."""
CARE = frozenset(WORDS["care"].split())
"""Where the wounded die, which is not where they were hurt."""
LEADING = frozenset("close next adjacent damage destruction siege waste threat blow spread way".split())
DETERMINERS = frozenset(
    "the a an central eastern western northern southern north south east west city town village region port capital"
    " of province district and its outskirts suburb settlement nearby occupied russian ukrainian".split()
)
SKIPPED = DETERMINERS | {"-", "'s"}


def is_struck(index: Index, clause: Clause, first: int, last: int, place: PlaceMention, roles: Roles) -> bool:
    """Whether the syntax around the place allows that the acts were there."""
    doc = index.doc
    if _cited(index, first, place) or _of_speaker(index, clause, place):
        return False
    at = governor(doc.lower, clause.first, first)
    before = doc.lower[at] if at >= clause.first else ""
    beside = place.relation == "near" and before in ORIGIN  # "(7 miles) from Kyiv"
    if _hit_by(index, clause, last):
        return True
    if is_origin(doc.lower, clause.first, at) and not beside and not is_given_up(index, first):
        return False
    if before in PLACE_PREPOSITIONS:
        return not is_elsewhere(index, clause, at, first, last, roles)
    if is_suffering(index, clause, first, last, roles):
        return True
    if before in ORIGIN:
        return True
    return not (
        first in index.actors.at or _stands_for_government(doc, first, last) or _acting(index, clause, first, last)
    )


def _hit_by(index: Index, clause: Clause, last: int) -> bool:
    """Whether a participle tells what happened to the place: "the port of Odesa, hit last week by drones"."""
    lower = index.doc.lower
    if lower[last : last + 1] != [","] or last + 1 >= clause.last:
        return False
    act = index.acts.at.get(last + 1)
    if act is None or act.noun or act.pattern not in ("attack", "capture"):
        return False
    return "by" in lower[last + 2 : min(clause.last, last + 2 + AGENT_REACH)]


def coordinated(gap: list[str]) -> bool:
    """Whether the words between two names only list them."""
    return bool(gap) and all(word in COORDINATING for word in gap)


def is_origin(lower: list[str], limit: int, at: int) -> bool:
    """Whether "from" governs the noun phrase, perhaps through another ("from bases in", "from the coast of")."""
    if at < limit:
        return False
    i = at
    while lower[i] in NESTED:
        outer = next((j for j in range(i - 1, max(limit, i - 6) - 1, -1) if lower[j] in CHAINED), None)
        if outer is None or lower[outer] not in CHAINING or not AUXILIARIES.isdisjoint(lower[outer:i]):
            return False
        i = outer
    if i > limit and (lower[i - 1] in DISTANCES or not SMOKE.isdisjoint(lower[max(limit, i - SMOKE_REACH) : i])):
        return False  # "smoke rose from the airfield"
    return lower[i] in ORIGIN


def is_elsewhere(index: Index, clause: Clause, at: int, first: int, last: int, roles: Roles) -> bool:
    """Whether a preposition before a place tells where people are, speak or go, and not where the acts were."""
    lower = index.doc.lower
    if at <= clause.first:
        return False
    head = lower[at - 1]
    preposition = lower[at]
    if preposition in ("in", "of", "for") and (head in OFFICES or at - 1 in index.speakers.at):
        return True
    if preposition in ("in", "at", "from") and (head in SPEECH or head in GATHERINGS):
        return True
    if head in CARE and all(act.pattern == "kill" for _, _, act in index.acts.within(clause.first, clause.last)):
        return True
    actor = index.actors.at.get(at - 1)
    agent = index.doc.lower[max(clause.first, at - AGENT_REACH) : at]
    if preposition in ("in", "near") and actor is not None and any(actor is a for a in roles.attackers):
        return "by" not in agent  # but "shelled by the army in Omdurman"
    if preposition == "to":
        return head not in LEADING and at - 1 not in index.acts.at
    if preposition == "against" and is_capital(index.doc, first, last):
        return at - 1 not in index.acts.at
    return False


def is_given_up(index: Index, first: int) -> bool:
    """Whether "from" belongs to a retreat ("withdrew from Avdiivka"), so that the place is where it happened."""
    return any(i in index.acts.at and index.acts.at[i].pattern in LEAVING for i in range(max(0, first - 8), first))


def _cited(index: Index, first: int, place: PlaceMention) -> bool:
    """Whether the place only names a speaker ("Kharkiv's mayor")."""
    speaker = index.speakers.at.get(first)
    return speaker is not None and speaker.start <= place.start < speaker.end


def _of_speaker(index: Index, clause: Clause, place: PlaceMention) -> bool:
    """Whether the place stands between a speaker and what is said: "X, an analyst in Washington, argued that"."""
    return any(speaker.end <= place.start < speaker.scope_start for speaker in index.voices(clause))


@lru_cache(maxsize=1)
def capitals() -> frozenset[str]:
    """Return the folded names of all capitals, which may stand for a government."""
    return frozenset(fold(name) for state in read_table("states.toml").values() for name in state.get("capitals", []))


def is_capital(doc: Document, first: int, last: int) -> bool:
    """Whether the tokens name a capital."""
    return fold(doc.text[doc.starts[first] : doc.ends[last - 1]]) in capitals()


def _stands_for_government(doc: Document, first: int, last: int) -> bool:
    """Whether a capital without a preposition is followed by a verb: "Moscow ramped up attacks"."""
    if last >= len(doc.lower) or not is_capital(doc, first, last):
        return False
    word = doc.lower[last]
    if first and doc.lower[first - 1] in ADDRESSING:
        return True
    return word.endswith(("ed", "s")) or word in (
        "has",
        "have",
        "had",
        "is",
        "was",
        "will",
        "would",
        "and",
        "to",
        "says",
    )


def is_subject(index: Index, clause: Clause, last: int) -> bool:
    """Whether a verb follows the name, which thus may open a statement of its own ("…, and Moscow denied it")."""
    if last >= clause.last:
        return False
    word = index.doc.lower[last]
    return word in SPEECH or word in AUXILIARIES or word.endswith("ed") or last in index.acts.at


def _acting(index: Index, clause: Clause, first: int, last: int) -> bool:
    """Whether a place stands for its government: the subject of an active verb ("Moscow attacked", "Kyiv said")."""
    lower = index.doc.lower
    if last >= clause.last:
        return False
    if lower[last] in SPEECH or lower[last] in ("will", "wants", "would"):
        return True
    i = last + 1 if lower[last] in ("has", "have", "had") else last
    act = index.acts.at.get(i)
    return act is not None and act.form == "finite" and act.pattern in STRIKING and lower[first - 1] not in ("and", ",")


LONGEST_ACT = 6
"""Tokens of the longest act: how far before its end it may begin."""


def is_suffering(index: Index, clause: Clause, first: int, last: int, roles: Roles) -> bool:
    """Whether a place without a preposition is what is struck: object, passive subject, or before the act's noun."""
    lower = index.doc.lower
    actor = index.actors.at.get(first)
    if actor is not None and id(actor) in roles.objects:
        return True
    reach = OBJECT_REACH + LONGEST_ACT
    for begin, end, act in index.acts.within(max(clause.first, first - reach), min(clause.last, last + reach)):
        if (
            end <= first <= end + OBJECT_REACH
            and not act.noun
            and act.form != "passive"
            and act.pattern in TAKING_PLACES
        ):
            return not any(word in BLOCKING for word in lower[end:first])
        if begin >= last and act.form == "passive" and begin - last <= 4 and actor is None:
            return True
        if begin >= last and act.noun and begin - last <= 2 and act.pattern in STRIKING:
            if any(word in PLACE_PREPOSITIONS for word in lower[last:begin]):
                continue  # "targeted by Israel in a bombing"
            return last not in index.acts.at and (actor is None or actor.form == "name")
        if begin >= last and act.lemma.startswith("come under") and begin - last <= 2:
            return True
    return False


def governor(lower: list[str], limit: int, first: int) -> int:
    """Return the token of the preposition that governs the noun phrase at the token, or of the word before it."""
    i = first - 1
    while i > limit and first - i < 7 and (lower[i] in SKIPPED or lower[i].endswith(("ern", "al"))):
        if lower[i] == "'s":
            i -= 1  # "from Russia's Belgorod region"
        if lower[i] == "of" and lower[i - 1] not in DETERMINERS:
            return i
        i -= 1
    return i
