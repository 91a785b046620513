"""Quantities: counts with bounds, and the kinds that tell counts from other numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.annotators.numbers.annotator import annotate_numbers
from service.extraction.document import Document
from service.extraction.mentions import NumberMention


def mentions(text: str) -> list[NumberMention]:
    doc = Document(text)
    annotate_numbers(doc)
    return doc.numbers


# text with [number and bound] | min..max | kind
COUNTS = """
[1,200] men crossed. | 1200..1200 | cardinal
[280000] men crossed. | 280000..280000 | cardinal
[280 000] men crossed. | 280000..280000 | cardinal
[1.5 million] refugees crossed. | 1500000..1500000 | cardinal
[3.5k] refugees crossed. | 3500..3500 | cardinal
[12.000] refugees crossed. | 12000..12000 | cardinal
[574] drones flew. | 574..574 | cardinal
[Twenty-three] drones flew. | 23..23 | cardinal
[twenty three] drones flew. | 23..23 | cardinal
[One hundred and twenty] drones flew. | 120..120 | cardinal
[two hundred] drones flew. | 200..200 | cardinal
[twelve thousand five hundred] shells fell. | 12500..12500 | cardinal
[half a million] shells fell. | 500000..500000 | cardinal
[half a dozen] shells fell. | 6..6 | cardinal
[a half-dozen] shells fell. | 6..6 | cardinal
[a hundred] shells fell. | 100..100 | cardinal
[a thousand] shells fell. | 1000..1000 | cardinal
[a dozen] shells fell. | 12..12 | cardinal
[two dozen] shells fell. | 24..24 | cardinal
[about two dozen] shells fell. | 24..24 | cardinal
[dozens] of shells fell. | 24..None | vague
[scores] of shells fell. | 40..None | vague
[hundreds] of shells fell. | 200..None | vague
[thousands] of shells fell. | 2000..None | vague
[tens of thousands] of shells fell. | 20000..None | vague
[hundreds of thousands] of shells fell. | 200000..None | vague
[several] shells fell. | 3..None | vague
[several hundred] shells fell. | 300..None | vague
[several dozen] shells fell. | 36..None | vague
[a few] shells fell. | 3..None | vague
[multiple] shells fell. | 3..None | vague
[a couple] of shells fell. | 2..2 | vague
[a pair] of jets flew. | 2..2 | vague
[both] jets flew. | 2..2 | vague
[at least six] died. | 6..None | cardinal
[no fewer than 30] died. | 30..None | cardinal
[not less than 30] died. | 30..None | cardinal
[more than 300] died. | 300..None | cardinal
[more than a hundred] died. | 100..None | cardinal
[over 20] died. | 20..None | cardinal
[upwards of 20] died. | 20..None | cardinal
[up to 20] died. | None..20 | cardinal
[as many as fifty] died. | None..50 | cardinal
[no more than five] died. | None..5 | cardinal
[fewer than five] died. | None..5 | cardinal
[around 40] died. | 40..40 | cardinal
[nearly 40] died. | 40..40 | cardinal
[almost 40] died. | 40..40 | cardinal
[some 40] died. | 40..40 | cardinal
[roughly 40] died. | 40..40 | cardinal
[approximately 40] died. | 40..40 | cardinal
[an estimated 40] died. | 40..40 | cardinal
[at least about 40] died. | 40..None | cardinal
[between 5 and 10] died. | 5..10 | cardinal
[from 20 to 30] men died. | 20..30 | cardinal
[20 to 30] men died. | 20..30 | cardinal
[20-30] men died. | 20..30 | cardinal
[20–30] men died. | 20..30 | cardinal
[two or three] men died. | 2..3 | cardinal
[two to three thousand] men fled. | 2000..3000 | cardinal
[15 or more] died. | 15..None | cardinal
[20 and counting] are dead. | 20..None | cardinal
[100+] shells fell. | 100..None | cardinal
[20-odd] shells fell. | 20..20 | cardinal
[five at the most] died. | None..5 | cardinal
[15 or so] died. | 15..15 | cardinal
[No] casualties were reported. | 0..0 | zero
[zero] casualties were reported. | 0..0 | zero
[None] of them died. | 0..0 | zero
[Nobody] was hurt. | 0..0 | zero
[No one] was hurt. | 0..0 | zero
Rockets hit [a] house. | 1..1 | article
It was [an] attack. | 1..1 | article
Later [another] man died. | 1..1 | article
Later [one more] man died. | 1..1 | article
Another [15] men died. | 15..15 | cardinal
Killing [2000] people. | 2000..2000 | cardinal
A force of [1500] men came. | 1500..1500 | cardinal
In March [15] people died. | 15..15 | cardinal
The toll rose from [5] to 11. | 5..5 | cardinal
The toll rose from 5 to [11]. | 11..11 | cardinal
AT LEAST SIX fled and [15] died. | 15..15 | cardinal
[AT LEAST SIX] DIED. | 6..None | cardinal
"""

# text with [number] | kind
KINDS = """
It fell by [20]%. | percent
It fell by [20] per cent. | percent
It fell by [twenty] percent. | percent
Aid of $[115bn] was sent. | money
Aid of [12.5 million] dollars was sent. | money
Aid of €[5m] was sent. | money
They fled [20] km. | measure
The [10]-mile road is cut. | measure
They waited [three] hours. | measure
It holds [5,000] tonnes. | measure
A [35]-year-old man died. | measure
A boy aged [12] died. | measure
Boys aged 15, [11] and six fled. | measure
Boys aged 15, 11 and [six] fled. | measure
Men ages [52] to 88 fled. | measure
It fell in World War [Two]. | code
They waited [15] or 16 hours. | measure
Ivan Petrov, [43], said so. | measure
A [155]mm gun fired. | measure
It reached [2.4] on the scale. | measure
[Two]-thirds of the town is gone. | measure
The [third] raid failed. | ordinal
The [3rd] raid failed. | ordinal
The [92nd] Brigade held. | code
It fired a Kh-[101]. | code
It fired a Kh[101]. | code
It fired an S-[300]. | code
The T-[72] burned. | code
The F-[16] burned. | code
A Shahed-[136] fell. | code
A Shahed [136] fell. | code
Resolution [1701] was cited. | code
It was day [417] of the war. | code
It began on [27] September. | code
It began on September [27]. | code
It began on the [5th] of June. | code
It began on May 3-[5]. | code
It ran between [3] and 5 May. | code
It began on 2014-[05]-03. | code
They fought 24/[7]. | code
In [2022] it began. | year
In the [1990s] it began. | year
The [2014] elections were held. | year
It began on 5 May, [2014]. | year
At [07:00] it began. | clock
At [3] a.m. it began. | clock
At [5]pm it began. | clock
"""

NOTHING = """
It is no longer there.
They had no doubt.
See the number below.
They shot a lot.
Not any more.
"""


def table(text: str) -> list[list[str]]:
    return [line.split(" | ") for line in text.strip().split("\n")]


def marked(example: str) -> tuple[str, int, int]:
    start, end = example.index("["), example.index("]") - 1
    return example.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(("example", "count", "kind"), table(COUNTS))
def test_numbers_count(example: str, count: str, kind: str) -> None:
    text, start, end = marked(example)
    found = [(m.start, m.end, f"{m.count.min}..{m.count.max}", m.kind) for m in mentions(text)]
    assert (start, end, count, kind) in found


@pytest.mark.parametrize(("example", "kind"), table(KINDS))
def test_numbers_kind(example: str, kind: str) -> None:
    text, start, end = marked(example)
    found = [(m.start, m.kind) for m in mentions(text) if m.start <= start < m.end]
    assert found == [(start, kind)]
    assert any(m.end >= end for m in mentions(text))


@pytest.mark.parametrize("text", NOTHING.strip().split("\n"))
def test_numbers_ignore(text: str) -> None:
    assert [m for m in mentions(text) if m.kind != "article"] == []


def test_numbers_bound_belongs_to_its_own_number() -> None:
    first, second = mentions("At least six people were killed and 15 injured.")
    assert (first.count.min, first.count.max, second.count.min, second.count.max) == (6, None, 15, 15)
    assert first.number_start == len("At least ")


def test_numbers_never_cross_sentences() -> None:
    assert [m.count.min for m in mentions("He saw two. Three fell. Over. 20 fled.")] == [2, 3, 20]


PIECES = st.sampled_from(
    "a an the one two twenty thirty hundred thousand million dozen dozens scores half and or to from between of at"
    " least"
    " more than over up as many some about - – + , . / : $ % 1 12 3.5 1,200 1.2.3 000 2014 07:00 5th k bn km s years"
    " old"
    " May March Kh T no another both several a few couple tens ² ٣ ½ 999999999999999999999999 or"
    " more odd 00 , ) (".split()
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(PIECES, max_size=30).map(" ".join),
        st.lists(PIECES, max_size=30).map("".join),
    )
)
def test_numbers_of_any_text_are_sorted_inside_and_ordered(text: str) -> None:
    last = 0
    for mention in mentions(text):
        assert last <= mention.start <= mention.number_start < mention.end <= len(text)
        last = mention.end
        low, high = mention.count.min, mention.count.max
        assert low is None or high is None or low <= high
        assert low is None or low >= 0
