"""From the parameters of a query to the filter that the store answers: names resolved, bounds compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

import msgspec
from msgspec import Struct

from schemas.query import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    ArticleFilter,
    EventFilter,
    LocationTerm,
    Near,
    Suggestion,
    WeaponTerm,
)
from schemas.vocabularies import RankedTerm, TermFilter
from service.api.asking.names import Names, UnknownNameError
from service.api.asking.queries import ArticleQuery, EventQuery, FilterQuery
from service.api.problems import Kind, refused_field
from service.store import Store, fold

SOURCES = ("source", "outlet")
"""The facets of those who are cited for events and of those who publish articles."""

MOST_SUGGESTED = 5
"""Names of a query that others are suggested for, at most: a hundred would keep everybody else waiting."""

Term = TypeVar("Term", str, WeaponTerm, LocationTerm)


class Asked(Struct, frozen=True):
    """What a query asks for: the filter, and the names in it that are not known."""

    filter: EventFilter
    did_you_mean: list[Suggestion]


async def event_filter(query: FilterQuery, names: Names, store: Store) -> Asked:
    """Return what a query asks for.

    A name that is not known stays in the filter as it is, where it finds nothing.

    Raises
    ------
    ApiProblem
        Parameters contradict one another, or a code is none.
    """
    date_from, date_to = _dates(query)
    near = _near(query)
    resolver = _Resolver(store)
    actors = await resolver.all("actor", query.actor, names.actor, _stored_actor)
    attackers = await resolver.all("attacker", query.attacker, names.actor, _stored_actor)
    targets = await resolver.all("target", query.target, names.actor, _stored_actor)
    weapons = await resolver.all("weapon", query.weapon, names.weapon, _stored_weapon)
    locations = await resolver.all("location", query.location, names.location, _stored_location)
    for source in query.source:
        await resolver.check_source(source)
    await _refuse_no_countries(query.country, names, resolver)
    wanted = EventFilter(
        actors=actors,
        attackers=attackers,
        targets=targets,
        date_from=date_from,
        date_to=date_to,
        weapons=weapons,
        locations=locations,
        countries=tuple(query.country),
        bbox=query.bbox,
        near=near,
        include_imprecise=query.include_imprecise,
        event_types=tuple(query.event_type),
        target_types=tuple(query.target_type),
        modalities=tuple(query.modality),
        sources=tuple(query.source),
        article_id=query.article_id,
        pipeline_version=query.pipeline_version,
        killed_min=query.killed_min,
        injured_min=query.injured_min,
        launched_min=query.launched_min,
        confidence_min=query.confidence_min,
        q=query.q,
    )
    return Asked(wanted, resolver.unknown)


async def page_filter(query: EventQuery, names: Names, store: Store) -> Asked:
    """Return what a query for a page asks for; raise as `event_filter` does."""
    asked = await event_filter(query, names, store)
    paged = msgspec.structs.replace(
        asked.filter,
        sort=query.sort,
        limit=query.limit or DEFAULT_LIMIT,
        cursor=query.cursor,
        count_exact=query.count is not None,
    )
    return Asked(paged, asked.did_you_mean)


def article_filter(query: ArticleQuery) -> ArticleFilter:
    """Return the filter that a query asks for.

    Raises
    ------
    ApiProblem
        The first day lies after the last.
    """
    _refuse_reversed("published_from", query.published_from, "published_to", query.published_to)
    return ArticleFilter(
        source=query.source,
        published_from=query.published_from,
        published_to=query.published_to,
        q=query.q,
        limit=query.limit,
        cursor=query.cursor,
    )


def _dates(query: FilterQuery) -> tuple[date | None, date | None]:
    if query.datetime is None:
        _refuse_reversed("date_from", query.date_from, "date_to", query.date_to)
        return query.date_from, query.date_to
    if query.date_from is not None or query.date_to is not None:
        raise refused_field(
            Kind.INVALID_PARAMETER, "datetime", "given beside date_from or date_to; accepted: one form of the two"
        )
    return query.datetime.start, query.datetime.end


def _refuse_reversed(first: str, start: date | None, last: str, end: date | None) -> None:
    if start is not None and end is not None and start > end:
        raise refused_field(
            Kind.INVALID_PARAMETER, first, f"{start} is after {last} {end}; accepted: a day on or before it"
        )


def _near(query: FilterQuery) -> Near | None:
    if query.near is None and query.radius_km is None:
        return None
    if query.near is None:
        raise refused_field(Kind.INVALID_PARAMETER, "near", "missing beside radius_km; accepted: lat,lon")
    if query.radius_km is None:
        raise refused_field(
            Kind.INVALID_PARAMETER, "radius_km", "missing beside near; accepted: a number of kilometres"
        )
    return Near(query.near.latitude, query.near.longitude, query.radius_km)


async def _refuse_no_countries(codes: Iterable[str], names: Names, resolver: _Resolver) -> None:
    unknown = [
        c for c in codes if not names.is_country(c) and not await resolver.occurs(EventFilter(countries=(c,), limit=1))
    ]
    if unknown:
        listed = ", ".join(map(repr, unknown))
        raise refused_field(Kind.UNKNOWN_NAME, "country", f"{listed}; accepted: ISO 3166-1 alpha-2 codes such as UA")


class _Resolver:
    """Resolves names, and collects those that neither the lexicons nor the store know."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.unknown: list[Suggestion] = []

    async def all(
        self,
        parameter: str,
        texts: Iterable[str],
        resolve: Callable[[str], tuple[Term, ...]],
        as_stored: Callable[[str], tuple[Term, EventFilter]],
    ) -> tuple[Term, ...]:
        """Return what the names of a parameter stand for.

        A name that no lexicon has may still be one that the store holds, written by an earlier version or with
        other lexicons; ``as_stored`` gives the term for it and the filter that finds it.
        """
        terms: dict[Term, None] = {}
        for text in texts:
            try:
                terms.update(dict.fromkeys(resolve(text)))
            except UnknownNameError as error:
                term, probe = as_stored(text)
                terms[term] = None
                if not await self.occurs(probe):
                    self._note(parameter, text, error.suggestions)
        return tuple(terms)

    async def check_source(self, name: str) -> None:
        """Collect a name that no source and no outlet has, with those of the store that are close to it."""
        folded = fold(name)
        named = tuple(RankedTerm(facet, folded) for facet in SOURCES)
        if not folded or (await self._store.list_terms(TermFilter(facets=SOURCES, values=named, limit=1))).items:
            return
        beginning = TermFilter(facets=SOURCES, value_prefix=folded[:3], limit=MAX_LIMIT)
        known = {term.value: term.label for term in (await self._store.list_terms(beginning)).items}
        self._note("source", name, lambda: [known[value] for value in get_close_matches(folded, known, n=5)])

    def _note(self, parameter: str, name: str, suggest: Callable[[], list[str]]) -> None:
        """Collect a name that is not known, with those close to it for the first few."""
        close = suggest() if len(self.unknown) < MOST_SUGGESTED else []
        self.unknown.append(Suggestion(parameter=parameter, value=name, suggestions=close))

    async def occurs(self, probe: EventFilter) -> bool:
        """Whether an event matches."""
        return bool((await self._store.list_stored_events(probe)).items)


def _stored_actor(text: str) -> tuple[str, EventFilter]:
    return text, EventFilter(actors=(text,), limit=1)


def _stored_weapon(text: str) -> tuple[WeaponTerm, EventFilter]:
    term = WeaponTerm(model=text)
    return term, EventFilter(weapons=(term,), limit=1)


def _stored_location(text: str) -> tuple[LocationTerm, EventFilter]:
    term = LocationTerm(name=text)
    return term, EventFilter(locations=(term,), limit=1)
