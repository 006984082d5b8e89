"""Where the next post would reach most, beside trying every choice and beside spopt.

Usage: ``python benchmarks/next_post.py --peers PYTHON`` where PYTHON is an interpreter with spopt
and ``pulp[highs]`` installed. Without it only our own figures and brute force are printed.

The same matrix for all: every node that lies in a State by every node with kilograms, geodesic
distances, 500 km, the posts of 2022 fixed. Ours gives the proof, the runner-up and the ties
besides. Each is the best of three in one process; nothing is timed but the answer, and all must
gain the same.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 3
RADIUS_KM = 500.0


def best(question: Callable[[], float]) -> tuple[float, float]:
    """Return the seconds of the best of some runs, and the answer."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        answer = question()
        seconds.append(time.perf_counter() - start)
    return min(seconds), answer


def prepare(folder: Path) -> None:
    """Write distances, in kilometres, and the kilograms not yet reached."""
    from routes import liaison_officers, table  # noqa: PLC0415
    from routes.analysis.demand import kilograms  # noqa: PLC0415
    from routes.analysis.pieces import distances, placed_posts  # noqa: PLC0415
    from routes.network import ROUTES, nodes  # noqa: PLC0415

    points = kilograms(
        ROUTES,
        years=(2018, 2022),
        drugs=("heroin", "morphine"),
        countries="transit",
        shared="primary",
    ).points
    kind = table("countries").set_index("iso3")["kind"]
    places = nodes().sort_index()
    places = places[places["iso3"].map(kind) == "state"]
    lon, lat = (points[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
    posts = distances(lon, lat, placed_posts(liaison_officers(year=2022)))
    left = (posts > RADIUS_KM).all(axis=1)
    np.save(folder / "km.npy", distances(lon, lat, places)[left])
    np.save(folder / "kg.npy", points["amount"].to_numpy()[left])


def brute(reaches: np.ndarray, kg: np.ndarray, k: int) -> float:
    """Return the most that any choice gains, by trying every one."""
    return max(
        float(kg[reaches[list(choice)].any(axis=0)].sum())
        for choice in combinations(range(len(reaches)), k)
    )


def spopt_way(folder: Path, k: int) -> dict[str, float]:
    """Return the seconds and the gain of spopt with HiGHS."""
    import pulp  # noqa: PLC0415
    from spopt.locate import MCLP  # noqa: PLC0415

    km, kg = np.load(folder / "km.npy"), np.load(folder / "kg.npy")

    def answer() -> float:
        model = MCLP.from_cost_matrix(km, kg, RADIUS_KM, p_facilities=k)
        solved = model.solve(pulp.HiGHS(msg=False, gapRel=0.0))
        chosen = [i for i, clients in enumerate(solved.fac2cli) if clients]
        return float(kg[(km[:, chosen] <= RADIUS_KM).any(axis=1)].sum())

    seconds, gain = best(answer)
    return {"seconds": seconds, "gain": gain}


def beside(name: str, seconds: float, gain: float, ours: tuple[float, float]) -> None:
    """Print the seconds of another way and how many times ours they are."""
    if abs(gain - ours[1]) > 1e-6 * ours[1]:
        raise SystemExit(f"{name} gains {gain}, ours {ours[1]}")
    print(f"  {name:<34} {seconds:8.3f} s  {seconds / ours[0]:6.1f} x ours", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(spopt_way(given.folder, given.measure)))
        return
    from routes.analysis.covering import maximal_cover  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        reaches = np.load(folder / "km.npy").T <= RADIUS_KM
        kg = np.load(folder / "kg.npy")
        print(f"{len(reaches)} sites, {len(kg)} demands, {RADIUS_KM:.0f} km")
        maximal_cover(reaches, kg, k=1)
        for k in (1, 2, 5):
            ours = best(lambda k=k: maximal_cover(reaches, kg, k=k).gain)
            print(f"k = {k}\n  {'ours, with runner-up and ties':<34} {ours[0]:8.3f} s")
            if k <= 2:  # noqa: PLR2004 - 6 thousand million choices of five
                beside("every choice", *best(lambda k=k: brute(reaches, kg, k)), ours)
            if given.peers:
                done = subprocess.run(
                    [given.peers, "-W", "ignore", __file__, "--measure", str(k), "--folder", name],
                    check=True,
                    stdout=subprocess.PIPE,
                )
                peer = json.loads(done.stdout)
                beside("spopt with HiGHS", peer["seconds"], peer["gain"], ours)


if __name__ == "__main__":
    main()
