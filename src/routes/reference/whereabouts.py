"""Places of the tables whose latitude and longitude were swapped.

They often stay within bounds (40, 60 for 60, 40), but not within their country. Looked at when
tables are signed, not each time they are loaded: the shapes take longer to read than all tables.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from routes.reference.fault import Fault
from routes.reference.package import package, read_signed, tabular

if TYPE_CHECKING:
    from pathlib import Path

# Shapes are simplified, ports lie off the coast, and a border post is a point of two countries.
MARGIN_DEGREES = 3.0
_COLUMNS = {"iso3", "latitude", "longitude"}
Box = tuple[float, float, float, float]


def misplaced(folder: Path) -> list[Fault]:
    """Return every row whose place is far from its country, and near it the other way round."""
    boxes = _boxes(json.loads(read_signed(folder, "basemap_countries.geojson")))
    faults = []
    for resource in tabular(package(folder)):
        if not {field["name"] for field in resource["schema"]["fields"]} >= _COLUMNS:
            continue
        text = read_signed(folder, resource["path"]).decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        for row in reader:
            if not row["latitude"] or not row["longitude"] or row["iso3"] not in boxes:
                continue
            lon, lat = float(row["longitude"]), float(row["latitude"])
            near = boxes[row["iso3"]]
            if _near(lon, lat, near) or not _near(lat, lon, near):
                continue
            fault = f"{lat:g}, {lon:g} is far from {row['iso3']}; the two are swapped"
            faults.append(Fault(resource["path"], reader.line_num, "latitude/longitude", fault))
    return faults


def _boxes(layer: dict[str, Any]) -> dict[str, list[Box]]:
    """Return the boxes of the parts of each country: an island far away makes no continent near."""
    found: dict[str, list[Box]] = {}
    for feature in layer["features"]:
        iso3 = feature["properties"].get("iso3")
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for part in parts:
            x, y = [point[0] for point in part[0]], [point[1] for point in part[0]]
            found.setdefault(iso3, []).append((min(x), min(y), max(x), max(y)))
    return found


def _near(lon: float, lat: float, boxes: list[Box]) -> bool:
    edge = MARGIN_DEGREES
    return any(
        west - edge <= lon <= east + edge and south - edge <= lat <= north + edge
        for west, south, east, north in boxes
    )
