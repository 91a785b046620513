"""Time expressions: TIMEX3 extents, types and values, and the calendar dates of codebook section 6.

The way of a text: lexemes (``times_lexer``), runs of them matched against a table of named patterns
(``times_grammar``), each reading resolved in the order of the text (``times_values`` and the rules it names), then
what stands around the expressions: "since", "from A to B", datelines, and the notes of the publisher.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from schemas.vocabulary import TimePrecision
from service.extraction.annotators.times.calendar import shift
from service.extraction.annotators.times.grammar import CACHED_RUN, CORE, RUN, candidates, scan
from service.extraction.annotators.times.lexer import Lexemes
from service.extraction.annotators.times.lexicon import NOISE_OPENERS
from service.extraction.annotators.times.timeline import Reading, Timeline
from service.extraction.annotators.times.values import HANDLERS
from service.extraction.document import Document
from service.extraction.mentions import TimeMention

PRECISIONS = {
    "day": TimePrecision.DAY, "night": TimePrecision.NIGHT, "week": TimePrecision.WEEK, "month": TimePrecision.MONTH,
    "year": TimePrecision.YEAR,
}  # fmt: skip
DATELINE_TOKENS = 25
"""How far into a text the date of a dateline may stand, in tokens."""
NOISE_TOKENS = 14
"""Longest line of a publisher's note, in tokens."""
OLD_YEARS, OLD_SHARE = 8, 0.8
"""A text with this many years, this share of them at least ten years past, is read as a narrative."""
LINKS = {"to": ("from",), "until": (), "till": (), "through": (), "and": ("between",), "-": (), "–": (), "—": ()}


def annotate_times(doc: Document) -> None:
    """Set ``doc.times``: every time expression, sorted and without overlaps.

    Relative words resolve against ``doc.published``; if that is None, against the date of a dateline, and where
    there is none against the dates that the text itself names.
    """
    lexemes = Lexemes(doc)
    narrative = doc.published is None or _historical(lexemes, doc.published)
    line = Timeline(lexemes, doc.published, narrative=narrative)
    found: list[TimeMention] = []
    tokens: list[tuple[int, int]] = []
    for run in RUN.finditer(lexemes.letters):
        if CORE.search(run.group()):
            _read_run(line, run.start(), run.group(), found, tokens)
    _link(doc, line, found, tokens)
    _silence(doc, found, tokens)
    doc.times = found


def _historical(lexemes: Lexemes, published: date) -> bool:
    """Whether nearly all years that a text names are long past and it hardly speaks of weekdays or "yesterday"."""
    years = [year for k, year in lexemes.values.items() if lexemes.letters[k] == "y"]
    old = sum(year <= published.year - 10 for year in years)
    recent = sum(lexemes.letters.count(letter) for letter in "WDOT")
    return old >= OLD_YEARS and old >= OLD_SHARE * len(years) and recent * 4 <= old


def _read_run(line: Timeline, offset: int, run: str, found: list[TimeMention], tokens: list[tuple[int, int]]) -> None:
    readings = candidates(run) if len(run) <= CACHED_RUN else scan(run)
    at = 0
    while at < len(run):
        for end, rule in readings[at]:
            if not CORE.search(run, at, end):
                continue
            reading = HANDLERS[rule](line, offset + at, offset + end)
            if reading is not None:
                _add(line, rule, reading, offset + at, offset + end, found, tokens)
                at = end
                break
        else:
            at += 1


def _add(
    line: Timeline, rule: str, reading: Reading, i: int, j: int, found: list[TimeMention],
    tokens: list[tuple[int, int]],
) -> None:  # fmt: skip
    doc, lexemes = line.lexemes.doc, line.lexemes
    i, j = (i + reading.trim, j) if reading.trim >= 0 else (i, j + reading.trim)
    first, last = lexemes.first[i], lexemes.last[j - 1]
    anchor = (line.then if rule in CHAINED else line.now) if reading.relative else None
    dated = "M" in lexemes.letters[i:j] or "k" in lexemes.letters[i:j]
    if rule in ("day", "day_range") and dated and _dateline(doc, first, last, sure=not reading.relative):
        rule = "dateline"
        if line.published is None and not reading.relative and reading.period.begin:
            line.published, line.narrative = reading.period.begin, False
    begin, until, span = reading.period.begin, reading.period.until, reading.span
    grain = reading.period.grain
    if rule not in ("clock", "part"):
        line.note(reading, doc.sentence_of[first])
    before = doc.lower[first - 1] if first else ""
    if before == "since" and begin and line.published and begin <= line.published and not line.narrative:
        until, grain, span, rule = line.published, "part", True, "since"
    if grain == "year" and begin and line.published and doc.lower[last : last + 2] == ["so", "far"]:
        until, grain, span = min(until or line.published, line.published), "part", True
    precision = PRECISIONS.get(grain, TimePrecision.RANGE) if begin else TimePrecision.UNKNOWN
    tokens.append((first, last))
    found.append(
        TimeMention(
            start=doc.starts[first], end=doc.ends[last - 1], type=reading.type, value=reading.period.value,
            begin=begin, until=until, precision=precision, anchor=anchor if begin else None, rule=rule, span=span,
        )
    )  # fmt: skip


CLOCK_REACH = 4
"""Most tokens between a clock time and the day that it belongs to: "04:10 local time (0210 GMT) on Friday"."""
DAYS = frozenset(["day", "day_part", "clock", "clock_day"])
CHAINED = frozenset(["relative", "day_beside"])


def _dateline(doc: Document, first: int, last: int, *, sure: bool) -> bool:
    """Whether a date stands where a dateline has it: near the top, after nothing but names and marks.

    A date without year (``sure`` false) is one only before a dash, a bracket or a colon: "KYIV, March 18 (Agency) -".
    """
    if first > DATELINE_TOKENS or (not sure and doc.lower[last : last + 1] not in (["("], ["-"], ["–"], ["—"], [":"])):
        return False
    words = doc.words
    if first and doc.lower[first - 1] in ("on", "in", "since", "of", "by", "until", "the", "("):
        return False
    return not any(words[k].islower() and words[k] not in ("de", "la", "el", "al", "del") for k in range(first))


def _link(doc: Document, line: Timeline, found: list[TimeMention], tokens: list[tuple[int, int]]) -> None:
    """Give two dates joined into a range ("from Monday to Wednesday", "1941-1945") the dates of the whole."""
    for k in reversed(range(len(found) - 1)):
        first, second = found[k], found[k + 1]
        gap = tokens[k + 1][0] - tokens[k][1]
        if first.rule == "clock" and gap <= CLOCK_REACH and second.rule in DAYS and _same_sentence(doc, tokens, k):
            value = second.value[:10] + first.value[10:] if second.begin else first.value
            found[k] = replace(first, begin=second.begin, until=second.until, anchor=second.anchor, value=value)
            continue
        if gap not in (1, 2) or first.begin is None or second.until is None or first.span or second.span:
            continue
        word = doc.lower[tokens[k][1]]
        needs = LINKS.get(word)
        before = doc.lower[tokens[k][0] - 1] if tokens[k][0] else ""
        if needs is None or {first.type, second.type} - {"DATE", "TIME"}:
            continue
        if gap == 2 and doc.lower[tokens[k + 1][0] - 1] not in ("the", "at", "on"):
            continue
        until = second.until
        twice = (
            word == "and" and before == "on" and (until - first.begin).days == 1 and first.rule == second.rule == "day"
        )
        if needs and before not in needs and not twice and not (word == "to" and before in ("", "(", ",")):
            continue
        if until < first.begin and (first.begin - until).days < 7 and second.precision is TimePrecision.DAY:
            until = shift(until, 7)
        if first.begin < until:
            precision = TimePrecision.RANGE
            found[k] = replace(first, until=until, precision=precision, rule="range")
            found[k + 1] = replace(second, begin=first.begin, until=until, precision=precision, rule="range")


def _same_sentence(doc: Document, tokens: list[tuple[int, int]], k: int) -> bool:
    return doc.sentence_of[tokens[k][0]] == doc.sentence_of[tokens[k + 1][0]]


def _silence(doc: Document, found: list[TimeMention], tokens: list[tuple[int, int]]) -> None:
    """Take the dates from times that belong to the publication: "6 hours ago" alone, "5 min read", "Updated: …"."""
    for k, mention in enumerate(found):
        first, last = tokens[k]
        sentence = doc.sentences[doc.sentence_of[first]]
        before = doc.lower[first - 1] if first > sentence.first else ""
        opener = doc.lower[sentence.first] in NOISE_OPENERS and last - sentence.first <= NOISE_TOKENS
        colon = before in (":", "on") and first >= 2 and doc.lower[first - 2] in NOISE_OPENERS
        colon = colon or (first == 1 and before in NOISE_OPENERS)
        ends = last == sentence.last or (first == 0 and doc.words[last][0].isupper())
        alone = mention.rule == "ago" and first == sentence.first and ends
        reads = doc.lower[last : last + 1] == ["read"] or doc.lower[last : last + 2] == ["-", "read"]
        labelled = opener and (colon or before in NOISE_OPENERS or before in ("on", ":", "at", ",", "|"))
        if alone or (reads and mention.type == "DURATION") or (colon and labelled) or (labelled and sentence.heading):
            found[k] = replace(
                mention, begin=None, until=None, precision=TimePrecision.UNKNOWN, anchor=None, rule="noise", span=False
            )
