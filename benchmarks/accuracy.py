"""Errors of the distance to the routes, beside those of a plane and of Web Mercator.

Usage: ``python benchmarks/accuracy.py [--points 20000]``; about two minutes on one core.

The reference is the geodesic distance on WGS 84 from a point to the geodesics between the
vertices of `route_legs`, by pyproj (Karney), and uses nothing else of ours. A segment is left out
only where it is proved that it cannot be nearest:

- the ball of the polar radius lies inside the ellipsoid, and going to the nearest point of a ball
  makes no path longer, so a geodesic is at least that radius times the angle at the centre; nor is
  it shorter than the straight line;
- a point of a segment lies within half its length of its middle, and of one of its ends.

On what is left the foot is found by golden section down to a centimetre. Points: half within a
degree or two of the legs, half over -10…100° E and -35…65° N, seed fixed. A point *flips* where a
way puts it on another side of the 100 km limit of any route than the reference does.
"""

from __future__ import annotations

import time

import numpy as np
import shapely
from pyproj import Geod, Transformer

from own_process import parser
from points import points
from routes.network import ROUTES, distances_of, route_legs

GEOD = Geod(ellps="WGS84")
LIMIT_KM, NEAR_KM, MIDDLING_KM = 100.0, 200.0, 1000.0
POLAR_KM = GEOD.b / 1000
# More than rounding does to the bounds.
SLACK_KM = 0.001
GOLDEN = (np.sqrt(5) - 1) / 2
BRACKET_M = 0.01
BLOCK = 500
BINS_M = (0, 0.01, 0.1, 0.2, 0.5, 1, 100, 1000, 10_000, np.inf)
NAMES = (
    *("under 1 cm", "1 to 10 cm", "10 to 20 cm", "20 to 50 cm", "50 cm to 1 m"),
    *("1 to 100 m", "100 m to 1 km", "1 to 10 km", "over 10 km"),
)
BAR = 40
PLANES = {
    "plane": "+proj=aeqd +lat_0=34 +lon_0=66 +ellps=WGS84 +units=m",
    "Web Mercator": "EPSG:3857",
}


def ends_of(route: str) -> np.ndarray:
    """Return the ends of every segment of a route, degrees, shape (n, 4)."""
    legs = route_legs()
    lines = legs[legs["route"] == route].geometry.to_numpy()
    xy, part = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    joined = part[1:] == part[:-1]
    return np.column_stack([xy[:-1], xy[1:]])[joined]


def inverse(*degrees: np.ndarray) -> np.ndarray:
    """Return geodesic kilometres between places."""
    return np.asarray(GEOD.inv(*degrees)[2]) / 1000


def centred(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return earth-centred kilometres, shape (n, 3)."""
    to = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.column_stack(to.transform(lon, lat, np.zeros_like(lon))) / 1000


def at_least(places: np.ndarray, vertices: np.ndarray) -> np.ndarray:
    """Return what the geodesics between places and vertices are at least, shape (n, m)."""

    def chords(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        squared = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
        return np.sqrt(np.maximum(squared, 0))

    unit = [v / np.linalg.norm(v, axis=1, keepdims=True) for v in (places, vertices)]
    arc = 2 * POLAR_KM * np.arcsin(np.minimum(chords(*unit) / 2, 1))
    return np.maximum(chords(places, vertices), arc) - SLACK_KM


def reference(lon: np.ndarray, lat: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return geodesic kilometres from points to the nearest of some geodesics."""
    azimuth, _, metres = map(np.asarray, GEOD.inv(*ends.T))
    half = metres / 2000
    one, other = centred(*ends[:, :2].T), centred(*ends[:, 2:].T)
    middle = np.column_stack(GEOD.fwd(ends[:, 0], ends[:, 1], azimuth, metres / 2)[:2])
    km = np.empty(len(lon))
    for start in range(0, len(lon), BLOCK):
        x, y = lon[start : start + BLOCK], lat[start : start + BLOCK]
        here = centred(x, y)
        near = np.minimum(at_least(here, one), at_least(here, other))
        first = near.argmin(axis=1)
        best = inverse(x, y, *middle[first].T)
        point, segment = np.nonzero(near - half <= best[:, None])
        # Again with the true distance of the middle.
        away = inverse(x[point], y[point], *middle[segment].T)
        np.minimum.at(best, point, away)
        kept = away - half[segment] <= best[point] + SLACK_KM
        point, segment = point[kept], segment[kept]
        found = foot(x[point], y[point], ends[segment], azimuth[segment], metres[segment])
        np.minimum.at(best, point, found)
        km[start : start + BLOCK] = best
    return km


def foot(
    lon: np.ndarray, lat: np.ndarray, ends: np.ndarray, azimuth: np.ndarray, metres: np.ndarray
) -> np.ndarray:
    """Return kilometres to the nearest point of a geodesic each, by golden section."""

    def away(s: np.ndarray) -> np.ndarray:
        x, y, _ = GEOD.fwd(ends[:, 0], ends[:, 1], azimuth, s)
        return inverse(lon, lat, x, y)

    low, high = np.zeros_like(metres), metres.copy()
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_a, at_b = away(a), away(b)
    best = np.minimum(inverse(lon, lat, *ends[:, :2].T), inverse(lon, lat, *ends[:, 2:].T))
    while (high - low).max() > BRACKET_M:
        left = at_a < at_b
        low, high = np.where(left, low, a), np.where(left, b, high)
        a_next = np.where(left, high - GOLDEN * (high - low), b)
        b_next = np.where(left, a, low + GOLDEN * (high - low))
        fresh = away(np.where(left, a_next, b_next))
        at_a, at_b = np.where(left, fresh, at_b), np.where(left, at_a, fresh)
        a, b = a_next, b_next
        best = np.minimum(best, fresh)
    return best


def planar(lon: np.ndarray, lat: np.ndarray, crs: str) -> np.ndarray:
    """Return kilometres to each route measured on a map projection, shape (n, routes)."""
    to = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    places = shapely.points(*to.transform(lon, lat))
    columns = []
    legs = route_legs()
    for name in ROUTES:
        lines = legs[legs["route"] == name].geometry.to_numpy()
        drawn = shapely.transform(shapely.get_parts(lines), to.transform, interleaved=False)
        columns.append(shapely.distance(places, shapely.multilinestrings(drawn)) / 1000)
    return np.column_stack(columns)


def report(truth: np.ndarray, ways: dict[str, np.ndarray]) -> None:
    """Print the histogram and the table of the largest errors and the flips."""
    near, middling = truth <= NEAR_KM, (truth > NEAR_KM) & (truth <= MIDDLING_KM)
    far = truth > MIDDLING_KM
    error_m = {name: 1000 * np.abs(km - truth) for name, km in ways.items()}
    heads = f"{'':<38}" + "".join(f"{name:>14}" for name in ways)
    print(f"\nwithin {NEAR_KM:.0f} km of a route: {near.sum():,} distances, by error\n{heads}")
    counts = {name: np.histogram(error[near], BINS_M)[0] for name, error in error_m.items()}
    mine = counts[next(iter(ways))]
    for i, name in enumerate(NAMES):
        bar = "#" * int(np.ceil(BAR * mine[i] / max(mine.max(), 1)))
        print(f"{name:<38}" + "".join(f"{c[i]:>14,}" for c in counts.values()) + f"  {bar}")
    rows = {
        "largest error within 200 km, m": [e[near].max() for e in error_m.values()],
        "largest from 200 to 1,000 km, m": [e[middling].max() for e in error_m.values()],
        "largest beyond, per cent": [(e / truth)[far].max() / 10 for e in error_m.values()],
    }
    print(f"\n{heads}")
    for name, values in rows.items():
        print(f"{name:<38}" + "".join(f"{v:>14,.2f}" for v in values))
    flipped = [((km <= LIMIT_KM) != (truth <= LIMIT_KM)).any(axis=1) for km in ways.values()]
    print(f"{'points that flip at 100 km':<38}" + "".join(f"{f.sum():>14,}" for f in flipped))
    shares = "".join(f"{100 * f.mean():>13.2f}%" for f in flipped)
    print(f"{'  of all points':<38}{shares}")


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__, {})
    arguments.add_argument("--points", type=int, default=20_000)
    given = arguments.parse_args()
    lon, lat = points(given.points, seed=2).T.copy()
    start = time.perf_counter()
    truth = np.column_stack([reference(lon, lat, ends_of(name)) for name in ROUTES])
    print(
        f"{given.points:,} points x {len(ROUTES)} routes by Karney's method: "
        f"{time.perf_counter() - start:.0f} s"
    )
    ways = {"routes": distances_of(lon, lat, exact_at=LIMIT_KM).km}
    report(truth, ways | {name: planar(lon, lat, crs) for name, crs in PLANES.items()})


if __name__ == "__main__":
    main()
