"""Attribution of whole files, in parts, on one machine."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from routes.analysis.attribution import attribute, attributed_totals
from routes.errors import RoutesError
from routes.seizures import FAMILIES, UnreadableFileError, read_in_parts, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS = 500_000
ENDINGS = (".parquet", ".csv")


class AttributionFileError(RoutesError, OSError):
    """A file of attributed seizures could not be written."""


def attribute_file(
    path: str | Path,
    out: str | Path | None = None,
    *,
    method: str = "corridor",
    progress: Callable[[int], object] | None = None,
    step: Callable[[str], object] | None = None,
    **rule: Any,
) -> dict[str, Any]:
    """Attribute every seizure of a file, of any size, in parts.

    Parameters
    ----------
    path : str or Path
        Any file that `read_seizures` takes, or Parquet with the columns that `attribute` needs.
    out : str or Path, optional
        ``.parquet`` or ``.csv``. It appears whole or not at all.
    method, **rule
        As for `attribute`.
    progress : callable, optional
        Called with the number of rows after each part.
    step : callable, optional
        Called with the name of each step of reading as it begins.

    Returns
    -------
    dict
        ``file``, ``method``, ``rule``, ``rows``, ``rows_set_aside``, ``rows_not_counted``,
        ``totals`` (by drug family, never added up: events, kg and share of each part),
        ``rows_other_drugs`` (in no total), ``certainty`` and ``reasons`` (rows).

    Raises
    ------
    AttributionFileError, UnreadableFileError, ParameterError

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"latitude": [41.3], "longitude": [69.3], "kg": [1.0]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     frame.assign(iso3="UZB", family="heroin").to_parquet(f"{folder}/events.parquet")
    ...     attribute_file(f"{folder}/events.parquet")["totals"]["heroin"]["northern"]
    {'events': 1, 'kg': 1.0, 'share': 100.0}
    """
    path, target = Path(path), None if out is None else _target(out)
    summary = Summary()
    temporary = target.with_name(f".{target.name}.part") if target else None
    try:
        with Writer(temporary, csv=bool(target and target.suffix == ".csv")) as writer:
            for part, aside in _parts(path, step):
                attributed = attribute(part, method=method, **rule)
                summary.add(attributed, aside)
                writer.write(attributed)
                if progress:
                    progress(len(part) + aside)
        if target and temporary:
            temporary.replace(target)
    except OSError as error:
        if isinstance(error, RoutesError):
            raise
        raise AttributionFileError(f"{out}: cannot be written: {error.strerror or error}") from None
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)
    return {"file": path.name, "method": method, "rule": rule, **summary.account()}


class Summary:
    """What a file came to, added part by part."""

    def __init__(self) -> None:
        self._totals: list[pd.DataFrame] = []
        self._certainty: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._rows = self._aside = self._not_counted = self._other = 0

    def add(self, attributed: pd.DataFrame, aside: int) -> None:
        """Add a part and the number of rows that were set aside while it was read."""
        self._rows += len(attributed)
        self._aside += aside
        if "counted" in attributed:
            self._not_counted += int((~attributed["counted"]).sum())
        for name, counter in (("certainty", self._certainty), ("reason", self._reasons)):
            counts = attributed[name].value_counts()
            counter.update({str(k): int(n) for k, n in counts.items() if n})
        # Without a column of families the file is taken to be of one drug.
        known = "family" in attributed
        opiates = attributed[attributed["family"].isin(FAMILIES)] if known else attributed
        self._other += len(attributed) - len(opiates)
        for family, rows in opiates.groupby("family", observed=True) if known else [("", opiates)]:
            totals = attributed_totals(rows)[["events", "kg"]].reset_index()
            self._totals.append(totals.assign(family=family))

    def account(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        totals: dict[str, dict[str, Any]] = {}
        if self._totals:
            parts = pd.concat(self._totals).groupby(["family", "part"], observed=True, sort=False)
            table = parts.agg(events=("events", "sum"), kg=("kg", lambda kg: kg.sum(min_count=1)))
            whole = table.groupby("family")["kg"].transform("sum")
            table["share"] = 100 * table["kg"] / whole.where(whole > 0)
            for row in table.reset_index().itertuples():
                totals.setdefault(str(row.family), {})[str(row.part)] = {
                    "events": int(row.events),
                    "kg": None if pd.isna(row.kg) else round(float(row.kg), 3),
                    "share": None if pd.isna(row.share) else round(float(row.share), 2),
                }
        return {
            "rows": self._rows,
            "rows_set_aside": self._aside,
            "rows_not_counted": self._not_counted,
            "rows_other_drugs": self._other,
            "totals": totals,
            "certainty": dict(self._certainty.most_common()),
            "reasons": dict(self._reasons.most_common()),
        }


class Writer:
    """Parquet or CSV, written part by part; nothing if there is no path."""

    def __init__(self, path: Path | None, *, csv: bool) -> None:
        self._path, self._csv = path, csv
        self._parquet: pq.ParquetWriter | None = None
        self._first = True

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the file."""
        if self._parquet:
            self._parquet.close()

    def write(self, frame: pd.DataFrame) -> None:
        """Write a part behind the others."""
        if self._path is None:
            return
        if self._csv:
            write_csv(frame, self._path, header=self._first, mode="w" if self._first else "a")
        else:
            self._write_parquet(frame)
        self._first = False

    def _write_parquet(self, frame: pd.DataFrame) -> None:
        if self._parquet is None:
            table = pa.Table.from_pandas(frame, preserve_index=False)
            self._parquet = pq.ParquetWriter(self._path, _roomy(table.schema))
        schema = self._parquet.schema
        self._parquet.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False))


def _roomy(schema: pa.Schema) -> pa.Schema:
    """Return the schema with room for later parts: text where all is missing, more categories."""
    words = pa.dictionary(pa.int32(), pa.string())
    fields = [
        f.with_type(pa.string())
        if pa.types.is_null(f.type)
        else f.with_type(words)
        if pa.types.is_dictionary(f.type) and not pa.types.is_integer(f.type.value_type)
        else f
        for f in schema
    ]
    return pa.schema(fields, metadata=schema.metadata)


def _target(out: str | Path) -> Path:
    target = Path(out)
    if target.suffix not in ENDINGS:
        raise AttributionFileError(f"{out}: ends in {' or '.join(ENDINGS)}")
    if not target.parent.is_dir():
        raise AttributionFileError(f"{out}: no folder {target.parent}")
    if not os.access(target.parent, os.W_OK):
        raise AttributionFileError(f"{out}: cannot be written")
    return target


def _parts(path: Path, step: Callable[[str], object] | None) -> Iterator[tuple[pd.DataFrame, int]]:
    if path.suffix == ".parquet" and path.is_file():
        try:
            # With a buffer ahead, every batch that was read would be kept.
            file = pq.ParquetFile(path, pre_buffer=False)
            names = set(file.schema_arrow.names)
        except (pa.ArrowInvalid, OSError) as error:
            raise UnreadableFileError(f"{path}: no Parquet file: {error}") from None
        if {"latitude", "longitude"} <= names:
            for batch in file.iter_batches(batch_size=ROWS):
                # An index is a column of the file like any other.
                yield batch.to_pandas(ignore_metadata=True), 0
            return
    for file in read_in_parts(path, progress=step):
        yield file.frame, len(file.set_aside)
