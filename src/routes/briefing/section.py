"""One part of a briefing, as a page and a notebook show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

METADATA = "routes"


@dataclass(frozen=True)
class Section:
    """A part of a briefing.

    Attributes
    ----------
    key : str
        Its id on the page.
    html : str
        Its content; empty where the page is to go without it.
    text : str
        The same for a terminal, as far as words go.
    about : dict
        What the exporter and the index need to know, on the first section only.
    """

    key: str
    html: str
    text: str = ""
    about: dict[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        html = f'<div class="routes">{self.html}</div>'
        data = {"text/html": html, "text/plain": self.text or f"<section {self.key}>"}
        kept = {} if self.html else {"empty": True}
        return data, {METADATA: {"section": self.key, **kept, **self.about}}

    def __repr__(self) -> str:
        return self.text or f"<section {self.key}>"
