"""The points that the benchmarks of attribution ask about."""

from __future__ import annotations

import numpy as np


def points(count: int, seed: int) -> np.ndarray:
    """Return longitudes and latitudes, shape (count, 2).

    Half lie within a degree or two of the legs, half over -10…100° E and -35…65° N.
    """
    import shapely  # noqa: PLC0415 - the peers import this module without it

    from routes.network import route_legs  # noqa: PLC0415

    rng = np.random.default_rng(seed)
    vertices = shapely.get_coordinates(route_legs().geometry.to_numpy())
    near = vertices[rng.integers(0, len(vertices), count // 2)]
    near = near + rng.normal(0, 1.1, near.shape)
    far = rng.uniform((-10, -35), (100, 65), (count - len(near), 2))
    both = np.vstack([near, far])
    return np.column_stack([(both[:, 0] + 180) % 360 - 180, np.clip(both[:, 1], -89, 89)])
