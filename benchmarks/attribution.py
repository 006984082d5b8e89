"""Membership of corridors and distance to the routes, beside geopandas and SedonaDB.

Usage: ``python benchmarks/attribution.py --peers PYTHON`` where PYTHON is an interpreter with
``benchmarks/peers.txt`` installed. Without it only our own figures are printed.

The same points for all: half within a degree or two of the legs, half over -10…100° E and
-35…65° N, seed fixed. The peers test them against our own corridors of 100 km, one polygon a
route. Each way is the best of three in a process of its own on one core; nothing is timed but the
question itself. Then, on five million fresh points, how often the raster and the measured distance
disagree, and the seconds and peak memory of ``attribute`` from 10⁵ to 10⁷ points. DuckDB's spatial
extension downloads itself and is left out; so is polars-st.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 3
KM = 100.0
ROUTES = ("northern", "balkan", "southern")
SIZES = (100_000, 1_000_000, 10_000_000)


def points(count: int, seed: int) -> np.ndarray:
    """Return longitudes and latitudes, half of them near the legs."""
    import shapely  # noqa: PLC0415

    from routes import network  # noqa: PLC0415

    rng = np.random.default_rng(seed)
    vertices = shapely.get_coordinates(network().geometry.to_numpy())
    near = vertices[rng.integers(0, len(vertices), count // 2)]
    near = near + rng.normal(0, 1.1, near.shape)
    far = rng.uniform((-10, -35), (100, 65), (count - len(near), 2))
    both = np.vstack([near, far])
    return np.column_stack([(both[:, 0] + 180) % 360 - 180, np.clip(both[:, 1], -89, 89)])


def best(question: Callable[[], object]) -> float:
    """Return the seconds of the best of some runs."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def ours(folder: Path) -> dict[str, float]:
    """Return our seconds."""
    from routes import network  # noqa: PLC0415
    from routes.network import Legs, distances_of  # noqa: PLC0415
    from routes.network.within import corridors  # noqa: PLC0415

    lon, lat = np.load(folder / "points.npy").T.copy()
    start = time.perf_counter()
    raster = corridors(KM)
    raster.inside(lon[:9], lat[:9])
    ready = time.perf_counter() - start
    one = Legs(network().assign(route="any"))
    return {
        "raster built": ready,
        "membership": best(lambda: raster.inside(lon, lat)),
        "distance, three routes": best(lambda: distances_of(lon, lat)),
        "distance, nearest leg": best(lambda: one.nearest(lon, lat)),
    }


def geopandas_way(folder: Path) -> dict[str, float]:
    """Return the seconds of spatial joins in degrees."""
    import geopandas as gpd  # noqa: PLC0415

    lon, lat = np.load(folder / "points.npy").T.copy()
    places = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    areas = gpd.read_parquet(folder / "corridors.parquet")
    legs = gpd.read_parquet(folder / "legs.parquet").set_crs(None, allow_override=True)
    bare = places.set_crs(None, allow_override=True)
    return {
        "membership": best(lambda: gpd.sjoin(places, areas, predicate="within")),
        "distance, nearest leg": best(lambda: gpd.sjoin_nearest(bare, legs, distance_col="d")),
    }


def sedona_way(folder: Path) -> dict[str, float]:
    """Return the seconds of a spatial join in SedonaDB."""
    import sedona.db  # noqa: PLC0415

    db = sedona.db.connect()
    db.read_parquet(str(folder / "corridors.parquet")).to_view("areas")
    db.read_parquet(str(folder / "places.parquet")).to_view("places")
    db.sql("SET datafusion.execution.target_partitions = 1").execute()
    query = (
        "SELECT areas.route, count(*) FROM places JOIN areas "
        "ON ST_Intersects(places.geometry, areas.geometry) GROUP BY areas.route"
    )
    return {"membership": best(lambda: db.sql(query).to_arrow_table())}


def agreement(folder: Path) -> dict[str, float]:
    """Return how many of five million points the raster puts on another side than distance."""
    from routes import within_corridors  # noqa: PLC0415
    from routes.network import distances_of  # noqa: PLC0415

    lon, lat = np.load(folder / "fresh.npy").T.copy()
    measured = distances_of(lon, lat, exact_at=KM).km <= KM
    return {"disagree": float((within_corridors(lon, lat, km=KM) != measured).sum())}


def size(folder: Path) -> dict[str, float]:
    """Return the seconds and the peak memory of `attribute` on the points of a size."""
    import pandas as pd  # noqa: PLC0415

    from routes import attribute  # noqa: PLC0415

    lon, lat = np.load(folder / "points.npy", mmap_mode="r")[:1000].T
    attribute(pd.DataFrame({"longitude": lon, "latitude": lat}))
    count = int((folder / "size").read_text())
    rng = np.random.default_rng(count)
    frame = pd.DataFrame(
        {"longitude": rng.uniform(-10, 100, count), "latitude": rng.uniform(-35, 65, count)}
    )
    start = time.perf_counter()
    attribute(frame)
    seconds = time.perf_counter() - start
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return {"seconds": seconds, "GB": int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 1e6}


WAYS = {way.__name__: way for way in (ours, geopandas_way, sedona_way, agreement, size)}


def alone(python: str, way: Callable[[Path], dict[str, float]], folder: Path) -> dict[str, float]:
    """Measure in a process of its own, on one core."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "TOKIO_WORKER_THREADS"), "1")
    done = subprocess.run(
        [python, __file__, "--measure", way.__name__, "--folder", str(folder)],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, **one},
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def prepare(folder: Path, count: int) -> None:
    """Write the points, corridors and legs that all are asked about."""
    import geopandas as gpd  # noqa: PLC0415

    from routes import network, route  # noqa: PLC0415

    xy = points(count, seed=0)
    np.save(folder / "points.npy", xy)
    np.save(folder / "fresh.npy", points(5_000_000, seed=1))
    areas = [route(name).corridor(KM).geometry.union_all() for name in ROUTES]
    corridors = gpd.GeoDataFrame({"route": ROUTES}, geometry=areas, crs="EPSG:4326")
    corridors.to_parquet(folder / "corridors.parquet")
    places = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*xy.T), crs="EPSG:4326")
    places.to_parquet(folder / "places.parquet")
    network()[["route", "geometry"]].to_parquet(folder / "legs.parquet")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--measure", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        os.sched_setaffinity(0, {0})
        print(json.dumps(WAYS[given.measure](given.folder)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, given.points)
        mine = alone(sys.executable, ours, folder)
        print(f"raster built in {mine.pop('raster built'):.1f} s (not timed below)")
        for what, seconds in mine.items():
            print(f"{what:<24} ours       {given.points / seconds / 1e6:8.2f} million points/s")
        for way in (geopandas_way, sedona_way) if given.peers else ():
            for what, seconds in alone(given.peers, way, folder).items():
                print(
                    f"{what:<24} {way.__name__.removesuffix('_way'):<10} "
                    f"{given.points / seconds / 1e6:8.2f} million points/s; "
                    f"ours {seconds / mine[what]:6.1f} x",
                    flush=True,
                )
        wrong = alone(sys.executable, agreement, folder)["disagree"]
        print(f"raster and distance disagree on {wrong:.0f} of 5 million points x 3 routes")
        for count in SIZES:
            (folder / "size").write_text(str(count))
            found = alone(sys.executable, size, folder)
            print(
                f"attribute {count:>11,} points: {found['seconds']:6.2f} s, "
                f"{1e6 * found['seconds'] / count:5.2f} s a million, peak {found['GB']:.2f} GB",
                flush=True,
            )


if __name__ == "__main__":
    main()
