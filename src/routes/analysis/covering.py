"""Maximal covering location, solved exactly: k sites that together reach most.

    maximise  Σ weight_j · y_j   subject to   y_j ≤ Σ x_i over the sites i that reach j,  Σ x_i = k

with x binary: Church and ReVelle's problem. HiGHS solves it and returns a bound that no choice
can pass; the choice is weighed again here, and held against that bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routes.errors import RoutesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Sites = tuple[int, ...]

# Gains that differ by less than this part of all that can be reached are one gain: the solver
# holds its constraints to a ten-millionth.
SAME = 1e-6
MOST_TIES = 10
_SCALE = 1000.0


class NotProvedError(RoutesError, RuntimeError):
    """The solver did not prove that no other choice reaches more."""


@dataclass(frozen=True)
class Cover:
    """The sites that together reach most.

    Attributes
    ----------
    sites : tuple of int
        Positions, ascending. Fewer than k if no more reach anything.
    gain, bound : float
        What they reach; what no choice of as many sites can pass.
    equals : dict of int to tuple of int
        For every site of any answer, the sites that reach exactly the same.
    ties : tuple of tuple of int
        Other choices that reach as much, but for sites that reach the same.
    ties_complete : bool
        False if there are more of them.
    runner_up : tuple of int or None
        The best choice that reaches less; None if there is none or the ties are too many to
        look past.
    runner_up_gain : float
        NaN if there is none.
    """

    sites: Sites
    gain: float
    bound: float
    equals: dict[int, Sites]
    ties: tuple[Sites, ...]
    ties_complete: bool
    runner_up: Sites | None
    runner_up_gain: float

    @property
    def gap(self) -> float:
        """The part of the gain by which the bound passes it; 0 is proof of the best."""
        return max(self.bound - self.gain, 0.0) / self.gain if self.gain > 0 else 0.0


def maximal_cover(reaches: NDArray[np.bool_], weight: NDArray[np.float64], *, k: int) -> Cover:
    """Return the `k` sites that together reach most, the runner-up and what ties.

    Of choices that reach as much, the one whose positions come first in order is returned.

    Parameters
    ----------
    reaches : ndarray of bool, shape (sites, demands)
    weight : ndarray of float64, shape (demands,)
        At least 0.
    k : int
        At least 1.

    Raises
    ------
    NotProvedError

    Examples
    --------
    >>> reaches = np.array([[True, True, False], [False, True, True], [False, False, True]])
    >>> found = maximal_cover(reaches, np.array([3.0, 1.0, 2.0]), k=1)
    >>> found.sites, found.gain, found.runner_up, found.runner_up_gain
    ((0,), 4.0, (1,), 3.0)
    """
    problem = _Problem(reaches, weight, k)
    if not problem.count:
        return Cover((), 0.0, 0.0, {}, (), ties_complete=True, runner_up=None,
                     runner_up_gain=np.nan)  # fmt: skip
    best, gain, bound = problem.solved([])
    sets, after, after_gain = [best], None, np.nan
    complete = False
    while len(sets) <= MOST_TIES:
        found = problem.solved(sets) if problem.has_more_than(len(sets)) else None
        if found is None or not problem.same(found[1], gain):
            complete = True
            if found is not None:
                after, after_gain = found[0], found[1]
            break
        sets.append(found[0])
    chosen = min(sets) if complete else problem.first_in_order(gain)
    others = sorted(set(sets) - {chosen})
    answers = [chosen, *others, *([after] if after is not None else [])]
    return Cover(
        sites=problem.named(chosen),
        gain=problem.reached(chosen),
        bound=bound,
        equals={problem.groups[c][0]: problem.groups[c] for answer in answers for c in answer},
        ties=tuple(problem.named(other) for other in others[:MOST_TIES]),
        ties_complete=complete,
        runner_up=None if after is None else problem.named(after),
        runner_up_gain=after_gain,
    )


class _Problem:
    """Sites that reach the same made one, demands that the same sites reach made one."""

    def __init__(self, reaches: NDArray[np.bool_], weight: NDArray[np.float64], k: int) -> None:
        useful = reaches[:, weight > 0]
        kept = np.flatnonzero(useful.any(axis=1))
        rows, group = np.unique(useful[kept], axis=0, return_inverse=True)
        members = [tuple(map(int, kept[group.ravel() == g])) for g in range(len(rows))]
        # In the order of the first site of each, which is the order in which ties are broken.
        order = sorted(range(len(rows)), key=lambda g: members[g])
        self.groups = [members[g] for g in order]
        held = rows[order][:, rows.any(axis=0)] if len(kept) else rows[:, :0]
        heavy = weight[weight > 0][rows.any(axis=0)] if len(kept) else weight[:0]
        columns, of = np.unique(held, axis=1, return_inverse=True)
        self.reaches = columns
        self.weight = np.bincount(of.ravel(), heavy, minlength=columns.shape[1])
        self.total = float(self.weight.sum())
        self.count = min(k, len(self.groups))

    def has_more_than(self, number: int) -> bool:
        """Tell whether there are more than so many choices at all."""
        choices = 1
        for i in range(self.count):
            choices = choices * (len(self.groups) - i) // (i + 1)
        return choices > number

    def same(self, one: float, other: float) -> bool:
        return abs(one - other) <= SAME * self.total

    def reached(self, chosen: Sites) -> float:
        return float(self.weight[self.reaches[list(chosen)].any(axis=0)].sum())

    def named(self, chosen: Sites) -> Sites:
        return tuple(sorted(self.groups[c][0] for c in chosen))

    def solved(
        self, excluded: Sequence[Sites], *, taken: Sequence[int] = (), left: Sequence[int] = ()
    ) -> tuple[Sites, float, float]:
        """Return the best choice, what it reaches and the bound, but for some choices."""
        # Half a second to import, and only this question needs it.
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
        from scipy.sparse import csr_array, hstack, identity, vstack  # noqa: PLC0415

        sites, demands = self.reaches.shape
        cuts = np.zeros((1 + len(excluded), sites))
        cuts[0] = 1
        for row, choice in enumerate(excluded, start=1):
            cuts[row, list(choice)] = 1
        matrix = vstack(
            [
                hstack([csr_array(-self.reaches.T.astype(float)), identity(demands)]),
                hstack([csr_array(cuts), csr_array((len(cuts), demands))]),
            ]
        )
        upper = [*np.zeros(demands), self.count, *[self.count - 1] * len(excluded)]
        lower = [*np.full(demands, -np.inf), self.count, *[0] * len(excluded)]
        low, high = np.zeros(sites + demands), np.ones(sites + demands)
        low[list(taken)], high[list(left)] = 1, 0
        scale = _SCALE / self.total
        answer = milp(
            -scale * np.concatenate([np.zeros(sites), self.weight]),
            integrality=np.repeat([1, 0], [sites, demands]),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, lower, upper),
            options={"mip_rel_gap": 0},
        )
        if answer.status != 0 or answer.x is None:
            raise NotProvedError(f"no best choice was proved: {answer.message}")
        chosen = tuple(map(int, np.flatnonzero(answer.x[:sites] > 0.5)))  # noqa: PLR2004
        gain, bound = self.reached(chosen), -float(answer.mip_dual_bound) / scale
        if len(chosen) != self.count or bound - gain > SAME * self.total:
            raise NotProvedError(
                f"no best choice was proved: {len(chosen)} sites reach {gain:,.3f}, "
                f"the bound is {bound:,.3f}"
            )
        return chosen, gain, bound

    def first_in_order(self, gain: float) -> Sites:
        """Return the first in order of all choices that reach `gain`: too many to list."""
        taken: list[int] = []
        left: list[int] = []
        for site in range(len(self.groups)):
            if len(taken) == self.count:
                break
            if len(self.groups) - len(left) == self.count:
                taken = [s for s in range(len(self.groups)) if s not in left]
                break
            found = self.solved([], taken=[*taken, site], left=left)
            (taken if self.same(found[1], gain) else left).append(site)
        return tuple(taken)
