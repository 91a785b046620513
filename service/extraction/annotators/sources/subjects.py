"""The subject of a reporting verb: before it, after it, or across an apposition."""

from __future__ import annotations

from service.extraction.annotators.sources.lexicon import ReportingVerb, SpeakerLexicon
from service.extraction.annotators.sources.memory import PERSONAL, SPEAKING
from service.extraction.annotators.sources.names import POSSESSIVES, Speaker, SpeakerReader
from service.extraction.document import CLOSERS, DASHES, Document, Sentence

BE = frozenset("is are was were be been being am 's 're".split())
AUXILIARIES = frozenset(
    "has have had 've having did do does also will would later then earlier previously since now still".split()
)
ADVERBS = frozenset(
    "however meanwhile too again once just only even though today yesterday himself herself itself themselves"
    " both".split()
)
TO_VERB = frozenset("to will would could can may might should must cannot n't not don't doesn't didn't let".split())
OWNERS = frozenset("his her its their our my".split())
RELATIVES = frozenset("who which".split())
APPOSED = frozenset(
    "however meanwhile too the a an his her its their who which whose in on at one himself also head".split()
)
AFTER_SPEAKER = frozenset("in on at and as after during from while who late early adding of this to which who".split())
UNMARKED_APPOSITION = frozenset("the a director head chief".split())
QUOTES = frozenset('"“”»«'.split())
CONJOINING = frozenset("and but then or".split())
"""Words between two predicates of one subject."""
ADVERBIALS = frozenset("in on at after during following as for since late early earlier meanwhile however".split())
NO_VERBS = frozenset(
    "and or of in on at to for from with by as near after before during while when where who which that whose".split()
)
"""Words that no predicate begins with."""
UNMARKED = frozenset("a an the".split())
REDUCED = frozenset("based led run linked affiliated backed founded headed".split())
"""Participles of a description that goes on: "a group based in"."""
PREDICATE_REACH = 30
"""Tokens of the predicates before a joined one, at most."""
ADVERBIAL = 12
APPOSITION = 16
DESCRIPTION = 12
OFFICE = 4


class SubjectFinder:
    """Finds the subjects of reporting verbs."""

    def __init__(self, doc: Document, lexicon: SpeakerLexicon, reader: SpeakerReader) -> None:
        self.doc, self.lexicon, self.reader, self.lower = doc, lexicon, reader, doc.lower

    def apposed_right(self, speaker: Speaker | None, sentence: Sentence) -> Speaker | None:
        """Prefer the name in "the head of the region, Dmytro Kuleba"."""
        if speaker is None or speaker.kind not in ("title", "group"):
            return speaker
        i = self._described_to(speaker, sentence.last)
        if i + 1 >= sentence.last or self.lower[i] != ",":
            return speaker
        named = self.reader.right(i + 1, sentence.last)
        if named is None or named.kind != "person" or named.name_first != i + 1:
            return speaker
        if (
            named.last < sentence.last
            and self.lower[named.last] not in (",", ".", ";", ")")
            and (self.doc.words[named.last] not in QUOTES)
        ):
            return speaker
        return named._replace(first=speaker.first)

    def _described_to(self, speaker: Speaker, limit: int) -> int:
        """Return where the description of an office ends: "the head of Ukraine's national (rail system), X"."""
        i = speaker.last
        if speaker.kind != "title" or self.lower[i - 1] == speaker.head:
            return i
        while i < min(limit, speaker.last + OFFICE) and self.doc.words[i].islower() and self.lower[i].isalpha():
            if self.lower[i] in self.lexicon.verbs or self.lower[i] in NO_VERBS:
                return speaker.last
            i += 1
        return i

    def auxiliaries(self, i: int, floor: int) -> tuple[int, bool, bool]:
        """Return where the auxiliaries and adverbs before the verb begin, and whether it is passive or modal."""
        passive = modal = False
        j = i
        while j > floor and i - j < 10:
            word = self.lower[j - 1]
            if word in BE:
                passive = passive or not self._possessive(j - 1)
                if self._possessive(j - 1):
                    break
            elif word in TO_VERB:
                modal = True
            elif not self._adverbial(j - 1):
                break
            j -= 1
        return j, passive, modal

    def _adverbial(self, i: int) -> bool:
        """Whether the token is an auxiliary, an adverb or a word of time before a verb: "had also (said)"."""
        word = self.lower[i]
        if word in AUXILIARIES or word in ADVERBS or self.lower[i : i + 2] == ["at", "first"]:
            return True
        if word == "first":
            return self.lower[i - 1] == "at"
        if i in self.reader.timed or (word in ("on", "in", "at", "late", "early") and i + 1 in self.reader.timed):
            return word not in self.lexicon.nouns
        return word.endswith("ly") and word not in self.lexicon.nouns and self.doc.words[i].islower()

    def _possessive(self, i: int) -> bool:
        return self.lower[i] in POSSESSIVES

    def subject(self, i: int, j: int, verb: ReportingVerb, sentence: Sentence) -> tuple[Speaker | None, bool]:
        """Return the subject of the verb at ``i``, and whether it stands after the verb."""
        floor = sentence.first
        before = self.doc.words[j - 1] if j > floor else ""
        broken = (
            before in (",", "")
            or before in QUOTES
            or before in CLOSERS
            or before in DASHES
            or before in ("…", ".", ":", "?", "!")
        )
        invertible = verb.lemma != "tell" and verb.kind != "accuse" and not verb.issuing
        if broken and invertible and verb.form in ("past", "third", "base") and before != ")":
            inverted = self._inverted(i, sentence)
            if inverted is not None:
                return inverted, True
        if before == "":
            return None, False
        if before == "," or before in DASHES:
            speaker = self._apposed_left(j - 1, floor, sentence)
            return (self.of_clause(j, sentence) if speaker is None and verb.form == "gerund" else speaker), False
        if before == ")":
            return self.reader.left(j, floor), False
        if before in QUOTES:
            return None, False
        word = self.lower[j - 1]
        if word in PERSONAL:
            return Speaker(j - 1, j, j - 1, j, "pronoun", True, word), False
        if word in RELATIVES and j - 1 > floor and not self.doc.words[j - 1].isupper():
            k = j - 1 if self.lower[j - 2] != "," else j - 2
            return self.reader.left(k, floor), False
        if word in CONJOINING:
            return self.of_clause(j, sentence), False
        return self._apposed_unmarked(self.reader.left(j, floor), floor), False

    def of_clause(self, end: int, sentence: Sentence) -> Speaker | None:
        """Return the subject that opens the sentence, for a predicate joined to it: "X did not comment but said …"."""
        floor = sentence.first
        for opening in self._openings(floor, end):
            speaker = self.apposed_right(self.reader.right(opening, end), sentence)
            if speaker is None or speaker.kind not in SPEAKING:
                continue
            if speaker.kind == "name" and speaker.name_first not in self.reader.sides:
                continue
            if speaker.last >= end or end - speaker.last > PREDICATE_REACH or not self._predicate(speaker.last, end):
                continue
            return speaker
        return None

    def _openings(self, floor: int, end: int) -> list[int]:
        """Return where the subject of a sentence may begin: at its head, or after an adverbial and its comma."""
        comma = next((i for i in range(floor, min(end, floor + ADVERBIAL)) if self.lower[i] == ","), None)
        return [floor] if comma is None or self.lower[floor] not in ADVERBIALS else [comma + 1]

    def _predicate(self, i: int, end: int) -> bool:
        """Whether a verb may follow a subject at the token, perhaps behind an apposition between commas."""
        if self.lower[i] == ",":
            closing = next((k for k in range(i + 1, min(end, i + APPOSITION)) if self.lower[k] == ","), end)
            if closing + 1 >= end or self.lower[i + 1] not in APPOSED:
                return False
            i = closing + 1
        return self.lower[i].isalpha() and self.doc.words[i].islower() and self.lower[i] not in NO_VERBS

    def _apposed_unmarked(self, speaker: Speaker | None, floor: int) -> Speaker | None:
        """Prefer the name in "Omar Haddad a doctor (said)" and "the Northern Council a group based abroad (said)"."""
        if speaker is None or speaker.kind == "person":
            return speaker
        for i in range(speaker.first, max(floor, speaker.first - DESCRIPTION), -1):
            if self.lower[i] not in UNMARKED or not self.reader.capital(i - 1) or i - 1 in self.reader.timed:
                continue
            if i < speaker.first and not REDUCED & set(self.lower[i : speaker.first]):
                return speaker
            named = self.reader.left(i, floor)
            if named is None or named.kind not in SPEAKING or named.name_last - named.name_first < 2:
                return speaker
            if named.last - 1 in self.reader.places:
                return speaker
            opens = named.first == floor or not self.doc.words[named.first - 1][0].isalnum()
            return named._replace(last=speaker.last) if opens else speaker
        return speaker

    def _inverted(self, i: int, sentence: Sentence) -> Speaker | None:
        if i + 1 >= sentence.last:
            return None
        if self.lower[i + 1] in PERSONAL:
            if i + 2 < sentence.last and not self._closed(i + 2):
                return None
            return Speaker(i + 1, i + 2, i + 1, i + 2, "pronoun", True, self.lower[i + 1])
        if self.lower[i + 1] in OWNERS:
            return None
        speaker = self.reader.right(i + 1, sentence.last)
        if speaker is None or speaker.kind not in SPEAKING:
            return None
        k = speaker.last
        apposed = speaker.kind == "person" and (k == sentence.last or self.lower[k] in UNMARKED_APPOSITION)
        if k < sentence.last and not self._closed(k) and not apposed:
            return None
        return self.apposed_right(speaker, sentence)

    def _closed(self, k: int) -> bool:
        """Whether the clause "said X" ends before token ``k``."""
        word = self.doc.words[k]
        if word in ",.;:()" or word in QUOTES or word in DASHES or k in self.reader.timed:
            return True
        return self.lower[k] in AFTER_SPEAKER

    def _apposed_left(self, comma: int, floor: int, sentence: Sentence) -> Speaker | None:
        """Read "Oleh Kiper, the regional governor, said" and "the regional governor, Oleh Kiper, said"."""
        doc = self.doc
        for k in range(comma - 1, max(floor, comma - 30), -1):
            if doc.words[k] != "," and not (doc.words[k] in DASHES and self.spaced(k)):
                continue
            outer = self.reader.left(k, floor)
            if outer is None or outer.kind not in SPEAKING:
                if k > floor and self.lower[k - 1] in PERSONAL:
                    return Speaker(k - 1, k, k - 1, k, "pronoun", True, self.lower[k - 1])
                continue
            if (
                outer.kind != "person"
                and outer.definite
                and outer.first - 1 > floor
                and self.lower[outer.first - 1] == ","
            ):
                owner = self.reader.left(outer.first - 1, floor)
                if owner is not None and owner.kind == "person":
                    return owner
            inner = self.reader.right(k + 1, comma)
            if inner is not None and inner.kind == "person" and inner.last == comma and outer.kind != "person":
                return inner._replace(first=outer.first)
            if inner is not None and inner.last == comma and self._names(inner, outer):
                return inner._replace(first=outer.first)
            opening = self.lower[k + 1]
            apposed = (
                opening in APPOSED
                or opening.isdigit()
                or opening in self.lexicon.nouns
                or opening in self.lexicon.modifiers
                or self.reader.capital(k + 1)
            )
            apposed = (
                apposed
                or opening in ("citing", "quoting", "speaking", "writing", "according")
                or k + 1 in self.reader.timed
            )
            if apposed or (inner is not None and inner.last == comma):
                return outer
        return None

    def _names(self, inner: Speaker, outer: Speaker) -> bool:
        """Whether the apposition names what the phrase before it describes: "the group's wing, the Qassam brigades"."""
        if inner.name_first in self.reader.known and outer.name_last - 1 not in self.reader.known:
            return True
        bodies = ("organisation", "name", "group")
        if inner.kind not in bodies or outer.kind not in bodies:
            return False
        return self.reader.capital(inner.name_first) and not self.reader.capital(outer.name_last - 1)

    def accepted(self, speaker: Speaker, verb: ReportingVerb) -> bool:
        """Whether such a subject can speak by such a verb."""
        if speaker.kind == "pronoun":
            return verb.strength != "weak" and verb.form != "gerund"
        if speaker.kind == "document":
            return verb.strength in ("strong", "normal") and verb.form != "base"
        if speaker.kind == "unknown":
            return verb.strength == "strong" and speaker.definite and verb.form in ("past", "third")
        if speaker.kind not in SPEAKING:
            return False
        if verb.form == "gerund":
            absolute = speaker.kind == "title" and self.lower[speaker.first - 1] == "with"
            return (absolute or speaker.kind in ("group", "organisation", "person")) and verb.kind != "comment"
        if verb.form == "base":
            return speaker.kind in ("group", "organisation") or speaker.head in ("police", "media", "it")
        if verb.strength == "weak":
            return speaker.kind in ("group", "organisation", "person")
        return True

    def spaced(self, i: int) -> bool:
        """Whether a dash at the token stands between words and not inside one."""
        return self.doc.ends[i - 1] < self.doc.starts[i]
