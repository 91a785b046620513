"""Dating: which time expression of a clause is the time of its acts (codebook section 6).

A clause may also say when somebody spoke of the act, when the act was foreseen, or when another one was, which this
one answers or follows. Those are no dates of the act. What the incidents are dated by is in ``chronology.py``.
"""

from __future__ import annotations

from msgspec.structs import replace

from schemas.vocabulary import TimePrecision
from service.extraction.frames.clauses import Clause, Index
from service.extraction.mentions import ActMention, TimeMention

SPEECH = frozenset(
    "said says say told tells announced announces reported reports wrote writes added adds claimed claims"
    " confirmed confirms stated states statement posted tweeted interview conference briefing address telegram"
    " facebook twitter speaking spoke speech meeting condemned urged reporters broadcast according update"
    " bulletin admitted acknowledged assessed estimated warned accused blamed denied signaled signalled vowed"
    " insisted declared testified argued noted explained revealed called".split()
)
TELLING = (SPEECH | {"that"}) - frozenset(
    "according statement interview conference briefing address telegram facebook twitter speech meeting update"
    " bulletin broadcast reporters called".split()
)
"""The words that a time before them belongs to: "on Friday announced", "in May that"."""
ADDRESS_GAP, SETTING = 9, frozenset("in at during to".split())
"""The same where the addressee or the setting stands between: "told reporters at the ministry on Tuesday"."""
HAPPENING = frozenset("took place occurred happened began started came broke erupted carried".split())
"""Words that take a time from the telling for the act: "which they said took place on Friday"."""
PERFECT = frozenset(["has", "have", "had"])
SUPERLATIVES = frozenset(
    "first most worst time largest biggest deadliest heaviest fiercest bloodiest highest longest greatest strongest"
    " gravest fastest broadest widest".split()
)
GENITIVES, NAMED_REACH = frozenset(["'s", "’s", "'", "’"]), 4
COURSE = frozenset("in during of with by".split())
"""What leads from a verb to a noun for the same act: "were killed in Sunday's attack"."""
REPORT_GAP = 4
"""Most tokens between a word of telling and the time of it: "said in a statement on Tuesday"."""
ANSWERING = (
    "after", "following", "since", "in response to", "response to", "in retaliation for", "retaliation for",
    "revenge for", "reprisal for", "in the wake of", "in the aftermath of", "compared to", "compared with",
)  # fmt: skip
"""What leads from an act to an earlier one: what stands behind it has a time of its own."""
ANSWERS = {tuple(phrase.split()) for phrase in ANSWERING}
ANSWER_REACH = 40
LONGEST_ANSWER = max(len(phrase) for phrase in ANSWERS)


def time_of_acts(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]]) -> TimeMention | None:
    """Return the time expression of the clause that stands nearest to an act and is the time of no other."""
    best: tuple[bool, bool, int, TimeMention] | None = None
    for first, last, time in index.times.within(clause.first, clause.last):
        if time.begin is None or spoken(index, clause.first, first):
            continue
        if time.rule == "since" and _superlative(index, index.doc.sentences[clause.sentence].first, first):
            continue
        if _of_another(index, first, last, acts):
            continue
        distance = min((min(abs(first - e), abs(b - last)) for b, e, _ in acts), default=0)
        apart = (
            bool(acts)
            and time.rule != "since"
            and all(_answered(index, min(e, last), max(b, first)) for b, e, _ in acts)
        )
        rank = (apart, time.rule == "dateline", distance)
        if best is None or rank < best[:3]:
            best = (*rank, time)
    if best and not best[0]:
        return best[3]
    return _since(index, clause)


def _named_after(index: Index, last: int) -> int | None:
    """Return the token of the act's noun that a time in the genitive dates: "Sunday's shelling"."""
    lower = index.doc.lower
    if last >= len(lower) or lower[last] not in GENITIVES:
        return None
    return next(
        (i for i in range(last + 1, last + 1 + NAMED_REACH) if i in index.acts.at and index.acts.at[i].noun), None
    )


def _of_another(index: Index, first: int, last: int, acts: list[tuple[int, int, ActMention]]) -> bool:
    """Whether a time in the genitive dates another act than these: "targets those blamed for last week's bombing"."""
    named = _named_after(index, last)
    if named is None or index.doc.lower[first - 1] in COURSE:
        return False
    return all(not act.noun and begin < first for begin, _, act in acts)


def _since(index: Index, clause: Clause) -> TimeMention | None:
    """Return the period up to publication that the next clause opens, for what has gone on all through it.

    "have killed 40 since Saturday", "since fighting broke out last week"; but "the largest attack since 2022" is one.
    """
    published = index.doc.published
    if not PERFECT & set(index.doc.lower[clause.first : clause.last]) or _superlative(index, clause.first, clause.last):
        return None
    following = next(
        (c for c in index.clauses[clause.sentence] if c.first == clause.last and c.opener == "since"), None
    )
    if following is None or published is None:
        return None
    for first, _, time in index.times.within(following.first, following.last):
        if time.begin is None or time.begin >= published or spoken(index, following.first, first):
            continue
        if time.rule == "since":
            return time
        return replace(time, until=published, precision=TimePrecision.RANGE, rule="since", span=True)
    return None


def _superlative(index: Index, first: int, last: int) -> bool:
    """Whether the words single out one of many: "the largest", "the first", "the worst"."""
    return not SUPERLATIVES.isdisjoint(index.doc.lower[first:last])


def spoken(index: Index, limit: int, first: int) -> bool:
    """Whether a time expression dates the telling ("said on Tuesday") or what is to come, and not the act."""
    lower = index.doc.lower
    time = index.times.at[first]
    published = index.doc.published
    if (
        published is not None
        and time.begin is not None
        and (time.begin > published or (time.rule == "dateline" and time.begin != published))
    ):
        return True
    if first - 2 >= limit and lower[first - 2 : first] == ["as", "of"]:
        return True  # the stand of affairs: "as of 07:00 on Friday, firefighters …"
    after = index.doc.token_at(time.end)
    if _named_after(index, after) is not None:
        return False
    if after < len(lower) and lower[after] in TELLING and after not in index.acts.at:
        relative = lower[after] == "that" and after + 1 in index.acts.at and time.precision is TimePrecision.DAY
        return not relative  # "in a raid on Friday that killed two"
    if lower[after : after + 2] == ["as", "saying"]:
        return True
    for i in range(first - 1, max(limit, first - ADDRESS_GAP) - 1, -1):
        if i in index.acts.at or lower[i] == "," or lower[i] in HAPPENING:
            return False
        near = first - i <= REPORT_GAP
        if lower[i] in (SPEECH if near else TELLING) and (near or lower[i] == "told" or lower[i + 1] in SETTING):
            return True
    return False


def _answered(index: Index, first: int, last: int) -> bool:
    """Whether words that lead to an earlier act stand between the tokens."""
    lower = index.doc.lower
    return any(
        tuple(lower[i : i + size]) in ANSWERS
        for i in range(max(first, last - ANSWER_REACH), last)
        for size in range(1, LONGEST_ANSWER + 1)
        if i + size <= last
    )
