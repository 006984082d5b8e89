"""The countries that liaison officers keep fact sheets for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.reference import country_name, table

if TYPE_CHECKING:
    import pandas as pd


def fact_sheet_countries() -> pd.DataFrame:
    """Return the countries with a fact sheet, in the order of the table.

    A report gives their number, 21, and their regions; which they are is inferred.

    Returns
    -------
    DataFrame
        Indexed by ``iso3``: ``name``, ``region`` (";"-separated), ``basis``, ``source``,
        ``confidence``.

    Examples
    --------
    >>> len(fact_sheet_countries())
    21
    """
    rows = table("fact_sheet_countries").set_index("iso3")
    rows.insert(0, "name", [country_name(code) for code in rows.index])
    return rows
