"""Checked parameters of any page: one mechanism, whichever the parameters are."""

from __future__ import annotations

import datetime as dt
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from routes.errors import ParameterError, nearest, unknown
from routes.network import ROUTES
from routes.seizures import DRUGS
from routes.views.wording import languages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# What IPython itself puts into a notebook's namespace.
_IPYTHON = {"In", "Out", "get_ipython", "exit", "quit", "open"}


class Parameters(BaseModel):
    """What the parameters of every page have in common: limits, not fields.

    Attributes
    ----------
    notebook : str
        File name of the notebook that makes the page.
    sections : tuple of str
        Ids of the sections a fit page has, without headline and footer, in order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    notebook: ClassVar[str]
    sections: ClassVar[tuple[str, ...]]

    @property
    def slug(self) -> str:
        """File name of the page without its ending."""
        raise NotImplementedError

    @field_validator("as_of", mode="before", check_fields=False)
    @classmethod
    def _today(cls, value: object) -> object:
        if value is None:
            return dt.date.today()  # noqa: DTZ011 - the reader's day
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            raise ParameterError(f"as_of is a date such as 2026-01-31, not {value!r}") from None

    @field_validator("drugs", mode="before", check_fields=False)
    @classmethod
    def _split(cls, value: object) -> object:
        # The command lines of papermill and of routes hand over text.
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @field_validator("route", check_fields=False)
    @classmethod
    def _route(cls, value: str) -> str:
        return one_of("route", value, ROUTES)

    @field_validator("drugs", check_fields=False)
    @classmethod
    def _drugs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            one_of("drug", name, DRUGS)
        # In table order, each once: the same drugs are the same page.
        return tuple(drug for drug in DRUGS if drug in value)

    @field_validator("language", check_fields=False)
    @classmethod
    def _language(cls, value: str) -> str:
        return one_of("language", value, languages())


Model = TypeVar("Model", bound=Parameters)


def check(model: type[Model], given: Mapping[str, Any]) -> Model:
    """Return checked parameters.

    Parameters
    ----------
    model : type
        Whose parameters.
    given : dict

    Raises
    ------
    ParameterError
        In one line: every unknown name with the nearest known one, or every value at fault.
    """
    known = list(model.model_fields)
    faults = []
    for name in given:
        if name not in known:
            guess = nearest(name, known)
            hint = f"; did you mean {guess!r}?" if guess else "."
            faults.append(f"unknown parameter {name!r}{hint} Valid: {', '.join(known)}")
    if faults:
        raise ParameterError("; ".join(faults))
    try:
        return model(**given)
    except ValidationError as error:
        raise ParameterError("; ".join(_plain(fault) for fault in error.errors())) from None


def set_in(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a notebook has set so far.

    papermill sets a misspelt parameter beside the right one and goes on with the default. Called
    in the cell after the parameters, this sees every name that has been set, the stranger too.

    Parameters
    ----------
    namespace : dict
        ``globals()`` of the notebook, before anything but parameters has been set.
    """
    return {
        name: value
        for name, value in namespace.items()
        if not name.startswith("_")
        and name not in _IPYTHON
        and not isinstance(value, ModuleType)
        # What the cell itself made when it was run before.
        and type(value).__module__.partition(".")[0] != "routes"
    }


def one_of(kind: str, value: str, valid: Collection[str]) -> str:
    """Return `value` if it is valid; else raise the error that says the nearest."""
    if value not in valid:
        raise unknown(kind, value, valid)
    return value


def _plain(fault: Any) -> str:
    cause = fault.get("ctx", {}).get("error")
    if cause is not None:
        return str(cause)
    name = ".".join(str(part) for part in fault["loc"])
    return f"{name}: {fault['msg'].lower()}, not {fault['input']!r}"
