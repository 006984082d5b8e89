"""Amounts and units to kilograms, row by row, each by its own unit.

What has no mass, such as tablets, litres, plants or acres, stays without one unless the caller
gives a factor for that drug and that unit.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.errors import ParameterError
from routes.reference import data_dir, table
from routes.seizures.text import distinct, normalised, spread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MASS_STATUSES = ("mass", "converted by factor", "without mass", "unknown unit")
_MAYBE_PLURAL = re.compile(r"\(e?s\)", re.IGNORECASE)
# "grams" loses its s; "US", "gms", "viss" and "dosis" keep theirs.
_PLURAL = re.compile(r"(?<=[^\W\d_]{3})(?<![isu])s\b")


def unit_key(unit: object) -> str:
    """Return a unit in the form in which units are compared: normalised, without plural s.

    Examples
    --------
    >>> unit_key("Gallons (US, liquid)"), unit_key("Tablet(s)")
    ('gallon us liquid', 'tablet')
    """
    return _PLURAL.sub("", normalised(_MAYBE_PLURAL.sub("", str(unit))))


def mass_of(unit: str) -> float | None:
    """Return the kilograms of one unit of mass; None for what is no mass or not known.

    Examples
    --------
    >>> mass_of("g"), mass_of("tablet")
    (0.001, None)
    """
    kilograms = _known(data_dir()).get(unit_key(unit), math.nan)
    return None if math.isnan(kilograms) else kilograms


def to_kilograms(
    amount: pd.Series,
    unit: pd.Series,
    *,
    factors: Mapping[tuple[str, str], float] | None = None,
    drug: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the kilograms of each amount, or why there are none.

    Parameters
    ----------
    amount : Series
        Numbers.
    unit : Series
        Labels, with the index of `amount`.
    factors : mapping of (drug, unit) to float, optional
        Kilograms in one unit of a drug, such as ``{("heroin", "tablet"): 0.0003}``, for units
        that are no mass. Without it no such row is converted.
    drug : Series, optional
        Drug labels, with the index of `amount`; needed with `factors`.

    Returns
    -------
    DataFrame
        With the index of `amount`. ``kg``, missing without mass or amount; ``mass_status``, one
        of `MASS_STATUSES`, which speaks of the unit. No unit at all is an *unknown unit*.

    Raises
    ------
    ParameterError
        If the columns differ in their index, or a factor is given without `drug`, for a unit of
        mass, or is no positive number.

    Examples
    --------
    >>> amount, unit = pd.Series([2.0, 500.0, 30.0]), pd.Series(["Kilogram", "Gram", "Tablet"])
    >>> to_kilograms(amount, unit)
        kg   mass_status
    0  2.0          mass
    1  0.5          mass
    2  NaN  without mass
    """
    _check_index(amount, unit, drug)
    known = _known(data_dir())
    codes, texts = distinct(unit)
    keys = [unit_key(text) for text in texts]
    per_unit = np.array([known.get(key, math.nan) for key in keys])[codes]
    frame = spread({"mass_status": [_status(key, known) for key in keys]}, codes, amount.index)
    status = frame["mass_status"].copy()
    if factors:
        if drug is None:
            raise ParameterError("factors are kept by drug and unit: give drug as well")
        drug_codes, drugs = distinct(drug)
        drug_keys = [normalised(text) for text in drugs]
        for (name, label), factor in _checked(factors, known).items():
            rows = _rows_of(name, drug_codes, drug_keys) & _rows_of(label, codes, keys)
            per_unit[rows] = factor
            status[rows] = "converted by factor"
    kg = amount.to_numpy(dtype="float64", na_value=np.nan) * per_unit
    return pd.DataFrame({"kg": kg, "mass_status": status}, index=amount.index)


def _status(key: str, known: dict[str, float]) -> str:
    if key not in known:
        return "unknown unit"
    return "without mass" if math.isnan(known[key]) else "mass"


def _rows_of(wanted: str, codes: np.ndarray, keys: list[str]) -> np.ndarray:
    # Several spellings may mean one thing; -1, the missing label, is the last of them.
    rows: np.ndarray = np.array([key == wanted for key in keys])[codes]
    return rows


def _checked(
    factors: Mapping[tuple[str, str], float], known: dict[str, float]
) -> dict[tuple[str, str], float]:
    checked = {}
    for (drug, unit), factor in factors.items():
        key = unit_key(unit)
        if not math.isnan(known.get(key, math.nan)):
            raise ParameterError(f"{unit!r} is a unit of mass and needs no factor for {drug!r}")
        if not (math.isfinite(factor) and factor > 0):
            raise ParameterError(f"factor of {drug!r}, {unit!r}: a number above 0, not {factor!r}")
        checked[normalised(drug), key] = float(factor)
    return checked


def _check_index(amount: pd.Series, unit: pd.Series, drug: pd.Series | None) -> None:
    for name, column in (("unit", unit), ("drug", drug)):
        if column is not None and not column.index.equals(amount.index):
            raise ParameterError(
                f"{name} and amount are not rows of one table: their index differs"
            )


@cache
def _known(folder: Path) -> dict[str, float]:  # noqa: ARG001 - the key of the cache
    rows = table("units")
    return dict(zip(rows["unit"], rows["kilograms"], strict=True))
