"""How far each relation of a year is known: its limits, its source, and a sentence on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from routes.partnership.meetings import attendance, meetings
from routes.partnership.participation import distinct_states, held_meetings
from routes.partnership.partners import partners
from routes.partnership.posts import posts_in
from routes.partnership.relations import may_be_of, without_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


class Tie(NamedTuple):
    """What is known of one relation.

    ``year`` of the facts; ``at_most``, how many States can have it at all, None if nothing says;
    ``unplaced``, how many meetings have a place that is not known; ``note`` and ``source``.
    """

    year: int | None
    note: str
    source: str
    at_most: int | None = None
    unplaced: int = 0

    def widened(self, known: pd.Series) -> tuple[pd.Series, int | None]:
        """Return a relation with every State that may have it as unknown, and how many of them can.

        Parameters
        ----------
        known : Series of boolean
            A column of `relations`.

        Returns
        -------
        tuple of Series and int
            The number is None where all of them can.
        """
        if self.at_most is not None:
            return known, max(self.at_most - int(known.sum()), 0)
        if self.unplaced:
            return known.mask(~known.fillna(False)), int(known.isna().sum()) + self.unplaced
        return known, None


def ties(
    year: int | None = None, *, pillar: str | None = None, posts: pd.DataFrame | None = None
) -> dict[str, Tie]:
    """Return what is known of each relation in a year.

    Parameters
    ----------
    year, pillar, posts
        As for `relations`.

    Returns
    -------
    dict of str to Tie
        By relation.

    Raises
    ------
    OfficerYearError, UnknownNameError

    Examples
    --------
    >>> ties(2022)["attended"].at_most
    49
    """
    listed = posts_in(year) if posts is None else posts
    held = held_meetings(pillar=pillar)
    when = int(meetings()["year"].max()) if year is None else year
    now = may_be_of(held, when)
    to_date = held[held["no_earlier"] <= when]
    return {
        "post": _post(year, listed),
        "served": _served(year, listed),
        "partner": Tie(
            year, "The list of partners is of about 2014–16.", _sources(partners()["source"])
        ),
        "hosted": _hosted(when, now),
        "hosted_to_date": _hosted(when, to_date),
        "attended": _attended(when, now, pillar),
    }


def _sources(texts: Iterable[str]) -> str:
    return "; ".join(filter(None, dict.fromkeys(texts)))


def _post(year: int | None, listed: pd.DataFrame) -> Tie:
    if year is None and "list_year" in listed and listed["list_year"].notna().any():
        year = int(listed["list_year"].max())
    note = "The posts are those given."
    if "list_note" in listed:
        note = " ".join(dict.fromkeys(listed["list_note"]))
    return Tie(year, note, _sources(listed["source"]) if "source" in listed else "")


def _served(year: int | None, listed: pd.DataFrame) -> Tie:
    tie = _post(year, listed)
    if "serves_area" not in listed or listed["serves_area"].isna().all():
        return tie
    areas = ", ".join(dict.fromkeys(listed["serves_area"].dropna()))
    note = f"{tie.note} An area ({areas}) is no list of States: whom it holds is unknown."
    return tie._replace(note=note)


def _hosted(year: int, rows: pd.DataFrame) -> Tie:
    if rows["year"].isna().all():
        return Tie(year, _NONE_KNOWN, "")
    unplaced = len(without_place(rows))
    note = f"Of {_counted(rows)}."
    if unplaced:
        note = f"Of {_counted(rows)}; the place of {unplaced} is not known."
    return Tie(year, note, _sources(rows["source"]), unplaced=unplaced)


def _attended(year: int, rows: pd.DataFrame, pillar: str | None) -> Tie:
    if rows["year"].isna().all():
        return Tie(year, _NONE_KNOWN, "")
    union = distinct_states(year=year, pillar=pillar)
    if rows["year"].isna().any():
        # A meeting without a date may be of the year and is in no count of it.
        union = union._replace(high=None)
    limit = "no count limits them"
    if union.high is not None:
        limit = f"at most {union.high} States attended ({union.rule})"
    named = attendance()
    sources = named.loc[named["meeting"].isin(rows["meeting"]), "source"]
    note = f"Named or host at {_counted(rows)}, a floor; {limit}."
    return Tie(year, note, _sources([*sources, *rows["source"], union.source]), at_most=union.high)


_NONE_KNOWN = "No meeting is known, which does not say that none was held."


def _counted(rows: pd.DataFrame) -> str:
    return "1 meeting known" if len(rows) == 1 else f"{len(rows)} meetings known"
