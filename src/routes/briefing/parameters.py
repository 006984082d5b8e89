"""The parameters of a briefing: names, defaults, limits and help in one place."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path  # noqa: TC003 - pydantic reads the annotation
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import Field, field_validator, model_validator

from routes.briefing.checking import Parameters, check, set_in
from routes.briefing.options import Asked
from routes.errors import ParameterError
from routes.names import (
    COUNTRY_LISTS,
    DENOMINATORS,
    DRUGS,
    ORIGIN_RULES,
    ROUTES,
    SHARED_RULES,
    languages,
)
from routes.reference.held import check_held, default_years
from routes.reference.limits import check_drugs, check_years, editions, table_years

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTIONS = (
    *("map", "trend", "countries", "reporting", "partnership", "coverage", "caveats", "sources"),
)
_IN_SLUG = (
    *("drugs", "countries", "shared", "origin", "denominator", "opium_factor", "edition"),
    "language",
)

# What more than one page asks for.
RouteName = Annotated[str, Asked("ROUTE", kind="route", valid=ROUTES)]
FirstYear = Annotated[int, Asked("Y", option="from")]
LastYear = Annotated[int, Asked("Y", option="to")]
Drugs = Annotated[tuple[str, ...], Asked("D", option="drug", kind="drug", valid=DRUGS)]
CountryList = Annotated[str, Asked("LIST", kind="country list", valid=COUNTRY_LISTS)]
SharedRule = Annotated[str, Asked("RULE", kind="rule for shared States", valid=SHARED_RULES)]
Language = Annotated[str, Asked("L", option="lang", kind="language", valid=languages)]
Day = Annotated[dt.date, Asked("DATE")]
ROUTE_HELP = "northern, balkan or southern"
COUNTRIES_HELP = "which States a route has: transit, with_markets or all"
SHARED_HELP = "rule for States on two routes: primary, half or apart"
LANGUAGE_HELP = "language of the page"
# No day asked for: the model puts that of the making.
UNDATED: Any = None
DAY_HELP = "date printed on the page (ISO 8601); by default that of the making"


class BriefingParameters(Parameters):
    """The parameters of a briefing, checked.

    Build one with `checked`, which refuses unknown names and says the nearest.
    """

    notebook: ClassVar = "briefing.ipynb"
    kind: ClassVar = "briefing"
    sections: ClassVar = SECTIONS

    route: RouteName = Field(default="balkan", description=ROUTE_HELP)
    first_year: FirstYear = Field(
        default_factory=lambda: table_years()[0], description="first year of the period"
    )
    last_year: LastYear = Field(
        default_factory=lambda: table_years()[1],
        description="last year of the period, the year the headline speaks of",
    )
    drugs: Drugs = Field(
        default=("heroin", "morphine"),
        description="heroin, morphine, opium; opium is added to the others only with a factor",
    )
    opium_factor: Annotated[float | None, Asked("F")] = Field(
        default=None, description="kilograms of heroin that one of opium counts as, to add them"
    )
    countries: CountryList = Field(default="transit", description=COUNTRIES_HELP)
    shared: SharedRule = Field(default="primary", description=SHARED_HELP)
    origin: Annotated[str, Asked("RULE", kind="rule for origins", valid=ORIGIN_RULES)] = Field(
        default="afghan",
        description="afghan: without what is mostly of another origin; all: whatever its origin",
    )
    denominator: Annotated[str, Asked("D", kind="denominator", valid=DENOMINATORS)] = Field(
        default="outside_afghanistan", description="what shares are of: outside_afghanistan, world"
    )
    edition: Annotated[str | None, Asked("E", kind="edition", valid=editions)] = Field(
        default=None, description="figures as they stood with this edition; by default the latest"
    )
    seizures: Annotated[Path | None, Asked("FILE")] = Field(
        default=None, description="file of seizure events to draw instead of the sample"
    )
    language: Language = Field(default="en", description=LANGUAGE_HELP)
    as_of: Day = Field(default=UNDATED, description=DAY_HELP)

    @model_validator(mode="before")
    @classmethod
    def _years_of_the_edition(cls, given: Any) -> Any:
        """Ask for the years an edition holds, where no year was asked for."""
        edition = given.get("edition") if isinstance(given, dict) else None
        if edition not in editions():
            return given
        first, last = default_years(edition)
        # A year beyond what is held is asked for on its own, and refused as that.
        ends = {
            "first_year": min(first, _year_or(given.get("last_year"), first)),
            "last_year": max(last, _year_or(given.get("first_year"), last)),
        }
        return ends | given

    @field_validator("first_year", "last_year")
    @classmethod
    def _year(cls, value: int) -> int:
        return check_years(value)[0]

    @field_validator("seizures")
    @classmethod
    def _seizures(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ParameterError(f"seizures: no file {value}")
        # The notebook may run elsewhere than the command was given.
        return value if value is None else value.resolve()

    @model_validator(mode="after")
    def _together(self) -> Self:
        check_years((self.first_year, self.last_year))
        check_held((self.first_year, self.last_year), self.edition)
        check_drugs(self.drugs, self.opium_factor)
        return self

    @property
    def years(self) -> tuple[int, int]:
        """First and last year."""
        return self.first_year, self.last_year

    @property
    def slug(self) -> str:
        """File name without its ending: the route and whatever is not the default."""
        parts = [self.route, *in_slug(self.years, self.edition)]
        fields = type(self).model_fields
        for name in _IN_SLUG:
            value = getattr(self, name)
            if value != fields[name].default:
                parts.append("+".join(value) if isinstance(value, tuple) else str(value))
        if self.seizures is not None:
            parts.append(re.sub(r"[^A-Za-z0-9]+", "-", self.seizures.name.split(".")[0]).strip("-"))
        return "-".join(parts).replace("_", "-")


def _year_or(given: Any, other: int) -> int:
    return given if isinstance(given, int) else other


def in_slug(years: tuple[int, int], edition: str | None = None) -> list[str]:
    """Return what a file name says of years: nothing of all there are, or an edition holds."""
    return [] if years == default_years(edition) else [str(year) for year in dict.fromkeys(years)]


def checked(given: Mapping[str, Any]) -> BriefingParameters:
    """Return checked parameters of a briefing.

    Raises
    ------
    ParameterError
        In one line: every unknown name with the nearest known one, or every value at fault.

    Examples
    --------
    >>> checked({"route": "northern", "last_year": 2017}).slug
    'northern-2005-2017'
    """
    return check(BriefingParameters, given)


def from_namespace(namespace: Mapping[str, Any]) -> BriefingParameters:
    """Return the parameters a notebook has set so far, checked; see `set_in`."""
    return checked(set_in(namespace))
