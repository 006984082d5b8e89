"""The layouts a seizure file may have, told by what its columns say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EVENTS, ANNUAL = "events", "annual"


@dataclass(frozen=True)
class Layout:
    """A known arrangement of columns.

    Attributes
    ----------
    key, title : str
    kind : {"events", "annual"}
    fields : tuple of str
        Our names of its columns.
    required : tuple of tuples
        Of each one field must be present.
    """

    key: str
    title: str
    kind: str
    fields: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]

    def missing(self, present: Iterable[str]) -> list[str]:
        """Return what is required and absent, each as "one or other"."""
        there = set(present)
        return [" or ".join(names) for names in self.required if not there & set(names)]


_SEIZURE = (
    "region", "subregion", "country", "division", "place", "date", "drug_name", "amount", "unit",
    "hiding_place", "installation", "transport", "producing", "departure", "destination",
    "routing", "code", "kg", "latitude", "longitude",
)  # fmt: skip
IDS = Layout(
    "ids", "UNODC Individual Drug Seizures", EVENTS, _SEIZURE,
    (("country", "code"), ("date",), ("drug_name",), ("amount", "kg")),
)  # fmt: skip
# What this library itself writes: codes and kilograms already.
TIDY_EVENTS = Layout(
    "tidy-events", "events as this library writes them", EVENTS, _SEIZURE,
    (("code",), ("date",), ("drug_name",), ("kg",)),
)  # fmt: skip
ANNUAL_TOTALS = Layout(
    "annual", "UNODC annual totals", ANNUAL,
    (
        "region", "subregion", "country", "code", "year", "drug_group", "drug_subgroup",
        "drug_name", "specific_name", "amount", "unit", "kg", "comment",
    ),
    (("country", "code"), ("year",), ("drug_name", "specific_name"), ("kg", "amount")),
)  # fmt: skip
LAYOUTS = (TIDY_EVENTS, IDS, ANNUAL_TOTALS)


def layout_of(present: Iterable[str], kind: str | None = None) -> Layout | None:
    """Return the layout whose required columns are all there.

    Single seizures come before totals, which a file of seizures could be taken for as well.

    Examples
    --------
    >>> layout_of({"country", "year", "drug_name", "kg"}).key
    'annual'
    """
    there = set(present)
    fitting = [
        layout for layout in LAYOUTS if kind in (None, layout.kind) and not layout.missing(there)
    ]
    return next(iter(fitting), None)
