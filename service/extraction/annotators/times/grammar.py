"""The grammar of time expressions: named patterns over the letters of ``times_lexer``.

A run is a stretch of lexemes without a blank. Where several rules match, the longest reading is tried first, then
the rule that stands higher in the table. Patterns have no unbounded repetition, so a run is read in linear time.
"""

from __future__ import annotations

import re
from functools import lru_cache

NUMBER = "[dn8yv]"
YEAR_REFERENCE = "(?:,?f?(?:[lsh]Y|t?m?[FVNm]Y))"
MONTH_DAY = r"(?:t?[do]f?[-/]?M(?:\.?[-,/]?(?:y|'?8))?|M\.?,?t?[do](?:,?y|,?'?8)?)"
DATED = f"(?:{MONTH_DAY}{YEAR_REFERENCE}?)"
DAY = rf"(?:W\.?,?{DATED}|{DATED}|(?:t[VF]|sp|[lNsph])?W(?:,?f?[lsNh]u)?|k|D|t?H,?y|[lsN]?H)"
MODIFIER = "(?:t?(?:[eizEI][-@!]?|%f))?"
CLOCK = "(?:B?(?:CU|Cc?|[dn]c)L?L?(?:!tP)?)"
QUANTITY = f"(?:(?:B?(?:Za|aZ-?|{NUMBER}&aZ-?|a(?![uUYJ]-?6)|{NUMBER})-?|t{NUMBER}))"
LINK = "[2>&/-]"

RULES: tuple[tuple[str, str], ...] = (
    ("overnight", f"O(?:@?{DAY})?"),
    ("overnight_pair", rf"O[@\]\[>]?(?:{DAY}|[do]){LINK}{DAY}P?|O[@\]\[]?M[do]{LINK}[do](?:,?y)?"),
    ("overnight_into", f"O[>2]{DAY}P?"),
    ("night_pair", rf"t?[ei]?P[f@\]\[]?(?:t?[do]|{DAY}){LINK}{DAY}P?|t?[ei]?P[f@]M[do]{LINK}[do](?:,?y)?"),
    ("night_pair", f"[ei]?WP[>2]{DAY}P?"),
    ("day_clock", f"{MODIFIER}{DAY}P?,?~?(?:{CLOCK}|B?Q)"),
    ("clock_day", f"(?:{CLOCK}|B?Q),?[@f]?{DAY}P?"),
    ("part_of_day", f"[at]?[eiz]?-?[PQ][f@]?{DAY}"),
    ("day_part", f"{MODIFIER}{DAY}[P]"),
    ("day_range", f"t?[do]{LINK}{DAY}"),
    ("day_range", f"M[do]{LINK}[do](?:,?y)?"),
    ("day", f"{MODIFIER}{DAY}"),
    ("day_of_month", "tj"),
    ("part_deictic", "(?:t?[eizEI])?(?:s|l|h|t?m?[VNFm]|hm)[ei]?-?[PQ]"),
    ("part", "t[eiz]?-?P|[eiz]-?P|[ei]?Q"),
    ("tonight", "[eiEI]?T"),
    ("clock", CLOCK),
    ("month", rf"{MODIFIER}(?:[lsNhp]|t[VFNm])?M(?:\.?,?f?y|\.?,?'?8|{YEAR_REFERENCE})?"),
    ("fiscal", "9y"),
    ("year", f"{MODIFIER}(?:tY)?y"),
    ("year_span", "y[-/][8d]"),
    ("year_bc", r"[dn8y]\*"),
    ("decade", f"{MODIFIER}t?[eiz]?-?x"),
    ("century", f"{MODIFIER}t?[eiz]?-?o-?u"),
    ("ordinal_period", "t?(?:o|l)(?:[uJ]|Z|NUMU)f(?:M(?:,?y)?|y|[lsh]Y|tY)".replace("NUM", NUMBER)),
    ("quarter", f"{MODIFIER}(?:t?o-?q(?:f?(?:y|[lsh]Y|tY))?|t?[lsN]q|t[VF]q|3f?,?y?)"),
    ("period", f"{MODIFIER}(?:t?[lsh]|h?t?m?[VNFm]|hm|sp)[uYJ]"),
    ("period_in", "(?:[EIei]!|t?%f)t[uYJ]"),
    ("weekend", f"{MODIFIER}(?:sp|tp|t[VNF]|[tslNph])?w"),
    ("ago", f"(?:{QUANTITY}[uUYJ](?:&aZ)?|BB?U|U)g"),
    ("relative", f"(?:{QUANTITY}[uUYJ](?:&aZ)?|U|t[uY])[EIbA]"),
    ("day_beside", f"tJ[bA](?:{DAY})?"),
    ("span_past", f"t?(?:s?[pl])B?{NUMBER}[uUYJ]|t?s?p[uUYJ]|tlU(?!f)"),
    ("span_next", f"t?[N5F]B?{NUMBER}[uUYJ]|t?5[uUYJ]"),
    ("recent", "t?4U"),
    ("nth", "[at]?o[uJ]"),
    ("duration", f"{QUANTITY}[uUYJ](?:&aZ)?(?:-6)?"),
    ("duration_long", "[uUYJ]-?6|7"),
    ("duration_vague", "U"),
    ("set", f"r(?:{NUMBER}[UuJY]|WP|[uYJWPSMwq])|XP?|G"),
    ("season", f"{MODIFIER}(?:t[VFNm]?|[lsNh]|r)?S(?:,?f?y|{YEAR_REFERENCE})?"),
    ("reference", "R"),
)
COMPILED = tuple((name, re.compile(pattern)) for name, pattern in RULES)
CORE = re.compile("[jMWXkyxuUYJqwPQDTOSHCRGg37c*]")
RUN = re.compile(r"[^ \n]+")
CACHED_RUN = 48
"""Longest run, in lexemes, whose readings are remembered."""

Candidates = tuple[tuple[int, str], ...]


def scan(run: str) -> tuple[Candidates, ...]:
    """Return for each position of a run the readings that begin there, ``(end, rule)``, the longest first."""
    found: list[Candidates] = []
    for at in range(len(run)):
        here = []
        for name, pattern in COMPILED:
            match = pattern.match(run, at)
            if match is not None:
                here.append((match.end(), name))
        here.sort(key=lambda reading: -reading[0])
        found.append(tuple(here))
    return tuple(found)


@lru_cache(maxsize=8192)
def candidates(run: str) -> tuple[Candidates, ...]:
    """Return what ``scan`` does, remembered: runs of real texts are short and recur."""
    return scan(run)
