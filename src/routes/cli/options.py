"""Options made from a model of parameters: names, help, metavar and choices stand there once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from routes.briefing.options import asked, option_name
from routes.cli.tongues import LANG

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection

    from pydantic.fields import FieldInfo

    from routes.briefing.checking import Parameters


def add_options(
    parser: argparse.ArgumentParser, model: type[Parameters], *, without: Collection[str] = ()
) -> None:
    """Add an option for each parameter of a model.

    Parameters
    ----------
    parser : ArgumentParser
    model : type
    without : collection of str
        Parameters that are asked for otherwise.
    """
    for name, field in model.model_fields.items():
        if name in without:
            continue
        more: dict[str, Any] = {}
        kinds = {field.annotation, *get_args(field.annotation)}
        if int in kinds or float in kinds:
            more["type"] = int if int in kinds else float
        if tuple in kinds or any(getattr(kind, "__origin__", kind) is tuple for kind in kinds):
            more["action"] = "append"
        parser.add_argument(
            option_name(name, field),
            dest=name,
            metavar=asked(field).metavar,
            help=help_of(field),
            **more,
        )


def help_of(field: FieldInfo) -> str:
    """Return the help of a parameter; valid values that it does not name are listed."""
    text = str(field.description)
    if asked(field).option == LANG:
        text += ", or all"
    values = asked(field).values
    missing = [value for value in values if value not in text]
    # A long list, such as that of States, is told when one is wrong.
    if missing and len(values) <= 6:  # noqa: PLR2004
        text += f": {', '.join(values)}"
    return text.replace("%", "%%")


def given_options(given: argparse.Namespace, model: type[Parameters]) -> dict[str, Any]:
    """Return the parameters that were given."""
    values = {name: getattr(given, name, None) for name in model.model_fields}
    return {name: value for name, value in values.items() if value is not None}
