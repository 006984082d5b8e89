"""The parameters of the page on one country: names, defaults, limits and help in one place."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, field_validator, model_validator

from routes.briefing.checking import Parameters
from routes.briefing.options import Asked
from routes.briefing.parameters import (
    DAY_HELP,
    LANGUAGE_HELP,
    UNDATED,
    Day,
    FirstYear,
    Language,
    LastYear,
    in_slug,
)
from routes.reference.limits import (
    GROWN,
    check_years,
    column,
    fact_sheet_states,
    route_states,
    table_years,
)


class CountryParameters(Parameters):
    """The parameters of the page on one country, checked."""

    notebook: ClassVar = "10_country_profile.ipynb"
    kind: ClassVar = "country"
    sections: ClassVar = (
        *("seizures", "standing", "cultivation", "network", "places"),
        *("partnership", "caveats", "sources"),
    )
    lists: ClassVar = {"fact sheets": fact_sheet_states, "route States": route_states}

    iso3: Annotated[str, Asked("ISO3", kind="State on a route", valid=route_states)] = Field(
        default="UZB", description="ISO 3166-1 alpha-3 code of a State on a route"
    )
    first_year: FirstYear = Field(
        default_factory=lambda: table_years()[0], description="first year of the period"
    )
    last_year: LastYear = Field(
        default_factory=lambda: table_years()[1], description="last year of the period"
    )
    language: Language = Field(default="en", description=LANGUAGE_HELP)
    as_of: Day = Field(default=UNDATED, description=DAY_HELP)

    @field_validator("first_year", "last_year")
    @classmethod
    def _year(cls, value: int) -> int:
        return check_years(value)[0]

    @model_validator(mode="after")
    def _together(self) -> Self:
        check_years((self.first_year, self.last_year))
        return self

    @property
    def years(self) -> tuple[int, int]:
        """First and last year."""
        return self.first_year, self.last_year

    @property
    def slug(self) -> str:
        """File name without its ending: the country and whatever is not the default."""
        language = [] if self.language == "en" else [self.language]
        return "-".join([self.iso3, *in_slug(self.years), *language])

    @property
    def grown(self) -> bool:
        """Whether figures of cultivation are published for the country."""
        rows = column("published_figures", "geography", "metric")
        return any(place == self.iso3 and what.startswith(GROWN) for place, what in rows)

    @property
    def parts(self) -> tuple[str, ...]:
        """Ids a fit page has, headline and footer too."""
        return tuple(key for key in super().parts if key != "cultivation" or self.grown)
