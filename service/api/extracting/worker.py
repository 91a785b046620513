"""The process that extracts: ``python -m service.api.extracting.worker``, started and fed by ``workers``.

It speaks in frames over its standard input and output: four bytes of length, big-endian, then MessagePack. Its
first frame says the pipeline's version, once lexicons and gazetteer are loaded; then each ``Job`` is
answered by one ``Outcome``. It ends when its input does, so it never outlives the service.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from typing import BinaryIO

import msgspec
from msgspec import Struct

from schemas.article import ArticleIn, Extraction
from schemas.explanation import Explanation

HEADER_BYTES = 4

logger = logging.getLogger("strikelog.worker")


class Job(Struct, frozen=True):
    """An article to extract from."""

    article: ArticleIn
    mentions: bool = False
    explain: bool = False
    """Tell what each stage made of it, instead of the events."""


class Outcome(Struct, frozen=True):
    """What came of a job: what it asked for, or the class of the exception that stopped it."""

    extraction: Extraction | None = None
    explanation: Explanation | None = None
    failure: str | None = None


class Ready(Struct, frozen=True):
    """The worker has loaded its data."""

    pipeline_version: str


def frame(message: Job | Outcome | Ready) -> bytes:
    """Return a message with its length before it."""
    payload = msgspec.msgpack.encode(message)
    return len(payload).to_bytes(HEADER_BYTES, "big") + payload


def main() -> None:
    """Serve jobs until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source = sys.stdin.buffer
    # Whatever prints by mistake goes to standard error, so that the frames stay whole.
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    logging.basicConfig(stream=sys.stderr, format="%(name)s: %(message)s")
    serve(source, sink)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Load the pipeline, then answer every job that comes in."""
    from service.extraction import explain, extract, pipeline_version

    def answer(job: Job) -> Outcome:
        try:
            if job.explain:
                return Outcome(explanation=explain(job.article))
            return Outcome(extraction=extract(job.article, mentions=job.mentions))
        except MemoryError:
            # Whatever else is loaded here may lack a part now: another process takes the article.
            logger.critical("out of memory")
            os._exit(1)
        except Exception as error:  # noqa: BLE001 - one article must not end the worker, whatever a rule raised
            # The message may quote the article, so only the type and the places in the code are logged.
            steps = [f"{step.filename}:{step.lineno}" for step in traceback.extract_tb(error.__traceback__)]
            logger.error("extraction failed: %s at %s", type(error).__name__, ", ".join(steps))
            return Outcome(failure=type(error).__name__)

    extract(ArticleIn(text="Load everything."))
    sink.write(frame(Ready(pipeline_version())))
    sink.flush()
    decoder = msgspec.msgpack.Decoder(Job)
    while header := source.read(HEADER_BYTES):
        job = decoder.decode(source.read(int.from_bytes(header, "big")))
        sink.write(frame(answer(job)))
        sink.flush()


if __name__ == "__main__":
    main()
