"""The parameters of a briefing: names, defaults, limits and help in one place."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path  # noqa: TC003 - pydantic reads the annotation
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import Field, field_validator, model_validator

from routes.analysis import COUNTRY_LISTS, DENOMINATORS, SHARED_RULES
from routes.briefing.checking import Parameters, check, one_of, set_in
from routes.errors import ParameterError
from routes.seizures import check_drugs, check_years, editions, table_years

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTIONS = (
    *("map", "trend", "countries", "reporting", "partnership", "coverage", "caveats", "sources"),
)
_IN_SLUG = ("drugs", "countries", "shared", "denominator", "opium_factor", "edition", "language")


class BriefingParameters(Parameters):
    """The parameters of a briefing, checked.

    Build one with `checked`, which refuses unknown names and says the nearest.
    """

    notebook: ClassVar = "briefing.ipynb"
    sections: ClassVar = SECTIONS

    route: str = Field(default="balkan", description="northern, balkan or southern")
    first_year: int = Field(
        default_factory=lambda: table_years()[0], description="first year of the period"
    )
    last_year: int = Field(
        default_factory=lambda: table_years()[1],
        description="last year of the period, the year the headline speaks of",
    )
    drugs: tuple[str, ...] = Field(
        default=("heroin", "morphine"), description="drugs added together: heroin, morphine, opium"
    )
    countries: str = Field(default="transit", description="country list of the routes")
    shared: str = Field(default="primary", description="rule for States on two routes")
    denominator: str = Field(default="outside_afghanistan", description="what shares are of")
    opium_factor: float | None = Field(
        default=None, description="kilograms of heroin that one of opium counts as, to add them"
    )
    edition: str | None = Field(
        default=None, description="figures as they stood with this edition; else the latest"
    )
    seizures: Path | None = Field(
        default=None, description="file of seizure events to draw instead of the sample"
    )
    language: str = Field(default="en", description="language of the page")
    as_of: dt.date = Field(default_factory=dt.date.today, description="date printed on the page")

    @field_validator("first_year", "last_year")
    @classmethod
    def _year(cls, value: int) -> int:
        return check_years(value)[0]

    @field_validator("countries")
    @classmethod
    def _countries(cls, value: str) -> str:
        return one_of("country list", value, COUNTRY_LISTS)

    @field_validator("shared")
    @classmethod
    def _shared(cls, value: str) -> str:
        return one_of("rule for shared States", value, SHARED_RULES)

    @field_validator("denominator")
    @classmethod
    def _denominator(cls, value: str) -> str:
        return one_of("denominator", value, DENOMINATORS)

    @field_validator("edition")
    @classmethod
    def _edition(cls, value: str | None) -> str | None:
        return value if value is None else one_of("edition", value, editions())

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
        check_drugs(self.drugs, self.opium_factor)
        return self

    @property
    def years(self) -> tuple[int, int]:
        """First and last year."""
        return self.first_year, self.last_year

    @property
    def slug(self) -> str:
        """File name without its ending: the route and whatever is not the default."""
        parts = [self.route]
        if self.years != table_years():
            parts += [str(year) for year in dict.fromkeys(self.years)]
        fields = type(self).model_fields
        for name in _IN_SLUG:
            value = getattr(self, name)
            if value != fields[name].default:
                parts.append("+".join(value) if isinstance(value, tuple) else str(value))
        if self.seizures is not None:
            parts.append(re.sub(r"[^A-Za-z0-9]+", "-", self.seizures.name.split(".")[0]).strip("-"))
        return "-".join(parts).replace("_", "-")


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
