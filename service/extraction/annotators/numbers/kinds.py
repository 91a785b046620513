"""Which digits are no quantity: days of dates, years, clock times, designations of weapons and units."""

from __future__ import annotations

from service.extraction.annotators.numbers.grammar import HYPHENS, MULTIPLIERS, NUMBERS, PEOPLE, glued, words
from service.extraction.annotators.times.lexicon import MONTH_ABBREVIATIONS, MONTHS
from service.extraction.document import Document

CURRENCIES = words(NUMBERS["units"]["money"])
SYMBOLS = words(NUMBERS["units"]["symbols"])
PERCENT = words(NUMBERS["units"]["percent"])
MEASURES = words(NUMBERS["units"]["measure"])
UNITS = MEASURES | CURRENCIES
DESIGNATORS = words(NUMBERS["designators"]["words"])
YEAR_PREPOSITIONS = words(
    "in since by until till from circa c early late mid of between to and year during before after"
)
YEAR_FRAMES = YEAR_PREPOSITIONS | words("the this fiscal summer winter spring autumn fall ' ’ s 's ’s")
COUNTED = words("over about around some nearly almost least than roughly approximately to as killed killing injured"
                " wounded injuring wounding captured another additional estimated lost")  # fmt: skip
NOUNLESS = words("is was has as this his its us across various previous others towards series thus perhaps always")


def special_kind(doc: Document, i: int, limit: int) -> str:
    """The kind of a digit token that is no quantity, or "": ordinal, clock, code or year."""
    word, lower = doc.lower[i], doc.lower
    before = lower[i - 1] if i else ""
    following = lower[i + 1] if i + 1 < limit else ""
    if word[-1].isalpha():
        named = following.isalpha() and doc.words[i + 1][0].isupper() and not doc.shouting  # the 92nd Brigade
        return "code" if named or month_beside(doc, i, limit) else "ordinal"
    if ":" in word or following in ("a.m.", "p.m.", "am", "pm", "o'clock", "gmt", "utc"):
        return "clock"
    if following == "hours" and len(word) == 4 and word < "2400" and word[2] < "6" and word[0] in "012":
        return "clock" if before in ("at", "by", "around", "about", "from", "until", "since") and word[0] != "1" else ""
    if _designation(doc, i, limit) or month_beside(doc, i, limit):
        return "code"
    if len(word) == 4 and is_year(doc, i, limit):
        return "year"
    if len(word) == 2 and following == "s" and glued(doc, i + 1) and before in ("'", "’", "‘", "the", "their", "his"):
        return "code"
    return ""


def _designation(doc: Document, i: int, limit: int) -> bool:
    """Whether digits belong to a name: "Kh-101", "T-72", "Resolution 1701", "day 417", "24/7", "2014-05-03"."""
    lower, before = doc.lower, doc.lower[i - 1] if i else ""
    joined = glued(doc, i)
    if before in DESIGNATORS:
        return not (before in ("m", "s", "page") and joined and i >= 2 and lower[i - 2][0].isdigit())
    if before == "'" or before == "’":
        return joined and len(lower[i]) == 2
    if not before or not joined:
        sliced = i + 2 < limit and lower[i + 1] == "/" and lower[i + 2][0].isdigit() and glued(doc, i + 1)
        iso = len(lower[i]) == 4 and i + 3 < limit and lower[i + 1] == "-" == lower[i + 3] and lower[i + 2].isdigit()
        return sliced or iso
    if before in "#/@_.&=\\:":
        return True
    if before in HYPHENS and i >= 2 and doc.ends[i - 2] == doc.starts[i - 1]:
        stem = lower[i - 2]
        if stem[0].isdigit():
            return True  # the second figure of a score, a telephone number or an ISO date
        return stem[0].isalpha() and stem not in ("mid", "pre", "post", "non", "sub", "under", "over")
    return before[0].isalpha()


def month_beside(doc: Document, i: int, limit: int) -> bool:
    """Whether the digits are the day of a date: "27 September", "May 3-5", "3 and 5 May", "the 5th of June"."""
    lower, word = doc.lower, doc.words[i]
    if not _day_of_month(word.rstrip("stndrhSTNDRH")):
        return False
    j = i + 1
    while j < limit and j <= i + 4:
        if lower[j] == "of" and word[-1].isalpha():
            j += 1
            continue
        if _month(doc, j):
            return True
        linked = lower[j] in ("and", "to", "or", "/", ",") or lower[j] in HYPHENS
        if not (linked and j + 1 < limit and _day_of_month(lower[j + 1])):
            break
        j += 2
    j = i - 1
    if j >= 0 and lower[j] == "the" and word[-1].isalpha():
        j -= 1
    if j >= 0 and lower[j] == ".":
        j -= 1
    if j >= 0 and _month(doc, j):
        return not counted_after_month(doc, j, i + 1, limit)
    linked = j >= 1 and (lower[j] in HYPHENS or lower[j] in ("and", "to")) and lower[j - 1].isdigit() and j >= 2
    if linked and len(lower[j - 1]) <= 2 and _month(doc, j - 2):
        following = lower[i + 1] if i + 1 < limit else ""
        return not following[:1].isalpha() or lower[j] in HYPHENS
    return False


def _day_of_month(word: str) -> bool:
    return len(word) <= 2 and word.isascii() and word.isdigit() and 1 <= int(word) <= 31


def _month(doc: Document, j: int) -> bool:
    word = doc.lower[j]
    if word in MONTHS:
        return word not in ("may", "march") or doc.words[j][0].isupper()
    return word in MONTH_ABBREVIATIONS and doc.words[j][0].isupper()


def counted_after_month(doc: Document, month: int, following: int, limit: int) -> bool:
    """Whether a number after a month counts what follows: "in March 15 people died", but "on March 15 people died"."""
    if not (month and doc.lower[month - 1] in ("in", "during", "since", "late", "early")) or following >= limit:
        return False
    word = doc.words[following]
    return word.islower() and (word in PEOPLE or (word.endswith("s") and word not in NOUNLESS))


def is_year(doc: Document, i: int, limit: int) -> bool:
    """Whether four digits are a year and no count; 1900-2099 by default, 1000-1899 only where the words say so."""
    word = doc.words[i]
    if len(word) != 4 or not word.isascii() or not word.isdigit() or not 1000 <= int(word) <= 2099:
        return False
    lower = doc.lower
    before = lower[i - 1] if i else ""
    following = doc.words[i + 1] if i + 1 < limit else ""
    if before in SYMBOLS or following in PERCENT or following.lower() in UNITS or following.lower() in MULTIPLIERS:
        return False
    if before in MONTHS or before in MONTH_ABBREVIATIONS:
        return True
    plural = following.islower() and (following in PEOPLE or (following.endswith("s") and following not in NOUNLESS))
    if int(word) < 1900:
        dashed = before in HYPHENS and i >= 2 and lower[i - 2].isdigit() and len(lower[i - 2]) == 4
        framed = before in YEAR_PREPOSITIONS or dashed or (before in "(," and following[:1] in (")", "-", "–", ","))
        return (
            framed and not plural and not (following == "and" and before == "between" and _plural_ahead(doc, i, limit))
        )
    if plural:
        return before in YEAR_FRAMES and (int(word) % 100 != 0 or before in ("the", "since")) and before != "to"
    return before not in COUNTED or before == "to"


def _plural_ahead(doc: Document, i: int, limit: int) -> bool:
    return i + 3 < limit and doc.words[i + 3].islower() and doc.words[i + 3].endswith("s")
