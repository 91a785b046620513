"""Acts: verbs and nouns of violence, with the pattern of their arguments and their grammatical form."""

from __future__ import annotations

import tomllib
from pathlib import Path

from msgspec import Struct

from schemas.vocabulary import EventType
from service.extraction.document import DASHES, Document
from service.extraction.mentions import ActMention
from service.extraction.phrases import Phrases

LEXICON = Path(__file__).parent.parent / "lexicon" / "acts.toml"

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


class Act(Struct, frozen=True):
    """An entry of the lexicon: a lemma with its pattern and the event type that it alone tells."""

    lemma: str
    pattern: str
    type: EventType | None
    weak: bool


class _Senses(Struct):
    """What an inflected form can be: verb forms and nouns, each with its entry."""

    base: Act | None = None
    third: Act | None = None
    past: Act | None = None
    participle: Act | None = None
    gerund: Act | None = None
    noun: Act | None = None
    shield: bool = False


class ActLexicon:
    """The words of violence with all their inflections."""

    def __init__(self, phrases: Phrases[_Senses]) -> None:
        self._phrases = phrases

    @property
    def phrases(self) -> Phrases[_Senses]:
        """Every inflected form, with its senses."""
        return self._phrases

    @classmethod
    def load(cls, extra: Path | None = None) -> ActLexicon:
        """Read the lexicon, and lay the ``acts.toml`` of the ``extra`` directory over it."""
        forms: dict[str, _Senses] = {}
        paths = [LEXICON]
        if extra is not None and (extra / "acts.toml").is_file():
            paths.append(extra / "acts.toml")
        for path in paths:
            _read(path, forms)
        phrases: Phrases[_Senses] = Phrases()
        for form, senses in forms.items():
            phrases.add(form, senses)
        return cls(phrases)


def _read(path: Path, forms: dict[str, _Senses]) -> None:
    with path.open("rb") as file:
        data = tomllib.load(file)
    irregular = {verb: tuple(parts.split()) for verb, parts in data.get("irregular", {}).items()}
    for entry in data.get("acts", []):
        kind = EventType(entry["type"]) if "type" in entry else None
        weak = bool(entry.get("weak"))
        for lemma in entry.get("verbs", []):
            act = Act(lemma, entry["pattern"], kind, weak)
            for slot, form in zip(
                ("base", "third", "past", "participle", "gerund"), inflect(lemma, irregular), strict=True
            ):
                senses = forms.setdefault(form, _Senses())
                if getattr(senses, slot) is None:
                    setattr(senses, slot, act)
        for lemma in entry.get("nouns", []):
            act = Act(lemma, entry["pattern"], kind, weak)
            for form in (lemma, plural(lemma)):
                senses = forms.setdefault(form, _Senses())
                if senses.noun is None:
                    senses.noun = act
    for phrase in data.get("shields", {}).get("phrases", []):
        forms.setdefault(phrase, _Senses()).shield = True


def inflect(lemma: str, irregular: dict[str, tuple[str, ...]]) -> tuple[str, str, str, str, str]:
    """Return base, third person, past, past participle and gerund of a verb; its first word is inflected.

    Examples
    --------
    >>> inflect("shoot down", {"shoot": ("shot", "shot")})
    ('shoot down', 'shoots down', 'shot down', 'shot down', 'shooting down')
    """
    head, _, rest = lemma.partition(" ")
    prefix, _, stem = head.rpartition("-")
    tail = f" {rest}" if rest else ""
    front = f"{prefix}-" if prefix else ""
    past, participle = irregular.get(stem) or ((_past(stem),) * 2)
    forms = (stem, _third(stem), past, participle, _gerund(stem))
    base, third, past, participle, gerund = (front + form + tail for form in forms)
    return base, third, past, participle, gerund


def plural(noun: str) -> str:
    """Return the plural of a regular noun or noun phrase; its last word is inflected."""
    return _third(noun)


def _third(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word == "go" or word == "do":
        return word + "es"
    return word + "s"


DOUBLING = frozenset(
    "hit stab ram gun cut club drop set strip put jam snap slam grip rip abut repel expel kidnap gas run win begin"
    " let".split()
)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return (verb + verb[-1] if verb in DOUBLING else verb) + "ed"


def _gerund(verb: str) -> str:
    if verb == "die":
        return "dying"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return (verb + verb[-1] if verb in DOUBLING else verb) + "ing"


def annotate_acts(doc: Document, lexicon: ActLexicon) -> None:
    """Find the acts of the document and set ``doc.acts``, in order, without overlaps."""
    names = [(m.start, m.end) for m in doc.places] + [(m.start, m.end) for m in doc.actors]
    taken = {i for start, end in names for i in range(doc.token_at(start), doc.token_at(end - 1) + 1)}
    armed = {doc.token_at(w.end - 1) for w in doc.weapons if not w.act}
    for first, last, senses in lexicon.phrases.find(doc):
        if last - 1 in armed and not (senses.past or senses.participle or senses.gerund or senses.noun):
            continue  # "a car bomb", "shells": the thing and not the verb
        if senses.shield or (first in taken and last - 1 in taken):
            continue
        found = _read_form(doc, first, last, senses)
        if found is None:
            continue
        act, form = found
        doc.acts.append(
            ActMention(
                start=doc.starts[first], end=doc.ends[last - 1], lemma=act.lemma, pattern=act.pattern,
                noun=form == "noun", form=form, type=act.type, weak=act.weak,
            )
        )  # fmt: skip


def _read_form(doc: Document, first: int, last: int, senses: _Senses) -> tuple[Act, str] | None:
    """Choose the sense that the words around allow; None if they leave none."""
    sentence = doc.sentences[doc.sentence_of[first]]
    before = doc.lower[first - 1] if first > sentence.first else ""
    after = doc.lower[last] if last < sentence.last else ""
    verbal = senses.base or senses.third or senses.past or senses.participle
    if senses.gerund and not verbal:
        if senses.noun and (
            before in DETERMINERS or after in ("of", "in", "on", "at") or _nominal(doc, first, sentence.first)
        ):
            return senses.noun, "noun"
        return senses.gerund, "gerund"
    if senses.noun and (not verbal or _is_noun(doc, first, last, senses, before, after)):
        return senses.noun, "noun"
    if senses.third and not senses.base and not senses.noun and not _present_verb(doc, first, last, before, after):
        return None  # "military targets", "shells hit"
    if senses.base and not senses.past and not senses.noun and (before in DETERMINERS or _demonym_before(doc, first)):
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


def _is_noun(doc: Document, first: int, last: int, senses: _Senses, before: str, after: str) -> bool:
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


RELATIVE = frozenset(["that"])
ARTICLES = frozenset("a an the its their several at two three more".split())
ATTRIBUTIVE = frozenset(
    "the a an its their his her our this that these those in of from at to for on with into near".split()
)


def _adjectival(doc: Document, first: int, last: int, limit: int, before: str) -> bool:
    """Whether a participle qualifies the noun after it: an article, preposition or hyphen stands before it."""
    if first and doc.words[first - 1] in DASHES and doc.ends[first - 1] == doc.starts[first]:
        return True
    if before.endswith("ly") and first > 1 and doc.lower[first - 2] in ATTRIBUTIVE:
        return last < limit and doc.words[last][0].isalpha()  # "the recently recaptured city"
    if before in RELATIVE and last < limit and doc.lower[last] in ARTICLES:
        return False  # "a strike that damaged a bridge"
    return before in ATTRIBUTIVE and last < limit and doc.words[last][0].isalpha()


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
