"""Whole files: in parts on one machine, and over a cluster that loses a worker."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from routes import attribute
from routes.analysis import attribute_file, attribute_partitions, attributed_files
from routes.analysis.attributed_files import AttributionFileError
from routes.cli import main
from routes.errors import ParameterError

if TYPE_CHECKING:
    from pathlib import Path


def points(n, *, seed=1):
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(20, 80, n), rng.uniform(20, 60, n)
    return pd.DataFrame({"longitude": lon, "latitude": lat, "kg": rng.uniform(0, 9, n)})


@pytest.fixture
def source(tmp_path) -> Path:
    path = tmp_path / "points.parquet"
    points(20_000).to_parquet(path, row_group_size=1_000)
    return path


def test_parts_give_what_the_whole_gives(source, tmp_path, monkeypatch):
    monkeypatch.setattr(attributed_files, "ROWS", 777)
    account = attribute_file(source, tmp_path / "out.parquet")
    whole = attribute(points(20_000))
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "out.parquet"), whole)
    assert account["rows"] == 20_000 == sum(account["certainty"].values())
    parts = account["totals"][""]
    assert sum(part["events"] for part in parts.values()) == 20_000
    assert sum(part["kg"] or 0 for part in parts.values()) == pytest.approx(whole["kg"].sum())


def test_csv_has_one_heading(source, tmp_path, monkeypatch):
    monkeypatch.setattr(attributed_files, "ROWS", 4_000)
    attribute_file(source, tmp_path / "out.csv")
    read = pd.read_csv(tmp_path / "out.csv", usecols=["route", "kg"])
    assert len(read) == 20_000
    assert read["kg"].sum() == pytest.approx(points(20_000)["kg"].sum())


def test_a_file_appears_whole_or_not_at_all(source, tmp_path, monkeypatch):
    monkeypatch.setattr(attributed_files, "ROWS", 4_000)
    calls = []

    def failing(count: int) -> None:
        calls.append(count)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")

    out = tmp_path / "out.parquet"
    out.write_text("what stood there")
    with pytest.raises(AttributionFileError, match="No space left"):
        attribute_file(source, out, progress=failing)
    assert out.read_text() == "what stood there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "points.parquet"]


def test_wrong_targets_and_rules_are_refused_in_one_line(source, tmp_path):
    with pytest.raises(AttributionFileError, match="ends in"):
        attribute_file(source, tmp_path / "out.xlsx")
    with pytest.raises(AttributionFileError, match="no folder"):
        attribute_file(source, tmp_path / "none" / "out.csv")
    with pytest.raises(ParameterError, match="tie_km"):
        attribute_file(source, tmp_path / "out.csv", tie_km=-1)


def test_the_command(source, tmp_path, capsys):
    out = tmp_path / "out.parquet"
    assert main(["attribute", str(source), "--corridor-km", "50", "--out", str(out), "--json"]) == 0
    account = json.loads(capsys.readouterr().out)
    assert account["rule"] == {"corridor_km": 50}
    assert account["rows"] == 20_000 == pq.read_metadata(out).num_rows
    assert main(["attribute", str(source)]) == 0
    assert "20,000 seizures, by geodesic distance to the routes" in capsys.readouterr().out
    assert main(["attribute", str(source), "--method", "coridor"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "did you mean 'corridor'" in said


@pytest.mark.filterwarnings("ignore")
def test_a_folder_appears_whole_or_not_at_all(source, tmp_path):
    out = tmp_path / "out"
    attribute_partitions(source, out)
    before = sorted(path.name for path in out.iterdir())
    assert len(before) == 20  # one a row group
    shorter = tmp_path / "shorter.parquet"
    points(1_000).to_parquet(shorter)
    attribute_partitions(shorter, out)
    assert [path.name for path in out.iterdir()] == ["part.0.parquet"]
    with pytest.raises(AttributionFileError, match="no cluster at"):
        attribute_partitions(source, out, scheduler="tcp://127.0.0.1:1")
    assert [path.name for path in out.iterdir()] == ["part.0.parquet"]
    (out / "notes.txt").write_text("mine")
    with pytest.raises(AttributionFileError, match=r"holds notes\.txt"):
        attribute_partitions(source, out)
    assert (out / "notes.txt").exists()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_lost_worker_costs_a_retry_and_nothing_else(tmp_path):
    distributed = pytest.importorskip("distributed")
    source, out = tmp_path / "points.parquet", tmp_path / "out"
    unfinished = tmp_path / ".out.part"
    points(2_000_000).to_parquet(source, row_group_size=50_000)
    killed = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        processes = client.run(os.getpid)

        def kill() -> None:
            while not list(unfinished.glob("*.parquet")):
                time.sleep(0.01)
            pid = next(iter(processes.values()))
            os.kill(pid, signal.SIGKILL)
            killed.append((pid, len(list(unfinished.glob("*.parquet")))))

        thread = threading.Thread(target=kill)
        thread.start()
        attribute_partitions(source, out, scheduler=cluster.scheduler_address)
        thread.join(timeout=30)
    assert killed
    assert killed[0][1] < 40  # in the middle: partitions were still to be made
    assert not unfinished.exists()
    files = sorted(out.glob("*.parquet"), key=lambda path: int(path.name.split(".")[1]))
    assert len(files) == 40
    result = pd.concat([pd.read_parquet(path) for path in files], ignore_index=True)
    pd.testing.assert_frame_equal(result, attribute(points(2_000_000)), check_exact=True)
