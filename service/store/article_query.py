"""From `ArticleFilter` to SQL."""

from __future__ import annotations

import datetime as dt
import sqlite3

from schemas.article import Article
from schemas.query import ArticleFilter, ArticlePage
from service.store import cursor, records
from service.store.articles import ARTICLE_COLUMNS, read_articles
from service.store.text_search import match_expression


def list_articles(connection: sqlite3.Connection, query: ArticleFilter) -> ArticlePage:
    """Return the page that the query asks for, the last received article first.

    Raises
    ------
    BadFilter
        The cursor or the text searched for makes no sense.
    """
    after = cursor.read(query, 1)
    checks: list[str] = []
    parameters: list[str | int] = []
    if query.source is not None:
        checks.append("source_key = ?")
        parameters.append(records.fold(query.source))
    if query.published_from is not None or query.published_to is not None:
        first, last = query.published_from, query.published_to
        checks.append("published_day BETWEEN ? AND ?")
        parameters.append(records.UNKNOWN_DAY + 1 if first is None else first.toordinal())
        parameters.append(dt.date.max.toordinal() if last is None else last.toordinal())
    if query.q is not None:
        checks.append("id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)")
        parameters.append(match_expression(query.q))
    if after is not None:
        checks.append("id < ?")
        parameters.extend(after)
    where = f" WHERE {' AND '.join(checks)}" if checks else ""
    rows = connection.execute(
        f"SELECT {ARTICLE_COLUMNS} FROM articles{where} ORDER BY id DESC LIMIT ?",
        (*parameters, query.limit + 1),
    ).fetchall()
    page = rows[: query.limit]
    return ArticlePage(
        items=read_articles(connection, page),
        next=cursor.issue(query, (page[-1][0],)) if len(rows) > query.limit else None,
    )


def count_articles(connection: sqlite3.Connection, not_by: str | None) -> int:
    """Return how many articles there are, those left out that the pipeline version `not_by` extracted."""
    row = connection.execute("SELECT count(*) FROM articles WHERE pipeline_version IS NOT ?", (not_by,)).fetchone()
    return int(row[0])


def articles_after(
    connection: sqlite3.Connection, row: int, not_by: str | None, limit: int
) -> list[tuple[int, Article]]:
    """Return articles that were received after the one in `row`, the first first, each with its own row.

    Those that the pipeline version `not_by` extracted are left out.
    """
    rows = connection.execute(
        f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id > ? AND pipeline_version IS NOT ? ORDER BY id LIMIT ?",
        (row, not_by, limit),
    ).fetchall()
    return list(zip((found[0] for found in rows), read_articles(connection, rows), strict=True))
