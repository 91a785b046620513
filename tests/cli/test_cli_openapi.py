"""``strikelog openapi``."""

from __future__ import annotations

import json

import yaml
from click.testing import CliRunner

from service.cli import main


def test_both_forms_say_the_same() -> None:
    described = [CliRunner().invoke(main, ["openapi", "--format", kind]) for kind in ("yaml", "json")]
    assert [result.exit_code for result in described] == [0, 0]
    contract = json.loads(described[1].stdout)
    assert contract == yaml.safe_load(described[0].stdout)
    assert "/v1/events" in contract["paths"]
