"""The account of a file: every row read is accepted or set aside, and what the rows hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING, Any

from routes.seizures.quality import FLAGS
from routes.seizures.tables import HARMLESS
from routes.seizures.totals import blocks_listed_twice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from routes.seizures.layouts import Layout

LOCATED = ("place", "district", "province", "maritime")


@dataclass(frozen=True, repr=False)
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

    def __repr__(self) -> str:
        a = self.account()
        years = "–".join(str(year) for year in dict.fromkeys([*a["years"][:1], *a["years"][-1:]]))
        told = {
            "kilograms counted": {
                name: "without mass" if kg is None else f"{kg:,.1f}"
                for name, kg in a["kilograms_by_family"].items()
            },
            "places": a["rows_by_precision"],
            "flagged, kept": {name: rows for name, rows in a["flags"].items() if rows},
            "set aside": a["reasons"],
        }
        title = self.layout.title
        states = "1 country" if a["countries"] == 1 else f"{a['countries']} countries"
        first = f"{a['file']}: {title}, years {years or 'none'}, {states}"
        rows = (
            f"{a['rows_read']:,} rows read = {a['rows_accepted']:,} accepted + "
            f"{a['rows_set_aside']:,} set aside; {a['rows_without_mass']:,} without mass"
        )
        lines = [f"{name}: {_told(counts)}" for name, counts in told.items() if counts]
        return "\n".join([first, rows, *lines, *self.notes])

    def account(self) -> dict[str, Any]:
        """Return the account as plain values, ready for JSON.

        Rows read are rows accepted and rows set aside, always, to the row.
        """
        return account_of_parts([Account.of(self)])

    @property
    def complete(self) -> bool:
        """Whether no row was set aside for a fault, and no unknown label has a mass."""
        faults = self.set_aside.loc[~self.set_aside["kind"].isin(HARMLESS)]
        strange = self.counted.loc[~self.counted["drug_known"].astype(bool), "kg"]
        return faults.empty and not bool(strange.gt(0).any())

    def reporting_matrix(self) -> pd.DataFrame:
        """Return the number of accepted rows by country and year; 0 is *no row in this file*."""
        return self.frame.pivot_table(
            index="iso3", columns="year", values="line", aggfunc="count", fill_value=0,
            observed=True,
        )  # fmt: skip


@dataclass(frozen=True)
class Account:
    """What the account of a file needs of a part of it: counts and sums, and no rows.

    Attributes
    ----------
    file, layout, kind : str
    notes : tuple of str
    accepted, set_aside, duplicates, without_mass : int
        Rows.
    years, countries : frozenset
    kilograms : mapping of str to float or None
        By family; a family of which no row has a mass has no kilograms, which is not 0.
    families, precisions, flags, reasons : Counter
        Rows of each.
    blocks : tuple of str
        Countries and years listed twice.
    unknown, unknown_kilograms : Counter
        Rows and kilograms of labels of drugs that are not in our table.
    """

    file: str
    layout: str
    kind: str
    notes: tuple[str, ...]
    accepted: int
    set_aside: int
    duplicates: int
    without_mass: int
    years: frozenset[int]
    countries: frozenset[str]
    kilograms: dict[str, float | None]
    families: Counter[str]
    precisions: Counter[str]
    flags: Counter[str]
    reasons: Counter[str]
    blocks: tuple[str, ...] = ()
    unknown: Counter[str] = field(default_factory=Counter)
    unknown_kilograms: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, part: SeizureFile) -> Account:
        """Return the account of a file or of a part of it."""
        frame, counted = part.frame, part.counted
        flags = {
            n: int(frame[n].sum()) for n in (*FLAGS, "listed_twice", "sums_others") if n in frame
        }
        annual = part.kind == "annual"
        strange = counted[~counted["drug_known"].astype(bool)]
        masses = strange.groupby("drug_name", observed=True)["kg"].sum()
        return cls(
            file=part.path.name,
            layout=part.layout.key,
            kind=part.kind,
            notes=part.notes,
            accepted=len(frame),
            set_aside=len(part.set_aside),
            duplicates=int(frame["exact_duplicate"].sum()),
            without_mass=int(frame["kg"].isna().sum()),
            years=frozenset(int(year) for year in frame["year"].unique()),
            countries=frozenset(map(str, frame["iso3"].dropna().unique())),
            kilograms={
                str(family): fsum(known) if len(known := kg.dropna()) else None
                for family, kg in counted.groupby("family", observed=True)["kg"]
            },
            families=_counts(frame["family"]),
            precisions=Counter() if annual else _counts(frame["precision"]),
            flags=Counter(flags),
            reasons=_counts(part.set_aside["kind"]),
            unknown=_counts(strange["drug_name"]),
            unknown_kilograms=Counter({str(name): float(kg) for name, kg in masses.items()}),
            blocks=tuple(f"{iso3} {year}" for iso3, year in blocks_listed_twice(frame))
            if annual
            else (),
        )


def account_of_parts(parts: Iterable[Account]) -> dict[str, Any]:
    """Return the account of a file from the accounts of its parts, as `SeizureFile.account`.

    Parameters
    ----------
    parts : iterable of Account
        One or more, as from ``Account.of(part)`` for each part of `read_in_parts`.
    """
    accounts = list(parts)
    any_part = accounts[0]
    accepted, aside = (sum(getattr(a, n) for a in accounts) for n in ("accepted", "set_aside"))
    families, precisions, flags, reasons = (
        _total(getattr(account, name) for account in accounts)
        for name in ("families", "precisions", "flags", "reasons")
    )
    located = sum(precisions.get(name, 0) for name in LOCATED)
    account = {
        "file": any_part.file,
        "layout": any_part.layout,
        "kind": any_part.kind,
        "rows_read": accepted + aside,
        "rows_accepted": accepted,
        "rows_set_aside": aside,
        "exact_duplicates": sum(a.duplicates for a in accounts),
        "years": sorted(set[int]().union(*(a.years for a in accounts))),
        "countries": len(set[str]().union(*(a.countries for a in accounts))),
        "kilograms_by_family": _kilograms(accounts),
        "rows_by_family": families,
        "rows_without_mass": sum(a.without_mass for a in accounts),
        "located_share": round(located / accepted, 4) if precisions else None,
        "rows_by_precision": precisions,
        "flags": {name: flags.get(name, 0) for name in any_part.flags},
        "reasons": reasons,
        "unknown_labels": _unknown(accounts),
        "notes": list(dict.fromkeys(note for a in accounts for note in a.notes)),
    }
    if any_part.kind == "annual":
        blocks = (block for account in accounts for block in account.blocks)
        account["blocks_listed_twice"] = list(dict.fromkeys(blocks))
    return account


def _kilograms(accounts: Sequence[Account]) -> dict[str, float | None]:
    names = sorted({name for account in accounts for name in account.kilograms})
    known = {
        name: [kg for a in accounts if (kg := a.kilograms.get(name)) is not None] for name in names
    }
    return {name: round(fsum(kg), 3) if kg else None for name, kg in known.items()}


def _unknown(accounts: Sequence[Account]) -> dict[str, dict[str, float]]:
    rows = sum((a.unknown for a in accounts), Counter[str]())
    kilograms: Counter[str] = Counter()
    for account in accounts:
        kilograms.update(account.unknown_kilograms)
    return {
        name: {"rows": count, "kilograms": round(kilograms[name], 3)}
        for name, count in sorted(rows.items(), key=lambda item: -kilograms[item[0]])
    }


def _total(counters: Iterable[Counter[str]]) -> dict[str, int]:
    return dict(sum(counters, Counter[str]()).most_common())


def _counts(values: pd.Series) -> Counter[str]:
    counts = values.value_counts()
    return Counter({str(name): int(number) for name, number in counts.items() if number})


def _told(counts: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
