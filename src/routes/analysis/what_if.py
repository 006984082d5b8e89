"""The answer to where further posts would reach most, with its proof and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

NOTICE = "A what-if, not advice."


@dataclass(frozen=True)
class NextPosts:
    """Where further posts would reach most. A what-if, not advice.

    Attributes
    ----------
    sites : DataFrame
        One row a post, the one that adds most first: ``node``, ``name``, ``iso3``,
        ``country``, ``gain`` (what it adds to those above it), ``alone`` (what it would gain by
        itself), ``as_good`` (nodes that reach exactly the same, ";"-separated). Fewer rows than
        asked for if no further post gains anything.
    unit : str
        Of every amount: kg a year, or km.
    total : float
        What is placed on the network.
    gain : float
        What the sites add together: the objective.
    bound, gap : float
        What the solver proved that no choice can pass, and the part of the gain by which that
        is more: 0 is proof.
    share_before, share_after : float
        Per cent of the total that is reached.
    runner_up : tuple of str or None
        Nodes of the best choice that gains less, but for sites as good; ``runner_up_gain``.
    ties : tuple of tuple of str
        Other choices that gain as much; ``ties_complete`` says whether these are all.
    areas : DataFrame
        Which places are as good as one another, see `routes.analysis.next_areas.areas_of`;
        `next_post_areas` draws them.
    points, states : DataFrame
        See `routes.analysis.demand.Demand`.
    not_reported : tuple of str
        States that reported in none of the years: unknown, not zero.
    unplaceable : DataFrame
        States with kilograms and without a node: in no amount or share here.
    rules : dict
        Every choice made.
    """

    sites: pd.DataFrame
    unit: str
    total: float
    gain: float
    bound: float
    gap: float
    share_before: float
    share_after: float
    runner_up: tuple[str, ...] | None
    runner_up_gain: float
    ties: tuple[tuple[str, ...], ...]
    ties_complete: bool
    areas: pd.DataFrame
    points: pd.DataFrame
    states: pd.DataFrame
    not_reported: tuple[str, ...]
    unplaceable: pd.DataFrame
    rules: dict[str, Any]

    def __repr__(self) -> str:
        rules = "; ".join(f"{name}: {value}" for name, value in self.rules.items())
        where = [
            f"  {self._where(row)}: {row.gain:,.0f} {self.unit}"
            for row in self.sites.rename_axis("row").itertuples(name="Row", index=False)
        ]
        second = "none" if self.ties_complete else "unknown"
        if self.runner_up is not None:
            second = f"{'; '.join(self.runner_up)} ({self.runner_up_gain:,.0f})"
        many = "" if self.ties_complete else "at least "
        what = (
            f"{NOTICE} Posts: {len(self.sites)}. They gain {self.gain:,.0f} {self.unit} of "
            f"{self.total:,.0f}: {self.share_before:.1f} per cent is reached before, "
            f"{self.share_after:.1f} after."
        )
        proof = (
            f"Bound {self.bound:,.0f}, gap {self.gap:.1g}. "
            f"Runner-up: {second}. "
            f"Other choices that gain as much: {many}{len(self.ties)}."
        )
        unknown = (
            f"Not reported, so unknown: {', '.join(self.not_reported) or 'none'}. "
            f"Without a node: {', '.join(self.unplaceable['iso3']) or 'none'}."
        )
        places = where or ["  No place would gain anything."]
        return "\n".join([what, *places, proof, unknown, f"Rules: {rules}."])

    @staticmethod
    def _where(row: Any) -> str:
        """Return the place of a post, or all places that are as good: none of them has won."""
        if not row.as_good:
            return f"{row.name}, {row.country} ({row.node})"
        places = [row.node, *row.as_good.split(";")]
        return f"any of {len(places)} places that reach the same ({'; '.join(places)})"
