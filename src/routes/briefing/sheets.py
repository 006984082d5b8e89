"""Put fact sheets out; a sheet that fails never replaces a good one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.briefing.fit import check_fit
from routes.briefing.publish import Published
from routes.briefing.sheet_index import write_sheet_index
from routes.briefing.whole import replace
from routes.errors import unknown
from routes.partnership import fact_sheet_countries
from routes.seizures import table_years
from routes.views.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from routes.briefing.factsheet import FactSheet


def check_countries(codes: Iterable[str]) -> list[str]:
    """Return ISO3 codes, each once; all countries with a fact sheet where none is given.

    Raises
    ------
    UnknownNameError
        For a code that has no fact sheet.
    """
    every = list(fact_sheet_countries().index)
    chosen = list(dict.fromkeys(codes))
    for code in chosen:
        if code not in every:
            raise unknown("country with a fact sheet", code, every)
    return chosen or every


def file_name(sheet: FactSheet) -> str:
    """Return the name of a sheet's file: the country, years where not all, the language."""
    years = sheet.profile.years
    parts = [sheet.profile.iso3]
    if years != table_years():
        parts += [str(year) for year in dict.fromkeys(years)]
    if sheet.wording.language != ENGLISH:
        parts.append(sheet.wording.language)
    return "-".join(parts) + ".html"


def publish_sheets(sheets: Sequence[FactSheet], folder: Path) -> Iterator[Published]:
    """Make each sheet and put it into `folder`, then the index over all sheets there.

    Parameters
    ----------
    sheets : sequence of FactSheet
    folder : Path
        Made if it is missing.

    Yields
    ------
    Published

    Raises
    ------
    PublicationError
        If a sheet is not fit to be published; the sheet of an earlier run stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for sheet in sheets:
            name = file_name(sheet)
            page = make_sheet(sheet)
            replace(folder / name, page)
            yield Published(folder / name, len(page.encode()))
    finally:
        # What is out is listed, however the run ends.
        write_sheet_index(folder)


def make_sheet(sheet: FactSheet) -> str:
    """Return the page of a sheet, checked."""
    page = sheet.page()
    check_fit(page, file_name(sheet), ("headline", *sheet.keys, "footer"))
    return page
