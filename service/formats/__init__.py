"""Events in the formats that callers read: JSON, GeoJSON, CSV and NDJSON, in our own terms or another dataset's.

An event comes as its JSON, the way the store keeps it. `writer` gives the writer of a format, `write` runs batches of
events through it; both the service and the command line use these.
"""

from service.formats.columns import FLAT, Cell, Column, View
from service.formats.views import Schema, view_of
from service.formats.writers import MEDIA_TYPES, Format, PageEnd, Writer, write, writer

__all__ = [
    "FLAT",
    "MEDIA_TYPES",
    "Cell",
    "Column",
    "Format",
    "PageEnd",
    "Schema",
    "View",
    "Writer",
    "view_of",
    "write",
    "writer",
]
