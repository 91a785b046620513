"""From the parameters of a query to the filter that the store answers: names resolved, bounds compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from schemas.problem import FieldError
from schemas.query import ArticleFilter, EventFilter, LocationTerm, Near, WeaponTerm
from service.api.names import Names, UnknownNameError
from service.api.problems import ApiProblem, Kind, refused_field
from service.api.queries import ArticleQuery, EventQuery
from service.store import Store

Term = TypeVar("Term", str, WeaponTerm, LocationTerm)


async def event_filter(query: EventQuery, names: Names, store: Store) -> EventFilter:
    """Return the filter that a query asks for.

    Raises
    ------
    ApiProblem
        A name is not known, or parameters contradict one another.
    """
    date_from, date_to = _dates(query)
    near = _near(query)
    resolver = _Resolver(store)
    actors = await resolver.all("actor", query.actor, names.actor, _stored_actor)
    attackers = await resolver.all("attacker", query.attacker, names.actor, _stored_actor)
    targets = await resolver.all("target", query.target, names.actor, _stored_actor)
    weapons = await resolver.all("weapon", query.weapon, names.weapon, _stored_weapon)
    locations = await resolver.all("location", query.location, names.location, _stored_location)
    countries = await resolver.all("country", query.country, names.country, _stored_country)
    resolver.refuse_unknown()
    return EventFilter(
        actors=actors,
        attackers=attackers,
        targets=targets,
        date_from=date_from,
        date_to=date_to,
        weapons=weapons,
        locations=locations,
        countries=countries,
        bbox=query.bbox,
        near=near,
        include_imprecise=query.include_imprecise,
        event_types=tuple(query.event_type),
        target_types=tuple(query.target_type),
        modalities=tuple(query.modality),
        sources=tuple(query.source),
        article_id=query.article_id,
        killed_min=query.killed_min,
        injured_min=query.injured_min,
        launched_min=query.launched_min,
        confidence_min=query.confidence_min,
        q=query.q,
        sort=query.sort,
        limit=query.limit,
        cursor=query.cursor,
        count_exact=query.count is not None,
    )


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


def _dates(query: EventQuery) -> tuple[date | None, date | None]:
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


def _near(query: EventQuery) -> Near | None:
    if query.near is None and query.radius_km is None:
        return None
    if query.near is None:
        raise refused_field(Kind.INVALID_PARAMETER, "near", "missing beside radius_km; accepted: lat,lon")
    if query.radius_km is None:
        raise refused_field(
            Kind.INVALID_PARAMETER, "radius_km", "missing beside near; accepted: a number of kilometres"
        )
    return Near(query.near.latitude, query.near.longitude, query.radius_km)


class _Resolver:
    """Resolves names, and collects those that neither the lexicons nor the store know."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._errors: list[FieldError] = []

    async def all(
        self,
        field: str,
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
                if await self._occurs(probe):
                    terms[term] = None
                else:
                    self._errors.append(FieldError(field=field, message=str(error)))
        return tuple(terms)

    async def _occurs(self, probe: EventFilter) -> bool:
        return bool((await self._store.list_events(probe)).items)

    def refuse_unknown(self) -> None:
        """Raise the problem of every name that was not known."""
        if self._errors:
            detail = "; ".join(f"{error.field}: {error.message}" for error in self._errors)
            raise ApiProblem(Kind.UNKNOWN_NAME, detail, errors=self._errors)


def _stored_actor(text: str) -> tuple[str, EventFilter]:
    return text, EventFilter(actors=(text,), limit=1)


def _stored_country(text: str) -> tuple[str, EventFilter]:
    return text, EventFilter(countries=(text,), limit=1)


def _stored_weapon(text: str) -> tuple[WeaponTerm, EventFilter]:
    term = WeaponTerm(model=text)
    return term, EventFilter(weapons=(term,), limit=1)


def _stored_location(text: str) -> tuple[LocationTerm, EventFilter]:
    term = LocationTerm(name=text)
    return term, EventFilter(locations=(term,), limit=1)
