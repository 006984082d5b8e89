"""Build data/seizures_by_place.csv from a file of Individual Drug Seizures.

    python tools/build_event_layer.py FILE

The file itself is never committed: only sums by place, drug family and year leave it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from routes.seizures import aggregated, read_seizures

TARGET = Path(__file__).parent.parent / "data" / "seizures_by_place.csv"
SOURCE = "UNODC Individual Drug Seizures, public release, part of 2011–2014"


def main(path: str) -> None:
    """Read the file and write the table."""
    file = read_seizures(path, kind="events")
    frame = aggregated(file.frame).assign(source=SOURCE, confidence="stated")
    frame.to_csv(TARGET, index=False, lineterminator="\n", float_format="%.10g")
    counted = int(frame["events"].sum())
    print(f"{TARGET.name}: {len(frame)} rows, {counted:,} events")


if __name__ == "__main__":
    main(sys.argv[1])
