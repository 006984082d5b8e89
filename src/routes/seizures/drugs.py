"""Drug labels, told apart into what is and what is not an Afghan opiate.

``drug`` is the substance in our words, ``family`` what its kilograms may be added to. Poppy
plants, capsules, straw and seeds are never opium; medicines are never heroin or morphine.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from routes.reference import data_dir, table
from routes.seizures.text import distinct, normalised, spread

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

FAMILIES = ("heroin", "morphine", "opium", "poppy straw", "precursor", "other")
NOT_STATED = "not stated"


def drug_families(names: pd.Series) -> pd.DataFrame:
    """Return what each drug label means.

    Parameters
    ----------
    names : Series
        Labels of UNODC or of national lists.

    Returns
    -------
    DataFrame
        With the index of `names`. ``drug``, our label, or the given one in plain letters where
        the table lacks it, "not stated" where there is none; ``family``, one of `FAMILIES`;
        ``afghan_opiate``, whether it counts as an opiate out of Afghanistan; ``drug_known``,
        whether the table has the label.

    Examples
    --------
    >>> import pandas as pd
    >>> drug_families(pd.Series(["Heroin Base", "Desomorphine", "Khat"]))
               drug  family  afghan_opiate  drug_known
    0        heroin  heroin           True        True
    1  desomorphine   other          False        True
    2          khat   other          False       False
    """
    known = _known(data_dir())
    codes, texts = distinct(names)
    found = [_found(text, known) for text in texts]
    columns = ("drug", "family", "afghan_opiate", "drug_known")
    answers = {name: [row[at] for row in found] for at, name in enumerate(columns)}
    return spread(answers, codes, names.index)


_Answer = tuple[str, str, bool, bool]


def _found(text: str, known: dict[str, _Answer]) -> _Answer:
    label = normalised(text)
    return known.get(label) or (label or NOT_STATED, "other", False, False)


@cache
def _known(folder: Path) -> dict[str, _Answer]:  # noqa: ARG001 - the key of the cache
    rows = table("drug_names")
    return {
        row.name: (row.drug, row.family, bool(row.afghan_opiate), True)
        for row in rows.rename_axis("row").itertuples(index=False, name="Row")
    }
