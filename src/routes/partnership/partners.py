"""Partners of the Paris Pact."""

from __future__ import annotations

import pandas as pd

from routes.errors import unknown
from routes.reference import table


def partners(*, kind: str | None = None) -> pd.DataFrame:
    """Return the partners: 58 States and 23 organizations.

    Parameters
    ----------
    kind : {"state", "organization"}, optional

    Returns
    -------
    DataFrame
        Indexed by ``partner`` (ISO3 or acronym); ``kind``, ``name``, ``name_as_listed``,
        ``joined`` ("before Phase IV", "in Phase IV", which began in 2013; no source known gives
        the year), ``joined_in_phase_iv``, ``note``, ``source``, ``confidence``.

    Examples
    --------
    >>> len(partners(kind="state")), len(partners(kind="organization"))
    (58, 23)
    """
    rows = table("partners").set_index("partner")
    late = rows["joined_in_phase_iv"].fillna(False)
    joined = pd.Series("before Phase IV", index=rows.index).mask(late, "in Phase IV")
    rows.insert(3, "joined", joined)
    if kind is None:
        return rows
    if kind not in ("state", "organization"):
        raise unknown("kind of partner", kind, ("state", "organization"))
    return rows[rows["kind"] == kind]
