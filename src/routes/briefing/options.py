"""What a parameter needs beside its name, type, default and help: how a command line asks for it.

A field of a model of parameters carries it in its annotation::

    route: Annotated[str, Asked(metavar="ROUTE", valid=("route", ROUTES))] = Field(
        default="balkan", description="northern, balkan or southern"
    )
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Asked:
    """How a parameter is asked for, and which values are valid.

    Attributes
    ----------
    metavar : str
        What stands for its value in the help.
    option : str
        Name of its option without ``--``; by default that of the parameter.
    kind : str
        What one value is called when it is wrong, such as "route".
    valid : collection of str, or function
        The valid values, or what returns them; empty where they are no list.
    """

    metavar: str
    option: str = ""
    kind: str = ""
    valid: Collection[str] | Callable[[], Collection[str]] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """The valid values."""
        return tuple(self.valid() if callable(self.valid) else self.valid)


def asked(field: FieldInfo) -> Asked:
    """Return how a field is asked for."""
    found = [one for one in field.metadata if isinstance(one, Asked)]
    return found[0] if found else Asked(metavar="X")


def option_name(name: str, field: FieldInfo) -> str:
    """Return the option of a field, such as ``--opium-factor``."""
    return "--" + (asked(field).option or name.replace("_", "-"))


def changed_from(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters, as JSON values, that are not the default; the day left out."""
    return {
        name: value
        for name, value in values.items()
        if name != "as_of"
        and name in model.model_fields
        and value != plain_default(model.model_fields[name])
    }


def plain_default(field: FieldInfo) -> Any:
    """Return the default of a field as a notebook writes it."""
    value = field.get_default(call_default_factory=True)
    return list(value) if isinstance(value, tuple) else value
