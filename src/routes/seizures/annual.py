"""Annual totals: what States reported to UNODC as seized in a year.

An absent figure is never read as zero. A country and year is *reported*, a *reported zero*,
*not reported* (an edition that is held whole has no figure), *outside the table* (no edition ever
names it) or *not held here* (no edition that is held whole has the year: nothing is known).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import unknown
from routes.names import DRUGS
from routes.reference import remembered, require_country, table
from routes.reference.held import whole_years
from routes.reference.limits import check_drugs, check_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REPORTED = ("reported", "reported zero")
NOT_HELD = "not held here"
STATUSES = (*REPORTED, "not reported", "outside the table", NOT_HELD)


@remembered
def annual_seizures(
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = DRUGS,
    countries: Iterable[str] | None = None,
    edition: str | None = None,
) -> pd.DataFrame:
    """Return the reported annual totals, one row per country, year and drug.

    Parameters
    ----------
    years : int or (first, last), optional
        All years of the table by default.
    drugs : str or iterable of str
        ``heroin``, ``morphine``, ``opium``.
    countries : iterable of str, optional
        ISO3 codes; all by default.
    edition : str, optional
        As the figures stood with this edition: later ones are left out. By default the latest
        figure of each cell.

    Returns
    -------
    DataFrame
        Columns ``iso3``, ``year``, ``drug``, ``kg`` (as reported, purity unknown),
        ``edition``, ``note``, ``confidence``. A figure that was not reported has no row, nor has
        one of a year that is not held here (`held_years`).

    Raises
    ------
    YearError, UnknownNameError

    Examples
    --------
    >>> annual_seizures(years=2017, drugs="heroin", countries=["TUR"])["kg"].item()
    17751.726
    """
    first, last = check_years(years)
    names = (drugs,) if isinstance(drugs, str) else tuple(drugs)
    for name in names:
        if name not in DRUGS:
            raise unknown("drug", name, DRUGS)
    rows = table("annual_seizures")
    keep = rows["year"].between(first, last) & rows["drug"].isin(names)
    if countries is not None:
        keep &= rows["iso3"].isin([require_country(code) for code in countries])
    return _as_of(rows[keep], edition).reset_index(drop=True)


def _as_of(rows: pd.DataFrame, edition: str | None) -> pd.DataFrame:
    """Return the figure of each cell from the latest edition up to the one named."""
    vintage = table("editions").set_index("edition")["vintage"]
    if edition is not None and edition not in vintage.index:
        raise unknown("edition", edition, vintage.index)
    order = rows["edition"].map(vintage)
    known = order <= (vintage.max() if edition is None else vintage[edition])
    latest = order[known].groupby([rows["iso3"], rows["year"], rows["drug"]]).transform("max")
    return rows[known][order[known] == latest]


@remembered
def quantities(
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    countries: Iterable[str] | None = None,
    opium_factor: float | None = None,
    edition: str | None = None,
) -> pd.DataFrame:
    """Return kilograms and reporting status for every country and year asked for.

    Parameters
    ----------
    years, drugs, countries, edition
        As for `annual_seizures`; the drugs are added kilogram for kilogram.
    opium_factor : float, optional
        Needed to add opium to the others: opium counts as this many kilograms of heroin.

    Returns
    -------
    DataFrame
        Indexed by ``iso3`` and ``year``, every combination present. Columns ``kg`` (missing
        where nothing was reported), ``status`` (one of `STATUSES`), ``drugs_reported``,
        ``editions`` (";"-separated).

    Raises
    ------
    UnknownNameError, YearError, OpiumFactorError

    Examples
    --------
    >>> quantities(years=2023, countries=["MNE"]).loc[("MNE", 2023), "status"] in STATUSES
    True
    """
    chosen, factor = check_drugs(drugs, opium_factor)
    first, last = check_years(years)
    everyone = table("annual_seizures")["iso3"].unique()
    codes = [require_country(c) for c in countries] if countries is not None else list(everyone)
    wanted = pd.MultiIndex.from_product(
        [dict.fromkeys(codes), range(first, last + 1)], names=["iso3", "year"]
    )
    frame = _reported(chosen, factor, edition).reindex(wanted)
    status = pd.Series("reported", index=wanted)
    status[frame["kg"] == 0] = "reported zero"
    status[frame["kg"].isna()] = "not reported"
    status[~wanted.get_level_values("iso3").isin(everyone)] = "outside the table"
    known = wanted.get_level_values("year").isin(whole_years(edition))
    status[frame["kg"].isna().to_numpy() & ~known] = NOT_HELD
    frame.insert(1, "status", status)
    return frame


@remembered
def _reported(drugs: tuple[str, ...], factor: float | None, edition: str | None) -> pd.DataFrame:
    """Return what was reported of these drugs together: every country and year, added once."""
    rows = annual_seizures(drugs=drugs, edition=edition)
    if factor is not None:
        rows["kg"] = rows["kg"].where(rows["drug"] != "opium", rows["kg"] * factor)
    cell = ["iso3", "year"]
    by_edition = rows.sort_values("edition", kind="stable").drop_duplicates([*cell, "edition"])
    return pd.DataFrame(
        {
            "kg": rows.groupby(cell)["kg"].sum(),
            "drugs_reported": _joined(rows, cell, "drug"),
            "editions": _joined(by_edition, cell, "edition"),
        }
    )


def _joined(rows: pd.DataFrame, cell: list[str], column: str) -> pd.Series:
    """Return the texts of each cell with ";" between them: the sum of texts is one text."""
    parts = rows.assign(part=";" + rows[column])
    return parts.groupby(cell)["part"].sum().str[1:]
