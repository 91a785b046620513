"""SQLite: the only part with SQL.

`Store` is the whole public surface, with the errors in `service.store.errors`; `schemas.query` has the
filters that it takes and the pages that it returns. `fold` and `model_key` are how it compares names.
"""

from service.store.errors import (
    BackupFailed,
    BadCursor,
    BadFilter,
    BadSince,
    BadText,
    CannotOpen,
    ExternalIdConflict,
    NotAStore,
    SchemaTooNew,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreTimeout,
    WriteFailed,
)
from service.store.keys import StoredKey
from service.store.records import fold, model_key
from service.store.store import Health, Store

__all__ = [
    "BackupFailed",
    "BadCursor",
    "BadFilter",
    "BadSince",
    "BadText",
    "CannotOpen",
    "ExternalIdConflict",
    "Health",
    "NotAStore",
    "SchemaTooNew",
    "Store",
    "StoreBusy",
    "StoreClosed",
    "StoreDamaged",
    "StoreError",
    "StoreTimeout",
    "StoredKey",
    "WriteFailed",
    "fold",
    "model_key",
]
