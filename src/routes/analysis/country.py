"""One country: what it reported, where it stands, and who works with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis.along import REPORTED
from routes.analysis.country_cooperation import country_meetings, country_posts
from routes.analysis.country_routes import branches_of, neighbours_of, shared_route
from routes.partnership import fact_sheet_countries, partners
from routes.reference import country_name, require_country, table
from routes.reference.limits import GROWN
from routes.seizures import (
    DRUGS,
    FAMILIES,
    FEWEST,
    annual_seizures,
    check_years,
    quantities,
    seizures_by_place,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# A trend holds the mean of the last so many years against that of as many before them, each over
# the years reported; with fewer reported years on either side there is none.
TREND_YEARS, ENOUGH = 5, 3
_PLACE = ["place", "precision", "latitude", "longitude"]


@dataclass(frozen=True)
class CountryProfile:
    """What the tables hold on one country.

    Get one with `country_profile`; everything is computed when first asked for and not meant to
    be changed.

    Attributes
    ----------
    iso3 : str
    years : (int, int)
        First and last year of the figures on seizures.
    """

    iso3: str
    years: tuple[int, int]

    @property
    def name(self) -> str:
        """UN short name."""
        return country_name(self.iso3)

    @cached_property
    def annual(self) -> pd.DataFrame:
        """What the country reported, each drug apart.

        Returns
        -------
        DataFrame
            Indexed by ``drug`` and ``year``, every combination present: ``kg`` (missing where
            nothing was reported), ``status``, ``edition``, ``note``.
        """
        by_drug = {
            drug: quantities(years=self.years, drugs=drug, countries=[self.iso3]).droplevel("iso3")
            for drug in DRUGS
        }
        frame = pd.concat(by_drug, names=["drug"])[["kg", "status"]]
        rows = annual_seizures(years=self.years, countries=[self.iso3])
        return frame.join(rows.set_index(["drug", "year"])[["edition", "note"]])

    @cached_property
    def trend(self) -> pd.DataFrame:
        """What was reported last, its change, and the longer trend.

        Returns
        -------
        DataFrame
            Indexed by ``drug``: ``years_reported``, ``year`` and ``kg`` last reported,
            ``year_before`` and ``kg_before`` reported before it (not always the year before),
            ``change`` (per cent; missing without a base above zero); ``recent`` and ``earlier``
            (mean kilograms a year over the years reported, of the last five years and of the
            five before), ``recent_years`` and ``earlier_years`` (how many of them were reported);
            the two means are missing with fewer than three.
        """
        rows = {drug: _trend(self.annual.loc[drug]["kg"]) for drug in DRUGS}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("drug")

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Where the country stands among the States on its routes that reported the same year.

        Returns
        -------
        DataFrame
            Indexed by ``route`` and ``drug``, for the last year the country reported more than
            zero: ``year``, ``kg``, ``rank`` (1 is the largest), ``reporting`` (States with a
            figure), ``states`` (on the route, Afghanistan as its source with them; areas left
            out), ``top`` and ``top_kg`` (the largest).
        """
        names = self.branches.dropna(subset=["role"])["route"].unique()
        found = {(name, drug): self._rank(name, drug) for name in names for drug in DRUGS}
        known = {key: row for key, row in found.items() if row}
        columns = ["year", "kg", "rank", "reporting", "states", "top", "top_kg"]
        index = pd.MultiIndex.from_tuples(list(known), names=["route", "drug"]) if known else (
            pd.MultiIndex.from_arrays([[], []], names=["route", "drug"])
        )  # fmt: skip
        return pd.DataFrame(list(known.values()), index=index, columns=columns)

    def _rank(self, route: str, drug: str) -> dict[str, object]:
        own = self.annual.loc[drug]["kg"]
        seized = own[own > 0]
        listed = shared_route(route).countries
        states = listed.index[listed["kind"] == "state"]
        if seized.empty or self.iso3 not in states:
            return {}
        year = int(seized.index[-1])
        kg = quantities(years=year, drugs=drug, countries=states)["kg"].droplevel("year").dropna()
        return {
            "year": year,
            "kg": kg[self.iso3],
            "rank": int((kg > kg[self.iso3]).sum()) + 1,
            "reporting": len(kg),
            "states": len(states),
            "top": kg.idxmax(),
            "top_kg": kg.max(),
        }

    @cached_property
    def branches(self) -> pd.DataFrame:
        """Branches the country lies on, as `branches_of` returns them."""
        return branches_of(self.iso3)

    @property
    def routes(self) -> list[str]:
        """The routes it lies on, by list or by line."""
        return list(dict.fromkeys(self.branches["route"]))

    @property
    def on_its_routes(self) -> list[str]:
        """ISO3 of every State and area on these routes, nearest to Afghanistan first."""
        return list(dict.fromkeys(c for r in self.routes for c in shared_route(r).countries.index))

    @property
    def km(self) -> dict[str, float]:
        """Kilometres from Afghanistan along each route whose list holds it, to its first place."""
        listed = self.branches.dropna(subset=["role"])["route"].unique()
        return {
            name: float(shared_route(name).countries.loc[self.iso3, "km_from_afghanistan"])
            for name in listed
        }

    @cached_property
    def neighbours(self) -> pd.DataFrame:
        """States before and after it on each route, as `neighbours_of` returns them."""
        return neighbours_of(self.iso3)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Seizures of the public sample by place, over the period; never a single one.

        Returns
        -------
        DataFrame
            ``place`` (missing for the rest of the country), ``precision``, ``latitude``,
            ``longitude``, ``family``, ``first_year``, ``last_year``, ``events``,
            ``kilograms`` (both missing where the rest of the country is fewer than three),
            ``without_mass``; most events first, the rest of the country last.
        """
        first, last = self.years
        rows = seizures_by_place(years=range(first, last + 1), countries=[self.iso3])
        frame = rows.groupby([*_PLACE, "family"], dropna=False, as_index=False).agg(
            first_year=("year", "min"),
            last_year=("year", "max"),
            events=("events", "sum"),
            kilograms=("kilograms", lambda kg: kg.sum(min_count=1)),
            without_mass=("without_mass", "sum"),
        )
        few = frame["events"] < FEWEST
        frame["events"] = frame["events"].astype("Int64").mask(few)
        frame["kilograms"] = frame["kilograms"].astype(float).mask(few)
        rank = frame["family"].map(FAMILIES.index)
        order = frame.assign(_rest=frame["place"].isna(), _events=-frame["events"], _family=rank)
        order = order.sort_values(["_rest", "_events", "_family", "place"], kind="stable")
        return frame.loc[order.index].reset_index(drop=True)

    @cached_property
    def cultivation(self) -> pd.DataFrame:
        """Published figures of poppy cultivation and opium production, all years.

        Returns
        -------
        DataFrame
            ``year``, ``metric`` (as published, revisions and misprints named so), ``value``,
            ``low``, ``high``, ``unit``, ``qualifier``, ``note``, ``source``, ``confidence``;
            empty but for Afghanistan.
        """
        rows = table("published_figures")
        here = rows["geography"] == self.iso3
        grown = rows["metric"].str.startswith(GROWN)
        columns = ["metric", "value", "low", "high", "unit", "qualifier", "note", "source"]
        frame = rows[here & grown].rename(columns={"year_start": "year"})
        return frame[["year", *columns, "confidence"]].reset_index(drop=True)

    @cached_property
    def posts(self) -> pd.DataFrame:
        """Liaison posts in or for the country, as `country_posts` returns them."""
        return country_posts(self.iso3)

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """Meetings held in the country or attended by it, as `country_meetings` returns them."""
        return country_meetings(self.iso3)

    @cached_property
    def partner(self) -> pd.Series | None:
        """Its row of `partners`; None if it is not a partner."""
        rows = partners(kind="state")
        return rows.loc[self.iso3] if self.iso3 in rows.index else None

    @cached_property
    def listing(self) -> pd.Series | None:
        """Its row of `fact_sheet_countries`; None if it has no fact sheet."""
        rows = fact_sheet_countries()
        return rows.loc[self.iso3] if self.iso3 in rows.index else None

    def __repr__(self) -> str:
        reported = int(self.annual["status"].isin(REPORTED).groupby("year").any().sum())
        first, last = self.years
        return (
            f"CountryProfile({self.name}, {first}–{last}: {reported} of {last - first + 1} years "
            f"reported, {len(self.branches)} branches)"
        )


def _trend(kg: pd.Series) -> dict[str, float]:
    known = kg.dropna()
    row: dict[str, float] = {"years_reported": len(known)}
    if len(known):
        row |= {"year": int(known.index[-1]), "kg": known.iloc[-1]}
    if len(known) > 1:
        before = known.iloc[-2]
        row |= {"year_before": int(known.index[-2]), "kg_before": before}
        if before > 0:
            row["change"] = 100 * (known.iloc[-1] - before) / before
    parts = {"recent": kg.iloc[-TREND_YEARS:], "earlier": kg.iloc[-2 * TREND_YEARS : -TREND_YEARS]}
    means = {name: part.mean() for name, part in parts.items() if part.count() >= ENOUGH}
    if len(means) == len(parts):
        row |= means
    row |= {f"{name}_years": int(part.count()) for name, part in parts.items()}
    names = ["years_reported", "year", "kg", "year_before", "kg_before", "change"]
    names += ["recent", "recent_years", "earlier", "earlier_years"]
    return {name: row.get(name, float("nan")) for name in names}


def country_profile(iso3: str, *, years: int | Sequence[int] | None = None) -> CountryProfile:
    """Return what the tables hold on one country: the figures of its fact sheet, as frames.

    Parameters
    ----------
    iso3 : str
        Any country or area, with a fact sheet or without.
    years : int or (first, last), optional
        Of the figures on seizures; all years of the table by default.

    Returns
    -------
    CountryProfile
        ``annual``, ``trend``, ``neighbours`` and more, each a frame when it is asked for.

    Raises
    ------
    UnknownNameError, YearError

    Examples
    --------
    >>> profile = country_profile("UZB")
    >>> profile.annual.loc[("heroin", 2023), "kg"]
    np.float64(101.8)
    >>> profile.neighbours["iso3"].to_list()
    ['TJK', 'AFG', 'KAZ']
    """
    return CountryProfile(require_country(iso3), check_years(years))
