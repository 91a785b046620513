"""``/v1/articles/{id}/explain``: how the events of an article were found, and why others were not."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.article import ArticleIn
from schemas.explanation import Explanation
from service.api.access.limits import Budget
from service.api.asking.querystring import read_no_query
from service.api.contract.operation import Answer, operation
from service.api.problems import Kind, refused_field
from service.api.responses import json_answer
from service.api.services import Services


@get(
    "/v1/articles/{article_id:str}/explain",
    operation_id="explainArticle",
    summary="Explain the events of an article",
    tags=["articles"],
    opt=operation(
        Answer(200, "What each stage of the pipeline made of the article.", Explanation),
        problems=(400, 404, 500, 503),
        budget=Budget.WRITES,
    ),
)
async def explain_article(
    request: Request[Any, Any, Any], article_id: FromPath[str], services: NamedDependency[Services]
) -> Response[bytes]:
    """Read a stored article again and tell what each stage made of it; nothing is stored.

    Candidates are incidents that are events, or were dropped by the rules or for their low confidence. The pipeline
    that runs now explains itself: events that an older one stored may be others.
    """
    read_no_query(request.scope["query_string"])
    stored = await services.store.get_article(article_id)
    if stored is None:
        raise refused_field(Kind.NOT_FOUND, "article_id", f"no article {article_id!r} is stored")
    article = ArticleIn(**{name: getattr(stored, name) for name in ArticleIn.__struct_fields__})
    return json_answer(await services.pool.explain(article))
