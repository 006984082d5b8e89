"""The report E/CN.7/2023/9, fact by fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from routes.errors import unknown
from routes.reference import table

if TYPE_CHECKING:
    import pandas as pd

_LAST = 25
PARAGRAPHS = ("header", "summary", *(str(number) for number in range(1, _LAST + 1)))


def report_facts(
    *,
    paragraph: int | str | None = None,
    topic: str | None = None,
    subject: str | None = None,
) -> pd.DataFrame:
    """Return what the report on 2022 states, one row a fact.

    Parameters
    ----------
    paragraph : int or str, optional
        1 to 25, ``"header"`` or ``"summary"``; facts drawn from several paragraphs are of each.
    topic, subject : str, optional
        As in those columns, such as ``"pillar"`` or ``"Paris Pact portal"``.

    Returns
    -------
    DataFrame
        Indexed by ``fact``; ``paragraph``, ``topic``, ``subject``, ``attribute``, ``value`` (as
        text), ``unit``, ``qualifier`` (exact, nearly, more than, distinct …, derived …),
        ``as_of``, ``source``, ``confidence``. Empty for a paragraph of which no fact is recorded.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> report_facts(paragraph=25)["value"].to_list()
    ['depends entirely on continued donor support']
    >>> report_facts(subject="four expert working groups 2022")["qualifier"].iloc[0]
    'nearly'
    """
    rows = table("report_facts")
    if paragraph is not None:
        if str(paragraph) not in PARAGRAPHS:
            raise unknown("paragraph", paragraph, PARAGRAPHS)
        rows = rows[[str(paragraph) in covered(text) for text in rows["paragraph"]]]
    for column, asked in (("topic", topic), ("subject", subject)):
        if asked is not None:
            valid = table("report_facts")[column].unique()
            if asked not in valid:
                raise unknown(column, asked, valid)
            rows = rows[rows[column] == asked]
    return rows.set_index("fact")


def covered(paragraphs: str) -> set[str]:
    """Return every paragraph that a reference covers.

    Examples
    --------
    >>> sorted(covered("12-15"))
    ['12', '13', '14', '15']
    """
    span = re.fullmatch(r"(\d+)-(\d+)", paragraphs)
    if span is None:
        return {paragraphs}
    return {str(number) for number in range(int(span[1]), int(span[2]) + 1)}
