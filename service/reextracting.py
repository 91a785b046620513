"""Reading stored articles again with the current pipeline, and what that changes.

An article that was read again has the version of the pipeline that did: a run that was interrupted goes on where it
stopped when it is run again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import NamedTuple

import msgspec
from msgspec import Struct

from schemas.article import Article, ArticleIn, Extraction
from schemas.event import Event
from service.extracting import Extract, Refused, extract_many
from service.store import Store


class Outdated(NamedTuple):
    """A stored article to read again."""

    stored: Article

    @property
    def origin(self) -> str:
        """Its id."""
        return self.stored.id

    @property
    def article(self) -> ArticleIn:
        """The article as it was submitted."""
        return ArticleIn(**{name: getattr(self.stored, name) for name in ArticleIn.__struct_fields__})


class Changes(Struct, frozen=True, kw_only=True):
    """What became of the events of an article, or of several; events are compared without their ids."""

    same: int = 0
    reweighed: int = 0
    """The same but for their confidence."""
    added: int = 0
    removed: int = 0

    def __add__(self, other: Changes) -> Changes:
        """Return the changes of both."""
        return Changes(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class Summary(Struct, kw_only=True):
    """What a run did, or would do."""

    articles: int = 0
    """That were read again."""
    changed: int = 0
    """Of these, the ones with events added or removed."""
    events: Changes = Changes()
    deleted: int = 0
    """Articles that were deleted while they were read."""
    refused: list[Refused] = []


def compare(before: list[Event], after: list[Event]) -> Changes:
    """Return what changed from the events of an article to those that it has now."""
    same = _in_common(_contents(before), _contents(after))
    alike = _in_common(_contents(before, weighed=False), _contents(after, weighed=False))
    return Changes(same=same, reweighed=alike - same, added=len(after) - alike, removed=len(before) - alike)


def reextract(
    articles: Iterable[Article],
    store: Store,
    extract: Extract,
    workers: int,
    *,
    dry_run: bool = False,
    on_done: Callable[[], object] = lambda: None,
) -> Summary:
    """Read stored articles again in ``workers`` processes and put the new events in the place of the old ones.

    The events of an article are replaced in one step: a reader sees the old ones or the new ones. With `dry_run`
    nothing is stored. ``extract`` must be importable by name; `on_done` is called for each article.

    Raises
    ------
    BrokenProcessPool
        If a process was ended from outside. What was stored until then stays stored.
    StoreError
        If the database cannot be read or written.
    """
    run = _Run(on_done)
    with closing(extract_many(map(Outdated, articles), extract, workers)) as results:
        extractions = run.extractions(results)
        for is_there in map(bool, extractions if dry_run else store.replace_many(extractions)):
            run.note(is_there=is_there)
    return run.summary


class _Run:
    """The state of one run: the changes that wait for the store, and the summary so far."""

    def __init__(self, on_done: Callable[[], object]) -> None:
        self.on_done = on_done
        self.summary = Summary()
        self.waiting: deque[Changes] = deque()

    def extractions(self, results: Iterable[tuple[Outdated, Extraction] | Refused]) -> Iterator[Extraction]:
        for result in results:
            if isinstance(result, Refused):
                self.summary.refused.append(result)
                self.on_done()
                continue
            item, extraction = result
            self.waiting.append(compare(item.stored.events, extraction.events))
            yield extraction

    def note(self, *, is_there: bool) -> None:
        """Count the changes that have waited longest, if their article is still there."""
        changes = self.waiting.popleft()
        if is_there:
            self.summary.articles += 1
            self.summary.changed += bool(changes.added or changes.removed)
            self.summary.events += changes
        else:
            self.summary.deleted += 1
        self.on_done()


def _in_common(before: Counter[bytes], after: Counter[bytes]) -> int:
    return (before & after).total()


def _contents(events: list[Event], *, weighed: bool = True) -> Counter[bytes]:
    """Return what the events say, ids left out: of a wave that an event is part of, what that says."""
    said = {event.id: _content(event, b"", weighed=False) for event in events}
    return Counter(_content(event, said.get(event.part_of or "", b""), weighed=weighed) for event in events)


def _content(event: Event, wave: bytes, *, weighed: bool) -> bytes:
    confidence = event.confidence if weighed else 0.0
    return wave + msgspec.json.encode(
        msgspec.structs.replace(event, id="", article_id="", part_of=None, confidence=confidence)
    )
