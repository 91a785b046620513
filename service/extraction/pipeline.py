"""The pipeline: from an article to its events, a cascade of stages over one shared document.

``extract`` is pure and deterministic: it reads no clock, no network and no database, and its output depends on the
article, the lexicons and the gazetteer alone.
"""

from __future__ import annotations

import gc
import hashlib
import os
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from schemas.article import ArticleIn, Extraction, article_id
from schemas.explanation import Explanation
from service.extraction.annotators.actors.annotator import ActorLexicon, annotate_actors
from service.extraction.annotators.acts.annotator import annotate_acts
from service.extraction.annotators.acts.lexicon import ActLexicon
from service.extraction.annotators.casualties.annotator import annotate_casualties
from service.extraction.annotators.casualties.lexicon import CasualtyLexicon
from service.extraction.annotators.numbers.annotator import annotate_numbers
from service.extraction.annotators.objects import ObjectLexicon, annotate_objects
from service.extraction.annotators.places.annotator import annotate_places
from service.extraction.annotators.sources.annotator import annotate_sources
from service.extraction.annotators.sources.lexicon import SpeakerLexicon
from service.extraction.annotators.times.annotator import annotate_times
from service.extraction.annotators.weapons.annotator import WeaponLexicon, annotate_weapons
from service.extraction.document import Document
from service.extraction.events.building import build_events
from service.extraction.explanation import explain
from service.extraction.frames.clauses import Index
from service.extraction.frames.reading import build_frames
from service.extraction.gazetteer import Gazetteer

KINDS = ("times", "places", "actors", "weapons", "numbers", "objects", "casualties", "speakers", "acts")
PACKAGE = Path(__file__).parent
KNOWLEDGE = frozenset([".py", ".toml", ".json", ".bin"])
"""The files that the events depend on, compiled or not."""


class Pipeline:
    """The stages with their knowledge loaded; one instance serves any number of articles."""

    def __init__(self, lexicon_dir: Path | None = None) -> None:
        self.gazetteer = Gazetteer.load()
        self.actors = ActorLexicon.load(lexicon_dir)
        self.weapons = WeaponLexicon.load(lexicon_dir)
        self.objects = ObjectLexicon.load(lexicon_dir)
        self.casualties = CasualtyLexicon.load(lexicon_dir)
        self.speakers = SpeakerLexicon.load(lexicon_dir)
        self.acts = ActLexicon.load(lexicon_dir)
        self.version = _version(lexicon_dir)

    def annotate(self, article: ArticleIn) -> Document:
        """Return the article's document with every mention found."""
        doc = Document(article.text, publication_date(article.published_at), article.title)
        annotate_numbers(doc)
        annotate_times(doc)
        annotate_places(doc, self.gazetteer)
        annotate_actors(doc, self.actors)
        annotate_weapons(doc, self.weapons)
        annotate_objects(doc, self.objects)
        annotate_casualties(doc, self.casualties)
        annotate_sources(doc, self.speakers)
        annotate_acts(doc, self.acts)
        return doc

    def extract(self, article: ArticleIn, *, mentions: bool = False) -> Extraction:
        """Return the events of the article, and with ``mentions`` every mention found, by kind."""
        doc = self.annotate(article)
        index = Index(doc)
        identifier = article_id(article)
        events = build_events(index, build_frames(index), identifier)
        return Extraction(
            article_id=identifier,
            pipeline_version=self.version,
            events=events,
            mentions=_mentions(doc) if mentions else None,
        )

    def explain(self, article: ArticleIn) -> Explanation:
        """Return what the stages made of the article, and why what is no event is none."""
        doc = self.annotate(article)
        return explain(Index(doc), article_id(article), self.version, _mentions(doc))


def publication_date(published_at: str | None) -> date | None:
    """Return the calendar date of a date or date-time in the offset that it carries.

    Raises
    ------
    ValueError
        If the string does not begin with an ISO 8601 calendar date.
    """
    return date.fromisoformat(published_at[:10]) if published_at else None


def _mentions(doc: Document) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in KINDS:
        rows = []
        for mention in getattr(doc, kind):
            values = msgspec.to_builtins(mention)
            start, end = values.pop("start"), values.pop("end")
            if kind == "times":
                values["period"] = values.pop("span")
                values["start"], values["end"] = values.pop("begin"), values.pop("until")
            rows.append({"span": [start, end], "text": doc.text[start:end], **values})
        found[kind] = rows
    return found


def _version(lexicon_dir: Path | None) -> str:
    """Return the package's version and a hash of all rules, lexicons and the gazetteer."""
    digest = hashlib.sha256()
    paths = [p for p in PACKAGE.rglob("*") if p.suffix in KNOWLEDGE]
    if lexicon_dir is not None:
        paths.extend(lexicon_dir.glob("*.toml"))
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return f"{version('strikelog')}+{digest.hexdigest()[:12]}"


@lru_cache(maxsize=1)
def load() -> Pipeline:
    """Return the pipeline of this process, with the lexicons of ``STRIKELOG_LEXICON_DIR`` laid over ours.

    What it knows stays as long as the process: the garbage collector is told to look at none of it again, which is a
    tenth of the time of an article.
    """
    extra = os.environ.get("STRIKELOG_LEXICON_DIR")
    pipeline = Pipeline(Path(extra) if extra else None)
    gc.collect()
    gc.freeze()
    return pipeline
