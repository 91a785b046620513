"""``/v1/events``: query and read events."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.event import Event
from schemas.query import EventPage
from service.api.filters import event_filter
from service.api.operation import Answer, operation
from service.api.problems import Kind, refused_field
from service.api.queries import EventQuery
from service.api.querystring import read_no_query, read_query
from service.api.responses import conditional, json_answer, next_link
from service.api.services import Services


class EventController(Controller):
    """Events as extracted from the stored articles."""

    path = "/v1/events"
    tags = ("events",)

    @get(
        operation_id="listEvents",
        summary="Query events",
        opt=operation(
            Answer(200, "A page of events.", EventPage, headers=("Link",)),
            query=EventQuery,
            problems=(400, 500, 503),
        ),
    )
    async def list_events(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """List the events that match every filter given.

        Filters combine with AND; a repeated parameter, or a comma list, is OR. Pages follow one another by key:
        walking `next` neither skips nor repeats an event while others are added.
        """
        query = read_query(EventQuery, request.scope["query_string"])
        page = await services.store.list_events(await event_filter(query, services.names, services.store))
        return json_answer(page, headers=next_link(request, services.settings.public_url, page.next))

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
