"""Where the annual totals come from, in one line."""

from __future__ import annotations

from routes.errors import unknown
from routes.reference import table
from routes.seizures.annual import annual_seizures

LATEST = "latest"


def annual_source(edition: str = LATEST) -> str:
    """Return the source line of annual totals: each edition, its table and the years used.

    Parameters
    ----------
    edition : str
        As the figures stood with this edition.

    Returns
    -------
    str
        Title, table and years of each edition, parted by semicolons.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> annual_source().endswith("UNODC, World Drug Report 2025, annex table 7.1 (2019–2023)")
    True
    """
    rows = table("editions").sort_values("vintage")
    if edition != LATEST and edition not in set(rows["edition"]):
        raise unknown("edition", edition, [*rows["edition"], LATEST])
    used = annual_seizures(edition=None if edition == LATEST else edition)
    years = used.groupby("edition")["year"].agg(["min", "max"])
    rows = rows.set_index("edition").join(years, how="inner")
    return "; ".join(
        f"{row.title}, {row.table} "
        f"({'–'.join(str(year) for year in dict.fromkeys([row.min, row.max]))})"
        for row in rows.itertuples()
    )
