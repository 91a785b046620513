"""The dashboard asks for series that there are, by labels that they have."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.api.observing.metrics import Levels, Metrics

DASHBOARD: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / "grafana-dashboard.json").read_text(encoding="utf-8")
)
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
OF_PROMETHEUS = {"job", "instance"}
"""Labels that Prometheus itself adds when it reads the series."""
NAME = re.compile(r"\b(?:strikelog|process)_[a-z_]+")


@pytest.fixture(scope="module")
def series() -> dict[str, set[str]]:
    """Return the labels of each series, by name, of a service of which everything was used once."""
    metrics = Metrics()
    metrics.watch(lambda: Levels(1, 1, 1, 1, 1))
    metrics.answered("/v1/events", "GET", 200, 0.1)
    metrics.extracted(1, 0.1)
    metrics.committed(1)
    metrics.worker_replaced()
    families = text_string_to_metric_families(metrics.render().decode())
    found: dict[str, set[str]] = {}
    for sample in (sample for family in families for sample in family.samples):
        found.setdefault(sample.name, set()).update(sample.labels)
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_asks_for_what_there_is(query: str, series: dict[str, set[str]]) -> None:
    names = NAME.findall(query)
    assert names
    for name in names:
        assert name in series
    grouped = {label.strip() for by in re.findall(r"by \((.*?)\)", query) for label in by.split(",")}
    matched = set(re.findall(r"(\w+)=~?\"", query))
    for name in names:
        assert grouped | matched <= series[name] | OF_PROMETHEUS
    assert query.count("(") == query.count(")")
    assert ("_bucket" in query) == ("histogram_quantile" in query) == ("le" in grouped)


@pytest.mark.parametrize("target", [target for panel in DASHBOARD["panels"] for target in panel["targets"]], ids=str)
def test_a_legend_names_labels_that_the_query_keeps(target: dict[str, str]) -> None:
    kept = {label.strip() for by in re.findall(r"by \((.*?)\)", target["expr"]) for label in by.split(",")}
    assert set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])) == kept - {"le"}


def test_the_dashboard_shows_every_series(series: dict[str, set[str]]) -> None:
    shown = {re.sub(r"_(bucket|sum|count)$", "", name) for query in QUERIES for name in NAME.findall(query)}
    own = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in series if name.startswith("strikelog_")}
    assert {name for name in own if f"{name}_total" not in own} <= shown


def test_panels_do_not_overlap() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)
