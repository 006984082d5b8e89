"""The account of a file: every row read is accepted or set aside, and what the rows hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.seizures.quality import FLAGS
from routes.seizures.totals import blocks_listed_twice

if TYPE_CHECKING:
    from pathlib import Path

    from routes.seizures.layouts import Layout

LOCATED = ("place", "district", "province", "maritime")


@dataclass(frozen=True)
class SeizureFile:
    """A seizure file, read.

    Attributes
    ----------
    path : Path
    layout : Layout
    frame : DataFrame
        Accepted rows: events or annual totals, see ``docs/methods/seizure-files.md``.
    set_aside : DataFrame
        The other rows: ``sheet``, ``line``, ``kind``, ``reason``, ``text``.
    notes : tuple of str
        How the file was read.
    """

    path: Path
    layout: Layout
    frame: pd.DataFrame
    set_aside: pd.DataFrame
    notes: tuple[str, ...] = field(default=())

    @property
    def kind(self) -> str:
        """``"events"`` or ``"annual"``."""
        return self.layout.kind

    @property
    def counted(self) -> pd.DataFrame:
        """Rows that totals count: no duplicates, no blocks listed twice, no sums of others."""
        return self.frame[self.frame["counted"]]

    def account(self) -> dict[str, Any]:
        """Return the account as plain values, ready for JSON.

        Rows read are rows accepted and rows set aside, always, to the row.
        """
        frame, counted = self.frame, self.counted
        located = None
        precision: dict[str, int] = {}
        if self.kind == "events" and len(frame):
            precision = _counts(frame["precision"])
            located = round(float(frame["precision"].isin(LOCATED).mean()), 4)
        flags = {name: int(frame[name].sum()) for name in FLAGS if name in frame}
        if "listed_twice" in frame:
            flags["listed_twice"] = int(frame["listed_twice"].sum())
        account = {
            "file": self.path.name,
            "layout": self.layout.key,
            "kind": self.kind,
            "rows_read": len(frame) + len(self.set_aside),
            "rows_accepted": len(frame),
            "rows_set_aside": len(self.set_aside),
            "exact_duplicates": int(frame["exact_duplicate"].sum()),
            "years": sorted(int(year) for year in frame["year"].unique()),
            "countries": int(frame["iso3"].nunique()),
            "kilograms_by_family": {
                # A family of which no row has a mass has no kilograms, which is not 0.
                str(family): None if pd.isna(kg) else round(float(kg), 3)
                for family, kg in counted.groupby("family")["kg"].sum(min_count=1).items()
            },
            "rows_by_family": _counts(frame["family"]),
            "rows_without_mass": int(frame["kg"].isna().sum()),
            "located_share": located,
            "rows_by_precision": precision,
            "flags": flags,
            "reasons": _counts(self.set_aside["kind"]),
            "notes": list(self.notes),
        }
        if self.kind == "annual":
            blocks = blocks_listed_twice(frame)
            account["blocks_listed_twice"] = [f"{iso3} {year}" for iso3, year in blocks]
        return account

    def reporting_matrix(self) -> pd.DataFrame:
        """Return the number of accepted rows by country and year; 0 is *no row in this file*."""
        return self.frame.pivot_table(
            index="iso3", columns="year", values="line", aggfunc="count", fill_value=0,
            observed=True,
        )  # fmt: skip


def _counts(values: pd.Series) -> dict[str, int]:
    counts = values.value_counts()
    return {str(name): int(number) for name, number in counts.items() if number}
