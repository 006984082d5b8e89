"""What every page has in common: parameters that are checked, and a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from routes.briefing.assembly import notebook_style
from routes.briefing.checking import Parameters, check, set_in
from routes.escaping import escape
from routes.views import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping


class Page:
    """A page of sections.

    Parameters
    ----------
    parameters : Parameters
        Checked, as `of` and `from_namespace` have them.
    """

    model: ClassVar[type[Parameters]]

    def __init__(self, parameters: Any) -> None:
        self.parameters = parameters
        self.wording = Wording(parameters.language)

    @classmethod
    def of(cls, **parameters: Any) -> Self:
        """Return a page with these parameters; those of its ``model``."""
        return cls(check(cls.model, parameters))

    @classmethod
    def from_namespace(cls, namespace: Mapping[str, Any]) -> Self:
        """Return the page of a notebook's parameters: pass ``globals()``."""
        return cls.of(**set_in(namespace))

    @property
    def title(self) -> str:
        """Title of the page."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        # In JupyterLab this brings the style the sections need; the exporter leaves it out.
        return f"<style>{notebook_style()}</style><p>{escape(self.title)}</p>"
