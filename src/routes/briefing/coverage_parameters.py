"""The parameters of the pages on coverage: names, defaults, limits and help in one place."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from pydantic import Field, field_validator, model_validator

from routes.analysis import COUNTRY_LISTS, SHARED_RULES
from routes.analysis.pieces import check_radius
from routes.analysis.unreported import families
from routes.briefing.checking import Parameters, one_of
from routes.errors import ParameterError
from routes.partnership import PILLARS, posts_in

MOST_POSTS = 10


def _last_list() -> int:
    return int(posts_in()["list_year"].max())


class CoverageParameters(Parameters):
    """What both pages ask for, checked."""

    kind: ClassVar[str]

    route: str = Field(default="balkan", description="northern, balkan or southern")
    year: int = Field(
        default_factory=_last_list,
        description="year of posts, meetings and seizures; between two lists the earlier answers",
    )
    radius_km: float = Field(default=500, description="reach of a post, geodesic, kilometres")
    drugs: tuple[str, ...] = Field(
        default=("heroin", "morphine"),
        description="heroin and morphine are added, opium stands apart",
    )
    countries: str = Field(default="transit", description="country list of the routes")
    shared: str = Field(default="primary", description="rule for States on two routes")
    language: str = Field(default="en", description="language of the page")
    as_of: dt.date = Field(default_factory=dt.date.today, description="date printed on the page")

    @field_validator("year")
    @classmethod
    def _year(cls, value: int) -> int:
        posts_in(value)
        return value

    @field_validator("radius_km")
    @classmethod
    def _radius(cls, value: float) -> float:
        check_radius(value)
        return value

    @field_validator("drugs")
    @classmethod
    def _some(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        families(value)
        return value

    @field_validator("countries")
    @classmethod
    def _countries(cls, value: str) -> str:
        return one_of("country list", value, COUNTRY_LISTS)

    @field_validator("shared")
    @classmethod
    def _shared(cls, value: str) -> str:
        return one_of("rule for shared States", value, SHARED_RULES)

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

    pillar: str | None = Field(default=None, description="I, II, III or IV: only its meetings")
    headquarters: bool = Field(
        default=False, description="count a meeting in Vienna as held in Austria"
    )

    @field_validator("pillar")
    @classmethod
    def _pillar(cls, value: str | None) -> str | None:
        return value if value is None else one_of("pillar", value, PILLARS)

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

    first_year: int = Field(default=2013, description="year of the list compared with")
    k: int = Field(default=1, description="how many further posts to ask for")

    @field_validator("k")
    @classmethod
    def _k(cls, value: int) -> int:
        if not 1 <= value <= MOST_POSTS:
            raise ParameterError(f"k is a number of posts from 1 to {MOST_POSTS}, not {value}")
        return value

    @field_validator("first_year")
    @classmethod
    def _first_year(cls, value: int) -> int:
        posts_in(value)
        return value

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.first_year >= self.year:
            raise ParameterError(
                f"first_year, {self.first_year}, is to be before year, {self.year}"
            )
        return self
