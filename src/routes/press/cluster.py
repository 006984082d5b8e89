"""Run jobs on a Dask cluster that is there already; its scheduler keeps the queue and retries."""

from __future__ import annotations

import queue
import time
import uuid
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from routes.errors import RoutesError
from routes.press.job import Limits, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from routes.press.job import Job
    from routes.press.worker import Factory

CONNECT_SECONDS = 10
# How often the cluster is asked for its workers while nothing else is heard of it.
LISTEN_SECONDS = 2.0


class ClusterError(RoutesError, ConnectionError):
    """A cluster that is not there, or whose workers would not make the same pages."""


class ClusterEngine:
    """Hand jobs to the workers of a Dask cluster.

    Pages come back as text: the workers need no disk in common with this machine, but the same
    library, tables and packages, and every file that a job names. Each worker is asked for these
    before anything is run, and a difference is refused. What a lost worker had begun is begun
    again elsewhere; a job that loses worker after worker (as many as Dask's setting
    ``distributed.scheduler.allowed-failures`` of the scheduler says, 3 by default, and one more) is
    given up with a fault. When the caller goes, its jobs end on the cluster too.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.5:8786``.
    limits : Limits
        Of one run, kept by the worker.
    factory : callable, optional
        Importable by its name; makes an engine of a worker process, for these limits. Default: the
        warm engine.
    patience_seconds : float
        How long to wait while no worker is left before the rest is given up.
    """

    def __init__(
        self,
        address: str,
        limits: Limits | None = None,
        *,
        factory: Factory | None = None,
        patience_seconds: float = 300,
    ) -> None:
        self.address = address
        self.limits = limits or Limits()
        self.factory = factory
        self.patience_seconds = patience_seconds

    def check(self) -> None:
        """Say at once what would keep any job from being run.

        Raises
        ------
        ClusterError
            As `run` does.
        """
        with _client(self.address) as client:
            self._check_workers(client, [])

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and yield what came of each as it ends; one is taken when there is room for it.

        Raises
        ------
        ClusterError
            Before anything is run: without Dask, without a cluster or workers at the address, or
            if a worker would make other pages than this machine.
        """
        with _client(self.address) as client:
            # Dask is there; what a worker does is imported only now.
            from routes.press.worker import PLUGIN, PressPlugin  # noqa: PLC0415

            waiting = iter(jobs)
            first = list(islice(waiting, max(1, _room(client))))
            self._check_workers(client, first)
            client.register_plugin(PressPlugin(), name=PLUGIN)
            yield from _Hand(self, client).outcomes(first, waiting)

    def _check_workers(self, client: Any, jobs: list[Job]) -> None:
        from routes.press.worker import difference, stamp  # noqa: PLC0415

        found = client.run(stamp, jobs, on_error="return")
        if not found:
            raise ClusterError(f"{self.address}: no worker there; start one and run again")
        here = stamp(jobs)
        for worker, there in sorted(found.items()):
            if isinstance(there, BaseException):
                raise ClusterError(f"{self.address}: worker {worker}: {_line(there)}")
            if other := difference(there, here):
                raise ClusterError(
                    f"{self.address}: worker {worker} would make other pages: {other}"
                )


class _Hand:
    """Jobs handed to a cluster, and what has come back."""

    def __init__(self, engine: ClusterEngine, client: Any) -> None:
        self._engine, self._client = engine, client
        self._token = uuid.uuid4().hex[:8]
        self._started = time.monotonic()
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._out: dict[str, tuple[Job, Any]] = {}
        self._number = 0

    def outcomes(self, first: list[Job], waiting: Iterator[Job]) -> Iterator[Outcome]:
        for job in first:
            self._submit(job)
        while self._out:
            job, future = self._next()
            if future is None:
                for lost in chain([job], [other for other, _ in self._out.values()], waiting):
                    yield self._lost(
                        lost, f"no worker left for {self._engine.patience_seconds:g} s"
                    )
                return
            outcome = self._outcome(job, future)
            # The cluster lets go of the page as soon as it is here.
            del future
            yield outcome
            if _gone(self._client):
                # What is out is called off one by one; what waits has nobody to go to.
                for lost in waiting:
                    yield self._lost(lost, "the scheduler has gone")
                continue
            # One at least, or a moment without workers would end it all.
            room = max(1, _room(self._client)) - len(self._out)
            for another in islice(waiting, max(0, room)):
                self._submit(another)

    def _submit(self, job: Job) -> None:
        from routes.press.worker import run_here, stamp, warm_engine  # noqa: PLC0415

        engine = self._engine
        self._number += 1
        future = self._client.submit(
            run_here, job, engine.limits, stamp([job]), engine.factory or warm_engine,
            key=f"{job.slug}-{self._number}-{self._token}", pure=False,
        )  # fmt: skip
        self._out[future.key] = (job, future)
        future.add_done_callback(self._ended.put)

    def _next(self) -> tuple[Job, Any]:
        """Wait for the next job that ends; without its future if there is no hope of any."""
        heard = time.monotonic()
        while True:
            try:
                return self._out.pop(self._ended.get(timeout=LISTEN_SECONDS).key)
            except queue.Empty:
                if _room(self._client):
                    heard = time.monotonic()
                if time.monotonic() - heard >= self._engine.patience_seconds:
                    job, _ = self._out.pop(next(iter(self._out)))
                    return job, None

    def _outcome(self, job: Job, future: Any) -> Outcome:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        try:
            outcome: Outcome = future.result()
        except KilledWorker as error:
            times, last = error.allowed_failures + 1, error.last_worker.address
            return self._lost(job, f"{times} workers were lost while they ran it, the last {last}")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault of this run
            return self._lost(job, f"the cluster failed: {_line(error)}")
        return outcome

    def _lost(self, job: Job, reason: str) -> Outcome:
        seconds = time.monotonic() - self._started
        return Outcome(job.slug, None, None, reason, (), seconds, None)


def _room(client: Any) -> int:
    """Return how many jobs the workers of a cluster can have: one each thread, one in the queue."""
    try:
        threads = sum(client.nthreads().values())
    except OSError:
        return 0  # not even a scheduler
    except Exception:
        # Asked of a client that has closed itself, Dask fails in ways of its own.
        if _gone(client):
            return 0
        raise
    return threads + 1 if threads else 0


def _gone(client: Any) -> bool:
    """Return whether Dask has given the scheduler up, and closed the client with it."""
    return client.scheduler is None or client.status in {"closing", "closed"}


def _line(error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    if first and type(error) is Exception:
        return first  # Dask has wrapped another one
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise ClusterError("Dask is not installed: pip install 'opiate-routes[cluster]'") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except Exception as error:  # noqa: BLE001
        # Each protocol of Dask has its own way to say that an address is none.
        raise ClusterError(f"no cluster at {address}: {_line(error)}") from None
    try:
        yield client
    finally:
        # The scheduler cancels whatever nobody waits for any more.
        client.close()
