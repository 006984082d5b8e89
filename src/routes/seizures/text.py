"""One spelling for labels of every source, and one look-up for each distinct label.

Seizure files repeat a few hundred labels over hundreds of thousands of rows: each label is
understood once and the answer is handed to all of its rows.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′"))
# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_NOT_A_WORD = re.compile(r"[\W_]+")
# Behind a label: stars, raised digits and letters, (1), (a), [2], "b, c", and a unit in brackets.
_MARKS = re.compile(
    r"(?:\s*[*†‡§#⁎]+|\s*[¹²³⁰⁴-⁹ᵃ-ᶻ]+|\s*[(\[](?:[a-z]|\d{1,2}|kgs?|кг|g|in kg|tons?)[)\]]|"
    r"(?:\s+[a-e]|,\s*[a-e])|(?<=[^\W\d_])\s+\d)+\s*$"
)
_FOLDED_WORDS = {"the", "and"}
_DTYPES = {"afghan_opiate": "boolean", "kilograms": "float64"}


def normalised(text: object) -> str:
    """Return a label in the one form in which labels are compared.

    Case, accents, punctuation, apostrophes, the words "the" and "and" and repeated spaces do
    not tell labels apart.

    Parameters
    ----------
    text : object
        A label; anything that is not text is written as text first.

    Examples
    --------
    >>> normalised("Macedonia, the former Yugoslav Republic of")
    'macedonia former yugoslav republic of'
    >>> normalised("  CÔTE d’Ivoire ")
    'cote divoire'
    >>> normalised("Trinidad & Tobago") == normalised("Trinidad and Tobago")
    True
    """
    plain = str(text).translate(_APOSTROPHES)
    if plain.isascii():
        plain = plain.lower()
    else:
        # Twice, because folding the case may compose or leave letters with marks.
        plain = unicodedata.normalize("NFKD", plain).casefold()
        plain = unicodedata.normalize("NFKD", plain).translate(_PLAIN)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        plain = plain.translate(_APOSTROPHES)
    words = _NOT_A_WORD.sub(" ", plain).split()
    return " ".join(word for word in words if word not in _FOLDED_WORDS)


def without_marks(label: str) -> str:
    """Return a label without the marks of footnotes and units behind it.

    Examples
    --------
    >>> [without_marks(label) for label in ("Heroin (1)", "Heroin¹", "Opium a", "Heroin (kg)*")]
    ['Heroin', 'Heroin', 'Opium', 'Heroin']
    >>> without_marks("Iraq (Kurdistan Region)")
    'Iraq (Kurdistan Region)'
    """
    plain = _MARKS.sub("", label).strip()
    return plain or label


def distinct(labels: pd.Series) -> tuple[npt.NDArray[np.intp], list[str]]:
    """Return the number of the label of each row, and the distinct labels as text.

    A missing label has the number -1 and finds the last text, which is empty: both Python and
    numpy count -1 from the end.

    Examples
    --------
    >>> codes, texts = distinct(pd.Series(["Gram", None, "Gram"]))
    >>> codes.tolist(), texts
    ([0, -1, 0], ['Gram', ''])
    """
    codes, labels_once = pd.factorize(labels)
    return codes, [*map(_text, labels_once), ""]


def spread(
    answers: Mapping[str, Sequence[object]],
    codes: npt.NDArray[np.intp],
    index: pd.Index,
) -> pd.DataFrame:
    """Return one row of answers for each row of a column, from the answers to its labels.

    Parameters
    ----------
    answers : mapping of str to sequence
        A column name and one value for each text of `distinct`.
    codes : array of int
        From `distinct`.
    index : Index
        Of the column that was asked about.
    """
    columns = {}
    for name, values in answers.items():
        flags = all(isinstance(value, bool) for value in values)
        column = pd.Series(values, dtype=bool if flags else "str")
        columns[name] = column.take(codes).set_axis(index)
    return pd.DataFrame(columns, index=index)


def _text(value: object) -> str:
    # A column of codes with gaps is read as numbers with a decimal point.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
