"""Sources: who is cited, in which role, and which stretch of text stands on their word.

A cue is a reporting verb with a subject ("X said", "said X"), a participle with its agent ("reported by X") or a
construction that a speaker follows ("according to X"). People who only comment or condemn are no sources, but later
pronouns may point at them.
"""

from __future__ import annotations

from msgspec import Struct

from schemas.vocabulary import AttributionRole
from service.extraction.annotators.sources_lexicon import ReportingVerb, SpeakerLexicon
from service.extraction.annotators.sources_names import ARTICLES, CONNECTORS, POSSESSIVES, Speaker, SpeakerReader
from service.extraction.annotators.sources_scope import Cue, place_scopes
from service.extraction.document import CLOSERS, DASHES, Document, Sentence
from service.extraction.mentions import SpeakerMention

BE = frozenset("is are was were be been being am 's 're".split())
AUXILIARIES = frozenset("has have had 've having did do does also will would later then earlier previously since now still".split())
ADVERBS = frozenset("however meanwhile too again once just only even though today yesterday himself herself itself themselves".split())
TO_VERB = frozenset("to will would could can may might should must cannot n't not don't doesn't didn't let".split())
PERSONAL = {"he": "person", "she": "person", "it": "organisation", "they": "group"}
RELATIVES = frozenset("who which".split())
APPOSED = frozenset("the a an his her its their who which whose in on at one himself also head".split())
QUOTES = frozenset("\"“”»«".split())
SPEAKING = frozenset("person title group organisation name".split())
GENERAL = frozenset("ngo group monitor watchdog organisation organization agency body network outlet".split())
LOOK_BACK = 24
"""Speakers that a pronoun or a definite phrase may point back over."""
POSITIONS = 8
"""Earlier places of a surname that are looked at for the full name."""


class _Known(Struct):
    """A speaker met before."""

    name: str
    kind: str
    words: frozenset[str]
    side: str | None


def annotate_sources(doc: Document, lexicon: SpeakerLexicon) -> None:
    """Set ``doc.speakers``, in order of the text; reads the document's times, places and actors."""
    cues = _Annotator(doc, lexicon).read()
    place_scopes(doc, cues)
    doc.speakers = sorted(
        (
            SpeakerMention(
                start=cue.start,
                end=cue.end,
                name=cue.name,
                role=cue.role,
                scope_start=cue.scope_start,
                scope_end=cue.scope_end,
                side=cue.side,
            )
            for cue in cues
        ),
        key=lambda mention: (mention.start, mention.end),
    )


class _Annotator:
    """Finds the cues of a document, sentence by sentence, and remembers who has spoken."""

    def __init__(self, doc: Document, lexicon: SpeakerLexicon) -> None:
        self.doc, self.lexicon, self.lower = doc, lexicon, doc.lower
        self.reader = SpeakerReader(doc, lexicon)
        self.memory: list[_Known] = []
        self.cues: list[Cue] = []
        self.taken: set[int] = set()
        self.surnames: dict[str, list[int]] | None = None

    def read(self) -> list[Cue]:
        """Return the document's cues in order."""
        verbs, tailed, before = self.lexicon.verbs, self.lexicon.tailed, self.lexicon.before
        tails = {form for form, _ in tailed}
        for sentence in self.doc.sentences:
            self._label(sentence)
            i = sentence.first
            while i < sentence.last:
                word = self.lower[i]
                found = before.longest(self.doc, i)
                if found is not None and self._construction(i, found[0], sentence):
                    i = found[0]
                    continue
                verb = verbs.get(word)
                if word in tails and i + 1 < sentence.last:
                    verb = tailed.get((word, self.lower[i + 1]), verb)
                if verb is not None:
                    self._verb(i, verb, sentence)
                i += 1
        return self.cues

    # -- constructions

    def _construction(self, first: int, last: int, sentence: Sentence) -> bool:
        speaker = self._apposed_right(self.reader.right(last, sentence.last), sentence)
        if speaker is None or speaker.kind not in SPEAKING:
            if speaker is None or speaker.kind != "document":
                return self._pronoun_after(first, last, sentence)
        self._emit(speaker, first, speaker.last, sentence, AttributionRole.REPORTS, after=True)
        self._and_right(speaker, first, sentence, AttributionRole.REPORTS)
        return True

    def _pronoun_after(self, first: int, last: int, sentence: Sentence) -> bool:
        return False

    def _apposed_right(self, speaker: Speaker | None, sentence: Sentence) -> Speaker | None:
        """Prefer the name in "the head of the region, Dmytro Kuleba"."""
        if speaker is None or speaker.kind not in ("title", "group"):
            return speaker
        i = speaker.last
        if i + 1 >= sentence.last or self.lower[i] != ",":
            return speaker
        named = self.reader.right(i + 1, sentence.last)
        if named is None or named.kind != "person" or named.name_first != i + 1:
            return speaker
        if named.last < sentence.last and self.lower[named.last] not in (",", ".", ";", ")") and (
            self.doc.words[named.last] not in QUOTES
        ):
            return speaker
        return named._replace(first=speaker.first)

    def _and_right(self, speaker: Speaker, first: int, sentence: Sentence, role: AttributionRole) -> None:
        i = speaker.last
        if i + 1 >= sentence.last or self.lower[i] not in ("and", "or"):
            return
        second = self.reader.right(i + 1, sentence.last)
        if second is None or second.kind not in ("person", "title", "group", "organisation"):
            return
        if second.last < sentence.last and self.lower[second.last] in self.lexicon.verbs:
            return
        self._emit(second, first, second.last, sentence, role, after=True)

    def _label(self, sentence: Sentence) -> None:
        """Read "AFP: ..." before a sentence and "17 killed: monitor" at the end of a heading."""
        first, last = sentence.first, sentence.last
        for i in range(first + 1, min(first + 5, last - 1)):
            if self.lower[i] == ":":
                speaker = self.reader.right(first, i)
                if speaker is not None and speaker.last == i and (
                    speaker.kind == "group"
                    or (i - 1 in self.reader.known and speaker.kind == "organisation")
                    or (speaker.kind in ("title", "organisation") and sentence.heading)
                ):
                    self._emit(speaker, first, i + 1, sentence, AttributionRole.REPORTS, after=False)
                return
        if not sentence.heading and first > 0:
            return
        for i in range(last - 2, max(first + 2, last - 8), -1):
            if self.lower[i] == ":" or (self.doc.words[i] in DASHES and self._spaced(i)):
                speaker = self.reader.right(i + 1, last)
                if speaker is not None and speaker.last == last and speaker.kind in ("group", "organisation", "title"):
                    self._emit(speaker, i, last, sentence, AttributionRole.REPORTS, after=True)
                return

    def _spaced(self, i: int) -> bool:
        return self.doc.ends[i - 1] < self.doc.starts[i]

    # -- verbs

    def _verb(self, i: int, verb: ReportingVerb, sentence: Sentence) -> None:
        if i in self.taken:
            return
        floor = sentence.first
        j, passive, modal = self._auxiliaries(i, floor)
        role = AttributionRole.DENIES if verb.kind == "deny" else AttributionRole.REPORTS
        if verb.form == "past" and i + 1 < sentence.last and self._agent(i, verb, sentence, role):
            return
        quoted = passive and self.lower[i + 1 : i + 3] == ["as", "saying"]
        if (passive and not quoted) or (modal and verb.form == "base"):
            return
        if verb.lemma == "claim" and self._claims_lives(i, sentence):
            return
        speaker, after = self._subject(i, j, verb, sentence)
        if speaker is None:
            return
        if not self._accepted(speaker, verb, after):
            return
        if verb.kind == "comment":
            self._remember(speaker)
            return
        start = i if after else min(speaker.first, i)
        end = speaker.last if after else i + 1
        if quoted:
            end = i + 3
            self.taken.update((i + 1, i + 2))
        self._emit(speaker, start, end, sentence, role, after=after, verb=i)
        if after:
            self._and_right(speaker, start, sentence, role)
        else:
            self._and_left(speaker, i, sentence, role)

    def _auxiliaries(self, i: int, floor: int) -> tuple[int, bool, bool]:
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
            elif word in AUXILIARIES or word in ADVERBS or (word.endswith("ly") and word not in self.lexicon.nouns):
                if word == "also" and False:
                    break
            elif j - 1 in self.reader.timed and self.lower[j - 1] not in self.lexicon.nouns:
                pass
            elif word in ("on", "in", "at", "late", "early") and j in self.reader.timed:
                pass
            else:
                break
            j -= 1
        return j, passive, modal

    def _possessive(self, i: int) -> bool:
        return self.lower[i] in POSSESSIVES

    def _agent(self, i: int, verb: ReportingVerb, sentence: Sentence, role: AttributionRole) -> bool:
        """Read "reported by X"."""
        for j in range(i + 1, min(i + 4, sentence.last)):
            if self.lower[j] == "by" and self.lower[i] in self.lexicon.passive_by:
                speaker = self._apposed_right(self.reader.right(j + 1, sentence.last), sentence)
                if speaker is None or speaker.kind not in SPEAKING or verb.kind in ("comment", "accuse"):
                    return True
                self._emit(speaker, i, speaker.last, sentence, role, after=True)
                self._and_right(speaker, i, sentence, role)
                return True
            if not self.lower[j].endswith("ly") and j not in self.reader.timed:
                return False
        return False

    def _claims_lives(self, i: int, sentence: Sentence) -> bool:
        ahead = self.lower[i + 1 : min(i + 7, sentence.last)]
        return "lives" in ahead or "life" in ahead

    def _subject(self, i: int, j: int, verb: ReportingVerb, sentence: Sentence) -> tuple[Speaker | None, bool]:
        """Return the subject of the verb at ``i``, and whether it stands after the verb."""
        floor = sentence.first
        before = self.doc.words[j - 1] if j > floor else ""
        broken = before in (",", "") or before in QUOTES or before in CLOSERS or before in DASHES or before in ("…", ".", ":", "?", "!")
        if broken and verb.form in ("past", "third", "base") and before != ")":
            inverted = self._inverted(i, sentence)
            if inverted is not None:
                return inverted, True
        if before == "":
            return None, False
        if before == "," or before in DASHES:
            return self._apposed_left(j - 1, floor, sentence), False
        if before == ")":
            return self.reader.left(j, floor), False
        if before in QUOTES:
            return None, False
        word = self.lower[j - 1]
        if word in PERSONAL:
            return Speaker(j - 1, j, j - 1, j, "pronoun", True, word), False
        if word in RELATIVES and j - 1 > floor:
            k = j - 1 if self.lower[j - 2] != "," else j - 2
            return self.reader.left(k, floor), False
        return self.reader.left(j, floor), False

    def _inverted(self, i: int, sentence: Sentence) -> Speaker | None:
        if i + 1 >= sentence.last:
            return None
        if self.lower[i + 1] in PERSONAL:
            return Speaker(i + 1, i + 2, i + 1, i + 2, "pronoun", True, self.lower[i + 1])
        speaker = self.reader.right(i + 1, sentence.last)
        if speaker is None or speaker.kind not in SPEAKING:
            return None
        k = speaker.last
        if k < sentence.last:
            word = self.doc.words[k]
            closed = word in ",.;:()" or word in QUOTES or word in DASHES or k in self.reader.timed
            closed = closed or self.lower[k] in ("in", "on", "at", "and", "as", "after", "during", "from", "while", "who", "late", "early", "adding", "of", "this", "to")
            if not closed and speaker.kind != "person":
                return None
            if not closed and self.lower[k] not in ("the", "director", "a", "head", "chief"):
                return None
        return self._apposed_right(speaker, sentence)

    def _apposed_left(self, comma: int, floor: int, sentence: Sentence) -> Speaker | None:
        """Read "Oleh Kiper, the regional governor, said" and "the regional governor, Oleh Kiper, said"."""
        doc = self.doc
        for k in range(comma - 1, max(floor, comma - 30), -1):
            if doc.words[k] != "," and not (doc.words[k] in DASHES and self._spaced(k)):
                continue
            outer = self.reader.left(k, floor)
            if outer is None or outer.kind not in SPEAKING:
                if k > floor and self.lower[k - 1] in PERSONAL:
                    return Speaker(k - 1, k, k - 1, k, "pronoun", True, self.lower[k - 1])
                continue
            inner = self.reader.right(k + 1, comma)
            if inner is not None and inner.kind == "person" and inner.last == comma and outer.kind != "person":
                return inner._replace(first=outer.first)
            opening = self.lower[k + 1]
            apposed = opening in APPOSED or opening.isdigit() or opening in self.lexicon.nouns or opening in self.lexicon.modifiers
            apposed = apposed or opening in ("citing", "quoting", "speaking", "writing", "according") or k + 1 in self.reader.timed
            if apposed or (inner is not None and inner.last == comma):
                return outer
        return None

    def _accepted(self, speaker: Speaker, verb: ReportingVerb, after: bool) -> bool:
        if speaker.kind == "pronoun":
            return verb.strength != "weak" and verb.form != "gerund"
        if speaker.kind == "document":
            return verb.strength in ("strong", "normal") and verb.form != "base"
        if speaker.kind == "unknown":
            return verb.strength == "strong" and speaker.definite and verb.form in ("past", "third")
        if speaker.kind not in SPEAKING:
            return False
        if verb.form == "gerund":
            return speaker.kind in ("group", "organisation", "person") and verb.kind != "comment"
        if verb.form == "base":
            return speaker.kind in ("group", "organisation") or speaker.head in ("police", "media", "it")
        if verb.strength == "weak":
            return speaker.kind in ("group", "organisation", "person")
        return True

    def _and_left(self, speaker: Speaker, i: int, sentence: Sentence, role: AttributionRole) -> None:
        k = speaker.first - 1
        if k <= sentence.first or self.lower[k] != "and" or speaker.kind == "pronoun":
            return
        other = self.reader.left(k, sentence.first)
        if other is None or other.kind not in ("person", "group", "organisation", "title"):
            return
        opening = other.first - 1
        if opening >= sentence.first and other.kind != "person":
            word = self.lower[opening]
            if word[0].isalpha() and word not in ("that", "while", "but", "as", "when", "and"):
                return
        self._emit(other, other.first, i + 1, sentence, role, after=False, verb=i)

    # -- names

    def _emit(
        self, speaker: Speaker, first: int, last: int, sentence: Sentence, role: AttributionRole, *, after: bool, verb: int = -1
    ) -> None:
        known = self._resolve(speaker)
        if known is None or not known.name:
            return
        doc = self.doc
        self.memory.append(known)
        self.cues.append(
            Cue(
                start=doc.starts[speaker.name_first],
                end=doc.ends[speaker.name_last - 1],
                name=known.name,
                role=role,
                side=known.side,
                first=first,
                last=last,
                speaker_first=speaker.first,
                speaker_last=speaker.last,
                verb=verb,
                after=after,
                sentence=doc.sentence_of[sentence.first],
            )
        )

    def _remember(self, speaker: Speaker) -> None:
        known = self._resolve(speaker)
        if known is not None and known.name:
            self.memory.append(known)

    def _resolve(self, speaker: Speaker) -> _Known | None:
        """Return who the phrase names, or whom it points back at; None if that is nobody."""
        if speaker.kind == "pronoun":
            return self._antecedent(speaker.head)
        if speaker.kind == "document":
            return self._issuer(speaker)
        words = frozenset(self.lower[speaker.first : speaker.last])
        side = self._side(speaker)
        name = self._text(speaker.name_first, speaker.name_last)
        if speaker.kind in ("name", "person") and speaker.name_last - speaker.name_first <= 2:
            full = self._full_name(speaker)
            if full is not None:
                earlier = next((k for k in reversed(self.memory[-LOOK_BACK:]) if k.name == full), None)
                return _Known(full, "person", words, side or (earlier.side if earlier else None))
        short = speaker.name_last - speaker.name_first <= 2 and not any(
            self.reader.capital(k) for k in range(speaker.name_first, speaker.name_last)
        )
        if speaker.definite and short and speaker.kind in ("organisation", "title", "group", "unknown"):
            earlier = self._pointed(speaker)
            if earlier is not None:
                return earlier
        if speaker.definite and speaker.kind == "name":
            earlier = next((k for k in reversed(self.memory[-LOOK_BACK:]) if speaker.head in k.words and k.kind == "organisation"), None)
            if earlier is not None and speaker.name_last - speaker.name_first == 1:
                return earlier
        kind = "organisation" if speaker.kind == "name" and speaker.name_last - 1 in (self.reader.sides.keys() | self.reader.places) else speaker.kind
        return _Known(name, kind, words, side)

    def _antecedent(self, pronoun: str) -> _Known | None:
        wanted = PERSONAL[pronoun]
        for known in reversed(self.memory[-LOOK_BACK:]):
            if wanted == "person" and known.kind in ("person", "title", "name"):
                return known
            if wanted == "organisation" and known.kind in ("organisation", "name"):
                return known
            if wanted == "group" and known.kind in ("group", "organisation"):
                return known
        return None

    def _issuer(self, speaker: Speaker) -> _Known | None:
        """Return whose statement or report it is."""
        for i in range(speaker.name_last - 1, speaker.name_first, -1):
            if self.lower[i] in POSSESSIVES:
                inner = self.reader.left(i, speaker.name_first - 1 if speaker.name_first else 0)
                return self._resolve(inner) if inner is not None and inner.kind in SPEAKING else None
            if self.lower[i] in ("from", "by", "of") and i + 1 < speaker.name_last:
                inner = self.reader.right(i + 1, speaker.name_last)
                return self._resolve(inner) if inner is not None and inner.kind in SPEAKING else None
        head = speaker.name_last - 1
        if head > speaker.name_first and self.lower[head - 1] in ("media", "press", "news"):
            return _Known(self._text(speaker.name_first, head), "group", frozenset(self.lower[speaker.name_first : head]), self._side(speaker))
        if self.lower[head] in ("statement", "post", "message", "report", "communique") and speaker.definite and self.memory:
            return self.memory[-1]
        return None

    def _pointed(self, speaker: Speaker) -> _Known | None:
        """Return the earlier speaker that "the ministry", "the NGO", "the governor" points at."""
        for known in reversed(self.memory[-LOOK_BACK:]):
            if speaker.head in known.words and len(known.words) > 1:
                return known
        if speaker.head in GENERAL:
            for known in reversed(self.memory[-LOOK_BACK:]):
                if known.kind == "organisation" and known.side is None:
                    return known
        return None

    def _full_name(self, speaker: Speaker) -> str | None:
        """Return the earlier full name that ends in this surname, if there is one."""
        if self.surnames is None:
            self.surnames = {}
            for i, word in enumerate(self.lower):
                if i and self.reader.capital(i) and self.reader.capital(i - 1):
                    self.surnames.setdefault(word, []).append(i)
        length = speaker.name_last - speaker.name_first
        wanted = self.lower[speaker.name_first : speaker.name_last]
        for i in self.surnames.get(speaker.head, ())[:POSITIONS]:
            if i >= speaker.name_first:
                return None
            named = self.reader.left(i + 1, max(0, i - 7, self.doc.sentences[self.doc.sentence_of[i]].first))
            if named is None or named.kind != "person" or named.name_last != i + 1:
                continue
            if named.name_last - named.name_first > length and self.lower[i + 1 - length : i + 1] == wanted:
                return self._text(named.name_first, named.name_last)
        return None

    def _text(self, first: int, last: int) -> str:
        return " ".join(self.doc.text[self.doc.starts[first] : self.doc.ends[last - 1]].split())

    def _side(self, speaker: Speaker) -> str | None:
        for i in range(speaker.first, speaker.last):
            if i in self.reader.sides and self.reader.sides[i] != "unknown":
                return self.reader.sides[i]
        for i in range(speaker.first, speaker.last):
            institution = self.reader.known.get(i)
            if institution is not None and institution.side is not None:
                return institution.side
        return None
