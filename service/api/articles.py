"""``/v1/articles``: submit, list, read and remove articles."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.access import Scope
from schemas.article import Article
from schemas.query import ArticlePage
from service.api.access.limits import Budget
from service.api.access.origins import refuse_other_origins
from service.api.asking.filters import article_filter
from service.api.asking.queries import ArticleQuery
from service.api.asking.querystring import read_no_query, read_query
from service.api.bodies import ArticleFields, read_article
from service.api.contract.operation import ARTICLE, Answer, operation
from service.api.observing.logs import note_events
from service.api.problems import Kind, refused_field
from service.api.responses import conditional, json_answer, next_link
from service.api.services import Services

OF_ARTICLE = {
    "getArticle.article_id": "/id",
    "explainArticle.article_id": "/id",
    "deleteArticle.article_id": "/id",
    "listEvents.article_id": "/id",
    "getEvent.event_id": "/events/0/id",
}
"""How to go on from an article."""


class ArticleController(Controller):
    """Articles as stored, with their events."""

    path = "/v1/articles"
    tags = ("articles",)

    @post(
        operation_id="createArticle",
        summary="Extract events from an article and store both",
        guards=[refuse_other_origins],
        opt=operation(
            Answer(201, "The article is stored.", Article, headers=("Location",), links=OF_ARTICLE),
            Answer(200, "The article was there already.", Article, headers=("Location",), links=OF_ARTICLE),
            query=ArticleFields,
            takes=ARTICLE,
            problems=(400, 408, 409, 413, 415, 422, 500, 503),
            scope=Scope.WRITE,
            budget=Budget.WRITES,
        ),
    )
    async def create_article(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """Extract the events from an article and store them with it.

        The same text with the same `published_at` and `source` is stored once: submitting it again answers with
        the stored article, whatever its other fields. When the answer is 201, the article is on disk.
        """
        services.pool.refuse_where_full()
        submitted = await read_article(request, services.settings)
        article, created = await services.submit(submitted)
        if created:
            note_events(request.scope, len(article.events))
        return json_answer(article, 201 if created else 200, {"Location": f"{self.path}/{article.id}"})

    @get(
        operation_id="listArticles",
        summary="List articles",
        opt=operation(
            Answer(
                200,
                "A page of articles.",
                ArticlePage,
                headers=("Link",),
                links={"getArticle.article_id": "/items/0/id"},
            ),
            query=ArticleQuery,
            problems=(400, 500, 503),
        ),
    )
    async def list_articles(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """List the stored articles with their events, the last received first."""
        query = read_query(ArticleQuery, request.scope["query_string"])
        page = await services.store.list_articles(article_filter(query))
        return json_answer(page, headers=next_link(request, services.settings.public_url, page.next))

    @get(
        "/{article_id:str}",
        operation_id="getArticle",
        summary="Read an article",
        opt=operation(
            Answer(200, "The article.", Article, headers=("ETag",)),
            Answer(304, "The representation that `If-None-Match` names is still the one."),
            problems=(400, 404, 500, 503),
        ),
    )
    async def get_article(
        self, request: Request[Any, Any, Any], article_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """Return a stored article with its events."""
        read_no_query(request.scope["query_string"])
        article = await services.store.get_article(article_id)
        if article is None:
            raise refused_field(Kind.NOT_FOUND, "article_id", f"no article {article_id!r} is stored")
        return conditional(request, article)

    @delete(
        "/{article_id:str}",
        operation_id="deleteArticle",
        summary="Remove an article",
        guards=[refuse_other_origins],
        opt=operation(
            Answer(204, "The article and its events are removed."),
            problems=(400, 404, 500, 503),
            scope=Scope.ADMIN,
            budget=Budget.WRITES,
        ),
    )
    async def delete_article(
        self, request: Request[Any, Any, Any], article_id: FromPath[str], services: NamedDependency[Services]
    ) -> None:
        """Remove a stored article with its events."""
        read_no_query(request.scope["query_string"])
        if not await services.store.delete_article(article_id):
            raise refused_field(Kind.NOT_FOUND, "article_id", f"no article {article_id!r} is stored")
