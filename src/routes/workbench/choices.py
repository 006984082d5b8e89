"""What a reader of the explorer may choose: the parameters of a briefing, and how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator

from routes.analysis import METHODS
from routes.briefing.checking import check, one_of
from routes.briefing.parameters import BriefingParameters
from routes.views.linked_map import LAYERS

if TYPE_CHECKING:
    from collections.abc import Mapping

# Kilograms of heroin that one of opium counts as, where opium is added and nothing else is said.
CONVENTION = 0.1
# The day a page is made is no choice of the explorer.
_NOT_CHOSEN = ("route", "as_of")


class Choices(BriefingParameters):
    """What is shown: the parameters of a briefing, the attribution of events, the layers."""

    attribution: str = Field(
        default="corridor", description="how the events of a file are told apart by route"
    )
    layers: tuple[str, ...] = Field(default=LAYERS, description="layers of the map")

    @field_validator("attribution")
    @classmethod
    def _attribution(cls, value: str) -> str:
        return one_of("method", value, METHODS)

    @field_validator("layers")
    @classmethod
    def _layers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            one_of("layer", name, LAYERS)
        return tuple(name for name in LAYERS if name in value)


def chosen(given: Mapping[str, Any]) -> Choices:
    """Return checked choices; raise one `ParameterError` that says every fault.

    Examples
    --------
    >>> chosen({"route": "northern", "layers": ["posts", "legs"]}).layers
    ('legs', 'posts')
    """
    return check(Choices, given)


def changed(choices: Choices, **changes: Any) -> Choices:
    """Return choices with some of them changed, checked.

    Opium is added to heroin or morphine by the convention of ten to one until a factor is chosen.

    Examples
    --------
    >>> changed(chosen({"route": "balkan"}), first_year=2010, drugs=("heroin", "opium")).years
    (2010, 2023)
    """
    given = {**choices.model_dump(), **changes}
    drugs = given["drugs"]
    if "opium" in drugs and len(drugs) > 1 and given["opium_factor"] is None:
        given["opium_factor"] = CONVENTION
    return chosen(given)


def not_default(choices: Choices) -> dict[str, Any]:
    """Return the parameters of a briefing that are not its defaults, without the route.

    Examples
    --------
    >>> not_default(chosen({"route": "balkan", "last_year": 2017}))
    {'last_year': 2017}
    """
    found = {}
    for name, field in BriefingParameters.model_fields.items():
        value = getattr(choices, name)
        if name not in _NOT_CHOSEN and value != field.get_default(call_default_factory=True):
            found[name] = value
    return found
