"""The years that the tables hold annual totals for: what is not held is unknown, not unreported.

Read from the file of editions alone, as in `routes.reference.limits`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.errors import unknown
from routes.reference.limits import YearError, column, editions, table_years

if TYPE_CHECKING:
    from collections.abc import Sequence


def held_years(edition: str | None = None) -> tuple[int, ...]:
    """Return the years that the tables hold figures for as of an edition, in order.

    Parameters
    ----------
    edition : str, optional
        With those before it; by default all editions.

    Examples
    --------
    >>> held_years()[-1], held_years("wdr-2024")[-1]
    (2023, 2022)
    """
    return _years_of(edition, ("whole", "part"))


def whole_years(edition: str | None = None) -> tuple[int, ...]:
    """Return the years of which every figure is held: a missing one was not reported.

    Of the other years nothing is known of a State without a figure: *not held here*.

    Parameters
    ----------
    edition : str, optional
        As for `held_years`.

    Examples
    --------
    >>> 2023 in whole_years("wdr-2024"), 2023 in whole_years("wdr-2025")
    (False, True)
    """
    return _years_of(edition, ("whole",))


def default_years(edition: str | None = None) -> tuple[int, int]:
    """Return the first and the last year to ask for: those an edition holds, or all there are.

    Examples
    --------
    >>> default_years("wdr-2024"), default_years()
    ((2005, 2022), (2005, 2023))
    """
    held = held_years(edition) if edition is not None else ()
    return (held[0], held[-1]) if held else table_years()


def check_held(years: tuple[int, int], edition: str | None) -> tuple[int, ...]:
    """Return the years of a period that the tables do not hold as of an edition.

    Raises
    ------
    YearError
        If they hold none of the period.

    Examples
    --------
    >>> check_held((2020, 2023), "wdr-2024")
    (2023,)
    """
    held = set(held_years(edition))
    asked = range(years[0], years[1] + 1)
    absent = tuple(year for year in asked if year not in held)
    if len(absent) == len(asked):
        raise YearError(f"{_span(asked)} is not held here as of {_as_of(edition, held)}")
    return absent


def not_held(years: tuple[int, int], edition: str | None) -> str:
    """Return one line on the years of a period that are not held here; nothing if all are.

    Examples
    --------
    >>> not_held((2020, 2022), "wdr-2024"), not_held((2020, 2023), "wdr-2024")[:45]
    ('', "2023 is not held here as of edition 'wdr-2024")
    """
    absent = check_held(years, edition)
    if not absent:
        return ""
    return (
        f"{_span(absent)} is not held here as of {_as_of(edition, set(held_years(edition)))}. "
        "Not held is unknown, not 'not reported'"
    )


def _as_of(edition: str | None, held: set[int]) -> str:
    name = f"edition {edition!r}" if edition is not None else "any edition"
    tail = " of it and of those before it" if edition is not None else ""
    return f"{name}: the tables hold {_span(sorted(held)) or 'nothing'}{tail}"


def _span(years: Sequence[int]) -> str:
    """Return years as runs: 2005–2019, 2021."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _years_of(edition: str | None, extents: tuple[str, ...]) -> tuple[int, ...]:
    known = editions()
    if edition is not None and edition not in known:
        raise unknown("edition", edition, known)
    up_to = known if edition is None else known[: known.index(edition) + 1]
    rows = column("editions", "edition", "first_year", "last_year", "extent")
    years: set[int] = set()
    for key, first, last, extent in rows:
        if key in up_to and extent in extents and first.isdigit() and last.isdigit():
            years |= {*range(int(first), int(last) + 1)}
    return tuple(sorted(years))
