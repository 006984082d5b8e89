"""What a search found: a frame that says what a reader should know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable


class Found(pd.DataFrame):  # type: ignore[misc]  # pandas is untyped
    """What a search found.

    Attributes
    ----------
    total : int
        How many activities fit; the frame may hold fewer, and an answer besides.
    suggestion : str or None
        The query with the nearest word for one that is not in the catalogue.
    note : str
        What a reader should know: how many are shown, left out for want of a year, or why nothing
        fits.
    """

    _metadata: ClassVar = ["total", "suggestion", "note"]
    shown: ClassVar = ("activity", "title", "date", "pillars", "routes")
    total: int
    suggestion: str | None
    note: str

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        # A part of it is a frame like any other: its note would no longer be true.
        return cast("Callable[..., pd.DataFrame]", pd.DataFrame)

    def __repr__(self) -> str:
        if self.empty:
            return self.note
        plain = pd.DataFrame(self)[list(self.shown)].astype(object)
        text = str(plain.where(plain.notna(), "–").to_string(index=False))
        return f"{text}\n{self.note}"

    def _repr_html_(self) -> str | None:
        return None  # a notebook shows the same
