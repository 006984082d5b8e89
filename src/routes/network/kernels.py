"""Loops over points: distance to the nearest leg of each route, and who is inside a corridor.

Points and legs are taken to earth-centred coordinates in kilometres, where straight distance is
cheap and true. A leg is a chain of chords of at most 20 km; the foot of a point on a chord is
lifted back to the ellipsoid, and the chord to the foot is turned into the arc. Nothing is
approximated by the search: a box that could hold something nearer is always opened.

Plain functions, compiled by `routes.network.compiled` for many points. A few are asked as they are:
the same sums in the same order, to the last bit, without the seconds of a compiler.
"""

from __future__ import annotations

from math import acos, asin, cos, inf, isfinite, radians, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

A_KM = 6378.137
F = 1 / 298.257223563
B_KM = A_KM * (1 - F)
INVERSE_A2, INVERSE_B2 = A_KM**-2, B_KM**-2
E2 = F * (2 - F)
# Distances that differ by less are one distance: legs drawn on two branches, or the other way.
SAME_KM = 1e-6
# Beyond this a chord is no longer turned into an arc with one radius.
FAR_KM = 300.0
OUT, IN, ASK = 0, 1, 2
# Fine cells along one degree, and along the side of a block: powers of two, which need no division.
FINE, SIDE = 128, 16
BLOCKS = FINE // SIDE
LOW = np.int32(0x7FFFFFFF)
# Points that are looked up together: what they need stays in the nearest cache.
BLOCK = 1024


def ecef(lon: float, lat: float) -> tuple[float, float, float]:
    """Return earth-centred kilometres of a point in degrees."""
    phi, lam = radians(lat), radians(lon)
    sine, cosine = sin(phi), cos(phi)
    normal = A_KM / sqrt(1 - E2 * sine * sine)
    return (
        normal * cosine * cos(lam),
        normal * cosine * sin(lam),
        normal * (1 - E2) * sine,
    )


def _to_segment(px: float, py: float, pz: float, segments: Floats, k: int) -> tuple[float, float]:
    """Return the squared chord to the nearest point of a segment, and where on it that is."""
    # No view of the row is taken: counting its references would cost more than the sums.
    ax, ay, az = segments[k, 0], segments[k, 1], segments[k, 2]
    dx, dy, dz = segments[k, 3], segments[k, 4], segments[k, 5]
    t = ((px - ax) * dx + (py - ay) * dy + (pz - az) * dz) * segments[k, 6]
    t = min(max(t, 0.0), 1.0)
    x, y, z = ax + t * dx, ay + t * dy, az + t * dz
    lift = 1 / sqrt((x * x + y * y) * INVERSE_A2 + z * z * INVERSE_B2)
    x, y, z = px - lift * x, py - lift * y, pz - lift * z
    return x * x + y * y + z * z, t


def _to_box(px: float, py: float, pz: float, boxes: Floats, node: int) -> float:
    x = max(boxes[node, 0] - px, 0.0, px - boxes[node, 3])
    y = max(boxes[node, 1] - py, 0.0, py - boxes[node, 4])
    z = max(boxes[node, 2] - pz, 0.0, pz - boxes[node, 5])
    squared: float = x * x + y * y + z * z
    return squared


def _arc(chord: float, pz: float) -> float:
    """Return the arc over a chord, by the mean radius of curvature near a place."""
    sine = pz / B_KM  # near enough for a radius
    radius = A_KM * sqrt(1 - E2) / (1 - E2 * sine * sine)
    # The series of the arcsine: at 300 km the next term is a hundredth of a millimetre.
    q = (chord / radius) ** 2
    return chord * (1 + q / 24 + 3 * q * q / 640)


def _far_arc(px: float, py: float, pz: float, x: float, y: float, z: float) -> float:
    """Return the arc between two places by the radius half-way, in the direction of travel."""
    mx, my, mz = px + x, py + y, pz + z
    # The normal half-way; the middle of the chord leans on the geocentre, hence 1 - e2.
    flat = sqrt(mx * mx + my * my)
    tilt = sqrt(flat * flat * (1 - E2) * (1 - E2) + mz * mz)
    if tilt == 0.0:
        return A_KM * acos(-1.0)
    sine, cosine = mz / tilt, flat * (1 - E2) / tilt
    dx, dy, dz = x - px, y - py, z - pz
    chord = sqrt(dx * dx + dy * dy + dz * dz)
    east_x, east_y = (-my / flat, mx / flat) if flat > 0.0 else (1.0, 0.0)
    east = dx * east_x + dy * east_y
    north = -sine * (dx * east_y - dy * east_x) + cosine * dz
    w = 1 - E2 * sine * sine
    across = A_KM / sqrt(w)
    along = across * (1 - E2) / w
    both = east * east + north * north
    radius = across if both == 0.0 else both / (north * north / along + east * east / across)
    return 2 * radius * asin(min(chord / (2 * radius), 1.0))


def _search(
    px: float, py: float, pz: float, best: float, found: int, at: float, root: int,
    boxes: Floats, kids: Ints, segments: Floats, legs: Ints, stack: Ints, away: Floats,
) -> tuple[float, int, float]:  # fmt: skip
    """Return the nearest segment of one tree; of equals, the one of the first leg."""
    slack = 2 * SAME_KM * sqrt(best) + SAME_KM * SAME_KM
    top = 0
    stack[0], away[0] = root, 0.0
    while top >= 0:
        node, least = stack[top], away[top]
        top -= 1
        if least > best + slack:
            continue
        left, right = kids[node, 0], kids[node, 1]
        if left < 0:
            start = -left - 1
            for k in range(start, start + right):
                c2, t = _to_segment(px, py, pz, segments, k)
                if c2 > best + slack:
                    continue
                # Equally near: the first leg, then the first segment, in whatever order searched.
                equal = found >= 0 and abs(c2 - best) <= slack
                if equal and (legs[k], c2, k) >= (legs[found], best, found):
                    continue
                best, found, at = c2, k, t
                slack = 2 * SAME_KM * sqrt(best) + SAME_KM * SAME_KM
            continue
        to_left, to_right = _to_box(px, py, pz, boxes, left), _to_box(px, py, pz, boxes, right)
        # The nearer child is opened first: it goes on top.
        if to_left < to_right:
            left, right, to_left, to_right = right, left, to_right, to_left
        if to_left <= best + slack:
            top += 1
            stack[top], away[top] = left, to_left
        if to_right <= best + slack:
            top += 1
            stack[top], away[top] = right, to_right
    return best, found, at


def _collect(
    px: float, py: float, pz: float, within: float, root: int,
    boxes: Floats, kids: Ints, segments: Floats, stack: Ints, out: Ints,
) -> int:  # fmt: skip
    """Write the segments of a tree within a squared chord; return how many, -1 if too many."""
    count, top = 0, 0
    stack[0] = root
    while top >= 0:
        node = stack[top]
        top -= 1
        if _to_box(px, py, pz, boxes, node) > within:
            continue
        left, right = kids[node, 0], kids[node, 1]
        if left >= 0:
            stack[top + 1], stack[top + 2] = left, right
            top += 2
            continue
        start = -left - 1
        for k in range(start, start + right):
            if _to_segment(px, py, pz, segments, k)[0] > within:
                continue
            if count == len(out):
                return -1
            out[count] = k
            count += 1
    return count


def candidates(
    lon: Floats, lat: Floats, farther: Floats, roots: Ints, boxes: Floats, kids: Ints,
    segments: Floats, legs: Ints, first: Ints, listed: Ints, counts: Ints,
) -> None:  # fmt: skip
    """Fill, for each cell and tree, the nearest segment to its middle and all that may be nearest.

    A segment may be nearest to a point of the cell if it is no more than `farther` kilometres
    farther from the middle than the nearest there. Of a list that is too long the count is 0.
    """
    stack, away = np.empty(128, np.int32), np.empty(128)
    for i in range(len(lon)):
        px, py, pz = ecef(lon[i], lat[i])
        for r in range(len(roots)):
            best, k, _ = _search(
                px, py, pz, inf, -1, 0.0, roots[r], boxes, kids, segments, legs, stack, away
            )
            first[r, i] = k
            far = sqrt(best) + farther[i]
            found = _collect(
                px, py, pz, far * far, roots[r], boxes, kids, segments, stack, listed[r, i]
            )
            counts[r, i] = max(found, 0)


def _cell(lon: float, lat: float) -> int:
    """Return the cell of one degree that a point lies in."""
    return min(max(int(lat + 90), 0), 179) * 360 + int(lon + 180) % 360


def _on_the_ground(
    px: float, py: float, pz: float, squared: float, t: float, segments: Floats, k: int
) -> float:
    """Return the arc over a squared chord to a place on a segment."""
    chord = sqrt(squared)
    if chord <= FAR_KM:
        return _arc(chord, pz)
    x = segments[k, 0] + t * segments[k, 3]
    y = segments[k, 1] + t * segments[k, 4]
    z = segments[k, 2] + t * segments[k, 5]
    lift = 1 / sqrt((x * x + y * y) * INVERSE_A2 + z * z * INVERSE_B2)
    return _far_arc(px, py, pz, lift * x, lift * y, lift * z)


def nearest(
    lon: Floats, lat: Floats, roots: Ints, boxes: Floats, kids: Ints, segments: Floats,
    legs: Ints, first: Ints, begins: Ints, listed: Ints, km: Floats, found: Ints, at: Floats,
) -> None:  # fmt: skip
    """Fill, for each point and tree, the distance, the segment and the place on it.

    `first`, `begins` and `listed` are what `candidates` found for cells of one degree, the lists
    one behind the other: most points ask a few segments and no tree.
    """
    stack, away = np.empty(128, np.int32), np.empty(128)
    for i in range(len(lon)):
        if not (isfinite(lon[i]) and isfinite(lat[i])):
            for r in range(len(roots)):
                km[i, r], found[i, r], at[i, r] = np.nan, -1, np.nan
            continue
        px, py, pz = ecef(lon[i], lat[i])
        cell = _cell(lon[i], lat[i])
        for r in range(len(roots)):
            k, best, t = -1, inf, 0.0
            start, end = begins[r, cell], begins[r, cell + 1]
            slack = 0.0
            for place in range(start, end):
                segment = listed[place]
                c2, s = _to_segment(px, py, pz, segments, segment)
                if c2 > best + slack:
                    continue
                equal = k >= 0 and abs(c2 - best) <= slack
                if equal and (legs[segment], c2, segment) >= (legs[k], best, k):
                    continue
                best, k, t = c2, segment, s
                slack = 2 * SAME_KM * sqrt(best) + SAME_KM * SAME_KM
            if start == end:
                k = first[r, cell]
                best, t = _to_segment(px, py, pz, segments, k)
                best, k, t = _search(
                    px, py, pz, best, k, t, roots[r], boxes, kids, segments, legs, stack, away
                )
            found[i, r], at[i, r] = k, t
            km[i, r] = _on_the_ground(px, py, pz, best, t, segments, k)


def nearest_of_few(
    lon: Floats, lat: Floats, roots: Ints, boxes: Floats, kids: Ints, segments: Floats,
    legs: Ints, km: Floats, found: Ints, at: Floats,
) -> None:  # fmt: skip
    """Fill what `nearest` fills, from the trees alone: no list of candidates has to be made."""
    stack, away = np.empty(128, np.int32), np.empty(128)
    for i in range(len(lon)):
        for r in range(len(roots)):
            km[i, r], found[i, r], at[i, r] = np.nan, -1, np.nan
            if not (isfinite(lon[i]) and isfinite(lat[i])):
                continue
            px, py, pz = ecef(lon[i], lat[i])
            best, k, t = _search(
                px, py, pz, inf, -1, 0.0, roots[r], boxes, kids, segments, legs, stack, away
            )
            found[i, r], at[i, r] = k, t
            km[i, r] = _on_the_ground(px, py, pz, best, t, segments, k)


def _reaches(
    px: float, py: float, pz: float, near: float, far: float, root: int,
    boxes: Floats, kids: Ints, segments: Floats, stack: Ints,
) -> int:  # fmt: skip
    """Return IN if a segment lies within `near`, OUT if none lies within `far`, else ASK."""
    answer = OUT
    top = 0
    stack[0] = root
    while top >= 0:
        node = stack[top]
        top -= 1
        if _to_box(px, py, pz, boxes, node) > far:
            continue
        left, right = kids[node, 0], kids[node, 1]
        if left < 0:
            start = -left - 1
            for k in range(start, start + right):
                c2, _ = _to_segment(px, py, pz, segments, k)
                if c2 <= near:
                    return IN
                if c2 <= far:
                    answer = ASK
            continue
        if _to_box(px, py, pz, boxes, left) < _to_box(px, py, pz, boxes, right):
            left, right = right, left
        stack[top + 1], stack[top + 2] = left, right
        top += 2
    return answer


def _any_within(
    px: float, py: float, pz: float, near: float, far: float,
    segments: Floats, listed: Ints, start: int, end: int,
) -> int:  # fmt: skip
    """Return what `_reaches` returns, from the list of all segments that may be nearest."""
    answer = OUT
    for place in range(start, end):
        c2, _ = _to_segment(px, py, pz, segments, listed[place])
        if c2 <= near:
            return IN
        if c2 <= far:
            answer = ASK
    return answer


def _look_up(
    lon: Floats, lat: Floats, start: int, count: int, coarse: Ints, blocks: Ints,
    fine: NDArray[np.uint8], xs: Ints, ys: Ints, codes: Ints,
) -> None:  # fmt: skip
    """Fill the code of the cell of some points, table by table.

    Loops without branches: the processor waits for many cells at once, not for each. Of a cell
    that is all one the sign bit is set; the rest is where its code stands, at the head of the next
    table, whatever the place in the cell.
    """
    for j in range(count):
        # Fine cells from the south-west corner; what is not on the globe is in the first.
        x, y = (lon[start + j] + 180) * FINE, (lat[start + j] + 90) * FINE
        xs[j] = np.int32(x) if 0 <= x < 360 * FINE else 0
        ys[j] = np.int32(min(y, 180.0 * FINE - 1)) if y >= 0 else 0
        codes[j] = ys[j] // FINE * 360 + xs[j] // FINE
    for j in range(count):
        cell = coarse[codes[j]]
        inner = ys[j] // SIDE % BLOCKS * BLOCKS + xs[j] // SIDE % BLOCKS
        codes[j] = (cell & LOW) + (inner & ~(cell >> 31))
    for j in range(count):
        cell = blocks[codes[j]]
        codes[j] = (cell & LOW) + ((ys[j] % SIDE * SIDE + xs[j] % SIDE) & ~(cell >> 31))
    for j in range(count):
        codes[j] = fine[codes[j]]


def inside(
    lon: Floats, lat: Floats, coarse: Ints, blocks: Ints, fine: NDArray[np.uint8],
    near: float, far: float, roots: Ints, boxes: Floats, kids: Ints, segments: Floats,
    begins: Ints, listed: Ints, held: NDArray[np.bool_], rows: Ints, asks: NDArray[np.uint8],
) -> int:  # fmt: skip
    """Fill one truth a tree: by the raster where it is sure, else by distance.

    Returns how many points are at the very limit: their rows, and bits ASK for the trees in
    question, are written to `rows` and `asks`.
    """
    stack = np.empty(128, np.int32)
    codes = np.empty(BLOCK, np.int32)
    xs, ys = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int32)
    asked = 0
    for start in range(0, len(lon), BLOCK):
        count = min(BLOCK, len(lon) - start)
        _look_up(lon, lat, start, count, coarse, blocks, fine, xs, ys, codes)
        for j in range(count):
            i = start + j
            told = codes[j]
            if not (isfinite(lon[i]) and isfinite(lat[i])):
                told = 0
            elif told & 0b101010:
                told = _measured(
                    lon[i], lat[i], told, near, far, roots, boxes, kids, segments, begins, listed,
                    stack,
                )  # fmt: skip
                if told & 0b101010:
                    rows[asked], asks[asked] = i, told
                    asked += 1
            for r in range(held.shape[1]):
                held[i, r] = (told >> (2 * r)) & 1
    return asked


def _measured(
    lon: float, lat: float, told: int, near: float, far: float, roots: Ints, boxes: Floats,
    kids: Ints, segments: Floats, begins: Ints, listed: Ints, stack: Ints,
) -> int:  # fmt: skip
    """Return the bits of a point with the trees asked that the raster leaves open."""
    px, py, pz = ecef(lon, lat)
    cell = _cell(lon, lat)
    for r in range(len(roots)):
        if (told >> (2 * r)) & ASK:
            start, end = begins[r, cell], begins[r, cell + 1]
            if start < end:
                answer = _any_within(px, py, pz, near, far, segments, listed, start, end)
            else:
                answer = _reaches(px, py, pz, near, far, roots[r], boxes, kids, segments, stack)
            told = (told & ~(0b11 << (2 * r))) | (answer << (2 * r))
    return told
