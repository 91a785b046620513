"""``/v1/events``: query and read events."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from schemas.event import Event
from schemas.geojson import FeatureCollection
from schemas.query import EventPage, RowPage
from service.api.asking.filters import page_filter
from service.api.asking.queries import EventQuery
from service.api.asking.querystring import read_no_query, read_query
from service.api.contract.operation import Answer, operation
from service.api.negotiation import STREAMED, chosen_format
from service.api.problems import Kind, refused_field
from service.api.responses import conditional, next_link
from service.api.services import Services
from service.api.streams import list_headers, stream_events
from service.formats import MEDIA_TYPES, Format, PageEnd, Schema, write, writer


class EventController(Controller):
    """Events as extracted from the stored articles."""

    path = "/v1/events"
    tags = ("events",)

    @get(
        operation_id="listEvents",
        summary="Query events",
        opt=operation(
            Answer(
                200,
                "A page of events; as CSV and NDJSON without `limit`, every event.",
                contents={
                    MEDIA_TYPES[Format.JSON]: (EventPage, RowPage),
                    MEDIA_TYPES[Format.GEOJSON]: (FeatureCollection,),
                    MEDIA_TYPES[Format.CSV]: (),
                    MEDIA_TYPES[Format.NDJSON]: (),
                },
                headers=("Link", "X-Total-Count", "X-Did-You-Mean"),
                links={"getEvent.event_id": "/items/0/id", "getArticle.article_id": "/items/0/article_id"},
            ),
            query=EventQuery,
            problems=(400, 406, 500, 503),
        ),
    )
    async def list_events(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[bytes] | Stream:
        """List the events that match every filter given.

        Filters combine with AND; a repeated parameter, or a comma list, is OR. Pages follow one another by key:
        walking `next` neither skips nor repeats an event while others are added. A name that is not known finds
        nothing and is answered in `did_you_mean`.
        """
        query = read_query(EventQuery, request.scope["query_string"])
        if query.fields and query.schema is not Schema.STRIKELOG:
            raise refused_field(
                Kind.INVALID_PARAMETER, "fields", "given beside another schema; accepted: one of the two"
            )
        form = chosen_format(request, query.format)
        asked = await page_filter(query, services.names, services.store)
        rows = writer(form, query.schema, query.fields)
        if form in STREAMED and query.limit is None:
            return await stream_events(services.store, asked, form, rows)
        page = await services.store.list_stored_events(asked.filter)
        end = PageEnd(next=page.next, total=page.total, did_you_mean=asked.did_you_mean)
        return Response(
            b"".join(write([page.items], rows, end)),
            media_type=MEDIA_TYPES[form],
            headers=next_link(request, services.settings.public_url, page.next) | list_headers(page, asked),
        )

    @get(
        "/{event_id:str}",
        operation_id="getEvent",
        summary="Read an event",
        opt=operation(
            Answer(200, "The event.", Event, headers=("ETag",)),
            Answer(304, "The representation that `If-None-Match` names is still the one."),
            problems=(400, 404, 500, 503),
        ),
    )
    async def get_event(
        self, request: Request[Any, Any, Any], event_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """Return a stored event."""
        read_no_query(request.scope["query_string"])
        event = await services.store.get_event(event_id)
        if event is None:
            raise refused_field(Kind.NOT_FOUND, "event_id", f"no event {event_id!r} is stored")
        return conditional(request, event)
