"""``/openapi.json``, ``/openapi.yaml`` and ``/docs``: the contract, and a page to read and try it."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from litestar import Controller, Request, Response, get

from service.api.contract.document import render_openapi
from service.api.contract.operation import OPEN_KEY

PAGE = Path(__file__).with_name("docs.html")
OPEN = {OPEN_KEY: True}

INLINE = re.compile(r"<(style|script)>(.*?)</(?:style|script)>", re.DOTALL)
"""A style or script in the page."""


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
        page, policy = _page()
        return Response(page, media_type="text/html", headers={"Content-Security-Policy": policy})


def _document(request: Request[Any, Any, Any], form: Literal["json", "yaml"]) -> str:
    documents: dict[str, str] = request.app.state.setdefault("contract", {})
    if form not in documents:
        documents[form] = render_openapi(request.app, form)
    return documents[form]


@cache
def _page() -> tuple[str, str]:
    """Return the page, and the policy that lets exactly its own style and script work."""
    page = PAGE.read_text(encoding="utf-8")
    own = "; ".join(f"{tag}-src {_hashes(page, tag)}" for tag in ("style", "script"))
    rest = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return page, f"default-src 'none'; connect-src 'self'; {own}; {rest}"


def _hashes(page: str, tag: str) -> str:
    inline = [text for found, text in INLINE.findall(page) if found == tag]
    return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline)
