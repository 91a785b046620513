"""Reading war reports: ``extract(article) -> Extraction``, pure and deterministic."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas.article import ArticleIn, Extraction
    from schemas.explanation import Explanation

__all__ = ["explain", "extract", "pipeline_version"]


def extract(article: ArticleIn, *, mentions: bool = False) -> Extraction:
    """Return the events of the article, and with ``mentions`` every mention found, by kind.

    Raises
    ------
    ValueError
        If ``published_at`` is neither null nor begins with an ISO 8601 calendar date.
    """
    from service.extraction.pipeline import load

    return load().extract(article, mentions=mentions)


def explain(article: ArticleIn) -> Explanation:
    """Return what each stage made of the article, and why what is no event is none.

    Raises
    ------
    ValueError
        If ``published_at`` is neither null nor begins with an ISO 8601 calendar date.
    """
    from service.extraction.pipeline import load

    return load().explain(article)


def pipeline_version() -> str:
    """Return the version of the package with a hash of rules, lexicons and gazetteer."""
    from service.extraction.pipeline import load

    return load().version
