"""Reading an article from the body of a request: JSON, or raw text with the other fields as query parameters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import InternalServerException
from msgspec import Struct

from schemas.article import ArticleIn
from schemas.problem import FieldError
from service.api.asking.params import EXTERNAL_ID, LANGUAGE, PUBLICATION, SOURCE, TITLE, URL, Parameter
from service.api.asking.querystring import NoParameters, parameters_of, read_query
from service.api.problems import ApiProblem, Kind, refused_field, refused_fields, unknown
from service.settings import Settings

JSON: Final = "application/json"
PLAIN: Final = "text/plain"
NDJSON: Final = "application/x-ndjson"

ARTICLE_TYPES: Final = {JSON: "one object", PLAIN: "the raw text"}

Options = TypeVar("Options", bound=Struct)
OptionsWithFields = TypeVar("OptionsWithFields", bound="ArticleFields")

LONGEST_SHOWN: Final = 100
"""How many characters of a refused value a message repeats."""
MOST_MISTAKES: Final = 20
"""How many members at fault a problem names."""


class ArticleFields(Struct, frozen=True, kw_only=True):
    """The fields of an article that go into the query string when the body is its raw text."""

    title: Annotated[str | None, Parameter(TITLE, "The article's headline.")] = None
    published_at: Annotated[
        str | None,
        Parameter(PUBLICATION, "When it was published; relative dates resolve against it.", example="2025-03-19"),
    ] = None
    source: Annotated[str | None, Parameter(SOURCE, "The outlet.", example="NBC News")] = None
    url: Annotated[str | None, Parameter(URL, "Where it was published.")] = None
    language: Annotated[str | None, Parameter(LANGUAGE, "Its language, as a BCP 47 tag.", example="en")] = None
    external_id: Annotated[str | None, Parameter(EXTERNAL_ID, "The caller's own id for it; unique.")] = None


METADATA = parameters_of(ArticleFields)
"""What each field of an article but its text may hold, in a body as in a query string."""

ACCEPTED: Final = {"text": "a string, the text of an article"} | {
    name: f"null or a string, {form.kind.accepts}" for name, form in METADATA.items()
}
"""What each member of an article in JSON may hold, in words."""


async def read_article(request: Request[Any, Any, Any], settings: Settings) -> ArticleIn:
    """Read and check the article in a request; the query string must hold nothing else.

    Raises
    ------
    ApiProblem
        The content type is not accepted, the body cannot be read, or a field is unusable.
    """
    article, _ = await read_article_and(request, settings, NoParameters, ArticleFields)
    return article


async def read_article_and(
    request: Request[Any, Any, Any],
    settings: Settings,
    options: type[Options],
    options_with_fields: type[OptionsWithFields],
) -> tuple[ArticleIn, Options | OptionsWithFields]:
    """Read and check the article in a request, and the options that its query string holds beside it.

    Parameters
    ----------
    options
        The query beside a JSON body.
    options_with_fields
        The query beside a raw text: the same options, and the article's other fields.

    Raises
    ------
    ApiProblem
        The content type is not accepted, the body cannot be read, or a field is unusable.
    """
    media_type = media_type_of(request, ARTICLE_TYPES)
    query_string = request.scope["query_string"]
    if media_type == PLAIN:
        fields = read_query(options_with_fields, query_string)
        text = _decode_text(await _read_body(request, settings.body_timeout))
        article = ArticleIn(text=text, **{name: getattr(fields, name) for name in METADATA})
        return checked(article, settings.max_text_chars), fields
    query = read_query(options, query_string)
    return decode_article(await _read_body(request, settings.body_timeout), settings.max_text_chars), query


def decode_article(data: bytes, max_text_chars: int) -> ArticleIn:
    """Return the article in a JSON object, checked.

    Raises
    ------
    ApiProblem
        The bytes cannot be read, or a field is unusable.
    """
    return checked(_decode(_decode_text(data)), max_text_chars)


def checked(article: ArticleIn, max_text_chars: int) -> ArticleIn:
    """Return the article with blank metadata as null, once every field is found usable.

    Raises
    ------
    ApiProblem
        The text is blank or too long, or another field is unusable.
    """
    if not article.text.strip():
        raise refused_field(Kind.EMPTY_TEXT, "text", f"empty; accepted: {ACCEPTED['text']}")
    if len(article.text) > max_text_chars:
        raise refused_field(
            Kind.TEXT_TOO_LONG,
            "text",
            f"{len(article.text)} characters; at most {max_text_chars} are accepted",
        )
    if "\0" in article.text:
        where = article.text.index("\0")
        raise refused_field(Kind.INVALID_FIELD, "text", f"a NUL character at {where}; accepted: text without NUL")
    metadata = {name: _checked(name, getattr(article, name), form) for name, form in METADATA.items()}
    return ArticleIn(text=article.text, **metadata)


def _checked(name: str, value: str | None, form: Parameter) -> str | None:
    if value is None or not value.strip():
        return None
    try:
        form.kind.read(value)
    except ValueError as error:
        shown = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
        raise refused_field(Kind.INVALID_FIELD, name, f"{shown!r}; accepted: {form.kind.accepts}") from error
    return value


def media_type_of(request: Request[Any, Any, Any], accepted: Mapping[str, str]) -> str:
    """Return the media type of the body, one of those accepted, which are told with what each is.

    Raises
    ------
    ApiProblem
        It is another, or the body is not in UTF-8 or is compressed.
    """
    header = request.headers.get("content-type", "")
    media_type, _, parameters = header.partition(";")
    media_type = media_type.strip().lower()
    charset = ""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    encoding = request.headers.get("content-encoding", "identity")
    if media_type not in accepted or charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise refused_field(
            Kind.UNSUPPORTED_MEDIA_TYPE,
            "Content-Type",
            f"{header or 'missing'}; accepted, in UTF-8: "
            + ", ".join(f"{name} for {what}" for name, what in accepted.items()),
        )
    if encoding != "identity":
        raise refused_field(
            Kind.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding", f"{encoding}; accepted: an uncompressed body"
        )
    coding = request.headers.get("transfer-encoding", "chunked")
    if coding.lower() != "chunked":
        # The server undoes the outermost coding alone: what it hands on is still in the others.
        raise refused_field(Kind.UNSUPPORTED_MEDIA_TYPE, "Transfer-Encoding", f"{coding}; accepted: chunked")
    return media_type


async def _read_body(request: Request[Any, Any, Any], seconds: float) -> bytes:
    try:
        async with asyncio.timeout(seconds):
            return await request.body()
    except TimeoutError as error:
        raise ApiProblem(
            Kind.BODY_TOO_SLOW,
            f"The body was not complete after {seconds:g} s.",
            headers={"Connection": "close"},
        ) from error
    except InternalServerException as error:
        raise ApiProblem(Kind.MALFORMED_BODY, "The connection ended before the body was complete.") from error


def _decode_text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ApiProblem(
            Kind.MALFORMED_BODY, f"Not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}."
        ) from error


_decoder = msgspec.json.Decoder(ArticleIn)
_members = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _decode(text: str) -> ArticleIn:
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError as error:
        raise _refusal(text) from error
    except msgspec.DecodeError as error:
        raise ApiProblem(Kind.MALFORMED_BODY, f"Not JSON: {error}.") from error


def _refusal(text: str) -> ApiProblem:
    """Return the problem of JSON that is no article, with one entry in ``errors`` for every member at fault."""
    try:
        members = _members.decode(text)
    except msgspec.ValidationError:
        return refused_field(Kind.INVALID_FIELD, "body", f"{_kind_of(text.lstrip())}; accepted: an object, an article")
    except (msgspec.DecodeError, RecursionError) as error:
        return ApiProblem(Kind.MALFORMED_BODY, f"Not JSON, or nested too deeply: {error}.")
    mistakes = {} if "text" in members else {"text": f"missing; accepted: {ACCEPTED['text']}"}
    for name, value in members.items():
        if len(mistakes) == MOST_MISTAKES:
            break
        kind = _kind_of(bytes(value)[:1].decode())
        if name not in ACCEPTED:
            mistakes[name[:LONGEST_SHOWN]] = unknown("field", name, ACCEPTED)
        elif kind != "a string" and (kind != "null" or name == "text"):
            mistakes[name] = f"{kind}; accepted: {ACCEPTED[name]}"
    if not mistakes:
        mistakes = {"body": "a member is given twice, once with an unusable value; accepted: each member once"}
    errors = [FieldError(field=name, message=message) for name, message in mistakes.items()]
    return refused_fields(Kind.INVALID_FIELD, errors)


def _kind_of(value: str) -> str:
    """Return of what kind a JSON value is, by how it begins."""
    kinds = {"{": "an object", "[": "an array", '"': "a string", "t": "a boolean", "f": "a boolean", "n": "null"}
    return kinds.get(value[:1], "a number")
