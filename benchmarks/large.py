"""Attribution of files of 10⁵ to 10⁸ rows, and of the largest by one Dask worker and by two.

Usage: ``python benchmarks/large.py [--rows 100000000] [--folder FOLDER]``, or
``make bench LARGE=1``. FOLDER (default: the system's for temporary files) needs about 100 bytes a
row, 10 GB for the whole; what is written there is removed. Longitude, latitude and kilograms are
random over -10…100° E and -35…65° N, seed fixed, 500,000 rows a row group.

Printed: for every size seconds by the clock, seconds a million and peak memory of
``attribute_file``, Parquet in and out, in a process of its own on one core; the same of
``attribute`` for 10 million points in memory; then ``attribute_partitions`` on the largest file
over a Dask cluster of one worker and of two, a process of one thread each. Not timed: starting
processes and compiling. Last, whether all three wrote the same: a digest of the values of every
column of every 500,000 rows is compared. Other work on the machine spoils the ratio of two
workers to one: the processor seconds of the workers stand beside the clock.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import time
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from own_process import alone, on_core, parser, peak_gb

ROWS_A_GROUP = 500_000
BYTES_A_ROW = 100
IN_MEMORY = 10_000_000
SMALLEST = 100_000
# What was promised.
MEMORY_GB, TWO_TO_ONE = 1.5, 1.6


def write_source(path: Path, rows: int) -> None:
    """Write random points in pieces; the first rows of every size are the same."""
    schema = pa.schema([(name, pa.float64()) for name in ("longitude", "latitude", "kg")])
    with pq.ParquetWriter(path, schema) as writer:
        for number, start in enumerate(range(0, rows, ROWS_A_GROUP)):
            count = min(ROWS_A_GROUP, rows - start)
            writer.write_table(pa.table(random_points(count, seed=number), schema=schema))


def random_points(count: int, *, seed: int) -> dict[str, np.ndarray]:
    """Return columns of points over the field of the routes."""
    rng = np.random.default_rng(seed)
    return {
        "longitude": rng.uniform(-10, 100, count),
        "latitude": rng.uniform(-35, 65, count),
        "kg": rng.lognormal(1, 2, count),
    }


def warm() -> None:
    """Have the loops compiled and the legs ready."""
    from routes import attribute  # noqa: PLC0415

    attribute(pd.DataFrame(random_points(1000, seed=0)))


def file(folder: Path) -> dict[str, Any]:
    """Attribute a file of its own into another."""
    from routes.analysis import attribute_file  # noqa: PLC0415

    on_core(0)
    warm()
    before, start = time.process_time(), time.perf_counter()
    account = attribute_file(folder / "source.parquet", folder / "out.parquet")
    return {
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - before,
        "GB": peak_gb(),
        "rows": account["rows"],
    }


def memory(folder: Path) -> dict[str, Any]:  # noqa: ARG001 - called like the others
    """Attribute a frame in memory."""
    from routes import attribute  # noqa: PLC0415

    on_core(0)
    warm()
    frame = pd.DataFrame(random_points(IN_MEMORY, seed=0))
    before, start = time.process_time(), time.perf_counter()
    attribute(frame)
    return {
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - before,
        "GB": peak_gb(),
        "rows": IN_MEMORY,
    }


def one_worker(folder: Path) -> dict[str, Any]:
    """Attribute a file over a cluster of one worker."""
    return _cluster(folder, 1)


def two_workers(folder: Path) -> dict[str, Any]:
    """Attribute a file over a cluster of two workers."""
    return _cluster(folder, 2)


def _cluster(folder: Path, workers: int) -> dict[str, Any]:
    from distributed import Client, LocalCluster  # noqa: PLC0415

    from routes.analysis import attribute_partitions  # noqa: PLC0415

    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        client.run(warm)
        before = sum(client.run(time.process_time).values())
        mine, start = time.process_time(), time.perf_counter()
        attribute_partitions(
            folder / "source.parquet", folder / "out", scheduler=cluster.scheduler_address
        )
        return {
            "seconds": time.perf_counter() - start,
            "processor": sum(client.run(time.process_time).values()) - before,
            "scheduler": time.process_time() - mine,
            "GB": max(client.run(peak_gb).values()),
        }


def digests(folder: Path) -> dict[str, Any]:
    """Return a digest of the values of every column of every group of rows."""
    files = sorted((folder / "out").glob("*.parquet"), key=lambda p: int(re.sub(r"\D", "", p.name)))
    groups: list[dict[str, str]] = []
    for path in files or [folder / "out.parquet"]:
        for batch in pq.ParquetFile(path, pre_buffer=False).iter_batches(batch_size=ROWS_A_GROUP):
            named = zip(batch.schema.names, batch.columns, strict=True)
            groups.append({name: _digest(column) for name, column in named})
    return {"groups": groups}


def _digest(column: pa.Array) -> str:
    """Return a digest of the type, of which values are missing, and of the bytes of the others."""
    made = blake2b(digest_size=16)
    if pa.types.is_dictionary(column.type):
        # In which order a file lists its words is nothing that a reader of values sees.
        made.update(str(column.type.value_type).encode())
        words = [blake2b(str(w).encode(), digest_size=8).digest() for w in column.dictionary]
        bytes_of = np.frombuffer(b"".join([*words, bytes(8)]), np.uint64)
        made.update(bytes_of[pc.fill_null(column.indices, len(words)).to_numpy()])
        return made.hexdigest()
    made.update(str(column.type).encode())
    made.update(np.packbits(column.is_null().to_numpy(zero_copy_only=False)))
    made.update(np.ascontiguousarray(pc.fill_null(column, 0).to_numpy(zero_copy_only=False)))
    return made.hexdigest()


WAYS = {way.__name__: way for way in (file, memory, one_worker, two_workers, digests)}


def sizes(rows: int) -> list[int]:
    """Return powers of ten up to a number of rows."""
    smaller = [SMALLEST * 10**n for n in range(10) if SMALLEST * 10**n < rows]
    return [*smaller, rows]


def line(what: str, rows: int, found: dict[str, Any]) -> str:
    """Return a row of the table."""
    return (
        f"{what:<34}{rows:>12,}{found['seconds']:>9.1f} s{1e6 * found['seconds'] / rows:>8.2f}"
        f"{1e6 * found['processor'] / rows:>11.2f}{found['GB']:>10.2f} GB"
    )


def _met(met: bool) -> str:
    return "met" if met else "NOT met"


def table(folder: Path, rows: int) -> None:
    """Measure and print row by row."""
    heads = f"{'':<34}{'rows':>12}{'clock':>11}{'s/10⁶':>8}{'cpu s/10⁶':>11}{'peak':>13}"
    print(heads, flush=True)
    found = alone(__file__, "memory", folder=folder)
    print(line("attribute, in memory", IN_MEMORY, found), flush=True)
    print(f"  under {MEMORY_GB} GB: {_met(found['GB'] < MEMORY_GB)}")
    each, peak = [], []
    for count in sizes(rows):
        write_source(folder / "source.parquet", count)
        found = alone(__file__, "file", folder=folder)
        if found["rows"] != count:
            raise SystemExit(f"{count - found['rows']} rows were lost")
        print(line("attribute_file, Parquet", count, found), flush=True)
        each.append(found["processor"] / count)
        peak.append(found["GB"])
    later = peak[1:] or peak
    print(
        f"  processor seconds a row differ by {max(each) / min(each):.2f} x, "
        f"memory from 10⁶ rows on by {max(later) / min(later):.2f} x"
    )
    written = {"attribute_file": alone(__file__, "digests", folder=folder)["groups"]}
    (folder / "out.parquet").unlink()
    clock = {}
    for way in ("one_worker", "two_workers"):
        found = alone(__file__, way, folder=folder)
        clock[way] = found["seconds"]
        print(line(f"attribute_partitions, {way}", rows, found), flush=True)
        written[way] = alone(__file__, "digests", folder=folder)["groups"]
        shutil.rmtree(folder / "out")
    ratio = clock["one_worker"] / clock["two_workers"]
    print(
        f"  two workers are {ratio:.2f} x one; at least {TWO_TO_ONE} x: {_met(ratio >= TWO_TO_ONE)}"
    )
    first, *others = written.values()
    for name, groups in list(written.items())[1:]:
        same = sum(a == b for a, b in zip(first, groups, strict=False))
        whole = groups == first
        print(
            f"{name} and attribute_file: {'the same values' if whole else 'NOT the same'} "
            f"({same} of {len(first)} groups of rows, {len(first[0])} columns)"
        )
    if any(groups != first for groups in others):
        raise SystemExit(1)


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__, WAYS)
    arguments.add_argument("--rows", type=int, default=100_000_000)
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    if given.measure:
        print(json.dumps(WAYS[given.measure](given.folder)))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        free, needed = shutil.disk_usage(name).free, given.rows * BYTES_A_ROW
        if free < needed:
            raise SystemExit(f"{name}: {needed / 1e9:.0f} GB are needed, {free / 1e9:.0f} are free")
        print(f"load average before: {os.getloadavg()[0]:.1f}", file=sys.stderr)
        table(Path(name), given.rows)


if __name__ == "__main__":
    main()
