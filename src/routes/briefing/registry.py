"""Which notebooks make pages, and the model of the parameters of each.

To add a page: write a model that derives from `Parameters` (its ``notebook``, ``kind``,
``sections`` and fields), write the notebook's parameters cell to match (a comment with the help
above each value; `parameters_cell` gives the text, a test compares), add the heading
``index.group.<kind>`` to the catalogues, and name the model here. The command line, a programme
of runs, the index and the tests then know it. A model must import nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.briefing.country_parameters import CountryParameters
from routes.briefing.coverage_parameters import LiaisonParameters, MeetingParameters
from routes.briefing.options import plain_default
from routes.briefing.parameters import BriefingParameters
from routes.errors import unknown

if TYPE_CHECKING:
    from routes.briefing.checking import Parameters

MODELS: tuple[type[Parameters], ...] = (
    BriefingParameters,
    MeetingParameters,
    LiaisonParameters,
    CountryParameters,
)


def notebooks() -> tuple[str, ...]:
    """Return the notebooks that make pages.

    Examples
    --------
    >>> notebooks()[0]
    'briefing.ipynb'
    """
    return tuple(model.notebook for model in MODELS)


def model_of(notebook: str) -> type[Parameters]:
    """Return the model of a notebook's parameters.

    Raises
    ------
    UnknownNameError
        If no page is made of it; says the nearest that one is.
    """
    for model in MODELS:
        if model.notebook == notebook:
            return model
    raise unknown("notebook of a page", notebook, notebooks())


def parameters_cell(model: type[Parameters]) -> str:
    """Return the source of a notebook's parameters cell: help, name and default of each.

    Examples
    --------
    >>> print(parameters_cell(model_of("10_country_profile.ipynb")).splitlines()[1])
    iso3 = "UZB"
    """
    lines = []
    for name, field in model.model_fields.items():
        value = plain_default(field)
        text = repr(value).replace("'", '"')
        lines += [f"# {field.description}", f"{name} = {text}"]
    return "\n".join(lines)
