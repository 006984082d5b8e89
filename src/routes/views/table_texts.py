"""Texts of the tables that reach a page: what they are, and the columns they stand in.

The kind is the context of the message in a catalogue, the English text its id. What is not listed
here is never translated: sources, places of seizures, names of files.
"""

from __future__ import annotations

from routes.reference import table
from routes.reference.limits import GROWN

TEXTS: dict[str, tuple[tuple[str, str], ...]] = {
    "place": (("nodes", "name"), ("meetings", "city"), ("liaison_officers", "city")),
    "branch": (("branches", "name"),),
    "meeting": (("meetings", "title"),),
    "host": (("meetings", "host"),),
    "role": (("liaison_officers", "role"),),
    "area": (("liaison_officers", "serves_area"),),
    "basis": (("fact_sheet_countries", "basis"),),
    "edition note": (("editions", "note"),),
    "figure note": (("annual_seizures", "note"), ("published_figures", "note")),
    "metric": (("published_figures", "metric"),),
    "unit": (("published_figures", "unit"),),
    "qualifier": (("published_figures", "qualifier"),),
    "pillar": (("pillars", "name"),),
}
# Words that the library makes, and not a table.
MADE: dict[str, tuple[str, ...]] = {
    "list": ("about 2014–2016, undated",),
    "rule": ("stated", "as counted", "range: largest meeting to sum of meetings"),
    "date": (
        "month November, year unknown (about 2018-2019)",
        "unknown, between Feb 2017 and Nov 2021",
    ),
}


def texts() -> list[tuple[str, str]]:
    """Return every text that can be translated, with its kind, each once.

    Examples
    --------
    >>> ("place", "Tashkent") in texts()
    True
    """
    found: dict[tuple[str, str], None] = {}
    for kind, columns in TEXTS.items():
        for name, column in columns:
            frame = table(name)
            if name == "published_figures":
                # Only figures of what is grown reach a page.
                frame = frame[frame["metric"].str.startswith(GROWN)]
            for text in frame[column].dropna():
                found[kind, str(text)] = None
    for kind, made in MADE.items():
        for text in made:
            found[kind, text] = None
    return list(found)
