"""One commit: what its jobs write at once, and what they leave to be written together at its end.

An event changes pages all over the file: a posting in each of its terms, a row of sums for each pair of them, words.
What no job of the same commit reads is kept until the last of them is done, and then written sorted: a page that many
events change is changed once, a row of sums that many add to is updated once, and full text gets one segment instead
of one for each savepoint.
"""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from service.store import summaries
from service.store.summaries import Filed

TERMS_REMEMBERED = 200_000
"""Ids of terms that are kept in memory: some 30 MB."""


class Kept(NamedTuple):
    """Rows that are kept until the end."""

    postings: list[tuple[int, int, int]]
    boxes: list[tuple[int, float, float, float, float]]
    event_words: list[tuple[int, str, str, str]]
    article_words: list[tuple[int, str | None, str]]
    added: list[Filed]
    removed: list[Filed]

    @property
    def lists(self) -> tuple[list[Any], ...]:
        """Return them all."""
        return tuple(self)


def _nothing() -> Kept:
    return Kept([], [], [], [], [], [])


class Mark(NamedTuple):
    """Where a job begins: the rows that were kept then, and how many of each."""

    kept: Kept
    lengths: tuple[int, ...]


class Transaction:
    """What the jobs of one commit write with; the writer begins and ends it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        """For what is written at once and what is read."""
        self.term_ids: dict[tuple[str, str], int] = {}
        """Ids of terms by facet and value, as far as they were asked for. A term is never deleted."""
        self._kept = _nothing()
        self._articles: set[int] = set()
        """Of which something may be kept."""

    def add_event(self, article_row: int, row: int, words: tuple[str, str, str], filed: Filed) -> None:
        """File an event under its terms and `words` (title, evidence, names), and add it to the sums."""
        self._articles.add(article_row)
        self._kept.event_words.append((row, *words))
        self.file_event(row, filed)

    def file_event(self, row: int, filed: Filed) -> None:
        """File an event under its terms and add it to the sums."""
        self._kept.postings.extend((term, filed.day, row) for term, _ in filed.terms)
        self._kept.added.append(filed)

    def remove_event(self, filed: Filed) -> None:
        """Take an event out of the sums."""
        self._kept.removed.append(filed)

    def add_point(self, row: int, latitude: float, longitude: float) -> None:
        """Make a point of an event findable."""
        self._kept.boxes.append((row, longitude, longitude, latitude, latitude))

    def add_article(self, row: int, title: str | None, text: str) -> None:
        """Make the words of an article findable."""
        self._articles.add(row)
        self._kept.article_words.append((row, title, text))

    def mark(self) -> Mark:
        """Return where a job begins, for `undo`."""
        return Mark(self._kept, tuple(map(len, self._kept.lists)))

    def undo(self, mark: Mark) -> None:
        """Forget what was kept since, of a job that is rolled back; keep again what it wrote of those before."""
        for rows, length in zip(mark.kept.lists, mark.lengths, strict=True):
            del rows[length:]
        self._kept = mark.kept
        self.term_ids.clear()

    def forget(self) -> None:
        """Forget all that was kept, of a transaction that is rolled back."""
        self._kept = _nothing()
        self._articles = set()
        self.term_ids.clear()

    def write_article(self, row: int) -> None:
        """Write what is kept if something of this article may be: before it is read or deleted."""
        if row in self._articles:
            self.write()

    def write(self) -> None:
        """Write what is kept."""
        kept = self._kept
        if not any(kept.lists):
            return
        execute = self.connection.executemany
        spans = [filed.last_day - filed.day for filed in kept.added]
        if spans:
            execute("UPDATE counters SET value = ?1 WHERE name = 'longest_span' AND value < ?1", [(max(spans),)])
        summaries.change(self.connection, kept.added, kept.removed)
        execute("INSERT INTO event_terms (term_id, day, event_id) VALUES (?, ?, ?)", sorted(kept.postings))
        execute("INSERT INTO event_boxes (id, west, east, south, north) VALUES (?, ?, ?, ?, ?)", kept.boxes)
        execute("INSERT INTO events_fts (rowid, title, evidence, names) VALUES (?, ?, ?, ?)", kept.event_words)
        execute("INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)", kept.article_words)
        # The lists are left as they are: a job that is rolled back takes with it what it wrote of those before.
        self._kept = _nothing()
        if len(self.term_ids) > TERMS_REMEMBERED:
            self.term_ids.clear()
