"""A worker of a Dask cluster that is killed, and one that would make other pages."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faults.press import Result, finished
from routes.reference import sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faults.press import Press

SOURCE = Path(__file__).parents[2]
DAY = "2026-02-01"
WRONG_INPUT = 2


def lost_worker(press: Press) -> list[Result]:
    """Kill a worker while it runs a job; its pages must be those that one machine makes."""
    from distributed import Client  # noqa: PLC0415 - slow to import

    result = Result("a worker of the cluster killed", "", "", "", "")
    before = press.published(result)
    client: Any
    with (
        _cluster() as address,
        Client(address, set_as_default=False) as client,  # type: ignore[no-untyped-call]
    ):
        run = press.start_brief("--force", "--dask", address)
        busy: list[str] = []
        while not busy and run.poll() is None:
            busy = [worker for worker, keys in client.processing().items() if keys]
            time.sleep(0.05)
        time.sleep(0.3)
        if busy:
            pid = client.run(os.getpid, workers=busy[:1])[busy[0]]
            os.kill(pid, signal.SIGKILL)
        done = finished(run)
    result.done = "SIGKILL to one of two worker processes while it runs a job"
    good, of = press.whole(result, before)
    same = sum(before.get(name) == digest for name, digest in press.pages().items())
    made = done.said.count("  made  ")
    result.whole = f"{good} of {of}"
    result.named = (
        f"none: its run was made again; {same} of {len(before)} pages byte for byte as made here"
    )
    result.code = str(done.code)
    result.expect(busy, "no worker was ever busy")
    result.expect(done.code == 0, f"it ends with {done.code}: {done.named}")
    result.expect(made == len(before), f"{made} pages made, not {len(before)}")
    result.expect(press.pages() == before, "pages differ from those made on this machine")
    press.recovers(result)
    return [result]


def other_worker(press: Press) -> list[Result]:
    """Give the workers another edition of a table."""
    result = Result("a cluster with other tables", "", "", "", "")
    before = press.published(result)
    result.done = "one byte more in a table of its workers"
    tables = press.folder / "tables"
    shutil.copytree(SOURCE / "data", tables)
    with (tables / "pillars.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    sign(tables, name="other")
    with _cluster(ROUTES_DATA=str(tables)) as address:
        done = finished(press.start_brief("--dask", address, day=DAY))
    good, of = press.whole(result, before)
    result.whole, result.named, result.code = f"{good} of {of}", done.named, str(done.code)
    result.expect(done.code == WRONG_INPUT, f"it ends with {done.code}")
    result.expect("would make other pages: tables" in done.named, "the fault is not named")
    result.expect(press.pages() == before, "pages changed")
    press.recovers(result)
    return [result]


@contextmanager
def _cluster(**environment: str) -> Iterator[str]:
    """Start a scheduler and two workers that nobody outside this machine can reach."""
    from distributed import LocalCluster  # noqa: PLC0415 - slow to import

    options: dict[str, Any] = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "host": "127.0.0.1",
        "dashboard_address": "127.0.0.1:0",
        "worker_dashboard_address": "127.0.0.1:0",
        "scheduler_kwargs": {"dashboard": False},
        "silence_logs": 50,
    }
    paths = os.pathsep.join(filter(None, [str(SOURCE / "src"), *sys.path]))
    options["env"] = {"PYTHONPATH": paths, **environment}
    with LocalCluster(**options) as cluster:  # type: ignore[no-untyped-call]
        yield cluster.scheduler_address
        cluster.wait_for_workers(2, timeout=60)
