"""Where the annual totals come from, in one line."""

from __future__ import annotations

from routes.errors import unknown
from routes.reference import table

LATEST = "latest"


def annual_source(edition: str = LATEST) -> str:
    """Return the source line of annual totals: each edition, its table and its years.

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
    if edition != LATEST:
        if edition not in set(rows["edition"]):
            raise unknown("edition", edition, [*rows["edition"], LATEST])
        rows = rows.iloc[: [*rows["edition"]].index(edition) + 1]
    return "; ".join(
        f"{row.title}, {row.table} "
        f"({'–'.join(str(year) for year in dict.fromkeys([row.first_year, row.last_year]))})"
        for row in rows.itertuples()
    )
