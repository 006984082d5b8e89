"""A table to fill: the columns that a file of one's own seizures needs or may have."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from routes.seizures.bounds import UnreadableFileError

# Our field, the heading to write, an example, and what it means.
COLUMNS = (
    ("country", "Country", "Tajikistan", "where it was seized: a name or an ISO code"),
    ("date", "Date", "2024-03-05", "of the seizure: year-month-day"),
    ("drug_name", "Drug", "Heroin", "in a name of any UN language"),
    ("amount", "Amount", "12.5", "a number; not reported stays empty, and is never 0"),
    ("unit", "Unit", "kg", "of the amount: kg, g, t, tablet ..."),
    ("division", "Province", "Khatlon", "may stay empty"),
    ("place", "Place", "Panj", "may stay empty"),
    ("transport", "Transport", "road", "may stay empty"),
    ("case", "Case number", "2024-001", "tells seizures apart that are alike otherwise"),
)


def template() -> str:
    """Return a table with its headings and one row as an example, as CSV.

    Examples
    --------
    >>> print(template().splitlines()[0])
    Country,Date,Drug,Amount,Unit,Province,Place,Transport,Case number
    """
    out = io.StringIO()
    rows = ([column[1] for column in COLUMNS], [column[2] for column in COLUMNS])
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write_template(path: str | Path) -> Path:
    """Write a table to fill; a file that is there is never written over.

    Parameters
    ----------
    path : str or Path
        A new file that ends with ``.csv``.

    Raises
    ------
    UnreadableFileError
        If it is there already, ends otherwise, or cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".csv":
        raise UnreadableFileError(f"{path}: a template is a .csv file, which spreadsheets open")
    try:
        # With its mark, a spreadsheet opens it as UTF-8.
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(template())
    except FileExistsError:
        raise UnreadableFileError(f"{path}: is there already; name a new file") from None
    except OSError as error:
        why = error.strerror or error
        raise UnreadableFileError(f"{path}: cannot be written: {why}") from None
    return path
