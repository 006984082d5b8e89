"""Where the opiates come from that a State seized: what a route of Afghan opiates may count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import unknown
from routes.names import ORIGIN_RULES
from routes.reference import remembered, table
from routes.seizures import annual_seizures, check_drugs, quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AFGHAN, MIXED, OTHER, UNKNOWN = "afghan", "mixed", "other", "unknown"
DOUBTFUL = (MIXED, UNKNOWN)


def check_origin(rule: str) -> str:
    """Return the rule for origins.

    Raises
    ------
    UnknownNameError
        If it is none of `ORIGIN_RULES`.
    """
    if rule not in ORIGIN_RULES:
        raise unknown("rule for origins", rule, ORIGIN_RULES)
    return rule


@remembered
def origin_of_states(*, drugs: str | Iterable[str] = ("heroin", "morphine")) -> pd.DataFrame:
    """Return where the opiates come from that each State on a route seizes.

    Parameters
    ----------
    drugs : str or iterable of str

    Returns
    -------
    DataFrame
        Indexed by ``iso3``: ``origin`` (afghan, mixed, other, unknown; mixed where the drugs
        differ), ``likely_sources`` (ISO3 beside Afghanistan, ";"-separated), ``reason``.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> origin_of_states().loc["THA", ["origin", "likely_sources"]].to_list()
    ['other', 'MMR;LAO']
    >>> origin_of_states(drugs=["heroin", "opium"]).loc["IND", "origin"]
    'mixed'
    """
    chosen, _ = check_drugs(drugs, 1.0)
    every = table("opiate_origins")
    rows = every[every["drug"].isin(chosen)]
    grouped = rows.groupby("iso3")
    return pd.DataFrame(
        {
            "origin": grouped["origin"].agg(_alike),
            "likely_sources": grouped["likely_sources"].agg(_each_once),
            "reason": grouped["reason"].agg(_each_once),
        }
    )


def _alike(origins: pd.Series) -> str:
    return str(origins.iloc[0]) if (origins == origins.iloc[0]).all() else MIXED


def _each_once(texts: pd.Series) -> str:
    parts = (part.strip() for text in texts.dropna() for part in str(text).split(";"))
    return ";".join(dict.fromkeys(parts))


def likely_sources(states: Iterable[str], drugs: str | Iterable[str]) -> list[str]:
    """Return where the opiates of these States likely come from, beside Afghanistan: ISO3."""
    rows = origin_of_states(drugs=drugs).reindex(list(states))["likely_sources"].dropna()
    return list(dict.fromkeys(code for text in rows for code in text.split(";") if code))


def wholly_other(drugs: str | Iterable[str]) -> tuple[str, ...]:
    """Return the States whose seizures of every one of the drugs are mostly not Afghan."""
    rows = origin_of_states(drugs=drugs)
    return tuple(rows.index[rows["origin"] == OTHER])


def quantities_by_origin(
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    countries: Iterable[str] | None = None,
    opium_factor: float | None = None,
    edition: str | None = None,
) -> pd.DataFrame:
    """Return kilograms for every country and year, and what of them is not or not surely Afghan.

    Parameters
    ----------
    years, drugs, countries, opium_factor, edition
        As for `quantities`.

    Returns
    -------
    DataFrame
        As `quantities`, with ``kept_kg`` (without what is mostly of another origin; missing where
        nothing else was reported), ``other_kg`` (mostly of another origin) and ``doubtful_kg``
        (mixed or unknown): 0 for none.

    Raises
    ------
    UnknownNameError, YearError, OpiumFactorError

    Examples
    --------
    >>> rows = quantities_by_origin(years=2023, drugs=["heroin"], countries=["IND", "THA"])
    >>> rows[["kept_kg", "other_kg", "doubtful_kg"]].fillna(0).to_numpy().tolist()
    [[2986.0, 0.0, 2986.0], [0.0, 1098.2, 0.0]]
    """
    chosen, factor = check_drugs(drugs, opium_factor)
    frame = quantities(
        years=years, drugs=chosen, countries=countries, opium_factor=factor, edition=edition
    )
    rows = annual_seizures(years=years, drugs=chosen, countries=countries, edition=edition)
    origin = table("opiate_origins").set_index(["iso3", "drug"])["origin"]
    cells = pd.MultiIndex.from_frame(rows[["iso3", "drug"]])
    of = origin.reindex(cells).fillna(UNKNOWN).to_numpy()
    kg = rows["kg"].where((rows["drug"] != "opium") | (factor is None), rows["kg"] * (factor or 1))
    keys = [rows["iso3"], rows["year"]]

    def summed(keep: pd.Series) -> pd.Series:
        return kg.where(keep).groupby(keys).sum(min_count=1).reindex(frame.index)

    frame["kept_kg"] = summed(of != OTHER)
    frame["other_kg"] = summed(of == OTHER).fillna(0.0)
    frame["doubtful_kg"] = summed(pd.Series(of, index=rows.index).isin(DOUBTFUL)).fillna(0.0)
    return frame
