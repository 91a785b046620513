"""``/v1/actors``, ``/v1/weapons`` and ``/v1/locations``: what occurs in the store, with counts."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from schemas.vocabularies import (
    ActorCount,
    ActorPage,
    LocationPage,
    RankedTerm,
    StoredTerm,
    TermFilter,
    WeaponCount,
    WeaponKind,
    WeaponPage,
)
from service.api.asking.names import ALIAS, Names, nearness
from service.api.asking.queries import VocabularyQuery
from service.api.asking.querystring import read_query
from service.api.codebook import labels
from service.api.contract.operation import Answer, operation
from service.api.responses import json_answer, next_link
from service.api.services import Services
from service.store import fold, model_key

KINDS = {"weapon_family": WeaponKind.FAMILY, "weapon": WeaponKind.TYPE, "model": WeaponKind.MODEL}


def _page(description: str, body: type[Struct]) -> dict[str, Any]:
    answer = Answer(200, description, body, headers=("Link",))
    return operation(answer, query=VocabularyQuery, problems=(400, 500, 503))


class VocabularyController(Controller):
    """What events are about, those with the most events first; of a beginning of a name, those that have it as theirs.

    Counts are of the moment of each page: while others write, a walk may meet a name twice or not at all.
    """

    path = "/v1"
    tags = ("vocabularies",)

    @get(
        "/actors",
        operation_id="listActors",
        summary="List the sides that occur",
        opt=_page("A page of sides.", ActorPage),
    )
    async def list_actors(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """List the sides that occur in events, with how many events each is in, in either role."""
        query = read_query(VocabularyQuery, request.scope["query_string"])
        values = None
        if query.q is not None:
            ids = {*services.names.actors_beginning(query.q), *_own_spellings(query.q)}
            values = tuple(_actor_term(actor, query.q, services.names) for actor in sorted(ids))
        page = await services.store.list_terms(_filter(query, ("actor",), values))
        found = ActorPage(items=[_actor(term, services.names) for term in page.items], next=page.next)
        return json_answer(found, headers=next_link(request, services.settings.public_url, page.next))

    @get(
        "/weapons",
        operation_id="listWeapons",
        summary="List the weapons that occur",
        opt=_page("A page of weapons.", WeaponPage),
    )
    async def list_weapons(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """List the families, types and models of weapons that occur in events, with how many events each is in."""
        query = read_query(VocabularyQuery, request.scope["query_string"])
        values = None if query.q is None else _weapons(query.q, services.names)
        page = await services.store.list_terms(_filter(query, tuple(KINDS), values))
        found = WeaponPage(items=list(map(_weapon, page.items)), next=page.next)
        return json_answer(found, headers=next_link(request, services.settings.public_url, page.next))

    @get(
        "/locations",
        operation_id="listLocations",
        summary="List the places that occur",
        opt=_page("A page of places.", LocationPage),
    )
    async def list_locations(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """List the places that events are at, with how many events are at each."""
        query = read_query(VocabularyQuery, request.scope["query_string"])
        values = prefix = None
        if query.q is not None:
            known = await asyncio.to_thread(services.names.places_beginning, query.q)
            # Of these, the store ranks those before that have the name itself.
            values = tuple(RankedTerm("location", str(geonames_id), ALIAS) for geonames_id in known)
            prefix = fold(query.q) or None
        page = await services.store.list_places(_filter(query, ("location",), values, prefix))
        return json_answer(page, headers=next_link(request, services.settings.public_url, page.next))


def _filter(
    query: VocabularyQuery,
    facets: tuple[str, ...],
    values: tuple[RankedTerm, ...] | None,
    prefix: str | None = None,
) -> TermFilter:
    return TermFilter(facets=facets, values=values, name_prefix=prefix, limit=query.limit, cursor=query.cursor)


def _own_spellings(text: str) -> set[str]:
    """Return the ids that a text may itself be, for sides that no lexicon has."""
    return {text.strip(), text.strip().upper(), text.strip().lower()}


def _actor_term(actor: str, typed: str, names: Names) -> RankedTerm:
    return RankedTerm("actor", actor, nearness(typed, (names.actor_name(actor), actor)))


def _actor(term: StoredTerm, names: Names) -> ActorCount:
    return ActorCount(
        id=term.value,
        name=names.actor_name(term.value),
        kind=names.actor_kind(term.value),
        country=names.actor_country(term.value),
        events=term.events,
    )


def _weapons(text: str, names: Names) -> tuple[RankedTerm, ...]:
    """Return the families, types and models that a beginning of a name may stand for."""
    types, models = names.weapons_beginning(text)
    known = labels("weapon")
    labelled = {kind for kind, label in known.items() if nearness(text, (label, kind)) < ALIAS}
    kinds = sorted({*types, *labelled})
    return (
        *(
            RankedTerm(facet, kind, nearness(text, (known.get(kind, kind), kind)))
            for facet in ("weapon", "weapon_family")
            for kind in kinds
        ),
        *(RankedTerm("model", model_key(model), nearness(text, (model,))) for model in models),
    )


def _weapon(term: StoredTerm) -> WeaponCount:
    kind = KINDS[term.facet]
    value = term.label if kind is WeaponKind.MODEL else term.value
    return WeaponCount(value=value, kind=kind, label=labels("weapon").get(term.value, value), events=term.events)
