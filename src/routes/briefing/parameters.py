"""The parameters of a briefing: names, defaults, limits and help in one place."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path  # noqa: TC003 - pydantic reads the annotation
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from routes.analysis import COUNTRY_LISTS, DENOMINATORS, SHARED_RULES
from routes.errors import ParameterError, nearest, unknown
from routes.network import ROUTES
from routes.seizures import DRUGS, check_drugs, check_years, editions, table_years
from routes.views.wording import languages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# What IPython itself puts into a notebook's namespace.
_IN_SLUG = ("drugs", "countries", "shared", "denominator", "opium_factor", "edition", "language")
_IPYTHON = {"In", "Out", "get_ipython", "exit", "quit", "open"}


class BriefingParameters(BaseModel):
    """The parameters of a briefing, checked.

    Build one with `checked`, which refuses unknown names and says the nearest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

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

    @field_validator("as_of", mode="before")
    @classmethod
    def _today(cls, value: object) -> object:
        if value is None:
            return dt.date.today()  # noqa: DTZ011 - the reader's day
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            raise ParameterError(f"as_of is a date such as 2026-01-31, not {value!r}") from None

    @field_validator("drugs", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        # The command lines of papermill and of routes hand over text.
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @field_validator("route")
    @classmethod
    def _route(cls, value: str) -> str:
        return _one_of("route", value, ROUTES)

    @field_validator("drugs")
    @classmethod
    def _drugs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            _one_of("drug", name, DRUGS)
        # In table order, each once: the same drugs are the same briefing.
        return tuple(drug for drug in DRUGS if drug in value)

    @field_validator("first_year", "last_year")
    @classmethod
    def _year(cls, value: int) -> int:
        return check_years(value)[0]

    @field_validator("countries")
    @classmethod
    def _countries(cls, value: str) -> str:
        return _one_of("country list", value, COUNTRY_LISTS)

    @field_validator("shared")
    @classmethod
    def _shared(cls, value: str) -> str:
        return _one_of("rule for shared States", value, SHARED_RULES)

    @field_validator("denominator")
    @classmethod
    def _denominator(cls, value: str) -> str:
        return _one_of("denominator", value, DENOMINATORS)

    @field_validator("edition")
    @classmethod
    def _edition(cls, value: str | None) -> str | None:
        return value if value is None else _one_of("edition", value, editions())

    @field_validator("seizures")
    @classmethod
    def _seizures(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ParameterError(f"seizures: no file {value}")
        # The notebook may run elsewhere than the command was given.
        return value if value is None else value.resolve()

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        return _one_of("language", value, languages())

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
    """Return checked parameters.

    Raises
    ------
    ParameterError
        In one line: every unknown name with the nearest known one, or every value at fault.

    Examples
    --------
    >>> checked({"route": "northern", "last_year": 2017}).slug
    'northern-2005-2017'
    """
    known = list(BriefingParameters.model_fields)
    faults = []
    for name in given:
        if name not in known:
            guess = nearest(name, known)
            hint = f"; did you mean {guess!r}?" if guess else "."
            faults.append(f"unknown parameter {name!r}{hint} Valid: {', '.join(known)}")
    if faults:
        raise ParameterError("; ".join(faults))
    try:
        return BriefingParameters(**given)
    except ValidationError as error:
        raise ParameterError("; ".join(_plain(fault) for fault in error.errors())) from None


def from_namespace(namespace: Mapping[str, Any]) -> BriefingParameters:
    """Return the parameters a notebook has set so far, checked.

    papermill sets a misspelt parameter beside the right one and goes on with the default. Called
    in the cell after the parameters, this sees every name that has been set and refuses the
    stranger.

    Parameters
    ----------
    namespace : dict
        ``globals()`` of the notebook, before anything but parameters has been set.
    """
    return checked(
        {
            name: value
            for name, value in namespace.items()
            if not name.startswith("_")
            and name not in _IPYTHON
            and not isinstance(value, ModuleType)
            # What the cell itself made when it was run before.
            and type(value).__module__.partition(".")[0] != "routes"
        }
    )


def _one_of(kind: str, value: str, valid: Collection[str]) -> str:
    if value not in valid:
        raise unknown(kind, value, valid)
    return value


def _plain(fault: Any) -> str:
    cause = fault.get("ctx", {}).get("error")
    if cause is not None:
        return str(cause)
    name = ".".join(str(part) for part in fault["loc"])
    return f"{name}: {fault['msg'].lower()}, not {fault['input']!r}"
