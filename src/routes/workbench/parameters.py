"""The parameters of the notebooks that make no page: names, defaults, limits and help."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, field_validator, model_validator

from routes.analysis import COUNTRY_LISTS, DENOMINATORS, SHARED_RULES
from routes.briefing.checking import Parameters, check, one_of, set_in
from routes.errors import ParameterError, unknown
from routes.network import check_corridor
from routes.partnership import PILLARS, meetings, posts_in
from routes.reference.limits import check_radius
from routes.seizures import check_drugs, check_years

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

# What a parameter can be. Anything else in a notebook's namespace is a result of a later cell,
# there because the notebook has been run before.
_PLAIN = (str, int, float, list, tuple, dict, type(None), dt.date, Path)
SHOWN = ("all", "outside", "within")
_ROUTE = "one of: northern, balkan, southern"
_DRUGS = "heroin, morphine, opium; heroin and morphine are added kilogram for kilogram"
_COUNTRIES = "transit, with_markets, all"
_SHARED = "States on two routes: primary, half, apart"
_FILE = "a file of seizure events; None: a small file that was made up"


class NotebookParameters(Parameters):
    """What the parameters of the notebooks have in common: limits, not fields."""

    @field_validator("year", "first_year", "last_year", check_fields=False)
    @classmethod
    def _year(cls, value: int) -> int:
        return check_years(value)[0]

    @field_validator("countries", check_fields=False)
    @classmethod
    def _countries(cls, value: str) -> str:
        return one_of("country list", value, COUNTRY_LISTS)

    @field_validator("shared", check_fields=False)
    @classmethod
    def _shared(cls, value: str) -> str:
        return one_of("rule for shared States", value, SHARED_RULES)

    @field_validator("denominator", check_fields=False)
    @classmethod
    def _denominator(cls, value: str) -> str:
        return one_of("denominator", value, DENOMINATORS)

    @field_validator("pillar", check_fields=False)
    @classmethod
    def _pillar(cls, value: str | None) -> str | None:
        return value if value is None else one_of("pillar", value, PILLARS)

    @field_validator("corridor_km", check_fields=False)
    @classmethod
    def _corridor(cls, value: float) -> float:
        return check_corridor(value)

    @field_validator("step_km", check_fields=False)
    @classmethod
    def _step(cls, value: float) -> float:
        check_radius(value)
        return value

    @field_validator("seizures", check_fields=False)
    @classmethod
    def _seizures(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ParameterError(f"seizures: no file {value}")
        return value

    @model_validator(mode="after")
    def _together(self) -> Self:
        given = self.model_dump()
        if {"first_year", "last_year"} <= {*given}:
            check_years((given["first_year"], given["last_year"]))
        if "drugs" in given:
            check_drugs(given["drugs"])
        return self

    @property
    def years(self) -> tuple[int, int]:
        """First and last year, of a notebook that has them."""
        given = self.model_dump()
        return given["first_year"], given["last_year"]


class StartHere(NotebookParameters):
    """Parameters of ``01_start_here``."""

    notebook: ClassVar = "01_start_here.ipynb"
    route: str = Field(default="balkan", description=_ROUTE)
    year: int = Field(default=2023, description="a year of annual totals, 2005 to 2023")


class ThreeRoutes(NotebookParameters):
    """Parameters of ``02_three_routes``."""

    notebook: ClassVar = "02_three_routes.ipynb"
    countries: str = Field(default="transit", description=_COUNTRIES)
    shared: str = Field(default="primary", description=_SHARED)


class SeizuresAlong(NotebookParameters):
    """Parameters of ``03_seizures_along_a_route``."""

    notebook: ClassVar = "03_seizures_along_a_route.ipynb"
    route: str = Field(default="balkan", description=_ROUTE)
    first_year: int = Field(default=2005, description="the table runs from 2005")
    last_year: int = Field(default=2023, description="map and table are of the last year")
    drugs: tuple[str, ...] = Field(default=("heroin", "morphine"), description=_DRUGS)
    countries: str = Field(default="transit", description=_COUNTRIES)
    shared: str = Field(default="primary", description=_SHARED)


class OwnFile(NotebookParameters):
    """Parameters of ``04_your_own_file``."""

    notebook: ClassVar = "04_your_own_file.ipynb"
    seizures: Path | None = Field(default=None, description=_FILE)
    route: str = Field(default="balkan", description=_ROUTE)
    year: int = Field(default=2022, description="the year that is drawn on the map")
    corridor_km: float = Field(default=100, description="half-width of a corridor, kilometres")


class Reporting(NotebookParameters):
    """Parameters of ``05_reporting_and_quality``."""

    notebook: ClassVar = "05_reporting_and_quality.ipynb"
    route: str = Field(default="balkan", description=_ROUTE)
    first_year: int = Field(default=2005, description="the table runs from 2005")
    last_year: int = Field(default=2023, description="the last year looked at")
    seizures: Path | None = Field(default=None, description=_FILE)


class Attribution(NotebookParameters):
    """Parameters of ``06_attribution``."""

    notebook: ClassVar = "06_attribution.ipynb"
    route: str = Field(default="balkan", description=_ROUTE)
    year: int = Field(
        default=2017, description="the year of annual totals whose rules are compared"
    )
    drugs: tuple[str, ...] = Field(
        default=("heroin", "morphine"),
        description="added kilogram for kilogram; the families of events too",
    )
    seizures: Path | None = Field(
        default=None, description="a file of seizure events; None: the sample by place, 2011–2014"
    )
    corridor_km: float = Field(default=100, description="half-width of a corridor, kilometres")
    step_km: float = Field(default=100, description="width of a bar along the route, kilometres")


class Comparing(NotebookParameters):
    """Parameters of ``09_comparing_routes``."""

    notebook: ClassVar = "09_comparing_routes.ipynb"
    first_year: int = Field(default=2005, description="the table runs from 2005")
    last_year: int = Field(default=2023, description="tables are of the last year")
    drugs: tuple[str, ...] = Field(default=("heroin", "morphine"), description=_DRUGS)
    denominator: str = Field(
        default="outside_afghanistan", description="outside_afghanistan, world"
    )
    countries: str = Field(default="transit", description=_COUNTRIES)
    shared: str = Field(default="primary", description=_SHARED)


class Reconciling(NotebookParameters):
    """Parameters of ``11_reconciliation``."""

    notebook: ClassVar = "11_reconciliation.ipynb"
    show: str = Field(default="all", description="all, outside, within: the allowed difference")

    @field_validator("show")
    @classmethod
    def _show(cls, value: str) -> str:
        return one_of("choice of figures", value, SHOWN)

    @property
    def kept(self) -> tuple[bool, ...]:
        """Which figures are shown: those within the allowed difference, the others, or both."""
        return {"all": (True, False), "within": (True,), "outside": (False,)}[self.show]


class Precursors(NotebookParameters):
    """Parameters of ``12_precursors``."""

    notebook: ClassVar = "12_precursors.ipynb"
    route: str = Field(default="balkan", description=_ROUTE)
    year: int = Field(default=2022, description="a year from the first list of posts to the last")
    seizures: Path | None = Field(default=None, description=_FILE)

    @field_validator("year")
    @classmethod
    def _year(cls, value: int) -> int:
        posts_in(value)
        return value


class Partnership(NotebookParameters):
    """Parameters of ``13_partnership``."""

    notebook: ClassVar = "13_partnership.ipynb"
    year: int = Field(default=2022, description="a year of meetings, 2003 to 2024")
    pillar: str | None = Field(default=None, description="one of: I, II, III, IV; None: all")
    route: str = Field(default="southern", description=_ROUTE)

    @field_validator("year")
    @classmethod
    def _year(cls, value: int) -> int:
        meetings(year=value)
        return value


NOTEBOOKS: dict[str, type[NotebookParameters]] = {
    model.notebook.removesuffix(".ipynb"): model for model in NotebookParameters.__subclasses__()
}


def notebook_parameters(name: str, namespace: Mapping[str, Any]) -> NotebookParameters:
    """Return the parameters a notebook has set, checked; call it in the cell after them.

    papermill sets a misspelt parameter beside the right one and goes on with the default; here it
    stops the run.

    Parameters
    ----------
    name : str
        Of the notebook, without its ending.
    namespace : dict
        ``globals()`` of the notebook.

    Returns
    -------
    NotebookParameters
        Of the model of that notebook; what was not set has its default.

    Raises
    ------
    UnknownNameError
        For a notebook that has no parameters here.
    ParameterError
        In one line: every unknown name with the nearest known one, or every value at fault.

    Examples
    --------
    >>> notebook_parameters("01_start_here", {"route": "northern"})
    StartHere(route='northern', year=2023)
    """
    if name not in NOTEBOOKS:
        raise unknown("notebook", name, NOTEBOOKS)
    given = {key: value for key, value in set_in(namespace).items() if isinstance(value, _PLAIN)}
    return check(NOTEBOOKS[name], given)
