"""The cells of an edition: what a file of annual totals gives of a State, a year and a drug."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from routes.names import DRUGS

if TYPE_CHECKING:
    import pandas as pd

    from routes.seizures.account import SeizureFile

CELL = ["iso3", "year", "drug"]
GRAMS = 3


def opiate_cells(file: SeizureFile) -> pd.DataFrame:
    """Return heroin, morphine and opium of a file of annual totals, one row a cell.

    Rows of a drug that repeat (heroin base, heroin salts) are parts of one total and are added;
    a block that the file lists twice is counted once.

    Parameters
    ----------
    file : SeizureFile
        Annual totals, as `read_seizures` returns them.

    Returns
    -------
    DataFrame
        ``iso3``, ``year``, ``drug``, ``kg`` to the gram; what is less than half a gram stays as
        it is, for it is no zero.

    Examples
    --------
    >>> from routes.reference import data_dir
    >>> from routes.seizures import read_seizures
    >>> sorted(opiate_cells(read_seizures(data_dir() / "annual_seizures.csv"))["drug"].unique())
    ['heroin', 'morphine', 'opium']
    """
    frame = file.frame
    rows = frame[frame["drug"].isin(DRUGS) & frame["counted"]].astype({"iso3": str, "drug": str})
    cells = rows.groupby(CELL, as_index=False)["kg"].agg(fsum)
    cells["kg"] = [to_the_gram(kg) for kg in cells["kg"]]
    return cells


def to_the_gram(kg: float) -> float:
    """Return kilograms to the gram, but never a little as nothing.

    Examples
    --------
    >>> to_the_gram(50.3603), to_the_gram(0.0003), to_the_gram(0.0)
    (50.36, 0.0003, 0.0)
    """
    return round(kg, GRAMS) or float(f"{kg:.15g}")
