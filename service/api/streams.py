"""Every event that matches, page by page from the store, so that memory does not grow with their number.

Each page is a read of its own. What fails in the middle ends the connection without the end of the transfer coding, so
that the client can tell it from the end.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

import msgspec
from litestar.response import Stream

from schemas.query import StoredPage
from service.api.asking.filters import Asked
from service.formats import MEDIA_TYPES, Format, PageEnd, Writer
from service.store import Store

BATCH = 500
"""Events per read: a megabyte or so."""


async def stream_events(store: Store, asked: Asked, form: Format, rows: Writer) -> Stream:
    """Return the answer with every event from the cursor on.

    The first page is read before: what is wrong with the query is still answered as a problem.
    """
    pages = store.walk_events(msgspec.structs.replace(asked.filter, limit=BATCH))
    first = await anext(pages)

    async def chunks() -> AsyncIterator[bytes]:
        yield rows.begin() + rows.rows(first.items)
        async for page in pages:
            yield rows.rows(page.items)
        yield rows.end(PageEnd())

    return Stream(chunks(), media_type=MEDIA_TYPES[form], headers=list_headers(first, asked))


def list_headers(page: StoredPage, asked: Asked) -> dict[str, str]:
    """Return what a list says beside its body, which flat formats have no place for."""
    headers = {"Vary": "Accept"}
    if page.total is not None:
        headers["X-Total-Count"] = str(page.total)
    if asked.did_you_mean:
        headers["X-Did-You-Mean"] = ", ".join(
            f"{unknown.parameter}={quote(name)}"
            for unknown in asked.did_you_mean
            for name in unknown.suggestions or [""]
        )
    return headers
