"""Extraction in worker processes, off the event loop: a pool with a bounded queue and a deadline per article.

Each worker is a fresh interpreter (``service.api.extracting.worker``) that serves one article at a time over pipes. A
worker that dies or overruns the deadline is ended alone and replaced; its neighbours go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Self, TypeVar

import msgspec

from schemas.article import ArticleIn, Extraction
from schemas.explanation import Explanation
from service.api.extracting.worker import HEADER_BYTES, Job, Outcome, Ready, frame
from service.api.observing.metrics import Metrics
from service.api.problems import ApiProblem, Kind, busy

LEXICON_DIR = "STRIKELOG_LEXICON_DIR"
"""The variable from which the extraction takes its additional lexicons."""

START_SECONDS = 120.0
STOP_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 30.0

Result = TypeVar("Result")

logger = logging.getLogger("strikelog.workers")


class _WorkerLostError(Exception):
    """The process ended before it answered."""


class _Worker:
    """One process, and the frames to and from it."""

    def __init__(self, process: Process, pipeline_version: str = "") -> None:
        self.process = process
        self.pipeline_version = pipeline_version

    @classmethod
    async def start(cls, environment: Mapping[str, str]) -> Self:
        """Start a process and wait until it has loaded its data."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "service.api.extracting.worker", stdin=PIPE, stdout=PIPE, env=environment
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(START_SECONDS):
                ready = msgspec.msgpack.decode(await worker._receive(), type=Ready)
        except TimeoutError:
            await worker.kill()
            raise
        except BaseException:
            await worker.stop()
            raise
        worker.pipeline_version = ready.pipeline_version
        return worker

    async def run(self, job: Job) -> Outcome:
        """Send a job and wait for its outcome."""
        stdin = self.process.stdin
        if stdin is None:
            raise _WorkerLostError
        try:
            stdin.write(frame(job))
            await stdin.drain()
        except ConnectionError as error:
            raise _WorkerLostError from error
        try:
            return msgspec.msgpack.decode(await self._receive(), type=Outcome)
        except msgspec.DecodeError as error:
            raise _WorkerLostError from error

    async def _receive(self) -> bytes:
        stdout = self.process.stdout
        if stdout is None:
            raise _WorkerLostError
        try:
            header = await stdout.readexactly(HEADER_BYTES)
            return await stdout.readexactly(int.from_bytes(header, "big"))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise _WorkerLostError from error

    async def stop(self) -> None:
        """End the process by closing its input; kill it where that does not help in time."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self.process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End the process at once."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
        await self.process.wait()


class ExtractionPool:
    """Worker processes that extract, with a bounded queue before them.

    Parameters
    ----------
    workers
        How many processes.
    queue
        How many articles may wait for a free one.
    timeout
        Seconds that one article may wait, and may then take.
    lexicon_dir
        Lexicon files that are laid over those of the program.
    metrics
        Where extractions and replaced workers are counted.
    """

    def __init__(
        self, *, workers: int, queue: int, timeout: float, metrics: Metrics, lexicon_dir: Path | None = None
    ) -> None:
        self._size = workers
        self._queue = queue
        self._timeout = timeout
        self._metrics = metrics
        self._environment = dict(os.environ)
        if lexicon_dir is not None:
            self._environment[LEXICON_DIR] = str(lexicon_dir)
        self._idle: list[_Worker] = []
        # As many as are idle. It lets in who has waited longest, where a queue would let in who happens to ask first.
        self._free = asyncio.Semaphore(0)
        self._waiting = 0
        self._queued = 0
        self._alive: set[_Worker] = set()
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def process_ids(self) -> list[int]:
        """The ids of the worker processes that live."""
        return [worker.process.pid for worker in self._alive if worker.process.returncode is None]

    @property
    def waiting(self) -> int:
        """How many articles wait for a worker."""
        return self._waiting

    @property
    def ready(self) -> bool:
        """Whether at least one worker has loaded its data and lives."""
        return bool(self.process_ids)

    @property
    def pipeline_version(self) -> str | None:
        """The version of the pipeline in the workers; None until one has started."""
        return next((worker.pipeline_version for worker in self._alive), None)

    def start(self) -> None:
        """Begin to start the workers; articles wait for the first that is ready."""
        for _ in range(self._size):
            self._in_background(self._add_worker())

    async def close(self) -> None:
        """End every worker; articles in progress are lost."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._alive))
        self._alive.clear()

    def refuse_where_full(self) -> None:
        """Refuse what would find no place in the queue, before any work is done for it.

        Raises
        ------
        ApiProblem
            The queue is full (``overloaded``).
        """
        if self._free.locked() and self._queued >= self._queue:
            raise busy(Kind.OVERLOADED, f"{self._queued} articles wait already; nothing was stored. Try again later.")

    async def extract(self, article: ArticleIn, *, mentions: bool = False, of_batch: bool = False) -> Extraction:
        """Extract from one article.

        An article of a batch waits as long as it takes and without a place in the queue: how many of these wait is the
        batch's own affair.

        Raises
        ------
        ApiProblem
            The queue is full or the wait too long (``overloaded``), the article took too long (``timeout``), or
            it could not be processed (``extraction-failed``).
        """
        extraction = (await self._outcome(Job(article, mentions=mentions), of_batch)).extraction
        if extraction is None:
            raise ApiProblem(Kind.EXTRACTION_FAILED, "The worker answered without an extraction; nothing was stored.")
        return extraction

    async def explain(self, article: ArticleIn) -> Explanation:
        """Return what each stage made of an article; raises as `extract` does."""
        explanation = (await self._outcome(Job(article, explain=True))).explanation
        if explanation is None:
            raise ApiProblem(Kind.EXTRACTION_FAILED, "The worker answered without an explanation.")
        return explanation

    async def _outcome(self, job: Job, of_batch: bool = False) -> Outcome:
        try:
            outcome = await self._run_anywhere(job, of_batch)
        except _WorkerLostError:
            # The worker may have died before the job came, which is no fault of the article: once more.
            try:
                outcome = await self._run_anywhere(job, of_batch)
            except _WorkerLostError as error:
                raise ApiProblem(
                    Kind.EXTRACTION_FAILED, "The extraction ended its process twice; nothing was stored."
                ) from error
        if outcome.failure is not None:
            raise ApiProblem(
                Kind.EXTRACTION_FAILED, f"The extraction stopped with {outcome.failure}; nothing was stored."
            )
        return outcome

    async def _run_anywhere(self, job: Job, of_batch: bool) -> Outcome:
        worker = await (self._idle_worker() if of_batch else self._idle_worker_in_time())
        # Shielded: a request that is given up must not leave half an answer in a worker's pipe.
        return await asyncio.shield(self._in_background(self._run(worker, job)))

    async def _idle_worker_in_time(self) -> _Worker:
        self.refuse_where_full()
        self._queued += 1
        try:
            async with asyncio.timeout(self._timeout):
                return await self._idle_worker()
        except TimeoutError as error:
            raise busy(
                Kind.OVERLOADED, f"No worker was free within {self._timeout:g} s; nothing was stored."
            ) from error
        finally:
            self._queued -= 1

    async def _idle_worker(self) -> _Worker:
        self._waiting += 1
        try:
            while True:
                await self._free.acquire()
                worker = self._idle.pop()
                if worker.process.returncode is None:
                    return worker
                self._replace(worker)
        finally:
            self._waiting -= 1

    async def _run(self, worker: _Worker, job: Job) -> Outcome:
        began = perf_counter()
        try:
            async with asyncio.timeout(self._timeout):
                outcome = await worker.run(job)
        except TimeoutError as error:
            logger.error("article over %g s: worker %d ended", self._timeout, worker.process.pid)
            await worker.kill()
            self._replace(worker)
            raise busy(Kind.TIMEOUT, f"The article took more than {self._timeout:g} s; nothing was stored.") from error
        except _WorkerLostError:
            await worker.stop()
            logger.error("worker %d ended with %s", worker.process.pid, worker.process.returncode)
            self._replace(worker)
            raise
        self._now_idle(worker)
        if outcome.extraction is not None:
            self._metrics.extracted(len(outcome.extraction.events), perf_counter() - began)
        return outcome

    def _now_idle(self, worker: _Worker) -> None:
        self._idle.append(worker)
        self._free.release()

    def _replace(self, worker: _Worker) -> None:
        self._alive.discard(worker)
        self._metrics.worker_replaced()
        self._in_background(self._add_worker())

    async def _add_worker(self) -> None:
        pause = 1.0
        while True:
            try:
                worker = await _Worker.start(self._environment)
            except (_WorkerLostError, TimeoutError, OSError) as error:
                logger.error("a worker could not start (%s); next try in %g s", type(error).__name__, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                continue
            self._alive.add(worker)
            self._now_idle(worker)
            return

    def _in_background(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()
