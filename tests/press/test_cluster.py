"""Jobs on a cluster of two worker processes, and what happens when one is lost."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import dask
import pytest
from cluster_engines import Typewriter
from distributed import Client, LocalCluster

from routes.press import Job, Limits, bench
from routes.press import cluster as module
from routes.press.cluster import ClusterEngine, ClusterError
from routes.reference import data_dir

LIMITS = Limits(memory_mb=77)


def job(slug, **parameters):
    return Job(slug, "briefing.ipynb", parameters, ())


def local_cluster(workers):
    # A job may lose one worker here; the second time it is given up.
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}):
        return LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
            dashboard_address=None, silence_logs=50,
        )  # fmt: skip


@pytest.fixture(scope="module")
def cluster():
    with local_cluster(2) as local:
        yield local
        # A worker that is just starting again would hold up the closing.
        local.wait_for_workers(2)


def engine(cluster, **options):
    return ClusterEngine(cluster.scheduler_address, LIMITS, factory=Typewriter, **options)


def by_slug(outcomes):
    return {outcome.slug: outcome for outcome in outcomes}


def wait_for(path):
    until = time.monotonic() + 30
    while not (path.exists() and path.read_text(encoding="utf-8")):
        assert time.monotonic() < until, f"{path.name} never came"
        time.sleep(0.01)
    return path.read_text(encoding="utf-8")


def test_every_job_has_the_outcome_it_has_here(cluster):
    jobs = [job(f"page-{n}", text="x" * n) for n in range(7)]
    assert by_slug(engine(cluster).run(jobs)) == by_slug(Typewriter(LIMITS).run(jobs))


def test_two_jobs_of_one_name_are_two_jobs(cluster):
    jobs = [job("page", text="one"), job("page", text="two")]
    assert sorted(o.page for o in engine(cluster).run(jobs)) == ["page one 77", "page two 77"]


def test_outcomes_come_as_they_end(cluster, tmp_path):
    done = tmp_path / "done"
    outcomes = engine(cluster).run([job("slow", until=str(done)), job("quick")])
    assert next(outcomes).slug == "quick"
    done.touch()
    assert [outcome.slug for outcome in outcomes] == ["slow"]


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
    running.join(30)
    assert second != first
    assert by_slug(outcomes) == by_slug(Typewriter(LIMITS).run(jobs))


def test_a_job_that_loses_worker_after_worker_is_given_up(cluster):
    outcomes = by_slug(engine(cluster).run([job("deadly", kills=True)]))
    assert outcomes["deadly"].page is None
    assert outcomes["deadly"].fault.startswith(
        "2 workers were lost while they ran it, the last tcp://127.0.0.1:"
    )
    # The cluster has started others in their place.
    assert by_slug(engine(cluster).run([job("next")]))["next"].fault is None


def test_an_error_of_the_engine_is_a_fault_of_its_run_only(cluster):
    outcomes = by_slug(engine(cluster).run([job("bad", raises=True), job("good")]))
    assert outcomes["bad"].fault == "the cluster failed: RuntimeError: no ink"
    assert outcomes["good"].fault is None


def test_what_is_not_begun_is_cancelled_when_the_caller_goes(cluster, tmp_path):
    done = tmp_path / "done"
    jobs = [
        job("first"),
        *(job(f"busy-{n}", mark=str(tmp_path / f"busy-{n}"), until=str(done)) for n in range(2)),
        *(job(f"later-{n}", mark=str(tmp_path / f"later-{n}")) for n in range(4)),
    ]
    outcomes = engine(cluster).run(jobs)
    assert next(outcomes).slug == "first"
    for n in range(2):
        wait_for(tmp_path / f"busy-{n}")
    outcomes.close()
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        assert not client.who_has()
        done.touch()
        # Both workers are free again: whatever was left would have begun before this.
        assert client.submit(int, 1, pure=False).result(30) == 1
    assert not list(tmp_path.glob("later-*"))


@pytest.fixture
def other_tables(tmp_path, monkeypatch):
    """Set up this process with tables other than those of the workers, by one byte."""
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder)
    with (folder / "partners.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    monkeypatch.setenv("ROUTES_DATA", str(folder))


@pytest.mark.usefixtures("other_tables")
def test_workers_with_other_tables_are_refused_before_anything_is_run(cluster, tmp_path):
    mark = tmp_path / "mark"
    with pytest.raises(ClusterError) as caught:
        list(engine(cluster).run([job("page", mark=str(mark))]))
    there, here = (bench.data_hash.__globals__["_hash_of"](f) for f in (data_dir(), data_dir()))
    assert there
    assert here
    text = str(caught.value)
    assert text.startswith(f"{cluster.scheduler_address}: worker tcp://127.0.0.1:")
    assert "would make other pages: tables " in text
    assert "code" not in text
    assert not mark.exists()


@pytest.mark.usefixtures("other_tables")
def test_a_worker_that_joins_later_with_other_tables_runs_nothing(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(ClusterEngine, "_check_workers", lambda *_: None)
    mark = tmp_path / "mark"
    (outcome,) = engine(cluster).run([job("page", mark=str(mark))])
    assert "would make another page: tables " in outcome.fault
    assert outcome.page is None
    assert not mark.exists()


def test_a_file_that_a_job_names_is_compared_by_content(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text("a", encoding="utf-8")
    (name,) = bench.files_of([job("page", seizures=str(file), route="balkan", year=2022)])
    here = bench.stamp([name])
    file.write_text("b", encoding="utf-8")
    assert set(bench.stamp([name]).items()) ^ set(here.items()) == {
        (name, bench.stamp([name])[name]),
        (name, here[name]),
    }
    file.unlink()
    assert bench.difference(bench.stamp([name]), here) == f"{name} missing, not {here[name]}"


def test_workers_without_the_library_are_refused(cluster, tmp_path, monkeypatch):
    # A module that only this process has stands for a library that a worker lacks.
    (tmp_path / "only_here.py").write_text("def stamp(files):\n    return {}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import only_here  # noqa: PLC0415

    monkeypatch.setattr(bench, "stamp", only_here.stamp)
    with pytest.raises(ClusterError, match="^tcp://127.0.0.1:.*: a worker has no only_here$"):
        list(engine(cluster).run([job("page")]))


def test_an_address_without_a_cluster_is_said_at_once(monkeypatch):
    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.5)
    lost = ClusterEngine("tcp://127.0.0.1:1", LIMITS, factory=Typewriter)
    with pytest.raises(ClusterError, match="^no cluster at tcp://127.0.0.1:1: OSError: Timed out"):
        list(lost.run([job("page")]))
    with pytest.raises(ClusterError, match="^no cluster at nonsense://x: ValueError: unknown"):
        list(ClusterEngine("nonsense://x", LIMITS, factory=Typewriter).run([job("page")]))


def test_a_cluster_without_workers_is_refused_and_one_that_loses_them_is_given_up(monkeypatch):
    monkeypatch.setattr(module, "LISTEN_SECONDS", 0.05)
    with local_cluster(0) as empty:
        with pytest.raises(ClusterError, match="no worker there; start one and run again$"):
            list(engine(empty).run([job("page")]))
        monkeypatch.setattr(ClusterEngine, "_check_workers", lambda *_: None)
        (outcome,) = engine(empty, patience_seconds=0.2).run([job("page")])
    assert outcome.fault == f"no worker left at {empty.scheduler_address} for 0.2 s"


def test_without_dask_the_way_to_get_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'opiate-routes\[cluster\]'"):
        list(ClusterEngine("tcp://127.0.0.1:1", LIMITS, factory=Typewriter).run([job("page")]))


def test_dask_is_not_imported_by_the_press():
    assert "distributed" not in Path(module.__file__).read_text(encoding="utf-8").split("class")[0]
