"""The layout of the compiled gazetteer: one file, a trie of name keys first, flat columns after it.

    marisa trie | columns, each aligned to 8 bytes | index (JSON) | length of the index (8 bytes) | MAGIC

The trie comes first because it maps the file from its beginning; it never looks behind its own end. Columns are
little-endian arrays that readers see through ``memoryview.cast``, so that all processes share the page cache.
"""

from __future__ import annotations

from typing import Literal

MAGIC = b"STRKGAZ2"

COLUMNS: dict[str, Literal["i", "I", "H", "B"]] = {
    "latitude": "i",
    "longitude": "i",
    "population": "I",
    "geonames": "I",
    "kind": "B",
    "noted": "B",
    "country": "B",
    "parent": "H",
    "radius": "H",
    "name": "I",
    "first": "I",
    "posting": "I",
    "text": "B",
}
"""Column names and their array type codes.

Coordinates are in 1e-5 degrees; ``radius`` in 0.1 km; ``country`` counts in ``countries`` of the index, 255 for none;
``parent`` is a record, 65535 for none; ``name`` an offset into ``text`` where names end in a zero byte; the postings
of key ``k`` are ``posting[first[k]:first[k + 1]]``, each a record times two plus one if the key is its main name.
"""

RESEMBLING = "~"
"""Begins the keys of consonants, under which names are found that resemble another spelling."""

NONE_8 = 255
NONE_16 = 65535
DEGREE = 100_000
