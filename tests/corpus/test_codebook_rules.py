"""The codebook (docs/codebook.md), section by section: a short text for each rule, and one that it does not touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus_facts import Fact, Report, read, reason

RULES: dict[str, Report] = {report.id: report for report in read("rules")}
FACTS = [fact for report in RULES.values() for fact in report.facts()]
CODEBOOK = Path(__file__).parents[2] / "docs" / "codebook.md"


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_codebook_rule(fact: Fact) -> None:
    report = RULES[fact.report]
    if report.outcome[fact.key]:
        return
    why = reason(fact)
    if why is not None:
        pytest.xfail(why)
    pytest.fail(f"{fact.key} is not what was extracted: {report.rule}")


def test_rules_quote_the_codebook() -> None:
    codebook = " ".join(CODEBOOK.read_text(encoding="utf-8").split())
    strange = [report.id for report in RULES.values() if " ".join(report.rule.split()) not in codebook]
    assert not strange
