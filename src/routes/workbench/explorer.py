"""``routes.explore()``: a panel over one route in a notebook, a still view elsewhere."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pandas as pd

from routes.errors import ParameterError
from routes.marks import plain
from routes.seizures import check_years
from routes.views import Wording
from routes.views.linked_map import LAYERS
from routes.workbench.choices import changed, chosen
from routes.workbench.events import Events
from routes.workbench.figures import Figures
from routes.workbench.still import still_html
from routes.workbench.view import View, view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routes.workbench.choices import Choices
    from routes.workbench.panel import Panel

_numbers = count(1)


class Explorer:
    """An explorer of one route; get one with `explore`.

    Attributes
    ----------
    choices : Choices
        What is chosen.
    """

    def __init__(
        self, choices: Choices, events: Events | None = None, *, live: bool | None = None
    ) -> None:
        self.choices = choices
        self._figures = Figures(events)
        self._wording = Wording(choices.language)
        self._live = live
        # The ids of pictures are the same from run to run; what frames listen to is unlike any
        # other on the page.
        self._prefix = f"explorer{next(_numbers)}"
        self._view: View | None = None
        self._name = f"routes-{uuid4().hex}"

    @cached_property
    def _panel(self) -> Panel:
        # Widgets are made, and their messages sent, only where they will be seen.
        from routes.workbench.panel import Panel  # noqa: PLC0415

        return Panel(self.view, self._figures, self._chosen, key=self._name, wording=self._wording)

    @property
    def view(self) -> View:
        """What is shown now."""
        if self._view is None:
            self._view = self._view_of(self.choices)
        return self._view

    def _view_of(self, choices: Choices) -> View:
        return view_of(choices, self._figures, wording=self._wording, key=self._prefix)

    def choose(self, **changes: Any) -> None:
        """Change what is shown, by the names of the parameters of a briefing.

        Parameters
        ----------
        **changes
            ``route``, ``first_year``, ``last_year``, ``drugs``, ``countries``, ``shared``,
            ``denominator``, ``opium_factor``, ``edition``, ``attribution``, ``layers``.

        Raises
        ------
        ParameterError
        """
        view = self._chosen(changes)
        if "_panel" in self.__dict__:
            self._panel.show(view)

    def _chosen(self, changes: dict[str, Any]) -> View:
        choices = changed(self.choices, **changes)
        # What cannot be shown is not chosen.
        view = self._view_of(choices)
        self.choices, self._view = choices, view
        return view

    @property
    def code(self) -> str:
        """Python that computes what is shown."""
        return self.view.code

    @property
    def papermill(self) -> str:
        """The papermill call that makes the briefing of what is shown."""
        return self.view.papermill

    @property
    def brief(self) -> str:
        """The line of the command ``routes`` that makes the same briefing."""
        return self.view.brief

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        view = self.view
        html = still_html(view, self._figures, wording=self._wording, key=self._prefix)
        bundle: dict[str, Any] = {"text/plain": plain(view.said), "text/html": html}
        if widgets_run() if self._live is None else self._live:
            bundle |= self._panel.box._repr_mimebundle_()
            bundle["text/plain"] = plain(view.said)
        return bundle

    def __repr__(self) -> str:
        return plain(self.view.said)


def widgets_run() -> bool:
    """Return whether a reader sits before this kernel in a front end that runs widgets.

    A kernel cannot ask. Jupyter's server names the notebook of a session to the kernel it
    starts, VS Code and Colab leave their marks; papermill, nbconvert and Sphinx leave none, and
    a widget made for them would become a picture that calls the network.
    """
    if "JPY_SESSION_NAME" in os.environ or "google.colab" in sys.modules:
        return True
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive is not None else None
    return shell is not None and "__vsc_ipynb_file__" in shell.user_ns


def explore(
    route: str = "balkan",
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    countries: str = "transit",
    shared: str = "primary",
    denominator: str = "outside_afghanistan",
    opium_factor: float | None = None,
    edition: str | None = None,
    events: pd.DataFrame | str | Path | None = None,
    attribution: str = "corridor",
    layers: Iterable[str] = LAYERS,
    language: str = "en",
    live: bool | None = None,
) -> Explorer:
    """Return a panel to explore a route with: map, trend and table that change together.

    In JupyterLab it is a panel of widgets; elsewhere (nbconvert, papermill, a terminal) the same
    view without them. The code and the papermill call that make the view again stand below it.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    years : int or (first, last), optional
        All years of the table by default.
    drugs, countries, shared, denominator, opium_factor, edition
        As for `shares`.
    events : DataFrame, str or Path, optional
        Seizures of your own, as `read_seizures` returns them, or a file of them, drawn instead of
        the sample: one row a seizure, with ``year``, ``latitude`` and ``longitude`` (WGS84
        degrees); where known ``iso3``, ``kg``, ``family``, ``place_matched``, ``precision``.
        Places or cells with fewer than three are not drawn.
    attribution : {"country", "corridor", "flow"}
        How these are told apart by route, as for `attribute`.
    layers : iterable of str
        Layers of the map: countries, boundaries, legs, events, meetings, posts.
    language : str
        Of the panel.
    live : bool, optional
        Whether to make widgets; by default where a front end is known to run them.

    Returns
    -------
    Explorer
        ``code``, ``papermill``, ``brief`` as text; ``view`` with the frames shown; ``choose``
        changes what is shown.

    Raises
    ------
    ParameterError, UnknownNameError, YearError, OpiumFactorError
        In one line: what is wrong and what is valid.

    Examples
    --------
    >>> explore("balkan", years=(2010, 2017))
    Balkan route, 2010–2017: 58.2 tons of heroin and morphine in 2017, the most of these years; \
14 of 14 States reported.
    """
    first, last = check_years(years)
    own, file = _own(events)
    choices = chosen(
        {
            "route": route, "first_year": first, "last_year": last,
            "drugs": (drugs,) if isinstance(drugs, str) else tuple(drugs),
            "countries": countries, "shared": shared, "denominator": denominator,
            "opium_factor": opium_factor, "edition": edition, "seizures": file,
            "attribution": attribution, "layers": tuple(layers), "language": language,
        }
    )  # fmt: skip
    if file is not None and choices.seizures is not None:
        own = Events.read(choices.seizures)
    return Explorer(choices, own, live=live)


def _own(events: Any) -> tuple[Events | None, Path | None]:
    if events is None:
        return None, None
    if isinstance(events, pd.DataFrame):
        return Events(events), None
    if isinstance(events, str | os.PathLike):
        return None, Path(events)
    raise ParameterError(
        f"events are a frame or the path of a file, not {type(events).__name__}; of a file that "
        "was read give its frame"
    )
