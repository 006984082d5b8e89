"""The chain of documents, from the Paris Statement to the report on 2022."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.errors import unknown
from routes.reference import table

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = {
    "follows_from": "follows from",
    "reports_on": "reports on",
    "agenda": "is considered under",
    "refers_to": "refers to",
}


def documents(*, kind: str | None = None) -> pd.DataFrame:
    """Return the documents of the partnership and what each stands on, in order of date.

    Parameters
    ----------
    kind : str, optional
        Such as ``"resolution"`` or ``"report"``.

    Returns
    -------
    DataFrame
        Indexed by ``document``; ``symbol``, ``job_number``, ``title``, ``kind``, ``body``,
        ``session``, ``agenda_item``, ``meeting``, ``date``, ``note``, ``source``,
        ``confidence``; and ``follows_from``, ``reports_on``, ``agenda``, ``refers_to``: keys of
        other documents, ";"-separated. How sure each of these is, `document_links` says.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> documents().loc["E/CN.7/2023/9", "reports_on"]
    'CND-56-3;VIENNA-2012'
    """
    rows = table("documents")
    if kind is not None:
        if kind not in set(rows["kind"]):
            raise unknown("kind of document", kind, rows["kind"].unique())
        rows = rows[rows["kind"] == kind]
    rows = rows.set_index("document")
    links = table("document_links")
    for column, relation in _COLUMNS.items():
        mine = links[links["relation"] == relation]
        rows[column] = mine.groupby("document", sort=False)["other"].agg(";".join)
    return rows


def document_links() -> pd.DataFrame:
    """Return which document follows from, reports on or refers to which, and how sure that is.

    Returns
    -------
    DataFrame
        ``document``, ``relation``, ``other``, ``paragraph`` of the report, ``note``, ``source``,
        ``confidence``.

    Examples
    --------
    >>> document_links().query("relation == 'follows from'")["confidence"].unique().tolist()
    ['inferred']
    """
    return table("document_links")
