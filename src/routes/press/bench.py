"""What a worker of a Dask cluster does for the press: the engine it keeps, and what it runs on."""

from __future__ import annotations

import hashlib
import platform
import re
import threading
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from distributed import WorkerPlugin, get_worker

from routes.press.job import Outcome
from routes.reference import data_hash, notebooks_dir, version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from routes.press.job import Engine, Job, Limits

# Name of the plugin on the workers.
BENCH = "routes-press"
_PACKAGE = Path(__file__).resolve().parent.parent


class Bench(WorkerPlugin):  # type: ignore[misc]  # distributed is untyped
    """The engines of one worker process, each made when it is first needed and then kept warm.

    The plugin stays with the worker when a caller goes: the next one, or another at the same time,
    finds the engine warm.
    """

    name = BENCH
    idempotent = True

    def setup(self, worker: Any) -> None:
        """Begin without engines; Dask calls this when a worker joins."""
        del worker
        self._lock = threading.Lock()
        self._engines: dict[Any, Engine] = {}

    def teardown(self, worker: Any) -> None:
        """Close the engines; Dask calls this when the worker leaves in good order."""
        del worker
        for engine in self._engines.values():
            close = getattr(engine, "close", None)
            if close is not None:
                close()

    def engine(self, factory: Callable[[Limits], Engine], limits: Limits) -> Engine:
        """Return the engine for these limits."""
        with self._lock:
            key = (factory, limits)
            if key not in self._engines:
                self._engines[key] = factory(limits)
            return self._engines[key]


def run_here(
    job: Job, limits: Limits, expected: Mapping[str, str], factory: Callable[[Limits], Engine]
) -> Outcome:
    """Run one job on this worker, if it would make the page that its caller would."""
    worker = get_worker()
    # It may have joined after the caller had asked the others.
    found = stamp([name for name in expected if name.startswith("/")])
    if found != expected:
        fault = f"worker {worker.address} would make another page: {difference(found, expected)}"
        return Outcome(job.slug, None, None, fault, (), 0.0, None)
    (outcome,) = worker.plugins[BENCH].engine(factory, limits).run([job])
    return outcome


def stamp(files: Iterable[str] = ()) -> dict[str, str]:
    """Return what the bytes of a page depend on, name by name, as it is in this process.

    Parameters
    ----------
    files : iterable of str
        Absolute paths of files that jobs read; the content counts, and ``missing`` is a value.

    Examples
    --------
    >>> stamp()["opiate-routes"]
    '0.1.0'
    """
    return {
        **_versions(),
        "tables": data_hash(),
        "code": _code(),
        **{name: _content(Path(name)) for name in files},
    }


def files_of(jobs: Iterable[Job]) -> list[str]:
    """Return the files that jobs name among their parameters."""
    values = {value for job in jobs for value in job.parameters.values() if isinstance(value, str)}
    return sorted(value for value in values if value.startswith("/") and Path(value).is_file())


def difference(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Say what differs between a worker and the caller, in one line."""
    names = [name for name in {**here, **there} if there.get(name) != here.get(name)]
    return ", ".join(
        f"{name} {there.get(name, 'missing')}, not {here.get(name, 'none')}" for name in names
    )


@cache
def _versions() -> dict[str, str]:
    found = {"opiate-routes": version(), "python": platform.python_version()}
    for requirement in metadata.requires("opiate-routes") or []:
        if "extra ==" not in requirement:
            name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
            found[name] = metadata.version(name)
    return found


@cache
def _code() -> str:
    # Cached: what this process has imported, not what was put on the disk since.
    digest = hashlib.sha256()
    for folder in (_PACKAGE, notebooks_dir()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in {".pyc", ".nbi", ".nbc"}:
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _content(path: Path) -> str:
    if not path.is_file():
        return "missing"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
