"""Drug labels, told apart into what is and what is not an Afghan opiate.

``drug`` is the substance in our words, ``family`` what its kilograms may be added to. Poppy
plants, capsules, straw and seeds are never opium; medicines are never heroin or morphine.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from routes.reference import data_dir, table
from routes.seizures.text import distinct, normalised, spread, without_marks

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

FAMILIES = ("heroin", "morphine", "opium", "poppy straw", "precursor", "other", "unknown")
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
        the table lacks it, "not stated" where there is none; ``family``, one of `FAMILIES`,
        *unknown* where the table lacks the label;
        ``afghan_opiate``, whether it counts as an opiate out of Afghanistan; ``drug_known``,
        whether the table has the label.

    Examples
    --------
    >>> import pandas as pd
    >>> drug_families(pd.Series(["Heroin Base", "Desomorphine", "Blue powder"]))
               drug   family  afghan_opiate  drug_known
    0        heroin   heroin           True        True
    1  desomorphine    other          False        True
    2   blue powder  unknown          False       False
    """
    known = _known(data_dir())
    codes, texts = distinct(names)
    found = [_found(text, known) for text in texts]
    columns = ("drug", "family", "afghan_opiate", "drug_known")
    answers = {name: [row[at] for row in found] for at, name in enumerate(columns)}
    return spread(answers, codes, names.index)


_Answer = tuple[str, str, bool, bool]


def drug_of(label: str) -> str:
    """Return our name of the drug of one label, empty where the table lacks it.

    Examples
    --------
    >>> drug_of("Heroin (1)"), drug_of("Quetta")
    ('heroin', '')
    """
    drug, _, _, known = _found(label, _known(data_dir()))
    return drug if known else ""


def _found(text: str, known: dict[str, _Answer]) -> _Answer:
    label = normalised(text)
    if label in known:
        return known[label]
    # A footnote mark is no part of the name.
    plain = normalised(without_marks(text))
    return known.get(plain) or (plain or NOT_STATED, "unknown", False, False)


@cache
def _known(folder: Path) -> dict[str, _Answer]:  # noqa: ARG001 - the key of the cache
    rows = table("drug_names")
    return {
        row.name: (row.drug, row.family, bool(row.afghan_opiate), True)
        for row in rows.rename_axis("row").itertuples(index=False, name="Row")
    }
