"""One page, one answer: what a sentence, a tile, a table and a picture say of one thing is one.

Every page is read as a reader does, by its words, cells and descriptions of pictures; the figures
are never asked of the library.
"""

from __future__ import annotations

import re
from html import unescape

import pytest

import routes as rt

ROUTES = ("northern", "balkan", "southern")
YEARS = (2013, 2017, 2022)
MONTHS = "January February March April May June July August September October November December"


def words(section):
    html = re.sub(r"<(style|script|iframe)\b.*?</\1>", "", section.html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def tables(section):
    """Return the tables of a section, each as rows of cells, the heads first."""
    found = re.findall(r"<table.*?</table>", section.html, flags=re.DOTALL)
    return [
        [
            [
                re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", cell))).strip()
                for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row, flags=re.DOTALL)
            ]
            for row in re.findall(r"<tr\b.*?</tr>", table, flags=re.DOTALL)
        ]
        for table in found
    ]


def table_with(section, head):
    (one,) = [rows for rows in tables(section) if rows and rows[0] and rows[0][0] == head]
    return one[1:]


def number(text):
    return int(text.replace(",", ""))


def last_dated(rows):
    """Return place and year of the last row that has a date."""
    dated = [row for row in rows if re.search(r"\b\d{4}$", row[0])]

    def when(row):  # noqa: ANN202
        text = row[0]
        month = next((i for i, m in enumerate(MONTHS.split(), 1) if m in text), 0)
        days = re.match(r"\d+", text)
        return int(text[-4:]), month, int(days[0]) if days and month else 0

    last = max(dated, key=when)
    return last[1], int(last[0][-4:])


@pytest.fixture(scope="module", params=[(r, y) for r in ROUTES for y in YEARS], ids=str)
def meetings(request):
    route, year = request.param
    return rt.briefing.MeetingCoverage.of(route=route, year=year)


@pytest.fixture(scope="module", params=[(r, y) for r in ROUTES for y in (2016, 2022)], ids=str)
def liaison(request):
    route, year = request.param
    return rt.briefing.LiaisonNetwork.of(route=route, year=year, first_year=2013)


@pytest.fixture(
    scope="module",
    params=[(r, y) for r in ROUTES for y in (2012, 2018, 2023)],
    ids=str,
)
def briefing(request):
    route, year = request.param
    return rt.briefing.Briefing.of(route=route, first_year=2005, last_year=year)


def check_last_meeting(said, rows):
    """Hold the last meeting said against the last row of the table."""
    if not [row for row in rows if re.search(r"\b\d{4}$", row[0])]:
        assert "No meeting is known to have been held on the route" in said
        return
    place, year = last_dated(rows)
    assert f"Last known: {place}, {year}" in said
    (when,) = re.findall(r"a meeting was last held on the route in ([^.]*)\.", said)
    assert when == str(year) or when.startswith(f"{year} to ")


def check_gaps(page, text):
    """Hold sentence, table and description of the map on what nothing is known to reach."""
    (missed, partners) = re.findall(
        r"nor to have hosted or attended a meeting: (\d+), (\d+) of them partners", text
    )[0]
    states = table_with(page.gaps(), "State or area")
    assert int(missed) == len(states)
    assert int(partners) == sum(row[2] == "yes" for row in states)
    (hatched,) = re.findall(r"(\d+) of them hatched", page.map().text)
    # A map counts what it shows: States outside its frame are hatched nowhere.
    assert 0 < int(hatched) <= int(missed)
    if page.parameters.route != "southern":
        assert hatched == missed
    stretches = table_with(page.gaps(), "From – to")
    (drawn,) = re.findall(r"(\d+) stretches of the route", page.map().text)
    assert 0 < int(drawn) <= len(stretches)
    said = re.findall(
        r"of every post lie ([\d,]+) km by road and rail, ([\d,]+) km by sea and ([\d,]+)", text
    )[0]
    for total, means in zip(said, ("road and rail", "sea", "air"), strict=True):
        rows = [number(row[3]) for row in stretches if row[2] == means]
        # Each row is rounded to the kilometre.
        assert number(total) == pytest.approx(sum(rows), abs=0.5 + len(rows) / 2)
        # The longest of each first, and no other is longer.
        assert rows == sorted(rows, reverse=True)
    for means, key in (("road and rail", "by road and rail along one branch"),
                       ("sea", "by sea, where no officer can sit")):  # fmt: skip
        first = next((row for row in stretches if row[2] == means), None)
        found = re.findall(rf"The longest (?:stretch )?{key}: (.*?), ([\d,]+) km\.", text)
        assert bool(found) == (first is not None)
        if first is not None:
            assert found == [(f"{first[0]} ({first[1]})", first[3])]
    # How far from Afghanistan it begins and ends is its length apart: it is one way.
    for row in stretches:
        ends = [number(end) for end in re.findall(r"[\d,]+", row[4])]
        apart = ends[-1] - ends[0]
        assert apart == pytest.approx(number(row[3]), abs=1), row


def test_a_page_on_meetings_has_one_answer(meetings):
    page = meetings
    head = page.headline()
    check_last_meeting(head.text, tables(page.meetings())[0][1:] if page.meetings_here.size else [])
    check_gaps(page, head.text)
    rows = tables(page.meetings())[0][1:] if tables(page.meetings()) else []
    year = page.parameters.year
    of_year = [row for row in rows if row[0].endswith(str(year))]
    note = re.findall(rf"Meetings in States on the route, {year}: (\d+), of which (\d+)", head.text)
    hosted = re.findall(r"In \d+, (\d+) of \d+ States counted", head.text)
    if note:
        assert int(note[0][0]) == len(of_year)
        # Those of States that do not count are not among those that hosted.
        places = {row[1] for row in of_year}
        assert int(hosted[0]) <= len(of_year) - int(note[0][1]) <= len(places) * 3
    elif hosted:
        counts = {row[1] for row in of_year}
        assert int(hosted[0]) <= len(counts)
        assert bool(int(hosted[0])) == bool(of_year)
    (here, to_date) = re.findall(r": (\d+) of them held .*?, (\d+) of these", page.timeline().text)[
        0
    ]
    assert int(to_date) == len(rows)
    assert int(here) >= int(to_date)
    strip = page.by_state().text
    hosts = re.findall(rf"hosted a meeting, {year}: (\d+) yes", strip)
    if of_year:
        assert 1 <= int(hosts[0]) <= len(of_year)


def test_a_page_on_officers_has_one_answer(liaison):
    page = liaison
    head = page.headline()
    check_gaps(page, head.text)
    posts = table_with(page.officers(), "City")
    tile = re.findall(
        r"liaison posts in States on the route, list of [^0-9]*[\d–]+\D*?(\d+)", words(head)
    )
    assert tile
    whole = int(tile[0])
    note = re.findall(r"Posts in States on the route: (\d+), of which (\d+)", head.text)
    counted = re.findall(r"sat in (?:at least )?(\d+) of", head.text)
    if note:
        assert int(note[0][0]) == whole
        assert int(counted[0]) == whole - int(note[0][1])
    else:
        assert int(counted[0]) == whole
    # The table has those that serve the route from elsewhere as well.
    assert len(posts) >= whole


def test_a_briefing_has_one_answer_on_meetings(briefing):
    page = briefing
    rows = [row for rows in tables(page.partnership()) for row in rows[1:]
            if rows[0][0] == "Date"]  # fmt: skip
    said = page.coverage().text
    if "last held on the route" in said:
        check_last_meeting(said, rows)


@pytest.mark.parametrize("iso3", ["KAZ", "PAK", "ROU", "SRB", "TUR", "DEU"])
def test_a_fact_sheet_counts_the_meetings_it_lists(iso3):
    section = rt.briefing.CountryPage.of(iso3=iso3).partnership()
    parts = [row[-1] for rows in tables(section) for row in rows[1:] if rows[0][0] == "Date"]
    for said, part in (
        (
            r"(\d+|One|No) meetings? of the Paris Pact (?:is|are) known to have been held",
            "held here",
        ),
        (r"known by name to have attended (\d+|one|any)", "attended"),
    ):
        (count,) = re.findall(said, words(section))
        spoken = {"One": 1, "one": 1, "No": 0, "any": 0}
        number_of = spoken[count] if count in spoken else int(count)
        listed = [text for text in parts if part in text and "not held" not in text]
        assert number_of == len(listed), (said, parts)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("cls", [rt.briefing.MeetingCoverage, rt.briefing.LiaisonNetwork])
def test_no_range_without_information_is_printed(route, cls):
    page = cls.of(route=route)
    for section in (page.headline(), page.measures()):
        text = words(section)
        assert not re.search(r"\b(\d+) to (\d+) of \2\b", text)
        assert not re.search(r"\d to 100(?: per cent|\b)", text)
        assert not re.search(r"\b0 to ", text)
