"""Change: coverage by the list of 2013, by that of 2022 without and with what was new, and now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.analysis.coverage import coverage
from routes.partnership import CHANGED, posts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = "now"
WITHOUT = "without its changes"


def coverage_change(
    route: str | None = None, *, first: int = 2013, last: int = 2022, **options: Any
) -> pd.DataFrame:
    """Return coverage in two years and now, and without what the later year changed.

    Which posts were gained, kept or are not listed any more is in `post_changes`.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}, optional
        All three by default.
    first, last : int
        Years, as for `posts_in`.
    **options
        Of `coverage`, but for ``year`` and ``posts``.

    Returns
    -------
    DataFrame
        As `coverage` returns it, ``step`` first: the first year; the last year "without its
        changes" (posts that are new or were filled in it left out, all else as in that year);
        the last year; and "now", by the last list, meeting and figures known. Between two steps
        of different years kilograms differ as well: only the steps of one year tell posts alone.

    Raises
    ------
    UnknownNameError, OfficerYearError, YearError, ParameterError

    Examples
    --------
    >>> southern = coverage_change("southern", drugs="heroin")
    >>> posts = southern.query("measure == 'States' and relation == 'post'").set_index("step")
    >>> posts["numerator"].to_dict()
    {'2013': 1.0, '2022 without its changes': 0.0, '2022': 2.0, 'now': 2.0}
    """
    return pd.concat(_steps(route, first, last, options), ignore_index=True)


def _steps(
    route: str | None, first: int, last: int, options: dict[str, Any]
) -> Iterator[pd.DataFrame]:
    listed = posts_in(last)
    before = listed[~listed["status"].isin(CHANGED)]
    for step, year, posts in (
        (str(first), first, None),
        (f"{last} {WITHOUT}", last, before),
        (str(last), last, None),
        (NOW, None, None),
    ):
        frame = coverage(route, year=year, posts=posts, **options)
        frame.insert(0, "step", step)
        yield frame
