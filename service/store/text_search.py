"""What a user types, as a query that FTS5 takes."""

from __future__ import annotations

from service.store.errors import BadText


def match_expression(text: str) -> str:
    """Return the FTS5 expression that asks for all words and quoted phrases of `text`.

    Every piece becomes a quoted string, so that no operator of FTS5's own syntax reaches it; the tokenizer
    then takes the piece apart as it did the text, so that ``Kh-101`` is the phrase "kh 101".

    Raises
    ------
    BadText
        There is no letter and no digit in `text`.
    """
    pieces: list[str] = []
    for number, part in enumerate(text.replace("\0", " ").split('"')):
        # Every second part stood between two quotation marks.
        pieces.extend([part] if number % 2 else part.split())
    words = [f'"{piece}"' for piece in pieces if any(c.isalnum() for c in piece)]
    if not words:
        raise BadText(f"no letter and no digit to search for in {text!r}")
    return " ".join(words)
