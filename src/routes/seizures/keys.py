"""Which rows are alike: compact keys, equal where the cells are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def combined_codes(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return one integer a row, equal where all the columns are equal; missing equals missing."""
    key = np.zeros(len(frame), dtype=np.int64)
    for name in columns:
        codes, uniques = pd.factorize(frame[name], use_na_sentinel=False)
        # Coded anew after each column: the product never outgrows 64 bits.
        key = pd.factorize(key * (len(uniques) + 1) + codes)[0]
    return key


def exact_duplicates(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return where a row repeats an earlier one in every one of the columns."""
    return pd.Series(combined_codes(frame, columns), index=frame.index).duplicated()


def hashed(frame: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Return 64 bits a row that are the same in every part of a file for the same cells.

    Two different rows of a hundred million share them with a chance of one in four thousand.

    Examples
    --------
    >>> here, there = pd.DataFrame({"a": ["x", "y"]}), pd.DataFrame({"a": ["y"]})
    >>> bool(hashed(here, ["a"])[1] == hashed(there, ["a"])[0])
    True
    """
    key = np.zeros(len(frame), dtype=np.uint64)
    for name in columns:
        codes, words = pd.factorize(frame[name])
        plain = words if isinstance(words, np.ndarray) else words.to_numpy()
        if plain.dtype.kind not in "ifM":
            plain = plain.astype(object)
        # The last, added key is that of missing values, whose code is -1.
        keys = np.append(pd.util.hash_array(plain, categorize=False), np.uint64(1))
        # One to one for each column: rows that differ in one cell never share a key.
        key = (key ^ keys[codes]) * _ODD
        key ^= key >> _HALF
    return key


class Seen:
    """Keys that have been seen, part by part; eight bytes a key.

    Examples
    --------
    >>> seen = Seen()
    >>> seen.add(np.array([7, 7, 5], dtype=np.uint64)).tolist()
    [False, True, False]
    >>> seen.add(np.array([5, 6], dtype=np.uint64)).tolist()
    [True, False]
    """

    def __init__(self) -> None:
        # Sorted runs, each at least twice as long as the next: few to search, few to merge.
        self._runs: list[npt.NDArray[np.uint64]] = []

    def add(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
        """Add keys; return which of them had been seen, here or in an earlier part."""
        again: npt.NDArray[np.bool_] = pd.Series(keys).duplicated().to_numpy(copy=True)
        for run in self._runs:
            at = np.searchsorted(run, keys)
            again |= run[np.minimum(at, len(run) - 1)] == keys
        new = np.sort(keys[~again])
        while self._runs and len(self._runs[-1]) < 2 * len(new):
            new = np.sort(np.concatenate([self._runs.pop(), new]), kind="stable")
        if len(new):
            self._runs.append(new)
        return again
