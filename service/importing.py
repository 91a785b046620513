"""Bulk import: articles read from JSON Lines or a folder, extracted by several processes, stored in order.

Reading never stops at a bad line: each one is handed on as a `Refused` with where it stands and why. An import
that was interrupted is resumed by running it again, because articles that are stored already are passed over
before extraction.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from schemas.article import ArticleIn, Extraction
from service.extracting import Extract, Refused, extract_many
from service.store import ExternalIdConflict, Store

LINES = frozenset({".jsonl", ".ndjson"})
TEXT = ".txt"
OBJECT = ".json"

Check = Callable[[ArticleIn], ArticleIn]


class ArticleError(ValueError):
    """An article that cannot be used; the message says why."""


class Found(NamedTuple):
    """An article and where it was read: a file, and the line in it if it has several."""

    origin: str
    article: ArticleIn


class Defaults(Struct, frozen=True, kw_only=True):
    """What holds for every article that does not say otherwise."""

    published_at: str | None = None
    source: str | None = None
    ignore_unknown_fields: bool = False
    """Pass over members of an object that an article does not have; otherwise they make a line bad."""


class Summary(Struct, kw_only=True):
    """What an import did."""

    stored: int = 0
    already_stored: int = 0
    events: int = 0
    """In the articles that were stored."""
    refused: list[Refused] = []


def read_articles(path: Path, defaults: Defaults, check: Check) -> Iterator[Found | Refused]:
    """Yield the articles in a JSON Lines file, or in the text, JSON and JSON Lines files below a folder.

    Files are read in the order of their paths, hidden ones and those with other endings are passed over.
    ``check`` returns the article in the form to store, or raises `ArticleError`.

    Raises
    ------
    OSError
        If ``path`` itself cannot be read; a file in a folder that cannot is yielded as `Refused`.
    """
    if not path.is_dir():
        yield from _read_lines(path, defaults, check)
        return
    for file in _files(path):
        try:
            if file.suffix.lower() in LINES:
                yield from _read_lines(file, defaults, check)
            else:
                yield _read_whole(file, defaults, check)
        except OSError as error:
            yield Refused(str(file), error.strerror or str(error))


def count_articles(path: Path) -> int:
    """Return how many articles, good or bad, `read_articles` will yield: lines that are not blank, and files."""
    files = _files(path) if path.is_dir() else [path]
    total = 0
    for file in files:
        if path.is_dir() and file.suffix.lower() not in LINES:
            total += 1
            continue
        with file.open("rb") as lines:
            total += sum(1 for line in lines if line.strip())
    return total


def import_articles(
    found: Iterable[Found | Refused],
    store: Store,
    extract: Extract,
    workers: int,
    on_done: Callable[[], object] = lambda: None,
) -> Summary:
    """Extract articles in ``workers`` processes and store them with their events; call ``on_done`` for each.

    Articles that are stored already are not extracted again. ``extract`` must be importable by name.

    Raises
    ------
    BrokenProcessPool
        If a process was ended from outside. What was stored until then stays stored.
    StoreError
        If the database cannot be read or written.
    """
    run = _Import(store, on_done)
    with closing(extract_many(run.new(found), extract, workers)) as results:
        for result in store.add_many(run.extracted(results)):
            run.note(result)
    return run.summary


class _Import:
    """The state of one import: what waits for the store, and the summary so far."""

    def __init__(self, store: Store, on_done: Callable[[], object]) -> None:
        self.store = store
        self.on_done = on_done
        self.summary = Summary()
        self.waiting: deque[str] = deque()

    def new(self, found: Iterable[Found | Refused]) -> Iterator[Found]:
        """Yield what is to be extracted, noting the rest."""
        for item in found:
            if isinstance(item, Refused):
                self.refuse(item)
            elif self.store.find_article(item.article) is not None:
                self.summary.already_stored += 1
                self.on_done()
            else:
                yield item

    def extracted(
        self, results: Iterable[tuple[Found, Extraction] | Refused]
    ) -> Iterator[tuple[ArticleIn, Extraction, str]]:
        """Yield what is to be stored, with the time of receipt."""
        for result in results:
            if isinstance(result, Refused):
                self.refuse(result)
                continue
            item, extraction = result
            self.waiting.append(item.origin)
            yield item.article, extraction, datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def note(self, result: tuple[Any, bool] | ExternalIdConflict) -> None:
        """Count what the store made of the article that has waited longest."""
        origin = self.waiting.popleft()
        if isinstance(result, ExternalIdConflict):
            self.refuse(Refused(origin, str(result)))
            return
        article, is_new = result
        if is_new:
            self.summary.stored += 1
            self.summary.events += len(article.events)
        else:
            self.summary.already_stored += 1
        self.on_done()

    def refuse(self, refused: Refused) -> None:
        self.summary.refused.append(refused)
        self.on_done()


def decode_text(data: bytes) -> str:
    """Return UTF-8 bytes as text, without a byte order mark.

    Raises
    ------
    ArticleError
        If the bytes are not UTF-8; names the first bad byte.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}") from error


def decode_object(data: bytes, defaults: Defaults) -> ArticleIn:
    """Return the article in a JSON object.

    Raises
    ------
    ArticleError
        If the bytes are not UTF-8 or not JSON, or the object is no article.
    """
    text = decode_text(data)
    try:
        value = msgspec.json.decode(text)
        if defaults.ignore_unknown_fields and isinstance(value, dict):
            value = {name: value[name] for name in ArticleIn.__struct_fields__ if name in value}
        article = msgspec.convert(value, ArticleIn)
    except msgspec.ValidationError as error:
        raise ArticleError(str(error)) from error
    except msgspec.DecodeError as error:
        raise ArticleError(f"not JSON: {error}") from error
    except RecursionError as error:
        raise ArticleError("nested too deeply; an article is one flat object") from error
    return _filled(article, defaults)


def _filled(article: ArticleIn, defaults: Defaults) -> ArticleIn:
    return msgspec.structs.replace(
        article,
        published_at=article.published_at or defaults.published_at,
        source=article.source or defaults.source,
    )


def _read_lines(path: Path, defaults: Defaults, check: Check) -> Iterator[Found | Refused]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            origin = f"{path}, line {number}"
            try:
                yield Found(origin, check(decode_object(line, defaults)))
            except ArticleError as error:
                yield Refused(origin, str(error))


def _read_whole(path: Path, defaults: Defaults, check: Check) -> Found | Refused:
    data = path.read_bytes()
    try:
        if path.suffix.lower() == OBJECT:
            article = decode_object(data, defaults)
        else:
            article = _filled(ArticleIn(text=decode_text(data)), defaults)
        return Found(str(path), check(article))
    except ArticleError as error:
        return Refused(str(path), str(error))


def _files(folder: Path) -> list[Path]:
    """Return the readable kinds of files below a folder, by path."""
    kinds = {*LINES, TEXT, OBJECT}
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in kinds
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )
