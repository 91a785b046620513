"""The stages of the pipeline up to each point, for tests of one stage on what the real ones before it give."""

from __future__ import annotations

from schemas.article import ArticleIn
from service.extraction.document import Document
from service.extraction.events.incidents import Incident, gather
from service.extraction.frames.clauses import Index
from service.extraction.frames.frame import Frame
from service.extraction.frames.reading import build_frames
from service.extraction.mentions import ActMention
from service.extraction.pipeline import load


def annotated(text: str, published: str | None = None) -> Document:
    return load().annotate(ArticleIn(text=text, published_at=published))


def indexed(text: str, published: str | None = None) -> Index:
    return Index(annotated(text, published))


def frames_of(text: str, published: str | None = None) -> list[Frame]:
    return build_frames(indexed(text, published))


def incidents_of(text: str, published: str | None = None) -> list[Incident]:
    return gather(frames_of(text, published))


def acts_by_token(index: Index) -> list[tuple[int, int, ActMention]]:
    return list(index.acts.spans)
