"""Published figures beside ours: what differs, by how much, and which rule comes nearest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis.result import Reconciliation
from routes.analysis.sensitivity import shares_by_rule
from routes.reference import table
from routes.seizures import DRUGS, annual_seizures

if TYPE_CHECKING:
    from collections.abc import Callable

    Measure = Callable[["Figure"], dict[str, float]]

POINTS = 1.0
PER_CENT = 2.0
_TONS = {"tons", "tonnes"}
_UNIONS = {"EU27": "EU of 27 States (since 2020)", "EU28": "EU of 28 States (2013–2020)"}


@dataclass(frozen=True)
class Figure:
    """One published figure, one value of it."""

    key: str
    metric: str
    geography: str
    route: str | None
    drug: str
    first_year: int
    last_year: int
    value: float
    bound: str
    unit: str

    @property
    def years(self) -> range:
        """Years the figure speaks of."""
        return range(self.first_year, self.last_year + 1)

    @property
    def drugs(self) -> tuple[str, ...]:
        """Drugs added in the figure."""
        return DRUGS if self.drug == "opiates" else tuple(self.drug.split("+"))


def reconcile() -> Reconciliation:
    """Return every published figure the annual totals can speak to, beside ours.

    Ours is computed by the rule the publication names; where it names none, by the library's
    default, with seizures of every origin as the World Drug Report counts them. The rule that
    comes nearest is given too: it shows what the published figure may rest on, and is never used
    to make ours look better.

    Returns
    -------
    Reconciliation
        A DataFrame: ``figure``, ``metric``, ``geography``, ``route``, ``drug``, ``year``,
        ``published``, ``qualifier``, ``ours``, ``difference`` (ours less published), ``unit``,
        ``rule``, ``nearest``, ``nearest_rule``, ``low`` and ``high`` (of ours over every rule and
        reading tried), ``within`` (1 point for shares, 2 per cent for quantities),
        ``explanation``, ``source``.

    Examples
    --------
    >>> reconcile().set_index("figure").loc["PF001", ["published", "ours"]].round(1).to_list()
    [47.0, 46.9]
    """
    rows = []
    published = table("published_figures")
    for record in published.itertuples():
        measure = _MEASURES.get((record.metric, record.unit))
        if measure is None:
            continue
        rows += [_row(record, figure, measure(figure)) for figure in _figures(record)]
    return Reconciliation(rows)


def _figures(record: pd.Series) -> list[Figure]:
    values = {"": record.value, "lowest year": record.low, "highest year": record.high}
    return [
        Figure(
            key=record.figure,
            metric=record.metric,
            geography=record.geography,
            route=None if pd.isna(record.route) else record.route,
            drug=record.drug,
            first_year=int(record.year_start),
            last_year=int(record.year_end),
            value=float(value),
            bound=bound,
            unit=record.unit,
        )
        for bound, value in values.items()
        if pd.notna(value)
    ]


def _row(record: pd.Series, figure: Figure, by_rule: dict[str, float]) -> dict[str, object]:
    rule, ours = next(iter(by_rule.items()))
    values = pd.Series(by_rule)
    nearest = min(by_rule, key=lambda name: abs(by_rule[name] - figure.value))
    difference = ours - figure.value
    allowed = POINTS if figure.unit == "per cent" else abs(figure.value) * PER_CENT / 100
    one_year = figure.first_year == figure.last_year
    return {
        "figure": figure.key,
        "metric": figure.metric + (f", {figure.bound}" if figure.bound else ""),
        "geography": figure.geography,
        "route": figure.route,
        "drug": figure.drug,
        "year": str(figure.first_year) if one_year else f"{figure.first_year}–{figure.last_year}",
        "published": figure.value,
        "qualifier": None if pd.isna(record.qualifier) else record.qualifier,
        "ours": ours,
        "difference": difference,
        "unit": figure.unit,
        "rule": rule,
        "nearest": by_rule[nearest],
        "nearest_rule": nearest,
        "low": values.min(),
        "high": values.max(),
        "within": bool(abs(difference) <= allowed),
        "explanation": None if pd.isna(record.explanation) else record.explanation,
        "source": record.source,
    }


def _route_share(figure: Figure, denominator: str) -> dict[str, float]:
    """Share of a route by every rule; the default rule with the published denominator first.

    The World Drug Report counts by reporting State, whatever the origin.
    """
    frame = shares_by_rule(
        years=figure.first_year, drugs=figure.drugs, denominator=None, origin="all"
    )
    ours = frame[frame["route"] == figure.route]
    # A stable sort: the published denominator first, else the order of the rules.
    ours = ours.sort_values("denominator", key=lambda base: base != denominator, kind="stable")
    found = {}
    for row in ours.itertuples():
        rule = f"countries={row.countries}; shared={row.shared_rule}"
        found[f"{rule}; origin={row.origin}; denominator={row.denominator}"] = float(row.share)
    return found


def _members(geography: str) -> dict[str, list[str] | None]:
    """Return the readings of a published geography, its own first; None is the world."""
    if geography == "world":
        return {"all States": None}
    codes = geography.split("+")
    unions = [code for code in codes if code in _UNIONS]
    if not unions:
        return {" + ".join(codes): codes}
    groups = table("country_groups").groupby("group")["iso3"].agg(list)
    others = [code for code in codes if code not in _UNIONS]
    ordered = dict.fromkeys([*unions, *_UNIONS])
    return {" + ".join([_UNIONS[group], *others]): groups[group] + others for group in ordered}


def _kilograms(figure: Figure, codes: list[str] | None) -> pd.Series:
    rows = annual_seizures(
        years=(figure.first_year, figure.last_year), drugs=figure.drugs, countries=codes
    )
    return rows.groupby("year")["kg"].sum()


def _reduced(figure: Figure, by_year: pd.Series) -> tuple[str, float]:
    if figure.bound == "lowest year":
        return "lowest year", float(by_year.min())
    if figure.bound == "highest year":
        return "highest year", float(by_year.max())
    return ("sum of the year" if len(by_year) == 1 else "mean of the years"), float(by_year.mean())


def _quantity(figure: Figure) -> dict[str, float]:
    scale = 1000.0 if figure.unit in _TONS else 1.0
    found = {}
    for words, codes in _members(figure.geography).items():
        how, kilograms = _reduced(figure, _kilograms(figure, codes))
        found[f"{words}; {how}"] = kilograms / scale
    return found


def _share_of_world(figure: Figure) -> dict[str, float]:
    groups = table("country_groups").groupby("group")["iso3"].agg(list)
    codes = groups["six-largest-seizers"] if figure.geography == "world" else [figure.geography]
    part = _kilograms(figure, codes)
    world = _kilograms(figure, None)
    afghan = _kilograms(figure, ["AFG"]).reindex(world.index, fill_value=0.0)
    found = {}
    for words, whole in {"of all States": world, "outside Afghanistan": world - afghan}.items():
        how, value = _reduced(figure, 100 * part / whole)
        found[f"{words}; {how}"] = value
    return found


_MEASURES: dict[tuple[str, str], Measure] = {
    (
        "share of global heroin+morphine seized outside Afghanistan",
        "per cent",
    ): lambda figure: _route_share(figure, "outside_afghanistan"),
    ("share of global heroin+morphine interceptions", "per cent"): lambda figure: _route_share(
        figure, "world"
    ),
    ("global heroin seized, annual", "tons"): _quantity,
    ("global heroin seized", "tons"): _quantity,
    ("global seizures", "tons"): _quantity,
    ("national seizures, January-October", "kg"): _quantity,
    ("quantity seized", "tonnes"): _quantity,
    ("quantity seized, annual", "tonnes"): _quantity,
    ("opiates seized", "kg"): _quantity,
    ("share of global heroin seizures", "per cent"): _share_of_world,
    (
        "share of six largest seizing countries (AFG CHN IRN PAK TUR USA)",
        "per cent",
    ): _share_of_world,
}
