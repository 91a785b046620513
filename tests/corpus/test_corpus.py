"""Reports of many wars and outlets, written for this purpose: every fact that the codebook makes of them."""

from __future__ import annotations

import pytest
from corpus_facts import Fact, Report, not_yet, read, reason

REPORTS: dict[str, Report] = {report.id: report for report in read("reports")}
FACTS = [fact for report in REPORTS.values() for fact in report.facts()]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_corpus_fact(fact: Fact) -> None:
    if REPORTS[fact.report].outcome[fact.key]:
        return
    why = reason(fact)
    if why is not None:
        pytest.xfail(why)
    pytest.fail(f"{fact.key} is not what was extracted")


@pytest.mark.parametrize("report", REPORTS.values(), ids=lambda report: report.id)
def test_corpus_report_is_of_the_length_of_one(report: Report) -> None:
    assert 40 <= len(report.text.split()) <= 260


def test_corpus_covers_war_and_peace() -> None:
    peaceful = [report for report in REPORTS.values() if not report.expected]
    assert len(REPORTS) >= 45
    assert len(peaceful) >= 10


def test_not_yet_names_facts_that_exist() -> None:
    facts = [fact for folder in ("reports", "rules") for report in read(folder) for fact in report.facts()]
    assert not set(not_yet()) - {fact.key for fact in facts} - {f"{fact.report} {fact.event}" for fact in facts}
