"""The timeline of meetings: where each stands and as what it is marked."""

from __future__ import annotations

import pytest

from routes import Wording, meetings, route
from routes.views import plot_meetings
from routes.views.timeline import mark_of

W = Wording()


def drawn(name, *, pillar=None):
    known = meetings(pillar=pillar)
    countries = route(name).countries.index
    return plot_meetings(known, route=name, countries=countries, wording=W)


def marked(ax):
    """Return {key of meeting: kind of mark}."""
    found = [c.get_gid().split("-", 2)[1:] for c in ax.collections if c.get_gid()]
    return {key: kind for kind, key in found}


def expected(row, codes):
    if row["status"] != "held":
        return row["status"]
    if row["format"] == "virtual":
        return "virtual"
    if not row["iso3"]:
        return "unplaced"
    if row["city"] == "Vienna":
        return "headquarters"
    return "here" if row["iso3"] in codes else "elsewhere"


@pytest.mark.parametrize("name", ["northern", "balkan", "southern"])
def test_every_meeting_of_the_table_is_marked_as_what_it_is(name, rows):
    codes = {row["iso3"] for row in rows("route_countries") if row["route"] == name}
    assert marked(drawn(name)) == {r["meeting"]: expected(r, codes) for r in rows("meetings")}


def test_a_filled_mark_is_a_meeting_on_the_route():
    ax = drawn("southern")
    filled = {
        c.get_gid().split("-", 2)[2] for c in ax.collections if c.get_gid().split("-")[1] == "here"
    }
    # Islamabad 2011 and 2022, New Delhi 2011, Beijing 2018.
    assert filled == {"EWG2011-I", "EWG2022-IV", "EWG2011-III", "EWG2018-I"}
    white = (1.0, 1.0, 1.0, 1.0)
    for c in ax.collections:
        is_filled = tuple(c.get_facecolor()[0]) != white
        assert is_filled == (c.get_gid().split("-")[1] in {"here", "postponed", "replaced"})


def test_the_numbers_of_the_consultative_group_that_are_not_found_are_said():
    ax = drawn("balkan")
    # Known by number: 5, 11, 13, 14, 15, 16 and 17.
    lines = {line.get_gid() for line in ax.lines if str(line.get_gid()).startswith("missing-")}
    assert lines == {"missing-6–10", "missing-12"}
    words = [text.get_text() for text in ax.texts]
    assert "6–10 not found" in words
    assert "12 not found" in words


def test_a_meeting_without_a_year_spans_the_years_it_may_be_of():
    ax = drawn("balkan")
    spans = [tuple(line.get_xdata()) for line in ax.lines if line.get_linestyle() == "-"]
    assert (2018, 2020) in spans  # The Hague, about 2018–2019
    assert (2017, 2022) in spans  # the 14th meeting, between February 2017 and November 2021


def test_a_virtual_meeting_has_no_city():
    ax = drawn("balkan")
    assert [t.get_text() for t in ax.texts].count("virtual") == 1
    assert marked(ax)["EWG2023-II"] == "virtual"
    assert marked(ax)["EWG2023-II-ANK"] == "postponed"


def test_with_a_pillar_only_its_meetings_and_rows_are_left():
    ax = drawn("northern", pillar="II")
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert "II  finance" in labels
    assert "no pillar" not in labels
    assert "ministerial" not in labels


def test_vienna_is_headquarters_unless_asked():
    (row,) = (r for r in meetings().itertuples() if r.meeting == "EWG2022-II")
    assert mark_of(row, {"AUT"}) == "headquarters"
    assert mark_of(row, {"AUT"}, headquarters=True) == "here"
    assert mark_of(row, {"KAZ"}, headquarters=True) == "elsewhere"
