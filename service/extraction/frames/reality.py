"""Reality: whether an act happened by what its clause says, or is negated, planned, feared, denied or only played."""

from __future__ import annotations

from service.extraction.document import Document
from service.extraction.frames.clauses import Clause, Index
from service.extraction.lexicon.tables import read_table
from service.extraction.mentions import ActMention

MODALS = frozenset("will would could can may might shall should must cannot 'll wo ca".split())
NEGATIONS = frozenset("not n't never without cannot nor neither failed unable".split())
UNREAL = frozenset(
    "if unless whether threaten threatens threatened threatening threat threats plan plans planned planning"
    " prepare prepares prepared preparing preparation preparations vow vows vowed vowing pledge pledged pledges"
    " intend intends intended intending intention possible possibility potential prospect risk risks fear fears"
    " feared fearing avoid avert averted prevent prevents prevented preventing deter ability able capable"
    " capability capacity order orders ordered urge urged urges call calls called calling want wants wanted"
    " refrain ban halt halts halted halting pause stop stops stopped stopping end ends ended ending resume"
    " expected expects likely unlikely ready readiness exercise exercises drill drills simulated hypothetical"
    " scenario promise promised promises consider considering refuse refused permission allow allowed allows"
    " authorise authorised authorize authorized restrictions restrict warn warns warned warning warnings"
    " ceasefire truce moratorium right future imminent impending eventual upcoming guard protect protection"
    " defend defence defense prepared against should hope hopes hoped seek seeks sought aim aims aimed condition"
    " conditions rule suspend suspended practise practises practised practiced rehearse rehearsed"
    " rehearsing simulate simulates simulating".split()
) - {"against", "aimed", "defend", "called"}
UNREAL_NOUN_REACH = 5
CONDITIONS = frozenset(["if", "unless", "whether"])
CONDITION_REACH = 40
"""Tokens of a condition that opens a sentence."""
DEMANDS = frozenset(
    "demand demands demanded demanding insist insists insisted insisting ask asks asked propose proposes proposed"
    " recommend recommended recommends request requested requests suggest suggested suggests require requires"
    " required".split()
)
GOALS = frozenset("goal goals aim aims ambition ambitions dream chance bid idea objective brink verge way".split())
BARRING = frozenset(
    "prevent prevents prevented preventing stop stops stopped stopping keep keeps kept keeping bar bars barred deter"
    " deters deterred dissuade dissuaded block blocks blocked blocking banned discourage discouraged".split()
)
WORDS = read_table("discourse.toml")["unreal"]
EXERCISES = frozenset(WORDS["exercises"].split())
PRETENDED = frozenset(WORDS["pretended"].split())
FOUGHT = frozenset(WORDS["fought"].split())
"""What is fought without arms."""
SUPPLIES = frozenset(WORDS["supplies"].split())
ILLNESS = frozenset(WORDS["illness"].split())
CRAFT = frozenset(WORDS["craft"].split())
COLLISIONS = frozenset(WORDS["collisions"].split())
HIJACKED = frozenset(WORDS["hijacked"].split())
OBJECT_REACH = 5
CRITICS = frozenset(WORDS["critics"].split())
FICTION = frozenset(WORDS["fiction"].split())
TAKING = frozenset(["capture", "advance", "withdraw", "fall"])
DENIALS = frozenset("deny denies denied denying rejected rejects dismissed refuted refutes".split())


def unreal(index: Index, clause: Clause, first: int, act: ActMention) -> str:
    """Return why the act at the token did not happen by this clause: ``negated``, ``planned``, ``denied``,
    ``figurative``, ``fictional``, or empty.

    Negated verbs, acts under a modal or "to" after a word of intention, and nouns governed by a word that makes
    them a matter of threat, plan, fear, prevention or cessation are no events (codebook section 1).
    """
    doc = index.doc
    lower = doc.lower
    start = max(clause.first, first - 12)
    if act.noun:
        return _unreal_noun(doc, start, first)
    if _harmless(index, clause, first, act):
        return "figurative"
    if act.lemma.startswith("come under") and _criticised(index, clause, first):
        return "figurative"
    if act.pattern == "fight" and FOUGHT & set(lower[first + 1 : min(clause.last, first + OBJECT_REACH)]):
        return "figurative"
    if _conditional(index, clause, first) or _exercised(index, clause, first) or _able(index, clause, first, act):
        return "planned"
    if _fictional(index, clause):
        return "fictional"
    for i in range(first - 1, max(clause.first, first - 6) - 1, -1):
        word = lower[i]
        if word in NEGATIONS or word.endswith("n't"):
            return "negated"
        if word in MODALS:
            return "planned"
        if word == "to" and act.form == "infinitive":
            return _governor(lower, start, i, act)
        if word == "whether" or (word == "that" and lower[i - 1] in DEMANDS and _bare(doc, first, act)):
            return "planned"
        if word in DENIALS:
            return "denied"
        if i in index.acts.at or word in (",", ";"):
            break
    if act.form == "gerund" and first > clause.first:
        return _unreal_gerund(lower, clause.first, first)
    return ""


def _harmless(index: Index, clause: Clause, first: int, act: ActMention) -> bool:
    """Whether nobody does violence by the verb: aid is dropped, people die of illness, a ship strikes a bridge."""
    lower = index.doc.lower
    after = lower[first + 1 : min(clause.last, first + 1 + OBJECT_REACH)]
    if act.pattern == "launch":
        return bool(SUPPLIES & set(after))
    if act.lemma in ("die", "perish"):
        return after[:1] in (["of"], ["from"]) and bool(ILLNESS & set(after))
    if act.lemma.partition(" ")[0] not in COLLISIONS or HIJACKED & set(lower[clause.first : clause.last]):
        return False
    if act.form == "passive":
        return after[:1] == ["by"] and bool(CRAFT & set(after[:4]))
    return lower[first - 1] in CRAFT and first > clause.first


def _criticised(index: Index, clause: Clause, first: int) -> bool:
    """Whether who comes under fire is only blamed for something: "from critics", "over", "for"."""
    lower = index.doc.lower
    for i in range(first + 2, min(clause.last, first + 7)):
        if lower[i] in CRITICS or lower[i] in ("over", "for"):
            return True
        if lower[i] in (",", ";"):
            break
    return False


def _conditional(index: Index, clause: Clause, first: int) -> bool:
    """Whether the act lies in a condition ("if Russia attacked …"), which ends at the next comma."""
    lower = index.doc.lower
    opener = clause.opener or lower[clause.first]
    if opener not in CONDITIONS:
        return False
    near = first - clause.first <= CONDITION_REACH
    return clause.opener in CONDITIONS or (near and "," not in lower[clause.first : first])


def _able(index: Index, clause: Clause, first: int, act: ActMention) -> bool:
    """Whether the verb shares a modal with the one before it: "can fly at ten times the speed and strike targets"."""
    lower = index.doc.lower
    if lower[first - 1] not in ("and", "or") or first <= clause.first or not _bare(index.doc, first, act):
        return False
    return any(word in MODALS for word in lower[clause.first : first - 1])


def _fictional(index: Index, clause: Clause) -> bool:
    """Whether the sentence opens by setting it in a work of fiction: "In the novel, …"."""
    first = index.doc.sentences[clause.sentence].first
    opening = index.doc.lower[first : first + 6]
    return opening[:1] == ["in"] and bool(FICTION & set(opening))


def _exercised(index: Index, clause: Clause, first: int) -> bool:
    """Whether the act is only played: "stormed a mock village", "in an exercise"; figures of harm make it real."""
    lower = index.doc.lower
    if any(word in PRETENDED for word in lower[first + 1 : min(clause.last, first + 4)]):
        return True
    for i in range(first + 1, min(clause.last, first + 14)):
        if lower[i] in EXERCISES and {"in", "during", "at", "for"} & set(lower[max(first, i - 4) : i]):
            return not index.casualties.within(clause.first, clause.last)
    return False


def _bare(doc: Document, first: int, act: ActMention) -> bool:
    """Whether the verb stands in its base form, as after "demanded that"."""
    return doc.lower[first] == act.lemma.partition(" ")[0]


def _unreal_gerund(lower: list[str], limit: int, first: int) -> str:
    reach = lower[max(limit, first - 3) : first]
    if any(word in DENIALS for word in reach):
        return "denied"
    if any(word in UNREAL or word in GOALS for word in reach):
        return "planned"
    if lower[first - 1] == "from" and any(word in BARRING for word in lower[max(limit, first - 9) : first]):
        return "planned"
    return ""


def _unreal_noun(doc: Document, start: int, first: int) -> str:
    for i in range(first - 1, max(start, first - UNREAL_NOUN_REACH) - 1, -1):
        word = doc.lower[i]
        if word in ("no", "any", "without", "never"):
            return "negated"
        if word in DENIALS:
            return "denied"
        if word in UNREAL or word in MODALS:
            return "planned"
        if word in (",", ";", ".", '"') or word.endswith("ed"):
            break
    return ""


RANKS = frozenset("first second third latest".split())
ATTEMPTS = frozenset("tried attempted trying sought".split())
REAL_GOVERNORS = ATTEMPTS | frozenset(
    "used continued continues continue managed went began begun started used proceeded helped forced led able"
    " returned moved compelled obliged succeeded".split()
)


def _governor(lower: list[str], start: int, to: int, act: ActMention) -> str:
    """Judge an infinitive by the word that governs it: "continued to shell" happened, "vowed to shell" did not.

    Who tried to attack did attack; who tried to take a place did not take it.
    """
    if act.pattern in TAKING and RANKS & set(lower[max(start, to - 5) : to]):
        return ""  # "the latest town to fall"
    for i in range(to - 1, max(start, to - 4) - 1, -1):
        if lower[i] not in REAL_GOVERNORS:
            continue
        if lower[i] in ATTEMPTS and act.pattern in TAKING:
            return "planned"
        before = lower[max(start, i - 3) : i]
        if any(word in NEGATIONS or word.endswith("n't") for word in before):
            return "negated"
        return "planned" if any(word in MODALS for word in before) else ""
    return "planned"
