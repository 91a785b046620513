"""The measure as text: a table of slots, the calibration, and what went wrong article by article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemas.event import Count
from service.evaluation.annotation import Place, Time
from service.evaluation.calibration import calibration_error
from service.evaluation.fillers import SLOTS, Filler, Value, WeaponCount
from service.evaluation.measure import Difference, Rates, Score

HEADER = (
    f"{'slot':13} {'aligned P':>9} {'R':>6} {'F1':>6} {'gold':>6} {'pred':>6}   {'document P':>10} {'R':>6} {'F1':>6}"
)


def table(score: Score) -> str:
    """Return the figures as lines of fixed columns."""
    lines = [
        f"{score.articles} articles; modality {_figure(score.modality_accuracy)}; "
        f"empty {_figure(score.empty_accuracy)}",
        "",
        HEADER,
    ]
    for slot in ("event", *SLOTS, "all"):
        aligned, document = score.aligned[slot], score.document.get(slot)
        counts = f" {aligned.gold:6} {aligned.predicted:6}"
        tail = f"   {_shares(document, 10)}" if document else ""
        lines.append(f"{slot:13} {_shares(aligned, 9)}{counts}{tail}")
    return "\n".join(lines)


def calibration_table(score: Score) -> str:
    """Return the calibration as lines of fixed columns."""
    if not score.calibration:
        return "no extracted event carries a confidence"
    lines = [f"{'confidence':11} {'events':>6} {'expected':>9} {'observed':>9}"]
    lines += [
        f"{band.low:.1f} to {band.high:.1f}  {band.events:6} {band.expected:9.3f} {band.observed:9.3f}"
        for band in score.calibration
    ]
    lines.append(f"expected calibration error {_figure(calibration_error(score.calibration))}")
    return "\n".join(lines)


def differences(found: Iterable[Difference]) -> Iterator[str]:
    """Yield, event by event, what was missed (-) and invented (+) with the words that it stands on."""
    for difference in found:
        ours, theirs = _number(difference.gold_event), _number(difference.predicted_event)
        yield f"{difference.id}  annotated {ours}  extracted {theirs}"
        if difference.quote:
            yield f"   annotated: {difference.quote}"
        for sentence in difference.evidence:
            yield f"   extracted: {' '.join(sentence.split())}"
        for mark, fillers in (("-", difference.missed), ("+", difference.invented)):
            for filler in fillers:
                yield f"   {mark} {filler.slot}: {describe(filler)}"
        yield ""


def describe(filler: Filler) -> str:
    """Return a filler's value in one line of words."""
    value: Value = filler.value
    if isinstance(value, Place):
        where = ", ".join(
            part
            for part in (
                value.precision,
                value.country,
                None if value.latitude is None else f"{value.latitude:.2f} {value.longitude:.2f}",
            )
            if part
        )
        return f"{value.name} ({where})"
    if isinstance(value, Time):
        return value.start or "" if value.end in (None, value.start) else f"{value.start} to {value.end}"
    if isinstance(value, WeaponCount):
        return f"{value.family} {value.status} {amount(value.count)}"
    if isinstance(value, Count):
        return amount(value)
    return value or "none"


def amount(count: Count) -> str:
    """Return a count in words: "6", "at least 6", "up to 6", "4 to 6", or "unknown"."""
    if count.min is None:
        return "unknown" if count.max is None else f"up to {count.max}"
    if count.max is None:
        return f"at least {count.min}"
    return str(count.min) if count.min == count.max else f"{count.min} to {count.max}"


def _shares(rates: Rates, width: int) -> str:
    return f"{rates.precision:{width}.3f} {rates.recall:6.3f} {rates.f1:6.3f}"


def _number(index: int | None) -> str:
    return "none" if index is None else f"#{index}"


def _figure(share: float | None) -> str:
    return "none" if share is None else f"{share:.3f}"
