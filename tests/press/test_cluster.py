"""Jobs on a cluster of two worker processes, and what happens when one is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import dask
import pytest
from cluster_engines import Typewriter
from distributed import Client, LocalCluster

from routes.briefing.parameters import checked
from routes.names import ROUTES
from routes.press import Job, Limits, worker
from routes.press import cluster as module
from routes.press.cluster import ClusterEngine, ClusterError
from routes.press.programme import Run
from routes.press.warm import WarmEngine
from routes.reference import data_dir, notebooks_dir, sign

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(memory_mb=77)


def job(slug, **parameters: object):
    return Job(slug, "briefing.ipynb", parameters, ())


def local_cluster(workers):
    # A job may lose one worker here; the second time it is given up.
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}):
        return LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, silence_logs=50,
            # Nothing of it is heard outside this machine.
            host="127.0.0.1", dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False},
        )  # fmt: skip


class Hall:
    """A cluster of two workers for one test after another; a new one where Dask cannot mend it."""

    def __init__(self) -> None:
        self.local = local_cluster(2)

    def ready(self):
        """Return the cluster with both workers: one that a test has killed is started again."""
        try:
            self.local.wait_for_workers(2, timeout=20)
        except TimeoutError:
            self.local.close(timeout=5)
            self.local = local_cluster(2)
        return self.local


@pytest.fixture(scope="module")
def hall():
    hall = Hall()
    yield hall
    # A worker that is just starting again would hold up the closing.
    hall.ready().close()


@pytest.fixture
def cluster(hall):
    return hall.ready()


def engine(cluster, **options: float):
    return ClusterEngine(cluster.scheduler_address, LIMITS, factory=Typewriter, **options)


def by_slug(outcomes):
    return {outcome.slug: outcome for outcome in outcomes}


def wait_for(path, said="begun"):
    until = time.monotonic() + 60
    while not (path.exists() and said in path.read_text(encoding="utf-8")):
        assert time.monotonic() < until, f"{path.name} never said {said!r}"
        time.sleep(0.01)
    return path.read_text(encoding="utf-8").split()[0]


def test_every_job_has_the_outcome_it_has_here(cluster):
    jobs = [job(f"page-{n}", text="x" * n) for n in range(12)]
    assert by_slug(engine(cluster).run(jobs)) == by_slug(Typewriter(LIMITS).run(jobs))


def test_two_jobs_of_one_name_are_two_jobs(cluster):
    jobs = [job("page", text="one"), job("page", text="two")]
    assert sorted(o.page for o in engine(cluster).run(jobs)) == ["page one 77", "page two 77"]


def test_outcomes_come_as_they_end_and_jobs_are_taken_when_there_is_room(cluster, tmp_path):
    done, taken = tmp_path / "done", []

    def jobs() -> Iterator[Job]:
        for n in range(9):
            taken.append(n)
            yield job(f"page-{n}", **({"until": str(done)} if n == 0 else {}))

    outcomes = engine(cluster).run(jobs())
    assert next(outcomes).slug == "page-1"
    assert taken == [0, 1, 2]  # two workers and one in the queue
    rest = [next(outcomes).slug for _ in range(7)]
    assert sorted(rest) == [f"page-{n}" for n in range(2, 9)]
    done.touch()
    assert [outcome.slug for outcome in outcomes] == ["page-0"]


def test_what_a_killed_worker_had_begun_is_begun_again_elsewhere(cluster, tmp_path):
    mark, done = tmp_path / "mark", tmp_path / "done"
    jobs = [job("begun", mark=str(mark), until=str(done)), *(job(f"page-{n}") for n in range(5))]
    outcomes = []
    running = threading.Thread(target=lambda: outcomes.extend(engine(cluster).run(jobs)))
    running.start()
    first = wait_for(mark)
    mark.unlink()
    os.kill(int(first), signal.SIGKILL)
    second = wait_for(mark)
    done.touch()
    running.join(60)
    assert second != first
    assert by_slug(outcomes) == by_slug(Typewriter(LIMITS).run(jobs))


def test_a_job_that_loses_worker_after_worker_is_given_up(cluster):
    jobs = [job("deadly", kills=True)]
    (outcome,) = engine(cluster).run(jobs)
    assert outcome.page is None
    assert outcome.fault.startswith(
        "2 workers were lost while they ran it, the last tcp://127.0.0.1:"
    )


def test_an_error_of_the_engine_is_a_fault_of_its_run_only(cluster):
    outcomes = by_slug(engine(cluster).run([job("bad", raises=True), job("good")]))
    assert outcomes["bad"].fault == "the cluster failed: RuntimeError: no ink"
    assert outcomes["good"].fault is None


def test_when_the_caller_goes_its_jobs_end(cluster, tmp_path):
    never = str(tmp_path / "never")
    marks = {name: tmp_path / name for name in ("busy-0", "busy-1", "queued")}
    jobs = [
        job("first"), *(job(name, mark=str(mark), until=never) for name, mark in marks.items())
    ]  # fmt: skip
    outcomes = engine(cluster).run(jobs)
    assert next(outcomes).slug == "first"
    for name in ("busy-0", "busy-1"):
        wait_for(marks[name])
    outcomes.close()
    for name in ("busy-0", "busy-1"):
        wait_for(marks[name], "closed")
    assert by_slug(engine(cluster).run([job("next")]))["next"].page
    assert not marks["queued"].exists()


@pytest.fixture
def other_tables(tmp_path, monkeypatch):
    """Give this process tables other than those of the workers, by one byte."""
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder)
    with (folder / "partners.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    sign(folder, name="other")
    monkeypatch.setenv("ROUTES_DATA", str(folder))


@pytest.mark.usefixtures("other_tables")
def test_workers_with_other_tables_are_refused_before_anything_is_run(cluster, tmp_path):
    mark = tmp_path / "mark"
    here = worker.data_hash()
    with pytest.raises(ClusterError) as caught:
        list(engine(cluster).run([job("page", mark=str(mark))]))
    where, what = str(caught.value).split(" would make other pages: ")
    assert where.startswith(f"{cluster.scheduler_address}: worker tcp://127.0.0.1:")
    assert what.startswith("tables ")
    assert what.endswith(f", not {here}")
    assert not mark.exists()


@pytest.mark.usefixtures("other_tables")
def test_a_worker_that_joins_later_with_other_tables_runs_nothing(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(ClusterEngine, "_check_workers", lambda *_: None)
    mark = tmp_path / "mark"
    (outcome,) = engine(cluster).run([job("page", mark=str(mark))])
    assert " would make another page: tables " in outcome.fault
    assert outcome.page is None
    assert not mark.exists()


def test_files_and_notebooks_of_jobs_are_compared_by_content(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text("a", encoding="utf-8")
    jobs = [job("page", seizures=str(file), route="balkan")]
    before = worker.stamp(jobs)
    assert len(before["briefing.ipynb"]) == 12
    file.write_text("b", encoding="utf-8")
    after = worker.stamp(jobs)
    assert worker.difference(after, before) == f"{file} {after[str(file)]}, not {before[str(file)]}"
    file.unlink()
    assert (
        worker.difference(worker.stamp(jobs), before) == f"{file} missing, not {before[str(file)]}"
    )


def test_another_folder_of_notebooks_is_taken_and_is_another_stamp(tmp_path, monkeypatch):
    before = worker.stamp([job("page")])
    notebook = notebooks_dir() / "briefing.ipynb"
    edited = notebook.read_text(encoding="utf-8").replace("briefing.headline()", "briefing")
    (tmp_path / "briefing.ipynb").write_text(edited, encoding="utf-8")
    monkeypatch.setenv("ROUTES_NOTEBOOKS", str(tmp_path))
    assert notebooks_dir() == tmp_path
    assert worker.difference(worker.stamp([job("page")]), before).startswith("briefing.ipynb ")
    monkeypatch.setenv("ROUTES_NOTEBOOKS", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match=r"^ROUTES_NOTEBOOKS=.*nowhere: no such folder$"):
        notebooks_dir()


def test_workers_without_the_library_are_refused(cluster, tmp_path, monkeypatch):
    # A module that only this process has stands for a library that a worker lacks.
    (tmp_path / "only_here.py").write_text("def stamp(jobs):\n    return {}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import only_here  # noqa: PLC0415

    monkeypatch.setattr(worker, "stamp", only_here.stamp)
    with pytest.raises(ClusterError, match=r": worker tcp://.*: .*No module named 'only_here'"):
        list(engine(cluster).run([job("page")]))


def test_an_address_without_a_cluster_is_said_at_once(monkeypatch):
    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.5)
    lost = ClusterEngine("tcp://127.0.0.1:1", LIMITS, factory=Typewriter)
    with pytest.raises(ClusterError, match=r"^no cluster at tcp://127\.0\.0\.1:1: OSError: "):
        list(lost.run([job("page")]))
    with pytest.raises(ClusterError, match=r"^no cluster at nonsense://x: ValueError: "):
        list(ClusterEngine("nonsense://x", LIMITS, factory=Typewriter).run([job("page")]))


def test_a_cluster_without_workers_is_refused_and_one_that_loses_them_is_given_up(monkeypatch):
    monkeypatch.setattr(module, "LISTEN_SECONDS", 0.05)
    with local_cluster(0) as empty:
        with pytest.raises(ClusterError, match=r"no worker there; start one and run again$"):
            list(engine(empty).run([job("page")]))
        monkeypatch.setattr(ClusterEngine, "_check_workers", lambda *_: None)
        outcomes = list(engine(empty, patience_seconds=0.2).run([job("a"), job("b")]))
    assert [outcome.slug for outcome in outcomes] == ["a", "b"]
    assert {outcome.fault for outcome in outcomes} == {"no worker left for 0.2 s"}


def test_a_scheduler_that_goes_leaves_nobody_waiting(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "LISTEN_SECONDS", 0.05)
    mark = tmp_path / "mark"
    outcomes = []
    with local_cluster(1) as short:
        one = engine(short, patience_seconds=0.2)
        jobs = [job(n, mark=str(mark), until=str(tmp_path / "never")) for n in ("a", "b", "c")]
        running = threading.Thread(target=lambda: outcomes.extend(one.run(jobs)))
        running.start()
        wait_for(mark)
    running.join(60)
    assert sorted(outcome.slug for outcome in outcomes) == ["a", "b", "c"]
    assert all(outcome.page is None and outcome.fault for outcome in outcomes)


def test_without_dask_the_way_to_get_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'opiate-routes\[cluster\]'"):
        list(ClusterEngine("tcp://127.0.0.1:1", LIMITS, factory=Typewriter).run([job("page")]))


def test_dask_is_imported_only_when_a_cluster_is_asked_for():
    code = "import sys, routes.press.cluster; print('distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


@pytest.mark.slow
def test_pages_of_warm_workers_are_those_made_here_though_one_is_killed(cluster):
    jobs = [
        checked({"route": route, "last_year": year, "as_of": "2026-01-02"})
        for route in ROUTES
        for year in (2017, 2022)
    ]
    jobs = [Run(one.slug, one).job("2026-01-02") for one in jobs]
    with WarmEngine(jobs=2) as warm:
        here = by_slug(warm.run(jobs))
    outcomes = ClusterEngine(cluster.scheduler_address).run(jobs)
    there = [next(outcomes)]
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        busy = next(address for address, keys in client.processing().items() if keys)
        os.kill(client.run(os.getpid, workers=[busy])[busy], signal.SIGKILL)
    there += outcomes
    assert not [outcome.fault for outcome in there if outcome.fault]
    assert {o.slug: o.page for o in there} == {slug: o.page for slug, o in here.items()}
