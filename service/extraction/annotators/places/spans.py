"""Finds the stretches of text that may be toponyms, with the words around them that say what they are."""

from __future__ import annotations

from service.extraction.annotators.places.cues import INNER, Cues
from service.extraction.document import DASHES, Document
from service.extraction.gazetteer import Candidate, Gazetteer
from service.extraction.gazetteer.names import ARTICLES, key_word

LONGEST = 7
"""Tokens of a name, hyphens aside."""

UNITS = frozenset(("region", "oblast", "province", "governorate"))
"""Nouns of units that head no other phrase with "of", as "state of emergency", "department of defence" do."""

WIDE = frozenset(("region", "area", "country"))
"""Kinds whose parts are spoken of by direction: "northern Syria"."""


class Toponym:
    """A stretch of tokens that may name a place.

    ``first`` and ``last`` bound the name, ``start`` and ``end`` the mention with its head noun or direction, both
    half-open in tokens. ``head`` is what the words beside the name make of it: ``region``, ``district``, ``city``,
    ``site`` or nothing.
    """

    __slots__ = (
        "abbreviation", "candidates", "dateline", "direction", "end", "first", "head", "inside", "key", "last", "near",
        "possessive", "score", "shape", "start", "unfinished",
    )  # fmt: skip

    def __init__(self, first: int, last: int, key: str, candidates: tuple[Candidate, ...]) -> None:
        self.first = self.start = first
        self.last = self.end = last
        self.key = key
        self.candidates = candidates
        self.head = ""
        self.shape = ""
        self.near = False
        self.direction: tuple[float, float, str] | None = None
        self.possessive = False
        self.unfinished = False
        """Whether an Arabic article ties a further word to the name."""
        self.dateline = False
        self.abbreviation = False
        self.score = 0.0
        self.inside: list[Toponym] = []


def find_toponyms(doc: Document, gazetteer: Gazetteer, cues: Cues) -> list[Toponym]:
    """Return candidate toponyms in the order of the text, the longest at each place, without overlaps."""
    words, lower, shouting = doc.words, doc.lower, doc.shouting
    found: list[Toponym] = []
    taken = 0
    for i, word in enumerate(words):
        if not word[0].isupper() and not (shouting and word[0].isalpha()):
            if lower[i] not in ARTICLES or not _is_article(doc, i):
                continue
        elif lower[i] in cues.function_words:
            continue
        if i < taken:
            continue
        toponym = _abbreviation(doc, i, gazetteer, cues) or _longest(doc, i, gazetteer, cues)
        if toponym is not None:
            found.append(toponym)
            toponym.unfinished = _goes_on(doc, toponym.last)
            taken = toponym.last + 3 if toponym.unfinished else toponym.last
    for toponym in found:
        _read_right(doc, toponym, cues)
        _read_left(doc, toponym, cues)
    _spread_plurals(doc, found, cues)
    _spread_regions(doc, found)
    return found


def _goes_on(doc: Document, i: int) -> bool:
    """Whether an Arabic article ties a further word to the name that ends before the token: "Bab al-Maqam"."""
    return i < len(doc.words) and doc.lower[i] in ARTICLES and _is_article(doc, i)


def _is_article(doc: Document, i: int) -> bool:
    """Whether the token, an Arabic article by its letters, is tied to a capital: "al-Rankus"."""
    words = doc.words
    return i + 2 < len(words) and words[i + 1] in DASHES and words[i + 2][0].isupper()


def _longest(doc: Document, first: int, gazetteer: Gazetteer, cues: Cues) -> Toponym | None:
    """Return the longest name at the token that ends at a word fit to end a name."""
    words, lower, limit = doc.words, doc.lower, doc.sentences[doc.sentence_of[first]].last
    run: list[str] = []
    ends: list[int] = []
    i = first
    while i < limit and len(run) < LONGEST:
        letter = words[i][0]
        if letter.isalnum():
            if letter.islower() and lower[i] not in cues.inner and not _is_linked(doc, i):
                break
            run.append(key_word(lower, words, i))
            ends.append(i + 1)
        elif key_word(lower, words, i):
            break
        i += 1
    for key in gazetteer.names_in(" ".join(run)):
        taken = key.count(" ") + 1
        last = ends[taken - 1]
        if _well_cased(doc, first, last, key, cues):
            if taken == 1 and (key in cues.outside or (len(key) < 3 and key not in cues.upper_only)):
                return None
            return Toponym(first, last, key, gazetteer.lookup_key(key))
    return None


def _is_linked(doc: Document, i: int) -> bool:
    """Whether hyphens tie the token to both its neighbours: "Port-au-Prince"."""
    words = doc.words
    linked = 0 < i < len(words) - 2 and words[i - 1] in DASHES and words[i + 1] in DASHES
    return linked and doc.ends[i - 1] == doc.starts[i] and doc.ends[i + 1] == doc.starts[i + 2]


def _well_cased(doc: Document, first: int, last: int, key: str, cues: Cues) -> bool:
    """Whether the words are cased like a name: capitals but for small words inside, a generic noun at the end."""
    if doc.shouting:
        return True
    words = doc.words
    if last - first == 1:
        return key not in cues.upper_only or words[first].isupper()
    return words[last - 1][0].isupper() or words[last - 1][0].isdigit() or doc.lower[last - 1] not in INNER


def _abbreviation(doc: Document, i: int, gazetteer: Gazetteer, cues: Cues) -> Toponym | None:
    """Read a state's abbreviation: "Ill." after a comma or with its full stop, "TX" after a comma."""
    lower, words = doc.lower[i], doc.words
    after_comma = i > 0 and words[i - 1] == ","
    key, last = "", i + 1
    if lower.endswith(".") and lower.rstrip(".") in cues.abbreviations:
        key = cues.abbreviations[lower.rstrip(".")]
    elif after_comma and i + 1 < len(words) and words[i + 1] == "." and lower in cues.abbreviations:
        key, last = cues.abbreviations[lower], i + 2
    elif after_comma and words[i] in cues.postal and not doc.shouting:
        key = cues.postal[words[i]]
    if not key:
        return None
    states = tuple(c for c in gazetteer.lookup_key(key) if c.kind == "region" and c.country in ("US", "CA"))
    if not states:
        return None
    toponym = Toponym(i, last, key, states)
    toponym.abbreviation = True
    toponym.head = "region"
    return toponym


def _read_right(doc: Document, toponym: Toponym, cues: Cues) -> None:
    """Read the noun after the name: "X region", "X air base", "X City", "X's"."""
    lower, count, i = doc.lower, len(doc.words), toponym.last
    if i >= count or toponym.abbreviation:
        return
    word = lower[i]
    if word in ("'s", "’s") or (doc.words[i] in ("'", "’") and lower[i - 1].endswith("s")):
        toponym.possessive = True
    elif word in cues.region_heads and (word in UNITS or lower[min(i + 1, count - 1)] != "of"):
        if toponym.candidates[0].kind not in ("country", "sea"):
            toponym.head, toponym.end = "region", i + 1
    elif word in cues.district_heads:
        toponym.head, toponym.end = "district", i + 1
    elif word in ("city", "town", "village") and not any(c.kind in WIDE for c in toponym.candidates[:3]):
        toponym.head = "city"
    else:
        _read_facility(doc, toponym, cues)


def _read_facility(doc: Document, toponym: Toponym, cues: Cues) -> None:
    """Read a facility's noun, with up to four words that qualify it."""
    lower, words, limit = doc.lower, doc.words, doc.sentences[doc.sentence_of[toponym.first]].last
    i = toponym.last
    while i < limit and i < toponym.last + 4 and lower[i] in cues.facility_modifiers:
        if i + 1 < limit and _ends_facility(lower[i], toponym, i) and not _continues(lower, i + 1, cues):
            break
        i += 1
    if i >= limit:
        return
    generic = lower[i] in cues.facility_heads
    named = lower[i] in cues.named_facility_heads and words[i][0].isupper() and not doc.shouting
    if generic or named:
        toponym.head, toponym.shape, toponym.end = "site", lower[i], i + 1


def _ends_facility(word: str, toponym: Toponym, i: int) -> bool:
    return word in ("base", "port", "camp") and i > toponym.last


def _continues(lower: list[str], i: int, cues: Cues) -> bool:
    return lower[i] in cues.facility_heads or lower[i] in cues.facility_modifiers


def _read_left(doc: Document, toponym: Toponym, cues: Cues) -> None:
    """Read the words before the name: "province of X", "northern X", "near X", "south of X"."""
    lower, i = doc.lower, toponym.first - 1
    begin = doc.sentences[doc.sentence_of[toponym.first]].first
    if i < begin:
        return
    if lower[i] == "of" and i > begin and not toponym.head:
        noun, plain = lower[i - 1], doc.shouting or doc.words[i - 1][0].islower()
        wide = toponym.candidates[0].kind == "country"
        if noun in cues.region_heads and noun != "territory" and plain and not wide:
            toponym.head = "region"
        elif noun in cues.district_heads and plain and not wide:
            toponym.head = "district"
        elif noun in cues.region_plurals and plain:
            _read_parts(doc, toponym, cues, i - 2)
        elif noun == "port":
            toponym.head, toponym.shape, toponym.start = "site", "port", i - 1
        elif noun in ("city", "town", "village", "settlement", "suburb", "kibbutz"):
            toponym.head = "city"
    elif lower[i] == "," and i > begin and not toponym.head and lower[i - 1] in ("city", "town", "village"):
        following = lower[toponym.last : toponym.last + 1]
        if following in ([","], ["."]) and toponym.candidates[0].kind == "city":
            toponym.head = "city"  # "its second city, Ganja,"
    _read_direction(doc, toponym, cues, begin)
    toponym.near = _is_near(doc, toponym.start - 1, begin, cues)


def _read_parts(doc: Document, toponym: Toponym, cues: Cues, before: int) -> None:
    """Read "regions of X" as the region X, and "northern regions of Syria" as the country's north."""
    if toponym.candidates[0].kind != "country":
        toponym.head = "region"
    elif before >= 0 and doc.lower[before] in cues.directions:
        toponym.direction = cues.directions[doc.lower[before]]


def _read_direction(doc: Document, toponym: Toponym, cues: Cues, begin: int) -> None:
    """Read "northern X", "south-eastern X" and "the north of X" as a part of a country or region."""
    lower, words, i = doc.lower, doc.words, toponym.first - 1
    if toponym.possessive and lower[i] == "of":
        return  # "the south of Ukraine's Odesa region" is a part of the region
    if lower[i] in cues.directions and toponym.head not in ("region", "district", "site"):
        east, north, name = cues.directions[lower[i]]
        if i - 2 >= begin and words[i - 1] in DASHES and lower[i - 2] in cues.directions:
            first = cues.directions[lower[i - 2]]
            east, north, name = (east + first[0]) * 0.7, (north + first[1]) * 0.7, first[2][:5] + name.lower()
            i -= 2
        toponym.direction, toponym.start = (east, north, name), i
    elif (
        lower[i] == "of" and i - 2 >= begin and lower[i - 1] in cues.directions and lower[i - 2] == "the"
        and any(c.kind in WIDE for c in toponym.candidates[:3])
    ):  # fmt: skip
        toponym.direction, toponym.start = cues.directions[lower[i - 1]], i - 1


def _is_near(doc: Document, i: int, begin: int, cues: Cues) -> bool:
    """Whether the words that end at the token place something beside the name and not in it."""
    lower = doc.lower
    if i > begin and lower[i] == "of" and lower[i - 1] in cues.settlements:
        i -= 2
        while i > begin and (lower[i] in cues.demonyms or lower[i] in ("the", "a", "'s", "’s") or lower[i] in
                             cues.directions or lower[i].endswith("ern")):  # fmt: skip
            i -= 1
    if i < begin:
        return False
    word = lower[i]
    if word in cues.near_words:
        return True
    if word == "to" and i > begin:
        return lower[i - 1] in ("close", "next", "adjacent")
    if word == "from" and i > begin:
        return lower[i - 1] in cues.distances or (i > begin + 1 and lower[i - 1] == "away")
    if word == "of" and i > begin:
        before = lower[i - 1]
        return before in cues.near_nouns or (before in cues.directions and lower[i - 2] != "the")
    return False


def _spread_plurals(doc: Document, found: list[Toponym], cues: Cues) -> None:
    """Give the head of "the Sumy and Kharkiv regions", "regions of Sumy and Kharkiv" to all that it stands for."""
    lower, count = doc.lower, len(doc.words)
    for n, toponym in enumerate(found):
        word = lower[toponym.last] if toponym.last < count else ""
        head = "region" if word in cues.region_plurals else "district" if word in cues.district_plurals else ""
        if head:
            toponym.head = head
            for left, right in zip(reversed(found[:n]), reversed(found[: n + 1]), strict=False):
                if left.head or not _listed(lower[left.last : right.start]):
                    break
                left.head = head
        elif toponym.first > 1 and lower[toponym.first - 1] == "of" and lower[toponym.first - 2] in cues.region_plurals:
            for left, right in zip(found[n:], found[n + 1 :], strict=False):
                if right.head or not _listed(lower[left.last : right.start]):
                    break
                right.head, right.direction = toponym.head, toponym.direction


def _spread_regions(doc: Document, found: list[Toponym]) -> None:
    """Read a name as the region that the article calls so where a part of it is meant, or its border.

    "Southern Donetsk" is no part of the city in an article on the Donetsk region.
    """
    regions = {toponym.key for toponym in found if toponym.head == "region"}
    for n, toponym in enumerate(found):
        if toponym.head:
            continue
        if toponym.direction is not None and toponym.key in regions and _shared(toponym):
            toponym.head = "region"
        following = found[n + 1] if n + 1 < len(found) else None
        if following is not None and not following.head and _bordering(doc, toponym, following):
            toponym.head = following.head = "region"


def _bordering(doc: Document, left: Toponym, right: Toponym) -> bool:
    """Whether the names stand in "the border between X and Y" and both may be units."""
    between = doc.lower[max(0, left.first - 2) : left.first] == ["border", "between"]
    return between and doc.lower[left.last : right.start] == ["and"] and _shared(left) and _shared(right)


def _shared(toponym: Toponym) -> bool:
    """Whether a city and a unit of the same country bear the name."""
    cities = {c.country for c in toponym.candidates if c.kind == "city"}
    return any(c.kind == "region" and c.country in cities for c in toponym.candidates)


def _listed(gap: list[str]) -> bool:
    """Whether the words between two names only list them."""
    return bool(gap) and all(word in (",", "and", "or", "&", "the") for word in gap)
