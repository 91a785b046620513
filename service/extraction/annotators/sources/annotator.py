"""Sources: who is cited, in which role, and which stretch of text stands on their word.

A cue is a reporting verb with a subject ("X said", "said X"), a participle with its agent ("reported by X") or a
construction that a speaker follows ("according to X"). People who only comment or condemn are no sources, but later
pronouns may point at them.
"""

from __future__ import annotations

from schemas.vocabulary import AttributionRole
from service.extraction.annotators.sources.identity import identify
from service.extraction.annotators.sources.lexicon import ReportingVerb, SpeakerLexicon
from service.extraction.annotators.sources.memory import SPEAKING, Memory
from service.extraction.annotators.sources.names import POSSESSIVES, Speaker, SpeakerReader
from service.extraction.annotators.sources.scope import Cue, place_scopes, relayed
from service.extraction.annotators.sources.subjects import SubjectFinder
from service.extraction.document import DASHES, Document, Sentence
from service.extraction.mentions import SpeakerMention

PARTITIVE = frozenset("one two three some several many most all both".split())
ISSUED = 7
"""Tokens in which the object of an issuing verb is looked for."""
QUOTING = frozenset("quoted quotes quoting cited cites citing reported".split())


def annotate_sources(doc: Document, lexicon: SpeakerLexicon) -> None:
    """Set ``doc.speakers``, in order of the text; reads the document's times, places and actors."""
    cues = _Annotator(doc, lexicon).read()
    place_scopes(doc, cues)
    cues = relayed(cues)
    identify(doc, cues)
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
        self.subjects = SubjectFinder(doc, lexicon, self.reader)
        self.memory = Memory(doc, self.reader)
        self.cues: list[Cue] = []
        self.taken: set[int] = set()

    def read(self) -> list[Cue]:
        """Return the document's cues in order."""
        verbs, tailed, before = self.lexicon.verbs, self.lexicon.tailed, self.lexicon.before
        tails, openings = {form for form, _ in tailed}, self.lexicon.before_words
        for sentence in self.doc.sentences:
            self._label(sentence)
            i = sentence.first
            while i < sentence.last:
                word = self.lower[i]
                found = before.longest(self.doc, i) if word in openings else None
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

    def _construction(self, first: int, last: int, sentence: Sentence) -> bool:
        opening = last + (last < sentence.last and self.doc.words[last] in '"“«')
        if opening + 2 < sentence.last and self.lower[opening] in PARTITIVE and self.lower[opening + 1] == "of":
            opening += 2
        speaker = self.subjects.apposed_right(self.reader.right(opening, sentence.last), sentence)
        if speaker is None or (speaker.kind not in SPEAKING and speaker.kind != "document"):
            return False
        self._emit(speaker, first, speaker.last, sentence, AttributionRole.REPORTS, after=True)
        self._and_right(speaker, first, sentence, AttributionRole.REPORTS)
        return True

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
                if (
                    speaker is not None
                    and speaker.last == i
                    and (
                        speaker.kind == "group"
                        or (i - 1 in self.reader.known and speaker.kind == "organisation")
                        or (speaker.kind in ("title", "organisation") and sentence.heading)
                    )
                ):
                    self._emit(speaker, first, i + 1, sentence, AttributionRole.REPORTS, after=False)
                return
        if not sentence.heading and first > 0:
            return
        for i in range(last - 2, max(first + 2, last - 8), -1):
            if self.lower[i] == ":" or (self.doc.words[i] in DASHES and self.subjects.spaced(i)):
                speaker = self.reader.right(i + 1, last)
                if speaker is not None and speaker.last == last and speaker.kind in ("group", "organisation", "title"):
                    self._emit(speaker, i, last, sentence, AttributionRole.REPORTS, after=True)
                return

    def _verb(self, i: int, verb: ReportingVerb, sentence: Sentence) -> None:
        floor = sentence.first
        if i in self.taken or (i > floor and not self.doc.shouting and self.doc.words[i][0].isupper()):
            return
        if self._goes_on(i, sentence) or (verb.issuing and not self._issues(i, verb, sentence)):
            return
        j, passive, modal = self.subjects.auxiliaries(i, floor)
        role = AttributionRole.DENIES if verb.kind == "deny" else AttributionRole.REPORTS
        if verb.form == "past" and i + 1 < sentence.last and self._agent(i, verb, sentence, role):
            return
        quoted = passive and self.lower[i + 1 : i + 3] == ["as", "saying"]
        if (passive and not quoted) or (modal and verb.form == "base"):
            return
        if verb.lemma == "claim" and self._claims_lives(i, sentence):
            return
        if verb.lemma == "state" and verb.form == "base" and self.lower[i + 1 : i + 2] != ["that"]:
            return
        self._as_saying(i, sentence)
        if self._continues(j, i, sentence):
            return
        speaker, after = self.subjects.subject(i, j, verb, sentence)
        if speaker is None:
            return
        if not self.subjects.accepted(speaker, verb):
            return
        if not after and speaker.first > sentence.first and self.lower[speaker.first - 1] == "what":
            self.memory.remember(speaker)
            return
        if verb.kind == "comment":
            self.memory.remember(speaker)
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

    def _issues(self, i: int, verb: ReportingVerb, sentence: Sentence) -> bool:
        """Whether an object by which the verb reports follows it: "issued a statement"."""
        objects = self.lexicon.issued[verb.lemma]
        for k in range(i + 1, min(sentence.last, i + ISSUED)):
            if self.lower[k] in objects:
                return True
            if not self.lower[k].isalnum() and self.lower[k] not in POSSESSIVES:
                return False
        return False

    def _goes_on(self, i: int, sentence: Sentence) -> bool:
        """Whether the verb only goes on with what the sentence's speaker says: "…, X said, adding that …"."""
        if not self.lower[i].endswith("ing") or i <= sentence.first or self.lower[i - 1] != ",":
            return False
        return bool(self.cues) and self.cues[-1].last in (i - 1, i) and self.cues[-1].first >= sentence.first

    def _continues(self, j: int, i: int, sentence: Sentence) -> bool:
        """Join "a statement from X" before the verb and the verb to one cue."""
        if not self.cues or self.cues[-1].last != j or not self.cues[-1].after or j <= sentence.first:
            return False
        cue = self.cues[-1]
        cue.after, cue.last, cue.verb = False, i + 1, i
        return True

    def _agent(self, i: int, verb: ReportingVerb, sentence: Sentence, role: AttributionRole) -> bool:
        """Read "reported by X"."""
        for j in range(i + 1, min(i + 4, sentence.last)):
            if self.lower[j] == "by" and self.lower[i] in self.lexicon.passive_by:
                speaker = self.subjects.apposed_right(self.reader.right(j + 1, sentence.last), sentence)
                if speaker is None or speaker.kind not in SPEAKING or verb.kind in ("comment", "accuse"):
                    return True
                self._emit(speaker, i, speaker.last, sentence, role, after=True)
                self._and_right(speaker, i, sentence, role)
                return True
            if not self.lower[j].endswith("ly") and j not in self.reader.timed:
                return False
        return False

    def _as_saying(self, i: int, sentence: Sentence) -> None:
        """Read "(Reuters quoted) the governor as saying"."""
        if self.lower[i] not in QUOTING or i + 3 >= sentence.last:
            return
        speaker = self.reader.right(i + 1, sentence.last)
        if speaker is None or speaker.kind not in SPEAKING:
            return
        end = speaker.last
        if self.lower[end : end + 2] == ["as", "saying"] and end + 2 <= sentence.last:
            self._emit(speaker, speaker.first, end + 2, sentence, AttributionRole.REPORTS, after=False, verb=end + 1)
            self.taken.update((end, end + 1))

    def _claims_lives(self, i: int, sentence: Sentence) -> bool:
        ahead = self.lower[i + 1 : min(i + 7, sentence.last)]
        return "lives" in ahead or "life" in ahead

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

    def _emit(
        self,
        speaker: Speaker,
        first: int,
        last: int,
        sentence: Sentence,
        role: AttributionRole,
        *,
        after: bool,
        verb: int = -1,
    ) -> None:
        known = self.memory.remember(speaker)
        if known is None:
            return
        doc = self.doc
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
                outlet=self._outlet(speaker),
                kind=known.kind,
                head=speaker.head,
                words=known.words,
                placed=any(i in self.reader.places for i in range(speaker.first, speaker.last)),
            )
        )

    def _outlet(self, speaker: Speaker) -> bool:
        """Whether the phrase holds the name of a news agency or paper."""
        known = (self.reader.known.get(i) for i in range(speaker.name_first, speaker.name_last))
        return any(institution is not None and institution.outlet for institution in known)
