"""What a worker of a Dask cluster does for the press: its warm engines, and what it runs on."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from distributed import WorkerPlugin, get_worker

from routes.press.inputs import versions
from routes.press.job import Outcome
from routes.reference import data_hash, fingerprints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from routes.press.job import Engine, Job, Limits

    Factory = Callable[[Limits], Engine]

# Name of the plugin on the workers.
PLUGIN = "routes-press"


class PressPlugin(WorkerPlugin):
    """The engines of one worker process, as many as it runs jobs at a time, kept warm.

    The plugin stays with the worker when a caller goes: the next one finds an engine warm.
    """

    name = PLUGIN
    idempotent = True

    def setup(self, worker: Any) -> None:
        """Begin without engines; Dask calls this when a worker joins."""
        del worker
        self._lock = threading.Lock()
        self._idle: list[tuple[Any, Engine]] = []
        self._busy: dict[str, Engine] = {}

    def run(self, key: str, job: Job, limits: Limits, factory: Factory) -> Outcome:
        """Run a job with an engine that is idle, or a new one."""
        kind = (factory, limits)
        with self._lock:
            found = next((one for one in self._idle if one[0] == kind), None)
            if found is not None:
                self._idle.remove(found)
            engine = found[1] if found is not None else factory(limits)
            self._busy[key] = engine
        try:
            (outcome,) = engine.run([job])
        finally:
            with self._lock:
                # Unless it was closed meanwhile, because nobody waits for the job any more.
                if self._busy.pop(key, None) is not None:
                    self._idle.append((kind, engine))
        return outcome

    def transition(self, key: Any, start: Any, finish: Any, **_: Any) -> None:
        """End a job that is running for a caller who has gone; Dask calls this at every change."""
        if start == "executing" and finish == "released":
            with self._lock:
                engine = self._busy.pop(key, None)
            if engine is not None:
                # It may take a while: not in the thread that answers the scheduler.
                threading.Thread(target=_close, args=(engine,)).start()

    def teardown(self, worker: Any) -> None:
        """Close every engine; Dask calls this when the worker leaves in good order."""
        del worker
        with self._lock:
            engines = [*self._busy.values(), *(engine for _, engine in self._idle)]
            self._busy.clear()
            self._idle.clear()
        for engine in engines:
            _close(engine)


def warm_engine(limits: Limits) -> Engine:
    """Return a warm engine that runs one job at a time until it is closed."""
    from routes.press.warm import WarmEngine  # noqa: PLC0415 - only a worker needs it

    return WarmEngine(jobs=1, limits=limits).__enter__()


def _close(engine: Engine) -> None:
    close = getattr(engine, "close", None)
    if close is not None:
        close()


def run_here(job: Job, limits: Limits, expected: Mapping[str, str], factory: Factory) -> Outcome:
    """Run one job on this worker, if it would make the page that its caller would."""
    worker = get_worker()
    # It may have joined after the caller had asked the others.
    found = stamp([job])
    if other := difference(found, {name: expected[name] for name in found}):
        fault = f"worker {worker.address} would make another page: {other}"
        return Outcome(job.slug, None, None, fault, (), 0.0, None)
    plugin = cast("PressPlugin", worker.plugins[PLUGIN])
    return plugin.run(str(worker.get_current_task()), job, limits, factory)


def stamp(jobs: Iterable[Job] = ()) -> dict[str, str]:
    """Return what the bytes of pages depend on, name by name, as it is for this process.

    Parameters
    ----------
    jobs : iterable of Job
        Whose notebooks and files count too.

    Examples
    --------
    >>> stamp()["opiate-routes"]
    '0.1.0'
    """
    found = {
        **versions(),
        "tables": data_hash(),
        "code": fingerprints.short(fingerprints.code_hash()),
        "wording": fingerprints.short(fingerprints.wording_hash()),
        "style": fingerprints.short(fingerprints.style_hash()),
    }
    for job in jobs:
        found[job.notebook] = _hash(fingerprints.notebook_hash, job.notebook)
        file = job.parameters.get("seizures")
        if file is not None:
            found[file] = _hash(fingerprints.file_hash, Path(file))
    return found


def _hash(function: Callable[[Any], str], of: str | Path) -> str:
    try:
        return fingerprints.short(function(of))
    except OSError:
        return "missing"


def difference(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Say in one line what differs between a worker and its caller; nothing if nothing does.

    Examples
    --------
    >>> difference({"pandas": "2.2.3", "tables": "1f"}, {"pandas": "3.1.1", "tables": "1f"})
    'pandas 2.2.3, not 3.1.1'
    """
    return ", ".join(
        f"{name} {there.get(name, 'missing')}, not {here.get(name, 'missing')}"
        for name in {**here, **there}
        if there.get(name) != here.get(name)
    )
