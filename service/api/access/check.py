"""Who may do what, and how often."""

from __future__ import annotations

from math import ceil

from litestar.handlers import BaseRouteHandler
from litestar.types import HTTPScope

from schemas.access import ApiKey, Scope
from service.api.access.authentication import presented_key, refuse_lower
from service.api.access.callers import address_of
from service.api.access.limits import Buckets, Budget, Rate
from service.api.contract.operation import OPEN_KEY, OPT_KEY, Operation
from service.api.problems import ApiProblem, Kind
from service.api.services import Services
from service.settings import Settings

DEFAULT_READS = Rate(per_second=100, burst=200)
DEFAULT_WRITES = Rate(per_second=50, burst=100)
"""How often a caller may ask where keys are required and the settings do not say."""

UNSAID = Operation(answers=(), scope=Scope.ADMIN)
"""What a handler is taken for that says nothing of itself."""


class Access:
    """Decides whether a request may go on to its handler.

    A request is counted for its key; without one that holds, for the address that it comes from. What is open to
    everybody is not counted.
    """

    def __init__(self, settings: Settings) -> None:
        self._keys_required = settings.keys_required
        self._proxies = settings.proxy_networks
        rates = {
            Budget.READS: _rate(settings, settings.read_rate, settings.read_burst, DEFAULT_READS),
            Budget.WRITES: _rate(settings, settings.write_rate, settings.write_burst, DEFAULT_WRITES),
        }
        self._buckets = {budget: Buckets(rate) for budget, rate in rates.items() if rate is not None}

    @property
    def refuses_nothing(self) -> bool:
        """Whether neither keys nor limits are in force."""
        return not self._keys_required and not self._buckets

    async def check(self, scope: HTTPScope) -> None:
        """Refuse a request without the key that its handler needs, or one that comes too soon.

        Raises
        ------
        ApiProblem
            No key holds (``unauthorized``), its scope is too low (``forbidden``), or too many requests came
            (``rate-limited``).
        StoreError
            The keys could not be read.
        """
        details = operation_of(scope["route_handler"])
        if details.scope is None:
            return
        key: ApiKey | ApiProblem | None = None
        if self._keys_required:
            services: Services = scope["litestar_app"].state.services
            key = await presented_key(scope, services.keys)
        if isinstance(key, ApiKey):
            scope["state"]["key_id"] = key.id
            self._count(f"key {key.id}", details.budget)
            refuse_lower(key, details.scope)
            return
        if self._buckets:
            self._count(f"address {self._address(scope)}", details.budget)
        if key is not None:
            raise key

    def _count(self, caller: str, budget: Budget) -> None:
        buckets = self._buckets.get(budget)
        wait = 0.0 if buckets is None else buckets.take(caller)
        if buckets is not None and wait > 0:
            raise ApiProblem(
                Kind.RATE_LIMITED,
                f"Too many {budget.value} by {caller}: {buckets.rate.per_second:g} a second are accepted, and after a "
                f"pause {buckets.rate.burst} at once.",
                headers={"Retry-After": str(ceil(wait))},
            )

    def _address(self, scope: HTTPScope) -> str:
        client = scope["client"]
        forwarded: list[str] = []
        if self._proxies:
            forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        return address_of(client[0] if client else None, forwarded, self._proxies)


def operation_of(handler: BaseRouteHandler) -> Operation:
    """Return what a handler says of itself; of one that says nothing, that it needs the highest scope."""
    if handler.opt.get(OPEN_KEY):
        return Operation(answers=(), scope=None)
    details: Operation = handler.opt.get(OPT_KEY, UNSAID)
    return details


def _rate(settings: Settings, per_second: float | None, burst: int | None, default: Rate) -> Rate | None:
    """Return how often a caller may ask, None where that is not limited."""
    if per_second == 0 or (per_second is None and not settings.keys_required):
        return None
    return Rate(
        default.per_second if per_second is None else per_second,
        default.burst if burst is None else burst,
    )
