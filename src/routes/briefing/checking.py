"""Checked parameters of any page: one mechanism, whichever the parameters are.

Nothing heavy is imported here or in the models: a wrong parameter is refused, and an unchanged
page skipped, before pandas has been read from the disk.
"""

from __future__ import annotations

import datetime as dt
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from routes.briefing.options import asked
from routes.errors import ParameterError, nearest, unknown
from routes.names import DRUGS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

# What IPython itself puts into a notebook's namespace.
_IPYTHON = {"In", "Out", "get_ipython", "exit", "quit", "open"}


class Parameters(BaseModel):
    """What the parameters of every page have in common: limits, not fields.

    A subclass declares each parameter once: name, type, default, help (``description``) and how a
    command line asks for it (`Asked`). The cell of its notebook holds the same, which a test
    says; everything else reads the model.

    Attributes
    ----------
    notebook : str
        File name of the notebook that makes the page.
    kind : str
        What the page is, one word: the key of its heading on the index.
    sections : tuple of str
        Ids of the sections a page may have, without headline and footer, in order.
    lists : dict
        Lists of values that a programme may name instead of listing them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    notebook: ClassVar[str]
    kind: ClassVar[str]
    sections: ClassVar[tuple[str, ...]]
    lists: ClassVar[Mapping[str, Callable[[], Sequence[Any]]]] = {}

    @property
    def slug(self) -> str:
        """File name of the page without its ending."""
        raise NotImplementedError

    @property
    def parts(self) -> tuple[str, ...]:
        """Ids a fit page has, headline and footer too."""
        return ("headline", *self.sections, "footer")

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

    @field_validator("drugs", check_fields=False)
    @classmethod
    def _drugs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            one_of("drug", name, DRUGS)
        # In table order, each once: the same drugs are the same page.
        return tuple(drug for drug in DRUGS if drug in value)

    @field_validator("*")
    @classmethod
    def _valid(cls, value: Any, info: ValidationInfo) -> Any:
        how = asked(cls.model_fields[str(info.field_name)])
        if how.valid and isinstance(value, str):
            one_of(how.kind, value, how.values)
        return value


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
