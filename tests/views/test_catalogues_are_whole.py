"""No language lacks a message, and none repeats the English one but where both say the same."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from routes.views.messages import CATALOGUES

# Names of border crossings for which no spelling in the script of the language was found.
WITHOUT = {
    "ar": {("place", "Nagylak")},
    "es": set(),
    "fr": set(),
    "ru": set(),
    "zh": {("place", "Sagarchin"), ("place", "Petukhovo")},
}
# The name of the package.
NAMES = {"footer.software_value"}
UNITS = {
    *("amount.kg", "distance.radius", "liaison.km", "next.by_radius", "gaps.kilograms"),
    "sheet.figures.kg",
}
# Words that are written in the same letters: total, no, virtual; date, transit, opium, route …
SAME = {
    "ar": NAMES,
    "es": NAMES | UNITS | {
        *("figures.total", "map.tip.leg", "timeline.row.I", "timeline.row.ministerial"),
        *("timeline.virtual", "coverage.no", "gaps.no"),
    },
    "fr": NAMES | UNITS | {
        *("drug.morphine", "drug.opium", "family.morphine", "family.opium", "role.transit"),
        *("role.destination", "branch.distribution", "figures.total", "map.mode.rail"),
        *("map.mode.air", "means.air", "meetings.date", "sheet.meetings.date"),
        "meetings.participants",
        *("footer.tables", "measures.relation", "network.routes", "sheet.ranks.route"),
        *("sheet.map.routes", "sheet.branches.route", "sheet.neighbours.route", "explore.route"),
        *("search.route", "sheet.cultivation.source", "sheet.precision.district"),
        "index.row.route",
        *("sheet.precision.province", "search.kind.document", "search.kind.programme"),
    },
    "ru": NAMES,
    "zh": NAMES,
}  # fmt: skip
# Names of towns may be the same where both are written in Latin letters, as may these.
LATIN = ("es", "fr")
SHORT = {("unit", "ha"), *(("host", body) for body in ("CARICC", "OSCE", "SELEC", "UNODC"))}


def forms(text):
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def name(message):
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def catalogue(language):
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("language", WITHOUT)
def test_no_language_lacks_a_message(language):
    lacking = {
        (message.context, name(message))
        for message in catalogue(language)
        if message.fuzzy or not all(forms(message.string))
    }
    assert lacking == WITHOUT[language]


@pytest.mark.parametrize("language", SAME)
def test_what_reads_as_in_english_is_meant_to(language):
    english = {message.id: forms(message.string) for message in catalogue("en")}

    def same(message) -> bool:
        own = [message.id] if message.context else english[message.id]
        words = (form for form in forms(message.string) if form in own)
        return any(re.search("[A-Za-z]{2}", re.sub(r"\{\w+\}", "", form)) for form in words)

    found = {(message.context, name(message)) for message in catalogue(language) if same(message)}
    sentences = {key for kind, key in found if kind is None}
    assert sentences <= SAME[language]
    texts = {pair for pair in found if pair[0] is not None}
    named = {pair for pair in texts if pair[0] == "place"} | SHORT if language in LATIN else set()
    assert texts <= named
