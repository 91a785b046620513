"""The schema, as the steps that lead to it.

A step that was released is never changed: what comes later is a new step at the end. `docs/storage.md`
explains the tables.
"""

from __future__ import annotations

import sqlite3

import msgspec
from sqlite_utils import Database, Migrations

from service.store.errors import CannotOpen, SchemaTooNew
from service.store.filing import file_again

migrations = Migrations("strikelog")


def migrate(connection: sqlite3.Connection) -> int:
    """Bring the schema up to date in one transaction; return how many steps the database has.

    Raises
    ------
    SchemaTooNew
        The database has steps that this program does not know.
    """
    # sqlite-utils begins deferred transactions, and two of these that read and then write fail at once.
    # Inside an immediate one it nests savepoints, and a second process waits for its turn.
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            steps = _apply(Database(connection))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
        raise CannotOpen(f"cannot migrate the database: {error}") from error
    return steps


def _apply(database: Database) -> int:
    applied = {step.name for step in migrations.applied(database)}
    unknown = applied - {step.name for step in migrations.pending(database)} - _known()
    if unknown:
        raise SchemaTooNew(f"the database is of a later version: it has {', '.join(sorted(unknown))}")
    migrations.apply(database)
    return len(migrations.applied(database))


def _known() -> set[str]:
    # On a database without any step, all of them are pending.
    nothing = Database(memory=True)
    try:
        return {step.name for step in migrations.pending(nothing)}
    finally:
        nothing.close()


@migrations(name="001_articles_and_events")
def articles_and_events(database: Database) -> None:
    """Articles, events and what finds them."""
    for statement in _ARTICLES_AND_EVENTS:
        database.execute(statement)


# Ids are never used again (AUTOINCREMENT), so that an order by id is the order of arrival and a cursor
# cannot point at another row than it was issued for. Days are counted from 0001-01-01 = 1 as Python's
# date.toordinal() does; 0 is an unknown day. A count of -1 is an unknown one. Both are numbers rather
# than NULL because row values compare with NULL as unknown, and keyset paging compares row values.
_ARTICLES_AND_EVENTS = (
    """
    CREATE TABLE articles (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        public_id TEXT NOT NULL UNIQUE,
        content_hash TEXT NOT NULL UNIQUE,
        external_id TEXT UNIQUE,
        title TEXT,
        text TEXT NOT NULL,
        published_at TEXT,
        source TEXT,
        url TEXT,
        language TEXT,
        received_at TEXT NOT NULL,
        pipeline_version TEXT NOT NULL,
        published_day INTEGER NOT NULL CHECK (published_day >= 0),
        source_key TEXT
    ) STRICT
    """,
    "CREATE INDEX articles_by_day ON articles (published_day)",
    "CREATE INDEX articles_by_source ON articles (source_key, id)",
    """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        public_id TEXT NOT NULL UNIQUE,
        article_id INTEGER NOT NULL REFERENCES articles (id),
        day INTEGER NOT NULL CHECK (day >= 0),
        last_day INTEGER NOT NULL CHECK (last_day >= day),
        killed INTEGER NOT NULL CHECK (killed >= -1),
        injured INTEGER NOT NULL CHECK (injured >= -1),
        launched INTEGER NOT NULL CHECK (launched >= -1),
        confidence REAL NOT NULL,
        body TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX events_by_article ON events (article_id, id)",
    "CREATE INDEX events_by_day ON events (day, id, last_day)",
    "CREATE INDEX events_by_killed ON events (killed, day, id)",
    "CREATE INDEX events_by_injured ON events (injured)",
    "CREATE INDEX events_by_launched ON events (launched, day, id)",
    """
    CREATE TABLE terms (
        id INTEGER PRIMARY KEY,
        facet TEXT NOT NULL,
        value TEXT NOT NULL,
        label TEXT NOT NULL,
        UNIQUE (facet, value)
    ) STRICT
    """,
    """
    CREATE TABLE event_terms (
        term_id INTEGER NOT NULL REFERENCES terms (id),
        day INTEGER NOT NULL,
        event_id INTEGER NOT NULL REFERENCES events (id),
        PRIMARY KEY (term_id, day, event_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX event_terms_by_event ON event_terms (event_id)",
    """
    CREATE TABLE event_points (
        id INTEGER PRIMARY KEY,
        event_id INTEGER NOT NULL REFERENCES events (id),
        latitude REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
        longitude REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
        imprecise INTEGER NOT NULL CHECK (imprecise IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX event_points_by_event ON event_points (event_id)",
    "CREATE VIRTUAL TABLE event_boxes USING rtree (id, west, east, south, north)",
    """
    CREATE VIRTUAL TABLE events_fts
    USING fts5 (title, evidence, names, tokenize = 'unicode61 remove_diacritics 2')
    """,
    """
    CREATE VIRTUAL TABLE articles_fts
    USING fts5 (title, text, content = 'articles', content_rowid = 'id',
                tokenize = 'unicode61 remove_diacritics 2')
    """,
    """
    CREATE TABLE counters (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "INSERT INTO counters (name, value) VALUES ('change_seq', 0), ('longest_span', 0)",
)


@migrations(name="002_sums_and_places")
def sums_and_places(database: Database) -> None:
    """Sums of counts that are kept current, places as places, bodies apart from what is searched."""
    for statement in _SUMS_AND_PLACES:
        database.execute(statement)
    file_again(database.conn)


@migrations(name="003_changes")
def changes(database: Database) -> None:
    """The log of changes, in place of their count."""
    for statement in _CHANGES:
        database.execute(statement)


@migrations(name="004_keys")
def keys(database: Database) -> None:
    """The API keys."""
    database.execute(_KEYS)


_TALLY = ", ".join(
    f"{column} INTEGER NOT NULL"
    for column in (
        "events",
        *("killed_known", "killed_min", "killed_max"),
        *("injured_known", "injured_min", "injured_max"),
        *("launched_known", "launched_min", "launched_max"),
        *("intercepted_known", "intercepted_min", "intercepted_max"),
    )
)

_SUMS_AND_PLACES = (
    # A walk that checks a column of many events reads few pages when their JSON is not between the columns.
    "CREATE TABLE event_bodies (event_id INTEGER PRIMARY KEY REFERENCES events (id), body TEXT NOT NULL) STRICT",
    "INSERT INTO event_bodies (event_id, body) SELECT id, body FROM events",
    "ALTER TABLE events DROP COLUMN body",
    *(
        f"ALTER TABLE events ADD COLUMN {column} INTEGER NOT NULL DEFAULT -1 CHECK ({column} >= -1)"
        for column in ("killed_max", "injured_max", "launched_max", "intercepted", "intercepted_max")
    ),
    """
    CREATE TABLE event_arms (
        event_id INTEGER NOT NULL REFERENCES events (id),
        term_id INTEGER NOT NULL REFERENCES terms (id),
        launched INTEGER NOT NULL,
        launched_max INTEGER NOT NULL,
        intercepted INTEGER NOT NULL,
        intercepted_max INTEGER NOT NULL,
        PRIMARY KEY (event_id, term_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE places (
        term_id INTEGER PRIMARY KEY REFERENCES terms (id),
        name_key TEXT NOT NULL,
        name TEXT NOT NULL,
        country TEXT,
        admin1 TEXT,
        precision TEXT NOT NULL,
        latitude REAL,
        longitude REAL,
        geonames_id INTEGER
    ) STRICT
    """,
    "CREATE INDEX places_by_name ON places (name_key)",
    f"CREATE TABLE term_sums (term_id INTEGER PRIMARY KEY, {_TALLY}) STRICT",
    f"""
    CREATE TABLE span_sums (
        term_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        last_day INTEGER NOT NULL,
        {_TALLY},
        PRIMARY KEY (term_id, day, last_day)
    ) STRICT, WITHOUT ROWID
    """,
    f"""
    CREATE TABLE pair_sums (
        pair INTEGER NOT NULL,
        term_id INTEGER NOT NULL,
        other_id INTEGER NOT NULL,
        {_TALLY},
        PRIMARY KEY (pair, term_id, other_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX pair_sums_turned ON pair_sums (pair, other_id)",
    # Filed again below: under the same terms, and each place under a term of its own.
    "DELETE FROM event_terms",
    "DELETE FROM terms",
)

_CHANGES = (
    """
    CREATE TABLE changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('added', 'replaced', 'deleted')),
        article_id TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "INSERT INTO changes (kind, article_id, at) SELECT 'added', public_id, received_at FROM articles ORDER BY id",
    "DELETE FROM counters WHERE name = 'change_seq'",
)

_KEYS = """
    CREATE TABLE api_keys (
        id TEXT PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
        scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
        label TEXT,
        created_at TEXT NOT NULL,
        revoked_at TEXT
    ) STRICT, WITHOUT ROWID
"""
