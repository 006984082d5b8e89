"""Membership of corridors and distance to the routes, beside five other tools.

Usage: ``python benchmarks/attribution.py --peers PYTHON`` where PYTHON is an interpreter with
``benchmarks/peers.txt`` installed; ``make bench PEERS=PYTHON`` does it. Without it only our own
figures are printed.

The same points for all: half within a degree or two of the legs, half over -10…100° E and
-35…65° N, seed fixed. The peers test them against our own corridors of 100 km: *whole*, one
polygon a route, and *cut* along a grid of two degrees beforehand, which serves an index best. Each
has its spatial index and prepared geometries, its points and corridors in memory, and the quicker
of its predicates (`geopandas.sjoin` is thirty times slower with its default, ``intersects``, on
whole corridors; polars-st prepares only the left side, and its left side cannot be three large
polygons: every row would carry one). DuckDB's spatial extension comes from a package and is loaded
from there, by its path; nothing is downloaded.

Each way is the best of five in a process of its own on one core (a slow one is asked once), in
processor seconds; nothing is timed but the question itself. Then, on five million fresh points,
how often the raster and the measured distance disagree. ``benchmarks/accuracy.py`` has the errors,
``benchmarks/large.py`` files of 100 million rows.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from own_process import alone, best, on_core, parser
from points import points

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

KM = 100.0
FRESH = 5_000_000
TILE_DEGREES = 2
ROUTES = ("northern", "balkan", "southern")
CORRIDORS = ("whole", "cut")
MEMBERS, NEAREST = "membership of three corridors of 100 km", "distance to the nearest leg"
# What was promised: million points a second, and times a peer on whole corridors.
LEAST = {"within_corridors": 20.0, "distances_of": 1.0}
TIMES = {"geopandas.sjoin": 50.0, "SedonaDB": 4.0}


def ours(folder: Path) -> dict[str, Any]:
    """Return our seconds, by what is asked and how."""
    from routes.network import Legs, distances_of, route_legs, within_corridors  # noqa: PLC0415  # noqa: PLC0415

    lon, lat = np.load(folder / "points.npy").T.copy()
    within_corridors(lon[:9], lat[:9], km=KM)
    one = Legs(route_legs().assign(route="any"))
    return {
        MEMBERS: {"within_corridors": best(lambda: within_corridors(lon, lat, km=KM))},
        NEAREST: {
            "distances_of": best(lambda: distances_of(lon, lat, exact_at=KM)),
            "Legs.nearest": best(lambda: one.nearest(lon, lat)),
        },
        "pairs": int(within_corridors(lon, lat, km=KM).sum()),
    }


def geopandas_way(folder: Path) -> dict[str, Any]:
    """Return the seconds of spatial joins in degrees."""
    import geopandas as gpd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    lon, lat = np.load(folder / "points.npy").T.copy()
    places = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    whole, cut = (gpd.read_parquet(folder / f"{name}.parquet") for name in CORRIDORS)
    legs = gpd.read_parquet(folder / "legs.parquet").set_crs(None, allow_override=True)
    bare = places.set_crs(None, allow_override=True)
    shapely.prepare(whole.geometry.to_numpy())
    return {
        MEMBERS: {
            "geopandas.sjoin, whole": best(lambda: gpd.sjoin(places, whole, predicate="within")),
            "geopandas.sjoin, cut": best(lambda: gpd.sjoin(places, cut, predicate="intersects")),
            "shapely.contains_xy, whole": best(
                lambda: [shapely.contains_xy(area, lon, lat) for area in whole.geometry]
            ),
        },
        NEAREST: {
            "geopandas.sjoin_nearest": best(lambda: gpd.sjoin_nearest(bare, legs, distance_col="d"))
        },
        "pairs": len(gpd.sjoin(places, whole, predicate="within")),
    }


def sedona_way(folder: Path) -> dict[str, Any]:
    """Return the seconds of spatial joins in SedonaDB."""
    import sedona.db  # noqa: PLC0415

    db = sedona.db.connect()
    db.sql("SET datafusion.execution.target_partitions = 1").execute()
    for name in ("places", *CORRIDORS):
        db.read_parquet(str(folder / f"{name}.parquet")).to_memtable().to_view(name)
    asked = {name: _query(name, "ST_Intersects") for name in CORRIDORS}
    seconds = {
        f"SedonaDB, {name}": best(lambda sql=sql: db.sql(sql).to_arrow_table())
        for name, sql in asked.items()
    }
    pairs = sum(db.sql(asked["whole"]).to_arrow_table()["pairs"].to_pylist())
    return {MEMBERS: seconds, "pairs": pairs}


def duckdb_way(folder: Path) -> dict[str, Any]:
    """Return the seconds of spatial joins in DuckDB."""
    import duckdb  # noqa: PLC0415
    import duckdb_extension_spatial  # noqa: PLC0415

    packaged = Path(duckdb_extension_spatial.__file__).parent
    extension = next(packaged.rglob("spatial.duckdb_extension"))
    db = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    db.execute(f"LOAD '{extension}'")
    for name in ("places", *CORRIDORS):
        db.execute(f"CREATE TABLE {name} AS FROM '{folder / name}.parquet'")
    asked = {name: _query(name, "ST_Within") for name in CORRIDORS}
    seconds = {
        f"DuckDB spatial, {name}": best(lambda sql=sql: db.sql(sql).fetchall())
        for name, sql in asked.items()
    }
    pairs = sum(row[1] for row in db.sql(asked["cut"]).fetchall())
    return {MEMBERS: seconds, "pairs": pairs}


def _query(areas: str, predicate: str) -> str:
    return (
        f"SELECT areas.route, count(*) AS pairs FROM places JOIN {areas} AS areas "  # noqa: S608
        f"ON {predicate}(places.geometry, areas.geometry) GROUP BY areas.route"
    )


def polars_st_way(folder: Path) -> dict[str, Any]:
    """Return the seconds of spatial joins in polars with polars-st."""
    import geopandas as gpd  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415
    import polars_st as st  # noqa: PLC0415

    xy = pl.DataFrame(np.load(folder / "points.npy"), schema=["x", "y"])
    places = xy.select(geometry=st.point(pl.concat_arr("x", "y")))
    seconds = {}
    for name, predicate in zip(CORRIDORS, ("within", "intersects"), strict=True):
        read = gpd.read_parquet(folder / f"{name}.parquet")
        wkb = pl.DataFrame({"route": list(read["route"]), "wkb": list(read.geometry.to_wkb())})
        areas = wkb.select("route", geometry=st.from_wkb("wkb"))

        def joined(areas: pl.DataFrame = areas, predicate: str = predicate) -> pl.DataFrame:
            return places.st.sjoin(areas, predicate=predicate)

        seconds[f"polars-st, {name}"] = best(joined)
    return {MEMBERS: seconds, "pairs": joined().height}


def agreement(folder: Path) -> dict[str, Any]:
    """Return how many fresh points the raster puts on another side than the distance."""
    from routes.network import distances_of, within_corridors  # noqa: PLC0415

    lon, lat = np.load(folder / "fresh.npy").T.copy()
    measured = distances_of(lon, lat, exact_at=KM).km <= KM
    return {"disagree": int((within_corridors(lon, lat, km=KM) != measured).sum())}


PEERS: tuple[Callable[[Path], dict[str, Any]], ...] = (
    geopandas_way,
    sedona_way,
    duckdb_way,
    polars_st_way,
)
WAYS = {way.__name__: way for way in (ours, *PEERS, agreement)}


def prepare(folder: Path, count: int) -> None:
    """Write the points, corridors and legs that all are asked about."""
    import geopandas as gpd  # noqa: PLC0415

    from routes import route  # noqa: PLC0415
    from routes.network import route_legs  # noqa: PLC0415

    xy = points(count, seed=0)
    np.save(folder / "points.npy", xy)
    np.save(folder / "fresh.npy", points(FRESH, seed=1))
    areas = [route(name).corridor(KM).geometry.union_all() for name in ROUTES]
    corridors = gpd.GeoDataFrame({"route": ROUTES}, geometry=areas, crs="EPSG:4326")
    corridors.to_parquet(folder / "whole.parquet")
    cut_along_grid(corridors).to_parquet(folder / "cut.parquet")
    places = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*xy.T), crs="EPSG:4326")
    places.to_parquet(folder / "places.parquet")
    route_legs()[["route", "geometry"]].to_parquet(folder / "legs.parquet")


def cut_along_grid(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the same areas in pieces, none wider or higher than a cell."""
    import geopandas as gpd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    x, y = np.meshgrid(np.arange(-180, 180, TILE_DEGREES), np.arange(-90, 90, TILE_DEGREES))
    west, south = x.ravel(), y.ravel()
    boxes = shapely.box(west, south, west + TILE_DEGREES, south + TILE_DEGREES)
    cells = gpd.GeoDataFrame(geometry=boxes, crs=areas.crs)
    pieces = areas.overlay(cells, how="intersection", keep_geom_type=True)
    return pieces.explode(ignore_index=True)


def report(count: int, mine: dict[str, Any], peers: list[dict[str, Any]]) -> None:
    """Print million points a second and how many times quicker ours is."""
    print(f"{count:,} points, one core{'million/s':>34}{'ours is':>12}")
    for what in (MEMBERS, NEAREST):
        print(what)
        own = min(mine[what].values())
        for name, seconds in mine[what].items():
            speed = count / seconds / 1e6
            least = LEAST.get(name)
            asked = f"  at least {least:.0f}: {_met(speed >= least)}" if least else ""
            print(f"  routes: {name:<38}{speed:>10.2f}{'':>14}{asked}")
        for peer in peers:
            for name, seconds in peer.get(what, {}).items():
                ratio = seconds / own
                least = TIMES.get(name.removesuffix(", whole"))
                asked = f"  at least {least:.0f} x: {_met(ratio >= least)}" if least else ""
                print(f"  {name:<46}{count / seconds / 1e6:>10.3f}{ratio:>12.1f} x{asked}")
    if peers:
        found = {peer["pairs"] for peer in peers}
        print(
            f"pairs of point and corridor: {mine['pairs']:,} by distance, "
            f"{' or '.join(f'{n:,}' for n in sorted(found))} in the polygons, "
            "which are true within 1 per cent"
        )


def _met(met: bool) -> str:
    return "met" if met else "NOT met"


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__, WAYS)
    arguments.add_argument("--peers", metavar="PYTHON")
    arguments.add_argument("--points", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    if given.measure:
        on_core(0)
        print(json.dumps(WAYS[given.measure](given.folder)))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        prepare(folder, given.points)
        mine = alone(__file__, "ours", folder=folder)
        peers = []
        for way in PEERS if given.peers else ():
            try:
                peers.append(alone(__file__, way.__name__, python=given.peers, folder=folder))
            except subprocess.CalledProcessError as error:
                print(f"{way.__name__} ended with {error.returncode} and is left out")
        report(given.points, mine, peers)
        wrong = alone(__file__, "agreement", folder=folder)["disagree"]
        print(
            f"raster and distance disagree on {wrong} of {FRESH:,} fresh points x 3 routes: "
            f"{_met(wrong == 0)}"
        )


if __name__ == "__main__":
    main()
