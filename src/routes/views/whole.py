"""A frame shown whole: every row, every word, nothing cut off, every text escaped."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from routes.escaping import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

# JupyterLab aligns every cell to the right, which is right for numbers only.
_STYLE = (
    ".routes-whole{overflow-x:auto;font-size:13px}.routes-whole table{border-collapse:collapse;"
    "table-layout:auto}"
    ".routes-whole :is(td,th){text-align:left!important;vertical-align:top!important;"
    "padding:.35em .7em;max-width:34rem}"
    ".routes-whole .number{text-align:right!important;white-space:nowrap}"
)


@dataclass(frozen=True)
class Whole:
    """A table that shows itself whole. Get one with `whole`.

    Attributes
    ----------
    frame : DataFrame
    digits : int
    absent : str
    """

    frame: pd.DataFrame
    digits: int
    absent: str

    def _repr_html_(self) -> str:
        plain = self._plain()
        numbers = [_counts(plain[name]) for name in plain]
        head = _row("th", plain.columns, numbers)
        body = "".join(
            _row("td", map(self._text, row), numbers)
            for row in plain.itertuples(index=False, name=None)
        )
        return (
            f'<style>{_STYLE}</style><div class="routes-whole" tabindex="0"><table>'
            f"<thead>{head}</thead><tbody>{body}</tbody></table></div>"
        )

    def __repr__(self) -> str:
        plain = self._plain().astype(object).map(self._text)
        return str(plain.to_string(index=False))

    def _plain(self) -> pd.DataFrame:
        """Return an ordinary frame, with the names of the rows as columns if they have any."""
        plain = pd.DataFrame(self.frame)
        if any(name is not None for name in plain.index.names):
            plain = plain.reset_index()
        return plain.reset_index(drop=True)

    def _text(self, value: object) -> str:
        if pd.isna(value):
            return self.absent
        if isinstance(value, pd.Timestamp) and value == value.normalize():
            return str(value.date())
        if isinstance(value, bool) or not isinstance(value, Real):
            return str(value)
        number = float(value)
        if number.is_integer():
            # A year is no quantity, and is written without a separator.
            return f"{number:.0f}" if 1000 <= number < 10_000 else f"{number:,.0f}"  # noqa: PLR2004
        text = f"{number:,.{self.digits}f}"
        return text if text.strip("-0.") else f"{number:.1g}"


def whole(frame: pd.DataFrame, *, digits: int = 1, absent: str = "–") -> Whole:
    """Return a frame as a notebook shows it whole; pandas cuts long texts and tables.

    For tables of reference and rows of a file, of some hundred rows at most.

    Parameters
    ----------
    frame : DataFrame
        An index with a name is shown as a column, one without is not.
    digits : int
        Decimals of numbers that are not whole.
    absent : str
        What stands for a missing value.

    Returns
    -------
    Whole
        Shows itself in a notebook and in a terminal; every text is escaped.

    Examples
    --------
    >>> whole(pd.DataFrame({"place": ["Van", None], "kg": [84.5, 0.004]}))
    place    kg
      Van  84.5
        – 0.004
    """
    return Whole(frame, digits, absent)


def _counts(column: pd.Series) -> bool:
    return bool(is_numeric_dtype(column) and not is_bool_dtype(column))


def _row(tag: str, texts: Iterable[object], numbers: list[bool]) -> str:
    cells = (
        f"<{tag}{' class=number' if number else ''}>{escape(str(text))}</{tag}>"
        for text, number in zip(texts, numbers, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"
