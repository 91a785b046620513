"""``/openapi.json``, ``/openapi.yaml`` and ``/docs``: the contract, and a page to read and try it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from litestar import Controller, Request, Response, get

from service.api.contract import render_openapi
from service.api.operation import OPEN_KEY

PAGE = Path(__file__).with_name("docs.html")
OPEN = {OPEN_KEY: True}
PAGE_POLICY = "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


class ContractController(Controller):
    """The contract in its two forms, and the page."""

    path = "/"

    @get("/openapi.json", opt=OPEN)
    async def openapi_json(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Return the contract as JSON."""
        return Response(_document(request, "json"), media_type="application/json")

    @get("/openapi.yaml", opt=OPEN)
    async def openapi_yaml(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Return the contract as YAML (RFC 9512)."""
        return Response(_document(request, "yaml"), media_type="application/yaml")

    @get("/docs", opt=OPEN)
    async def page(self) -> Response[str]:
        """Return the page; it loads nothing but the contract, from this service."""
        return Response(_page(), media_type="text/html", headers={"Content-Security-Policy": PAGE_POLICY})


def _document(request: Request[Any, Any, Any], form: Literal["json", "yaml"]) -> str:
    documents: dict[str, str] = request.app.state.setdefault("contract", {})
    if form not in documents:
        documents[form] = render_openapi(request.app, form)
    return documents[form]


@cache
def _page() -> str:
    return PAGE.read_text(encoding="utf-8")
