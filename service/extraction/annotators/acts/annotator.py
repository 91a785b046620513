"""Acts: verbs and nouns of violence, with the pattern of their arguments and their grammatical form."""

from __future__ import annotations

from collections.abc import Iterable

from service.extraction.annotators.acts.ground import Ground, parted
from service.extraction.annotators.acts.lexicon import Act, ActLexicon, Senses
from service.extraction.document import DASHES, Document
from service.extraction.lexicon.tables import read_table
from service.extraction.mentions import ActMention, ActorMention, PlaceMention, TimeMention

BE = frozenset("be is are was were been being am 's 're get gets got gotten getting".split())
HAVE = frozenset("has have had having".split())
DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your no any each every another some several many"
    " more most all both fresh new latest recent further such first second third last next heavy massive large"
    " deadly fierce major overnight joint separate multiple repeated intense continued previous earlier alleged"
    " suspected apparent following other same similar series wave spate string two three four five six seven"
    " eight nine ten dozens hundreds of 's '".split()
)
SUBJECT_PRONOUNS = frozenset("it they he she we who which that i you".split())
TO_VERB = frozenset("to will would could can may might shall should must cannot".split())
PREPOSITIONS = frozenset(
    "in on at by with from for against of during after before amid under over between into near despite through"
    " following since without within about as per via because until across".split()
)
FALLS = frozenset("fall falls fell fallen falling crash crashes crashed crashing".split())
FALL_PLACES = frozenset(["on", "onto", "near"])
SUBJECT_REACH = 8
REMAINS = frozenset(read_table("salvos.toml")["nouns"]["remains"])


def annotate_acts(doc: Document, lexicon: ActLexicon) -> None:
    """Find the acts of the document and set ``doc.acts``, in order, without overlaps."""
    taken = _tokens(doc, [*doc.places, *doc.actors])
    times = _tokens(doc, doc.times)
    armed = {doc.token_at(w.end - 1) for w in doc.weapons if not w.act}
    ground = Ground(doc, lexicon.grounds)
    for first, last, senses in lexicon.phrases.find(doc):
        if senses.shield or (first in taken and last - 1 in taken) or _named(doc, first, last):
            continue
        if last - first == 2 and doc.lower[last - 1] in PREPOSITIONS and {last - 1, last} & times:
            last -= 1  # "fell on Thursday" is no fall on somebody
            senses = lexicon.forms.get(doc.lower[first], senses)
        if last - first == 2 and doc.lower[last - 1] in FALL_PLACES and not _projectile(doc, armed, first):
            last -= 1  # "snow fell on the town"
            senses = lexicon.forms.get(doc.lower[first], Senses())
        chosen = _choose(ground, first, last, senses)
        if chosen is None:
            continue
        if last - 1 in armed and not (chosen.past or chosen.participle or chosen.gerund or chosen.noun):
            continue  # "a car bomb", "shells": the thing and not the verb
        found = _read_form(doc, first, last, chosen) or _present(chosen)
        if found is None:
            continue
        act, form = found
        if act.pattern == "fall" and not _falls(ground, first, last, form):
            continue
        doc.acts.append(
            ActMention(
                start=doc.starts[first], end=doc.ends[last - 1], lemma=act.lemma, pattern=act.pattern,
                noun=form == "noun", form=form, type=act.type, weak=act.weak,
            )
        )  # fmt: skip


def _projectile(doc: Document, armed: set[int], first: int) -> bool:
    """Whether what falls is a weapon or what is left of one, unless the verb needs no such subject."""
    if doc.lower[first] not in FALLS:
        return True
    floor = max(doc.sentences[doc.sentence_of[first]].first, first - SUBJECT_REACH)
    return any(i in armed or doc.lower[i] in REMAINS for i in range(floor, first))


def _tokens(doc: Document, mentions: Iterable[PlaceMention | ActorMention | TimeMention]) -> set[int]:
    """Return the tokens that the mentions cover."""
    return {i for m in mentions for i in range(doc.token_at(m.start), doc.token_at(m.end - 1) + 1)}


def _choose(ground: Ground, first: int, last: int, senses: Senses) -> Senses | None:
    """Return the senses that the object leaves: a particle behind it or a place may make another act of the verb."""
    sentence = ground.doc.sentences[ground.doc.sentence_of[first]]
    if senses.parted is not None:
        found = parted(senses, ground, last, sentence.last)
        if found is not None:
            return found
    if senses.placed is not None and (
        ground.follows(last, sentence.last)
        or (senses.placed.participle is not None and ground.precedes(first, sentence.first))
    ):
        return senses.placed
    return senses if senses.alone else None


def _present(senses: Senses) -> tuple[Act, str] | None:
    """Return the present tense of a fall, which no plural noun looks like where a place is its subject."""
    return (senses.third, "finite") if senses.third is not None and senses.third.pattern == "fall" else None


def _falls(ground: Ground, first: int, last: int, form: str) -> bool:
    """Whether it is a place that falls: "Masisi fell", "the fall of Vuhledar"."""
    sentence = ground.doc.sentences[ground.doc.sentence_of[first]]
    if form == "noun":
        return ground.follows(last, sentence.last)
    after = ground.doc.lower[last] if last < sentence.last else ""
    return ground.precedes(first, sentence.first) and not (after.isdigit() or after in ("by", "from"))


def _named(doc: Document, first: int, last: int) -> bool:
    """Whether a capitalised word is part of a name ("Army of National Liberation"), in a sentence that has others."""
    sentence = doc.sentences[doc.sentence_of[first]]
    if doc.shouting or first <= sentence.first + 1 or not doc.words[first][0].isupper():
        return False
    neighbours = [doc.words[first - 1], doc.words[last] if last < sentence.last else ""]
    if not any(word[:1].isupper() for word in neighbours):
        return False
    window = doc.words[max(sentence.first, first - 8) : min(sentence.last, last + 8)]
    return any(len(word) > 4 and word.islower() for word in window)


def _read_form(doc: Document, first: int, last: int, senses: Senses) -> tuple[Act, str] | None:
    """Choose the sense that the words around allow; None if they leave none."""
    sentence = doc.sentences[doc.sentence_of[first]]
    before = doc.lower[first - 1] if first > sentence.first else ""
    after = doc.lower[last] if last < sentence.last else ""
    verbal = senses.base or senses.third or senses.past or senses.participle
    if senses.gerund and not verbal:
        governs = before == "of" and after.isalpha() and after not in PREPOSITIONS and after not in ("of", "and", "or")
        if (
            senses.noun
            and not governs
            and (
                before in DETERMINERS
                or (after in ("of", "in", "on", "at") and not _bounded(doc, last))
                or (_nominal(doc, first, sentence.first) and after not in OBJECT_DETERMINERS)
            )
        ):
            return senses.noun, "noun"
        return senses.gerund, "gerund"
    if senses.noun and (not verbal or _is_noun(doc, first, last, senses, before, after)):
        return senses.noun, "noun"
    if senses.third and not senses.base and not senses.noun and not _present_verb(doc, first, last, before, after):
        return None  # "military targets", "shells hit"
    if (
        senses.base
        and not senses.past
        and not senses.noun
        and (before in DETERMINERS or before in PREPOSITIONS or _demonym_before(doc, first))
    ):
        return None  # "a target", "the bomb"
    if before in TO_VERB or _governed_by_modal(doc, first, sentence.first):
        act = senses.base or senses.past or senses.participle
        return (act, "infinitive") if act and senses.base else None
    if senses.past or senses.participle:
        act = senses.participle or senses.past
        if act is None:
            return None
        if senses.participle and _passive_auxiliary(doc, first, sentence.first):
            return senses.participle, "passive"
        if senses.participle and after == "by":
            return senses.participle, "passive"
        if senses.past and _adjectival(doc, first, last, sentence.last, before):
            return None  # "occupied Crimea", "the besieged city", "Russian-held"
        if senses.past is None:
            perfect = _after(doc, first, sentence.first, HAVE)
            return act, "finite" if perfect else "passive"
        return senses.past, "finite"
    act = senses.third or senses.base
    return (act, "finite") if act else None


def _is_noun(doc: Document, first: int, last: int, senses: Senses, before: str, after: str) -> bool:
    """Whether a form that is both noun and verb ("strikes", "attack", "shelling") stands as a noun."""
    if before in TO_VERB or before in SUBJECT_PRONOUNS - {"that"}:
        return False
    if before in DETERMINERS or before in PREPOSITIONS or not before or _demonym_before(doc, first):
        return True
    if senses.past or senses.participle:  # "hit", "shot"
        return False
    if after in (
        "on",
        "against",
        "of",
        "by",
        "in",
        "that",
        "which",
        "and",
        ",",
        ".",
        "killed",
        "kills",
        "hit",
        "",
    ):
        return True
    name_before = doc.words[first - 1][0].isupper() and not doc.shouting
    if name_before and after.isalpha() and after not in PREPOSITIONS:
        return False  # "Hamas fires rockets"
    return not _object_follows(doc, last)


def _present_verb(doc: Document, first: int, last: int, before: str, after: str) -> bool:
    """Whether a form in -s that may also be a plural noun ("targets", "shells", "bombs") stands as a verb."""
    if not before or before in DETERMINERS or before in PREPOSITIONS or _demonym_before(doc, first):
        return False
    return after in ("at", "into", "on", "down") or _object_follows(doc, last)


OBJECT_OPENERS = frozenset("the a an its their at two three several dozens more residential civilian key".split())


def _object_follows(doc: Document, i: int) -> bool:
    """Whether a noun phrase begins at the token: an article, a quantity or a name."""
    if i >= len(doc.words):
        return False
    word = doc.lower[i]
    return word in OBJECT_OPENERS or (doc.words[i][0].isupper() and not doc.shouting) or word[0].isdigit()


def _demonym_before(doc: Document, first: int) -> bool:
    """Whether an adjective of a side stands right before ("Russian strikes"), as opposed to its name."""
    if first == 0:
        return False
    word = doc.lower[first - 1]
    return (
        word.endswith(("an", "ian", "ese", "ish", "i", "ous", "al", "ic", "ive", "ary"))
        and doc.sentence_of[first - 1] == doc.sentence_of[first]
        and word not in ("military", "they")
    )


def _nominal(doc: Document, first: int, limit: int) -> bool:
    """Whether the word before makes a gerund a noun: an adjective, a weapon or the like ("artillery shelling")."""
    return first > limit and (_demonym_before(doc, first) or doc.lower[first - 1] in PREPOSITIONS)


def _bounded(doc: Document, last: int) -> bool:
    """Whether what follows bounds a number: "killing at least 25"."""
    return doc.lower[last : last + 2] in (["at", "least"], ["at", "most"])


OBJECT_DETERMINERS = frozenset("a an the its their his her".split())
"""What opens the object of a gerund: "by bombing a theatre"."""
RELATIVE = frozenset(["that"])
ARTICLES = frozenset("a an the its their several at two three more almost nearly about around over up dozens".split())
HELD = frozenset("occupied captured seized besieged liberated".split())
ATTRIBUTIVE = frozenset(
    "the a an its their his her our this that these those in of from at to for on with into near".split()
)


def _adjectival(doc: Document, first: int, last: int, limit: int, before: str) -> bool:
    """Whether a participle qualifies the noun after it: an article, preposition or hyphen stands before it."""
    if first and doc.words[first - 1] in DASHES and doc.ends[first - 1] == doc.starts[first]:
        return True
    if before.endswith("ly") and first > 1 and doc.lower[first - 2] in ATTRIBUTIVE:
        return last < limit and doc.words[last][0].isalpha()  # "the recently recaptured city"
    if before.endswith("ing") and doc.lower[first] in HELD and last < limit and doc.words[last][0].isalpha():
        return True  # "a bridge connecting occupied Crimea"
    if before in RELATIVE and last < limit and doc.lower[last] in ARTICLES:
        return False  # "a strike that damaged a bridge"
    if before[:1].isdigit() and last < limit and doc.lower[last] not in PREPOSITIONS | DETERMINERS:
        return doc.words[last][0].islower() and _spaced(doc, first - 1)  # "1,700 captured cadets", not "M23 captured"
    return before in ATTRIBUTIVE and last < limit and doc.words[last][0].isalpha()


def _spaced(doc: Document, i: int) -> bool:
    """Whether a space or the beginning of the text stands before the token."""
    return i == 0 or doc.ends[i - 1] < doc.starts[i]


def _passive_auxiliary(doc: Document, first: int, limit: int) -> bool:
    """Whether a form of "be" governs the participle, adverbs between them aside."""
    return _after(doc, first, limit, BE)


BETWEEN = frozenset(
    "also been being not n't then later now all either both even still or"
    " and since have had has killed wounded injured damaged destroyed just so far".split()
) | frozenset(['"'])


def _after(doc: Document, first: int, limit: int, words: frozenset[str]) -> bool:
    for i in range(first - 1, max(limit, first - 5) - 1, -1):
        word = doc.lower[i]
        if word in words:
            return True
        if not (word.endswith("ly") or word in BETWEEN):
            return False
    return False


def _governed_by_modal(doc: Document, first: int, limit: int) -> bool:
    """Whether a modal or "to" stands before, adverbs and "be"/"have" aside ("would later attack")."""
    for i in range(first - 1, max(limit, first - 4) - 1, -1):
        word = doc.lower[i]
        if word in TO_VERB:
            return True
        if not (word.endswith("ly") or word in ('"', "“", "also", "not", "then", "be", "have", "now", "even", "soon")):
            return False
    return False
