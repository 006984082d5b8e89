"""What a reader chooses with: widgets whose options are the library's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as w

from routes.analysis import COUNTRY_LISTS, DENOMINATORS, METHODS, SHARED_RULES
from routes.escaping import escape
from routes.marks import plain
from routes.network import ROUTES
from routes.seizures import DRUGS, table_years
from routes.views.linked_map import LAYERS
from routes.workbench.choices import CONVENTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from routes.views import Wording
    from routes.workbench.choices import Choices

_LABEL = {"description_width": "5.6rem"}


def _wide() -> w.Layout:
    return w.Layout(width="98%")


class Controls:
    """The widgets on the left.

    Parameters
    ----------
    choices : Choices
        What they show at first.
    wording : Wording
    own : bool
        Whether a reader's own events are attributed, so that a method is chosen.

    Attributes
    ----------
    box : Widget
    calls : ToggleButton
        Whether the calls of papermill and of the command are shown.
    """

    def __init__(self, choices: Choices, *, wording: Wording, own: bool) -> None:
        self._wording = wording
        say = self._say
        first, last = table_years()
        titles = [(say(f"route.{name}.title"), name) for name in ROUTES]
        self._single = {
            "route": self._dropdown("route", titles),
            "countries": self._dropdown("countries", self._named("list", COUNTRY_LISTS)),
            "shared": self._dropdown("shared", self._named("shared", SHARED_RULES)),
            "denominator": self._dropdown("denominator", self._named("denominator", DENOMINATORS)),
            "attribution": self._dropdown(
                "attribution", self._named("explore.attribution", METHODS)
            ),
        }
        self._years = w.IntRangeSlider(
            min=first, max=last, description=say("explore.years"), layout=_wide(), style=_LABEL,
            continuous_update=False,
        )  # fmt: skip
        self._factor = w.BoundedFloatText(
            value=CONVENTION, min=0.01, max=1, step=0.01, layout=_wide(), style=_LABEL,
            description=say("explore.opium_factor"),
        )  # fmt: skip
        self._many = {
            "drugs": self._boxes({name: f"drug.{name}" for name in DRUGS}),
            "layers": self._boxes({name: f"map.layer.{name}" for name in LAYERS}),
        }
        self.calls = w.ToggleButton(
            description=say("explore.as_call"), tooltip=say("explore.as_call.tip"), layout=_wide()
        )
        self._follows = False
        self.follow(choices)
        single, many = self._single, self._many
        layers = w.HBox([*many["layers"].values()], layout=w.Layout(flex_flow="row wrap"))
        layers.add_class("layers")
        self.box = w.VBox(
            [
                *(single["route"], self._years, self._heading("drugs")),
                *(w.HBox([*many["drugs"].values()]), self._factor, self._heading("rule")),
                *(single["countries"], single["shared"], single["denominator"]),
                *([single["attribution"]] if own else []),
                *(self._heading("layers"), layers, self.calls),
            ]
        )

    def _say(self, key: str) -> str:
        # The label of a widget is no HTML: what marks another language there would be seen.
        return plain(self._wording.say(key))

    @property
    def _widgets(self) -> list[Any]:
        boxes = [box for group in self._many.values() for box in group.values()]
        return [*self._single.values(), self._years, self._factor, *boxes]

    def watch(self, told: Callable[[dict[str, Any]], None]) -> None:
        """Call `told` with all choices whenever a reader changes one."""

        def on_change(_: Any) -> None:
            # What follows a view is no choice of the reader.
            if not self._follows:
                told(self.choices())

        for widget in self._widgets:
            widget.observe(on_change, "value")

    def choices(self) -> dict[str, Any]:
        """Return what is chosen, by the names of the parameters."""
        many = {
            name: tuple(key for key, box in boxes.items() if box.value)
            for name, boxes in self._many.items()
        }
        first, last = self._years.value
        mixed = "opium" in many["drugs"] and len(many["drugs"]) > 1
        return {
            **{name: widget.value for name, widget in self._single.items()},
            **many,
            "first_year": first,
            "last_year": last,
            "opium_factor": self._factor.value if mixed else None,
        }

    def follow(self, choices: Choices) -> None:
        """Show these choices."""
        self._follows = True
        try:
            for name, widget in self._single.items():
                widget.value = getattr(choices, name)
            for name, boxes in self._many.items():
                for key, box in boxes.items():
                    box.value = key in getattr(choices, name)
            self._years.value = choices.years
            mixed = choices.opium_factor is not None and len(choices.drugs) > 1
            self._factor.disabled = not (mixed and "opium" in choices.drugs)
            if not self._factor.disabled:
                self._factor.value = choices.opium_factor
        finally:
            self._follows = False

    def _dropdown(self, key: str, options: list[tuple[str, str]]) -> w.Dropdown:
        return w.Dropdown(
            options=options, description=self._say(f"explore.{key}"), layout=_wide(), style=_LABEL
        )

    def _named(self, key: str, names: Iterable[str]) -> list[tuple[str, str]]:
        return [(self._say(f"{key}.{name}"), name) for name in names]

    def _boxes(self, keys: Mapping[str, str]) -> dict[str, w.Checkbox]:
        close = {"width": "auto", "height": "24px", "margin": "0 10px 0 2px"}
        return {
            name: w.Checkbox(description=self._say(key), indent=False, layout=w.Layout(**close))
            for name, key in keys.items()
        }

    def _heading(self, key: str) -> w.HTML:
        return w.HTML(f"<h4>{escape(self._say(f'explore.{key}'))}</h4>")
