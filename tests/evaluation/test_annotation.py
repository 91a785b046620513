"""Reading annotated and predicted events."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.evaluation.annotation import AnnotationError, read_events, read_texts


def test_read_events_ignores_blank_lines_and_unknown_fields(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "events": [{"event_type": "shelling", "mood": 1}]}\n\n{"id": "b"}\n')
    events = read_events(path)
    assert events["a"][0].event_type == "shelling"
    assert events["b"] == []


@pytest.mark.parametrize(
    "bad", [b"{", b'{"events": []}', b'{"id": "\xff"}', b'{"id": "a", "events": [{"locations": 3}]}']
)
def test_a_bad_line_is_named(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b'{"id": "a"}\n' + bad + b"\n")
    with pytest.raises(AnnotationError, match="line 2"):
        read_events(path)


def test_read_texts_makes_submissions(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": "a", "text": "Shells fell.", "published_at": "2024-01-01", "bucket": "x"}\n')
    article = read_texts(path)[0].submission()
    assert (article.text, article.published_at, article.title) == ("Shells fell.", "2024-01-01", None)
