"""``/v1/changes``: what was added, replaced and deleted, in order, for a mirror to follow."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from schemas.changes import ChangePage
from schemas.query import DEFAULT_LIMIT
from service.api.asking.params import COUNT, Parameter
from service.api.asking.queries import PAGE_SIZE
from service.api.asking.querystring import read_query
from service.api.contract.operation import Answer, operation
from service.api.responses import json_answer, next_link
from service.api.services import Services


class ChangeQuery(Struct, frozen=True, kw_only=True):
    """Which changes, the first first."""

    since: Annotated[
        int, Parameter(COUNT, "The `seq` of the last change seen; absent, from the beginning.", example="0")
    ] = 0
    limit: Annotated[int, PAGE_SIZE] = DEFAULT_LIMIT


@get(
    "/v1/changes",
    operation_id="listChanges",
    summary="Follow the changes",
    tags=["articles"],
    opt=operation(
        Answer(
            200,
            "A page of changes.",
            ChangePage,
            headers=("Link",),
            links={"getArticle.article_id": "/items/0/article_id"},
        ),
        query=ChangeQuery,
        problems=(400, 500, 503),
    ),
)
async def list_changes(request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Response[bytes]:
    """List the articles that were added, replaced or deleted after `since`, in the order in which it happened.

    Whoever reads on from the last `seq` seen misses no change. The article itself is read by its id: it may be gone by
    then, and the change that says so comes later. A `since` ahead of the last change is refused, since the log it
    comes from is another.
    """
    query = read_query(ChangeQuery, request.scope["query_string"])
    page = await services.store.list_changes(query.since, query.limit)
    return json_answer(page, headers=next_link(request, services.settings.public_url, page.next, parameter="since"))
