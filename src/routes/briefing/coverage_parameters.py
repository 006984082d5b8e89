"""The parameters of the pages on coverage: names, defaults, limits and help in one place."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, field_validator, model_validator

from routes.briefing.checking import Parameters
from routes.briefing.options import Asked
from routes.briefing.parameters import (
    COUNTRIES_HELP,
    DAY_HELP,
    LANGUAGE_HELP,
    ROUTE_HELP,
    SHARED_HELP,
    UNDATED,
    CountryList,
    Day,
    Drugs,
    Language,
    RouteName,
    SharedRule,
)
from routes.errors import ParameterError
from routes.names import PILLARS
from routes.reference.limits import check_drugs, check_post_year, check_radius, post_years

MOST_POSTS = 10


class CoverageParameters(Parameters):
    """What both pages ask for, checked."""

    route: RouteName = Field(default="balkan", description=ROUTE_HELP)
    year: Annotated[int, Asked("Y")] = Field(
        default_factory=lambda: post_years()[1],
        description="year of posts, meetings and seizures; between two lists the earlier answers",
    )
    radius_km: Annotated[float, Asked("KM")] = Field(
        default=500, description="reach of a post, geodesic, kilometres"
    )
    drugs: Drugs = Field(
        default=("heroin", "morphine"),
        description="heroin and morphine are added, opium stands apart",
    )
    countries: CountryList = Field(default="transit", description=COUNTRIES_HELP)
    shared: SharedRule = Field(default="primary", description=SHARED_HELP)
    language: Language = Field(default="en", description=LANGUAGE_HELP)
    as_of: Day = Field(default=UNDATED, description=DAY_HELP)

    @field_validator("year")
    @classmethod
    def _year(cls, value: int) -> int:
        return check_post_year(value)

    @field_validator("radius_km")
    @classmethod
    def _radius(cls, value: float) -> float:
        return check_radius(value)

    @field_validator("drugs")
    @classmethod
    def _some(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return check_drugs(value, 1.0)[0]

    @property
    def choices(self) -> dict[str, Any]:
        """What `coverage_by_state` and its like are to be called with."""
        names = ("year", "drugs", "countries", "shared")
        return {name: getattr(self, name) for name in names}

    @property
    def slug(self) -> str:
        """File name without its ending: the route, the kind and whatever is not the default."""
        parts = [self.route, self.kind]
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if name in {"route", "as_of"} or value == field.get_default(call_default_factory=True):
                continue
            text = "+".join(value) if isinstance(value, tuple) else f"{value}"
            short = {"radius_km": f"{self.radius_km:g}km", "headquarters": "headquarters"}
            lead = {"pillar": "pillar-", "k": "k", "first_year": "from-"}
            parts.append(short.get(name, lead.get(name, "") + text))
        return "-".join(parts).replace("_", "-")


class MeetingParameters(CoverageParameters):
    """The parameters of the page on meetings, checked."""

    notebook: ClassVar = "07_meeting_coverage.ipynb"
    kind: ClassVar = "meetings"
    sections: ClassVar = (
        *("reach", "states", "timeline", "measures", "meetings", "gaps", "unknown", "sources"),
    )

    pillar: Annotated[str | None, Asked("P", kind="pillar", valid=PILLARS)] = Field(
        default=None, description="I, II, III or IV: only its meetings; by default every pillar"
    )
    headquarters: Annotated[bool, Asked("YES")] = Field(
        default=False, description="count a meeting in Vienna as held in Austria"
    )

    @property
    def choices(self) -> dict[str, Any]:
        """What `coverage_by_state` and its like are to be called with."""
        return super().choices | {"pillar": self.pillar, "headquarters": self.headquarters}


class LiaisonParameters(CoverageParameters):
    """The parameters of the page on liaison officers, checked."""

    notebook: ClassVar = "08_liaison_network.ipynb"
    kind: ClassVar = "liaison"
    sections: ClassVar = (
        *("reach", "posts", "states", "measures", "distance", "change", "gaps", "next", "unknown"),
        "sources",
    )

    first_year: Annotated[int, Asked("Y")] = Field(
        default=2013, description="year of the list compared with"
    )
    k: Annotated[int, Asked("N")] = Field(
        default=1, description="how many further posts to ask for"
    )

    @field_validator("k")
    @classmethod
    def _k(cls, value: int) -> int:
        if not 1 <= value <= MOST_POSTS:
            raise ParameterError(f"k is a number of posts from 1 to {MOST_POSTS}, not {value}")
        return value

    @field_validator("first_year")
    @classmethod
    def _first_year(cls, value: int) -> int:
        return check_post_year(value)

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.first_year >= self.year:
            raise ParameterError(
                f"first_year, {self.first_year}, is to be before year, {self.year}"
            )
        return self
