"""Results that say by which rule they were made: frames that differ only in what is shown."""

from __future__ import annotations

from functools import partial
from numbers import Real
from typing import TYPE_CHECKING, ClassVar, Self

import pandas as pd

from routes.escaping import escape
from routes.seizures.sources import LATEST, annual_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_ROWS = 60
# JupyterLab makes all columns of a table as wide.
_STYLE = (
    "<style>.routes-result .table{overflow-x:auto}.routes-result table{table-layout:auto}</style>"
)
# Of a list beneath a table; the rest is in its column.
_MOST_LISTED = 5


class Result(pd.DataFrame):  # type: ignore[misc]  # pandas is untyped
    """A frame that shows its rule above, its sources and a caution below.

    A part of the rows shows what holds for them: a choice that is the same in every row stands
    above the table, one that differs stays in it. Choices without a column are in ``attrs``. A part
    without one of the columns in ``needs`` shows as any other frame; a column is a Series.

    Attributes
    ----------
    title, caution : str
    absent : str
        What it means that one of the ``figures`` is missing.
    needs : sequence of str
        Columns without which this is no such result any more.
    choices : sequence of str
        Columns that say how it was made.
    beneath : sequence of str
        Columns listed below the table, each value once.
    told : mapping of str to str
        Columns of kilograms that are added up below the table, with what they are.
    annual : bool
        Made of annual totals: their editions are named below the table, up to the one in
        ``attrs``.
    figures, counts : mapping of str to int
        Columns of numbers and their decimals: those whose absence says something, and others.
    """

    title: ClassVar[str] = ""
    caution: ClassVar[str] = ""
    absent: ClassVar[str] = "unknown"
    needs: ClassVar[Sequence[str]] = ()
    choices: ClassVar[Sequence[str]] = ()
    beneath: ClassVar[Sequence[str]] = ()
    told: ClassVar[Mapping[str, str]] = {}
    annual: ClassVar[bool] = False
    figures: ClassVar[Mapping[str, int]] = {}
    counts: ClassVar[Mapping[str, int]] = {}

    @classmethod
    def of(cls, frame: pd.DataFrame, *, edition: str | None, **choices: str) -> Self:
        """Return `frame` as a result that rests on annual totals as of an edition.

        Parameters
        ----------
        frame : DataFrame
        edition : str, optional
        **choices : str
            Those that have no column.
        """
        result = cls(frame)
        result.attrs.update(edition=edition or LATEST, choices=choices)
        return result

    @property
    def _constructor(self) -> type[Result]:
        return type(self)

    def __repr__(self) -> str:
        if not self._whole():
            return str(pd.DataFrame(self).__repr__())
        text = self._table().to_string(
            index=self._indexed(),
            max_rows=_rows(),
            max_colwidth=pd.get_option("display.max_colwidth"),
            line_width=pd.get_option("display.width"),
        )
        return "\n".join([self._heading(), text, *self._notes()])

    def _repr_html_(self) -> str | None:
        if not self._whole():
            plain = pd.DataFrame(self)._repr_html_()
            return None if plain is None else str(plain)
        with pd.option_context("display.max_colwidth", None):
            table = self._table().to_html(index=self._indexed(), max_rows=_rows(), border=0)
        notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in self._notes())
        return (
            f'<div class="routes-result">{_STYLE}<p>{escape(self._heading())}</p>'
            f'<div class="table">{table}</div>{notes}</div>'
        )

    def _whole(self) -> bool:
        columns = self.columns
        return bool(not self.empty and columns.is_unique and {*self.needs} <= {*columns})

    def _indexed(self) -> bool:
        return any(name is not None for name in self.index.names)

    def _same(self) -> dict[str, str]:
        """Return the choices that hold for every row; what was not chosen is left out."""
        known = [name for name in self.choices if name in self.columns]
        return {
            name: str(self[name].iloc[0])
            for name in known
            if len(self[name].drop_duplicates()) == 1 and pd.notna(self[name].iloc[0])
        }

    def _heading(self) -> str:
        chosen = {**self.attrs.get("choices", {}), **self._same()}
        return " · ".join([self.title, *(f"{key} {value}" for key, value in chosen.items())])

    def _table(self) -> pd.DataFrame:
        plain = pd.DataFrame(self)
        empty = [name for name in self.choices if name in plain and plain[name].isna().all()]
        plain = plain.drop(
            columns=[*self._same(), *empty, *self.beneath, *self.told], errors="ignore"
        )
        return pd.DataFrame(
            {name: plain[name].astype(object).map(self._writer(name)) for name in plain},
            index=plain.index,
        )

    def _writer(self, column: str) -> partial[str]:
        digits = {**self.counts, **self.figures}.get(column)
        return partial(_written, digits, self.absent if column in self.figures else "–")

    def _notes(self) -> list[str]:
        listed = {name: _each(self[name]) for name in self.beneath if name in self.columns}
        told = [_listed(name, parts) for name, parts in listed.items() if parts]
        for name, words in self.told.items():
            kg = self[name].sum() if name in self.columns else 0
            if kg > 0:
                told.append(f"{words}: {kg:,.0f} kg, in the column {name}")
        if self.annual:
            # pandas keeps what two frames agree on when it joins them, and drops the rest.
            edition = self.attrs.get("edition")
            said = "UNODC, annual totals" if edition is None else annual_source(edition)
            told.append(f"Source: {said}")
        return [*told, self.caution]


_ORIGINS = {
    "other_kg": "Mostly not from Afghanistan, counted only by origin all",
    "doubtful_kg": "Counted, though it is not known how much is Afghan",
}


class Shares(Result):
    """What `shares` returns."""

    annual = True
    title = "Seizures by route"
    caution = (
        "kg as reported; share in per cent of what was seized, not of what flows. "
        "Not reported is unknown, never zero."
    )
    absent = "not reported"
    needs = ("year", "route", "kg", "share")
    choices = (
        *("drugs", "denominator", "countries", "shared_rule", "origin", "opium_factor"),
        "edition",
    )
    figures: ClassVar = {"kg": 0, "total_kg": 0, "share": 1}
    told: ClassVar = _ORIGINS


class AlongRoute(Result):
    """What `along_route` returns."""

    annual = True
    title = "Country by country, in route order"
    caution = (
        "kg as reported; share in per cent of what counts for the route in the year. A country "
        "that did not report is unknown, never zero."
    )
    absent = "–"
    needs = ("kg", "status", "weight", "counted_kg", "share")
    beneath = ("origin_reason",)
    figures: ClassVar = {"kg": 0, "counted_kg": 0, "share": 1}
    told: ClassVar = _ORIGINS


class Sensitivity(Result):
    """What `sensitivity` returns."""

    annual = True
    title = "Share of each route, per cent, by the chosen rule and from lowest to highest"
    caution = (
        "Of what was seized, not of what flows. The ends come from rules that often nobody "
        "defends: a finding names its rule, see share_alternatives."
    )
    absent = "not reported"
    needs = ("share", "low", "high", "low_rule", "high_rule")
    choices = ("rules",)
    figures: ClassVar = {"share": 1, "low": 1, "high": 1}


class Coverage(Result):
    """What `coverage` returns."""

    title = "What of a route posts and meetings reach"
    caution = (
        "From low to high is what is not known. To be reached is no statement on how much work "
        "is done there."
    )
    needs = ("measure", "relation", "low", "high", "unit")
    choices = ("route", "branch", "pillar", "year")
    beneath = ("rule", "source")
    figures: ClassVar = {"low": 1, "high": 1}
    counts: ClassVar = {"numerator": 0, "denominator": 0}


class Reconciliation(Result):
    """What `reconcile` returns."""

    title = "Published figures beside ours"
    caution = (
        "Ours by the rule the publication names. within: 1 point for shares, 2 per cent for "
        "quantities. The nearest rule is shown, and never used in place of ours."
    )
    needs = ("figure", "published", "ours", "difference", "within")
    beneath = ("source",)
    counts: ClassVar = dict.fromkeys(
        ("published", "ours", "difference", "nearest", "low", "high"), 1
    )


def _each(values: pd.Series) -> list[str]:
    """Return the parts of ";"-separated texts, each once, in order."""
    parts = (part.strip() for text in values.dropna() for part in str(text).split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def _written(digits: int | None, absent: str, value: object) -> str:
    if pd.isna(value):
        return absent
    if digits is not None and isinstance(value, Real):
        text = f"{value:,.{digits}f}"
        # A little is not nothing: only a reported zero is written 0.
        return f"{value:.1g}" if value != 0 and not text.strip("-0.") else text
    return str(value)


def _listed(name: str, parts: list[str]) -> str:
    more = len(parts) - _MOST_LISTED
    tail = f"; and {more} more, in the column {name}" if more > 0 else ""
    return f"{name.capitalize().replace('_', ' ')}: {'; '.join(parts[:_MOST_LISTED])}{tail}"


def _rows() -> int:
    most: int | None = pd.get_option("display.max_rows")
    return most or _MOST_ROWS
