"""The opaque cursors of keyset paging.

A cursor holds the sort key of the last row of a page, and a digest of the filter it belongs to.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Annotated

import msgspec

from schemas.query import ArticleFilter, EventFilter
from schemas.vocabularies import TermFilter
from service.store.errors import BadCursor

_VERSION = 1

_Key = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    version: int
    filter: bytes
    keys: tuple[_Key, ...]


Listed = EventFilter | ArticleFilter | TermFilter
"""The filters of lists that come in pages."""

_decode = msgspec.msgpack.Decoder(_Cursor).decode


def issue(query: Listed, keys: tuple[int, ...]) -> str:
    """Return the cursor that continues `query` after the row with the sort key `keys`."""
    cursor = msgspec.msgpack.encode(_Cursor(_VERSION, _digest(query), keys))
    return base64.urlsafe_b64encode(cursor).rstrip(b"=").decode()


def read(query: Listed, width: int) -> tuple[int, ...] | None:
    """Return the sort key in the query's cursor, which has `width` numbers; None where there is no cursor.

    Raises
    ------
    BadCursor
        It is damaged, or was issued for another filter or order.
    """
    if query.cursor is None:
        return None
    try:
        raw = query.cursor.encode("ascii")
        cursor = _decode(base64.b64decode(raw + b"=" * (-len(raw) % 4), b"-_", validate=True))
    except (binascii.Error, UnicodeEncodeError, msgspec.DecodeError) as error:
        raise BadCursor("the cursor is damaged") from error
    if cursor.version != _VERSION or len(cursor.keys) != width:
        raise BadCursor("the cursor was issued by another version")
    if cursor.filter != _digest(query):
        raise BadCursor("the cursor was issued for another filter or order")
    return cursor.keys


def _digest(query: Listed) -> bytes:
    """Return a digest of all that decides which rows there are and how they are ordered."""
    if isinstance(query, EventFilter):
        query = msgspec.structs.replace(query, cursor=None, limit=0, count_exact=False)
    else:
        query = msgspec.structs.replace(query, cursor=None, limit=0)
    content = type(query).__name__.encode() + msgspec.msgpack.encode(query)
    return hashlib.blake2b(content, digest_size=8).digest()
