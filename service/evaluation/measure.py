"""The count: precision, recall and F1 per slot, of events aligned and of articles as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from service.evaluation.alignment import Pairing, align, pair_fillers
from service.evaluation.annotation import AnnotatedEvent
from service.evaluation.calibration import Band, Judged, bands
from service.evaluation.fillers import SLOTS, Filler, fillers, united

KEYS = frozenset({"attacker", "place", "weapon", "date"})
"""The slots that identify an incident."""
KEYS_NEEDED = 2
"""How many of `KEYS` an aligned pair must agree on for its event to count as found."""


class Rates(Struct, frozen=True):
    """Counts of one slot and the shares that follow from them, from 0 to 1, rounded to four places."""

    precision: float
    recall: float
    f1: float
    matched: int
    gold: int
    predicted: int


class Difference(Struct, frozen=True):
    """What went wrong in one event: by index, null for an event that the other side lacks."""

    id: str
    gold_event: int | None
    predicted_event: int | None
    missed: list[Filler]
    invented: list[Filler]
    quote: str | None
    """The annotated event's place in the article."""
    evidence: list[str]
    """The sentences that the extracted event rests on."""


class Score(Struct, frozen=True, kw_only=True):
    """The figures of one run."""

    articles: int
    aligned: dict[str, Rates]
    """By slot, with ``event`` (pairs that agree on two keys) and ``all``."""
    document: dict[str, Rates]
    """By slot and ``all``, each article's events thrown together."""
    modality_accuracy: float | None
    """Share of aligned events with the right modality; null if none is aligned."""
    empty_accuracy: float | None
    """Share of articles without events for which nothing was extracted; null if every article has some."""
    calibration: list[Band]


def score(
    gold: Mapping[str, Sequence[AnnotatedEvent]],
    predicted: Mapping[str, Sequence[AnnotatedEvent]],
    differences: list[Difference] | None = None,
) -> Score:
    """Measure predicted events against annotated ones, article by article.

    An article missing from ``predicted`` counts as an empty answer; one missing from ``gold`` is ignored.
    What went wrong is appended to ``differences`` where given.
    """
    run = _Run()
    for article, events in gold.items():
        run.add(article, events, predicted.get(article, ()), differences)
    return Score(
        articles=len(gold),
        aligned=run.aligned.rates(("event", *SLOTS)),
        document=run.document.rates(SLOTS),
        modality_accuracy=_share(run.modality),
        empty_accuracy=_share(run.empty),
        calibration=bands(run.judged),
    )


class _Tally:
    """Counts by slot."""

    def __init__(self) -> None:
        self.matched: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()
        self.predicted: Counter[str] = Counter()

    def add(self, gold: Iterable[Filler], predicted: Iterable[Filler]) -> None:
        self.gold.update(filler.slot for filler in gold)
        self.predicted.update(filler.slot for filler in predicted)

    def rates(self, rows: Sequence[str]) -> dict[str, Rates]:
        """Return the rates of each row, and of all slots together."""
        totals = (sum(counts[slot] for slot in SLOTS) for counts in (self.matched, self.gold, self.predicted))
        rates = {row: _rates(self.matched[row], self.gold[row], self.predicted[row]) for row in rows}
        return {**rates, "all": _rates(*totals)}


class _Run:
    """The counts of one run as its articles come in."""

    def __init__(self) -> None:
        self.aligned = _Tally()
        self.document = _Tally()
        self.modality: list[bool] = []
        self.empty: list[bool] = []
        self.judged: list[Judged] = []

    def add(
        self,
        article: str,
        gold: Sequence[AnnotatedEvent],
        predicted: Sequence[AnnotatedEvent],
        differences: list[Difference] | None,
    ) -> None:
        ours, theirs = [fillers(event) for event in gold], [fillers(event) for event in predicted]
        if not gold:
            self.empty.append(not predicted)
        pairings = align(ours, theirs)
        for event in ours:
            self.aligned.add(event, ())
        for event in theirs:
            self.aligned.add((), event)
        found = set()
        for pairing in pairings:
            slots = [ours[pairing.gold][i].slot for i, _ in pairing.agreed]
            self.aligned.matched.update(slots)
            if len(KEYS.intersection(slots)) >= KEYS_NEEDED:
                found.add(pairing.predicted)
            self.modality.append(gold[pairing.gold].modality == predicted[pairing.predicted].modality)
        self.aligned.matched["event"] += len(found)
        self.aligned.gold["event"] += len(gold)
        self.aligned.predicted["event"] += len(predicted)
        self._add_document(united(ours), united(theirs))
        self.judged += [
            Judged(event.confidence, j in found) for j, event in enumerate(predicted) if event.confidence is not None
        ]
        if differences is not None:
            differences += _differences(article, gold, predicted, ours, theirs, pairings)

    def _add_document(self, gold: list[Filler], predicted: list[Filler]) -> None:
        self.document.add(gold, predicted)
        self.document.matched.update(gold[i].slot for i, _ in pair_fillers(gold, predicted))


def _differences(
    article: str,
    gold: Sequence[AnnotatedEvent],
    predicted: Sequence[AnnotatedEvent],
    ours: list[list[Filler]],
    theirs: list[list[Filler]],
    pairings: list[Pairing],
) -> list[Difference]:
    """Return the events that are not wholly right: the annotated ones in order, then those invented."""
    partners = {pairing.gold: pairing for pairing in pairings}
    found = []
    for i, event in enumerate(gold):
        pairing = partners.get(i)
        agreed = pairing.agreed if pairing else []
        j = pairing.predicted if pairing else None
        missed = _left(ours[i], {a for a, _ in agreed})
        invented = [] if j is None else _left(theirs[j], {b for _, b in agreed})
        evidence = [] if j is None else _evidence(predicted[j])
        if missed or invented:
            found.append(Difference(article, i, j, missed, invented, event.quote, evidence))
    aligned = {pairing.predicted for pairing in pairings}
    for j, event in enumerate(predicted):
        if j not in aligned:
            found.append(Difference(article, None, j, [], theirs[j], None, _evidence(event)))
    return found


def _left(event: list[Filler], agreed: set[int]) -> list[Filler]:
    return [filler for index, filler in enumerate(event) if index not in agreed]


def _evidence(event: AnnotatedEvent) -> list[str]:
    return [sentence.text for sentence in event.evidence or ()]


def _rates(matched: int, gold: int, predicted: int) -> Rates:
    precision = matched / predicted if predicted else 0.0
    recall = matched / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if matched else 0.0
    return Rates(round(precision, 4), round(recall, 4), round(f1, 4), matched, gold, predicted)


def _share(outcomes: list[bool]) -> float | None:
    return round(sum(outcomes) / len(outcomes), 4) if outcomes else None
