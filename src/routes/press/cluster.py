"""Run jobs on a Dask cluster that is there already; its scheduler keeps the queue and retries."""

from __future__ import annotations

import queue
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from routes.errors import RoutesError
from routes.press.job import Limits, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from routes.press.job import Engine, Job

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
    given up with a fault. Jobs not begun are cancelled when the caller goes.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.5:8786``.
    limits : Limits
        Of one run, kept by the worker.
    factory : callable
        Importable by its name; makes the engine of a worker process, once for its limits.
    patience_seconds : float
        How long to wait while no worker is left before the rest is given up.
    """

    def __init__(
        self,
        address: str,
        limits: Limits | None = None,
        *,
        factory: Callable[[Limits], Engine],
        patience_seconds: float = 300,
    ) -> None:
        self.address = address
        self.limits = limits or Limits()
        self.factory = factory
        self.patience_seconds = patience_seconds

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and yield what came of each as it ends.

        Raises
        ------
        ClusterError
            Before anything is run: without Dask, without a cluster or workers at the address, or
            if a worker would make other pages than this machine.
        """
        work = list(jobs)
        with _client(self.address) as client:
            # Dask is there; what a worker does is imported only now.
            from routes.press.bench import BENCH, Bench, files_of, stamp  # noqa: PLC0415

            expected = stamp(files_of(work))
            self._check_workers(client, expected)
            client.register_plugin(Bench(), name=BENCH)
            yield from self._outcomes(client, work, expected)

    def _check_workers(self, client: Any, expected: Mapping[str, str]) -> None:
        from routes.press.bench import difference, stamp  # noqa: PLC0415

        try:
            found = client.run(
                stamp, [name for name in expected if name.startswith("/")], on_error="return"
            )
        except ModuleNotFoundError as error:
            raise ClusterError(f"{self.address}: a worker has no {error.name}") from None
        if not found:
            raise ClusterError(f"{self.address}: no worker there; start one and run again")
        for worker, there in sorted(found.items()):
            if isinstance(there, BaseException):
                raise ClusterError(f"{self.address}: worker {worker}: {_line(there)}")
            if there != expected:
                raise ClusterError(
                    f"{self.address}: worker {worker} would make other pages: "
                    f"{difference(there, expected)}"
                )

    def _outcomes(
        self, client: Any, jobs: list[Job], expected: Mapping[str, str]
    ) -> Iterator[Outcome]:
        from routes.press.bench import run_here  # noqa: PLC0415

        started = time.monotonic()
        token = uuid.uuid4().hex[:8]
        ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        waiting = {}
        for number, job in enumerate(jobs):
            future = client.submit(
                run_here, job, self.limits, expected, self.factory,
                key=f"{job.slug}-{number}-{token}", pure=False,
            )  # fmt: skip
            waiting[future.key] = (job, future)
            future.add_done_callback(ended.put)
        heard = started
        while waiting:
            try:
                key = ended.get(timeout=LISTEN_SECONDS).key
            except queue.Empty:
                if _has_workers(client):
                    heard = time.monotonic()
                if time.monotonic() - heard < self.patience_seconds:
                    continue
                for job, _ in waiting.values():
                    reason = f"no worker left at {self.address} for {self.patience_seconds:g} s"
                    yield _lost(job, reason, started)
                return
            heard = time.monotonic()
            job, future = waiting.pop(key)
            # Popped, so that the page is let go of on the cluster as soon as it is here.
            yield self._outcome(job, future, started)

    def _outcome(self, job: Job, future: Any, started: float) -> Outcome:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        try:
            outcome: Outcome = future.result()
        except KilledWorker as error:
            times = error.allowed_failures + 1
            reason = f"{times} workers were lost while they ran it, the last {error.last_worker.address}"
            return _lost(job, reason, started)
        except Exception as error:  # noqa: BLE001 - whatever a worker meets is a fault of this run
            return _lost(job, f"the cluster failed: {_line(error)}", started)
        return outcome


def _lost(job: Job, reason: str, started: float) -> Outcome:
    seconds = time.monotonic() - started
    return Outcome(job.slug, None, None, reason, (), seconds, None)


def _has_workers(client: Any) -> bool:
    try:
        return bool(client.nthreads())
    except OSError:
        return False  # not even a scheduler


def _line(error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise ClusterError("Dask is not installed: pip install 'opiate-routes[cluster]'") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(f"no cluster at {address}: {_line(error)}") from None
    try:
        yield client
    finally:
        # The scheduler cancels whatever nobody waits for any more.
        client.close()
