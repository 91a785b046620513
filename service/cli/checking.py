"""The same demands on articles from files as on those from requests."""

from __future__ import annotations

from collections.abc import Callable

from schemas.article import ArticleIn


def checker(max_text_chars: int) -> Callable[[ArticleIn], ArticleIn]:
    """Return a function that returns an article in the form to store, or raises `ArticleError`."""
    from service.api.bodies import checked
    from service.api.problems import ApiProblem
    from service.importing import ArticleError

    def check(article: ArticleIn) -> ArticleIn:
        try:
            return checked(article, max_text_chars)
        except ApiProblem as problem:
            raise ArticleError(problem.detail) from problem

    return check
