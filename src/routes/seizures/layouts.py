"""The layouts a seizure file may have, and how one is recognised from its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

EVENTS, ANNUAL = "events", "annual"
_FOLD = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True)
class Layout:
    """A known arrangement of columns.

    Attributes
    ----------
    key, title : str
    kind : {"events", "annual"}
    fields : mapping
        Our name of each column, and the headings in use for it, folded.
    required : sequence of tuples
        Of each tuple one field must be present.
    """

    key: str
    title: str
    kind: str
    fields: Mapping[str, tuple[str, ...]]
    required: Sequence[tuple[str, ...]]

    def columns(self, headings: Iterable[str]) -> dict[str, str]:
        """Return our name for each heading that is known; the first of two alike wins."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        by_alias = {alias: name for name, aliases in self.fields.items() for alias in aliases}
        for heading in headings:
            name = by_alias.get(fold(heading))
            if name is not None and name not in taken:
                found[heading] = name
                taken.add(name)
        return found

    def missing(self, headings: Iterable[str]) -> list[str]:
        """Return what is required and absent, each as "one or other"."""
        present = set(self.columns(headings).values())
        return [" or ".join(names) for names in self.required if not present & set(names)]


def fold(heading: str) -> str:
    """Return a heading in small letters and digits only.

    Examples
    --------
    >>> fold("Country/Territory ")
    'countryterritory'
    """
    return _FOLD.sub("", heading.casefold())


IDS = Layout(
    key="ids",
    title="UNODC Individual Drug Seizures",
    kind=EVENTS,
    fields={
        "region": ("region",),
        "subregion": ("subregion",),
        "country": ("country", "seizurecountry", "reportingcountry"),
        "division": ("administrativedivision", "division", "province", "admindivision"),
        "place": ("place", "placeofseizure", "location"),
        "date": ("seizuredate", "date", "dateofseizure"),
        "drug_name": ("drugname", "drug", "drugtype"),
        "amount": ("amount", "quantity", "drugquantity"),
        "unit": ("drugunit", "unit", "unitofmeasure"),
        "hiding_place": ("hidingplace", "concealment"),
        "installation": ("installation",),
        "transport": ("transport", "modeoftransport", "transportation"),
        "producing": ("producingcountry", "origincountry"),
        "departure": ("departurecountry", "countryofdeparture"),
        "destination": ("destinationcountry", "countryofdestination"),
        "routing": ("routing",),
    },
    required=(("country",), ("date",), ("drug_name",), ("amount",), ("unit",)),
)
ANNUAL_TOTALS = Layout(
    key="annual",
    title="UNODC annual totals",
    kind=ANNUAL,
    fields={
        "region": ("region",),
        "subregion": ("subregion",),
        "country": ("country", "countryterritory", "countryorterritory", "countryarea"),
        "code": ("countrycode", "isocode", "mscode", "iso3", "iso3code", "iso"),
        "year": ("year", "referenceyear"),
        "drug_group": ("druggroup",),
        "drug_subgroup": ("drugsubgroup",),
        "drug_name": ("drug", "drugname"),
        "specific_name": ("specificdrugname",),
        "kg": ("kgequivalent", "kg", "kilograms", "kilogrammes", "kgequivalents", "quantitykg"),
        "comment": ("comment", "comments", "note", "notes"),
    },
    required=(("country", "code"), ("year",), ("drug_name", "specific_name"), ("kg",)),
)
# What this library itself writes: one row an event, codes and kilograms already.
TIDY_EVENTS = Layout(
    key="tidy-events",
    title="events as this library writes them",
    kind=EVENTS,
    fields={
        "country": ("iso3",),
        "country_name": ("country",),
        "date": ("date",),
        "drug_name": ("drugname", "drug"),
        "amount": ("amount",),
        "unit": ("unit",),
        "kg": ("kg",),
        "division": ("division",),
        "place": ("place",),
        "transport": ("transport",),
        "hiding_place": ("hidingplace",),
        "installation": ("installation",),
        "routing": ("routing",),
        "producing": ("producing", "producingiso3"),
        "departure": ("departure", "departureiso3"),
        "destination": ("destination", "destinationiso3"),
    },
    required=(("country",), ("date",), ("drug_name",), ("kg",)),
)
LAYOUTS = (IDS, TIDY_EVENTS, ANNUAL_TOTALS)


def recognised(headings: Sequence[str], kind: str | None = None) -> Layout | None:
    """Return the layout whose required columns are all there; the fullest match wins.

    Parameters
    ----------
    headings : sequence of str
    kind : {"events", "annual"}, optional
        Only layouts of this kind.
    """
    fitting = [
        layout for layout in LAYOUTS if kind in (None, layout.kind) and not layout.missing(headings)
    ]
    return max(fitting, key=lambda layout: len(layout.columns(headings)), default=None)


def nearest_layout(headings: Sequence[str], kind: str | None = None) -> Layout:
    """Return the layout that lacks the fewest required columns."""
    eligible = [layout for layout in LAYOUTS if kind in (None, layout.kind)]
    return min(
        eligible,
        key=lambda layout: (len(layout.missing(headings)), -len(layout.columns(headings))),
    )
