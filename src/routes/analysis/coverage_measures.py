"""The measures of coverage, each for one route or branch: rows of one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from routes.analysis.coverage_states import prefix_of
from routes.analysis.reach import distance_quantiles
from routes.analysis.unreported import UNREPORTED_RULE, share_of_kilograms
from routes.partnership import PILLARS, RELATIONS, last_meeting
from routes.seizures import annual_seizures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routes.partnership import Tie

LENGTHS = {"land": "km by road and rail", "sea": "km by sea", "air": "km by air"}
QUANTILES = {0.5: "half", 0.9: "nine tenths"}
OF_MEETINGS = ("hosted", "hosted_to_date", "attended")
Row = dict[str, Any]


@dataclass(frozen=True)
class Basis:
    """What the measures of a route or branch rest on.

    Attributes
    ----------
    states : DataFrame
        As `coverage_by_state` returns it.
    ties : dict
        As `ties` returns it.
    reached, steps : DataFrame
        As `reached_length` and `distance_along` return them.
    whole_list : bool
        Whether the posts are all there were.
    year : int
        Of the meetings.
    seizure_year : int
    part : str
        ``"route"`` or ``"branch"``.
    """

    states: pd.DataFrame
    ties: dict[str, Tie]
    reached: pd.DataFrame
    steps: pd.DataFrame
    whole_list: bool
    families: list[tuple[str, ...]]
    pillar: str | None
    year: int
    seizure_year: int
    edition: str | None
    headquarters: bool
    radius_km: float
    rule: str
    part: str = "route"

    def counted(self, *, areas: bool) -> pd.DataFrame:
        """Return what counts for the route; areas do for kilograms, never as States."""
        keep = self.states["counted"]
        return self.states[keep if areas else keep & (self.states["kind"] == "state")]

    def rules(self, relation: str) -> str:
        """Return the rules a relation depends on."""
        if relation not in OF_MEETINGS:
            return self.rule
        return f"{self.rule}; headquarters={'yes' if self.headquarters else 'no'}"


def states_rows(basis: Basis) -> Iterator[Row]:
    """Yield the share of States with each relation."""
    states = basis.counted(areas=False)
    for relation in RELATIONS:
        tie = basis.ties[relation]
        known, room = tie.widened(states[relation])
        sure = int(known.fillna(False).sum())
        maybe = int(known.isna().sum())
        most = sure + (maybe if room is None else min(maybe, room))
        yield {
            **_common(basis, relation),
            "measure": "States",
            "low": _share(sure, len(states)),
            "high": _share(most, len(states)),
            "numerator": sure,
            "denominator": len(states),
            "of": "States",
            "unit": "per cent",
            "note": tie.note if len(states) else f"No State counts for this {basis.part}.",
        }


def kilograms_rows(basis: Basis) -> Iterator[Row]:
    """Yield the share of kilograms seized in States with each relation, opium apart."""
    states = basis.counted(areas=True)
    for family in basis.families:
        prefix = prefix_of(family)
        columns = {f"{prefix}{name}": name for name in ("kg", "kg_low", "kg_high", "status")}
        kilograms = states[["weight", *columns]].rename(columns=columns)
        editions = _editions(basis, family, kilograms.index)
        for relation in RELATIONS:
            tie = basis.ties[relation]
            known, room = tie.widened(states[relation])
            found = share_of_kilograms(kilograms, known, at_most=room)
            common = _common(basis, relation)
            yield {
                **common,
                "measure": "kilograms",
                "drugs": "+".join(family),
                "year": basis.seizure_year,
                "low": found.low,
                "high": found.high,
                "numerator": found.part,
                "denominator": found.whole,
                "of": "kg",
                "unit": "per cent",
                "rule": f"{common['rule']}; {UNREPORTED_RULE}",
                "note": " ".join([tie.note, *_missing(kilograms)]),
                "source": "; ".join(filter(None, [tie.source, editions])),
            }


def _editions(basis: Basis, family: tuple[str, ...], codes: pd.Index) -> str:
    figures = annual_seizures(years=basis.seizure_year, drugs=family, edition=basis.edition)
    return "; ".join(sorted(set(figures.loc[figures["iso3"].isin(codes), "edition"])))


def _missing(kilograms: pd.DataFrame) -> list[str]:
    absent = kilograms["kg"].isna()
    never = absent & kilograms["kg_high"].isna()
    said = []
    if (absent & ~never).any():
        said.append(f"Not reported: {', '.join(kilograms.index[absent & ~never])}.")
    if never.any():
        codes = ", ".join(kilograms.index[never])
        said.append(f"No figure in any year, so no limit, and left out of the range: {codes}.")
    return said


def length_rows(basis: Basis) -> Iterator[Row]:
    """Yield the share of kilometres within the radius of a post: land, sea and air apart."""
    tie = basis.ties["post"]
    by_means = basis.reached.groupby("means")[["km", "reached_km"]].sum()
    for means, words in LENGTHS.items():
        km, reached = by_means.loc[means] if means in by_means.index else (0.0, 0.0)
        share = _share(reached, km)
        yield {
            **_common(basis, "post"),
            "measure": "length",
            "low": share,
            "high": share if basis.whole_list or np.isnan(share) else 100.0,
            "numerator": reached,
            "denominator": km,
            "of": words,
            "unit": "per cent",
            "rule": f"radius_km={basis.radius_km:g}",
            "note": tie.note if km else f"No leg of this {basis.part} is {words[3:]}.",
        }


def distance_rows(basis: Basis) -> Iterator[Row]:
    """Yield within how many kilometres of a post half and nine tenths of the land legs lie."""
    found = pd.Series(np.nan, index=list(QUANTILES))
    steps = basis.steps[basis.steps["means"] == "land"]
    if len(steps) and steps["distance_km"].notna().any():
        found = distance_quantiles(steps, quantiles=list(QUANTILES)).loc["all"]
    for quantile, words in QUANTILES.items():
        tie = basis.ties["post"]
        note = f"{words.capitalize()} of the kilometres by road and rail lie so near a post."
        yield {
            **_common(basis, "post"),
            "measure": "distance",
            # Posts that a report on one country does not name may be nearer.
            "low": found[quantile] if basis.whole_list else 0.0 * found[quantile],
            "high": found[quantile],
            "unit": "km",
            "of": LENGTHS["land"],
            "rule": f"quantile={quantile:g}",
            "note": f"{note} {tie.note}"
            if len(steps)
            else f"No leg of this {basis.part} is by road or rail.",
        }


def time_rows(basis: Basis) -> Iterator[Row]:
    """Yield years since a meeting was last held on the route, any and by pillar."""
    for pillar in (None, *PILLARS) if basis.pillar is None else (basis.pillar,):
        last = last_meeting(
            basis.states.index, basis.year, pillar=pillar, headquarters=basis.headquarters
        )
        yield {
            **_common(basis, "hosted"),
            "measure": "time",
            "pillar": pillar,
            "year": basis.year,
            "low": last.low,
            "high": last.high,
            "unit": "years",
            "rule": f"held in any State of the {basis.part}, counted or not; "
            f"headquarters={'yes' if basis.headquarters else 'no'}",
            "note": last.note(basis.part),
            "source": last.source,
        }


def _common(basis: Basis, relation: str) -> Row:
    tie = basis.ties[relation]
    return {
        "relation": relation,
        "pillar": basis.pillar if relation in OF_MEETINGS else None,
        "year": tie.year,
        "rule": basis.rules(relation),
        "note": tie.note,
        "source": tie.source,
    }


def _share(part: float, whole: float) -> float:
    return 100 * part / whole if whole > 0 else np.nan
