"""The pages on coverage: whole sentences, ranges as ranges, figures that are in the tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

import routes as rt

MEETINGS = {
    "headline": "headline", "reach": "map", "states": "by_state", "timeline": "timeline",
    "measures": "measures", "meetings": "meetings", "gaps": "gaps", "unknown": "unknown",
    "sources": "sources", "footer": "footer",
}  # fmt: skip
LIAISON = {
    "headline": "headline", "reach": "map", "posts": "officers", "states": "by_state",
    "measures": "measures", "distance": "distance", "change": "change", "gaps": "gaps",
    "next": "further", "unknown": "unknown", "sources": "sources", "footer": "footer",
}  # fmt: skip
UNFILLED = r"[{}]|\bTrue\b|\bFalse\b"


class Reader(HTMLParser):
    """What is read of a section: words outside style and script, ids, cells by row."""

    def __init__(self, html) -> None:
        super().__init__()
        self.words, self.ids, self.open, self.rows = "", [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.words += data
            if {"td", "th"} & set(self.open) and self.rows and self.rows[-1]:
                self.rows[-1][-1] += data


def read(section):
    return Reader(section.html)


def row(section, first):
    (found,) = [cells for cells in read(section).rows if cells and cells[0] == first]
    return found[1:]


@pytest.fixture(scope="module", params=["northern", "balkan", "southern"])
def meetings(request):
    page = rt.briefing.MeetingCoverage.of(route=request.param, as_of="2026-01-02")
    return page, {key: getattr(page, name)() for key, name in MEETINGS.items()}


@pytest.fixture(scope="module", params=["northern", "balkan", "southern"])
def liaison(request):
    page = rt.briefing.LiaisonNetwork.of(route=request.param, as_of="2026-01-02")
    return page, {key: getattr(page, name)() for key, name in LIAISON.items()}


def check_whole(page, sections, unsaid):
    for key, section in sections.items():
        assert section.key == key
        assert read(section).ids.count(key) == 1
        words = read(section).words
        assert not re.search(UNFILLED, words), key
        assert unsaid(section.html) == [], key
    links = re.findall(r'href="#([a-z]+)"', sections["headline"].html)
    assert links == list(page.parameters.sections) == list(sections)[1:-1]
    ids = [i for section in sections.values() for i in read(section).ids]
    assert len(ids) == len(set(ids))
    assert "Not an official product" in read(sections["footer"]).words


def test_the_page_on_meetings_is_whole(meetings, unsaid):
    check_whole(*meetings, unsaid)


def test_the_page_on_liaison_officers_is_whole(liaison, unsaid):
    check_whole(*liaison, unsaid)


def test_sums_and_unions_stand_apart(meetings):
    _, sections = meetings
    # 28 + 33 + 31 + 22 = 114 attendances of 46 States; 49 with the consultative group.
    # 8 + 4 + 11 + 10 = 33 recommendations; that of the consultative group is not counted.
    assert row(sections["measures"], "attendances of States, added")[0] == "114"
    assert row(sections["measures"], "different States, each once") == ["46", "49"]
    assert row(sections["measures"], "recommendations, added") == ["33", "at least 33"]
    assert row(sections["measures"], "participations, added")[0] == "more than 430"


def test_attendance_without_an_upper_limit_is_not_known():
    page = rt.briefing.MeetingCoverage.of(route="balkan")
    assert page.headline().text.startswith(
        "In 2022, 1 of 14 States counted for the Balkan route hosted a meeting of the Paris Pact. "
        "How many of the 14 attended one is not known: by name or as host 4 are known to have, "
        "with at least 81 per cent of the heroin and morphine seized on the route."
    )
    states, share, kilograms = row(page.measures(), "known to have attended, 2022")
    assert (states, share, kilograms) == ("at least 4 of 14", "at least 29", "at least 81")


def test_conflicting_counts_stay_side_by_side():
    words = read(rt.briefing.MeetingCoverage.of(route="balkan").meetings()).words
    said = re.search(r"Sources differ on the participants of Precursors, 24–25 October 2022: .*?\.",
                     words)  # fmt: skip
    assert said
    for count in ("100 (", "over 100 (", "85 ("):
        assert count in words
    assert "None is preferred." in words


def test_a_year_of_which_no_meeting_is_known_is_not_a_year_without():
    text = rt.briefing.MeetingCoverage.of(route="northern", year=2014).headline().text
    assert text.startswith(
        "No meeting of the Paris Pact is known of 2014, which does not say that none was held."
    )


def test_a_pillar_leaves_only_its_meetings():
    page = rt.briefing.MeetingCoverage.of(route="southern", pillar="II")
    assert "on pillar II" in page.headline().text
    assert page.meetings_here.empty
    assert "does not say that none was" in read(page.meetings()).words


def test_vienna_counts_only_if_asked():
    cities = rt.briefing.MeetingCoverage.of(route="balkan").meetings_here["city"]
    assert "Vienna" not in set(cities)
    asked = rt.briefing.MeetingCoverage.of(route="balkan", headquarters=True)
    assert "Vienna" in set(asked.meetings_here["city"])
    assert "A meeting in Vienna counts as held in Austria." in read(asked.footer()).words


def test_the_lead_on_officers_says_states_kilograms_and_kilometres():
    lead = rt.briefing.LiaisonNetwork.of(route="southern").headline().text.splitlines()[0]
    # 2 of 15: Pakistan and the United Republic of Tanzania; 15,214 of 21,129 kg known, a range
    # for seven States that did not report; 2,293 of 17,120 km on land, 1,706 of 120,764 at sea.
    assert lead == (
        "In 2022, liaison officers sat in 2 of 15 States counted for the southern route; those "
        "States seized 68 to 72 per cent of its heroin and morphine. Of its kilometres by road "
        "and rail, 13 per cent lie within 500 km of a post; of those by sea, 1.4 per cent."
    )


def test_a_host_that_is_no_partner_is_named():
    words = read(rt.briefing.LiaisonNetwork.of(route="southern").officers()).words
    assert "United Republic of Tanzania hosts an officer and is not a partner" in words


def test_a_year_between_two_lists_says_which_list_answers():
    page = rt.briefing.LiaisonNetwork.of(route="northern", year=2015, first_year=2011)
    said = "No list is known of 2015: that of 2013, 9 posts, is the last known before."
    assert said in page.headline().text
    # Tashkent served Kazakhstan and Tajikistan in 2013.
    (tashkent,) = [cells for cells in read(page.officers()).rows if cells[0].startswith("Tashkent")]
    assert "Kazakhstan" in tashkent[-1]
    assert "Tajikistan" in tashkent[-1]


def test_change_says_gained_kept_and_not_listed(liaison):
    _, sections = liaison
    said = "Of the lists of 2013 and 2022: 5 posts kept, 2 gained, 4 not listed any more."
    assert sections["change"].text == said
    assert "Not listed is not closed" in read(sections["change"]).words
    steps = [cells[0] for cells in read(sections["change"]).rows if cells]
    assert steps == ["List", "2013", "2022 without its changes", "2022", "now"]


def test_the_next_post_is_a_what_if_and_has_its_proof(liaison):
    page, sections = liaison
    words = read(sections["next"]).words
    assert words.count("A what-if, not advice") == 1
    assert "Solved exactly" in words
    # Three radii and the State itself, each by three rules for States on two routes.
    assert len([cells for cells in read(sections["next"]).rows if cells]) == 1 + 12
    best = rt.next_posts(route=page.parameters.route).areas.iloc[0]
    said = row_of_rule(sections["next"], "500 km", "counted for one route")[0]
    # On each route several places are as good: none is shown as the winner.
    assert best["number"] > 1
    assert said.startswith(f"any of {best['number']} places (")


def row_of_rule(section, reach, rule):
    (found,) = [cells for cells in read(section).rows if cells[:2] == [reach, rule]]
    return found[2:]


def test_gaps_are_those_of_the_library(liaison):
    page, sections = liaison
    gaps = rt.analysis.coverage_gaps(page.parameters.route, drugs=("heroin", "morphine"))
    rows = [cells for cells in read(sections["gaps"]).rows if cells]
    first = next(place for place, cells in enumerate(rows) if cells[0] == "From – to")
    states, stretches = rows[:first], rows[first:]
    missed = gaps[gaps["kind"] != "stretch"]
    assert [cells[0].removesuffix(" †") for cells in states[1:]] == list(missed["name"])
    assert len(stretches) - 1 == (gaps["kind"] == "stretch").sum()
    absent = missed["kg"].isna().to_numpy()
    assert all(
        cells[3].startswith(("not reported, up to ", "no figure in any year")) == missing
        for cells, missing in zip(states[1:], absent, strict=True)
    )


def test_opium_stands_apart_and_is_never_added():
    page = rt.briefing.LiaisonNetwork.of(route="balkan", drugs="heroin, morphine, opium")
    heads = read(page.measures()).rows[0]
    assert heads[-2:] == [
        "Per cent of kilograms of heroin and morphine", "Per cent of kilograms of opium",
    ]  # fmt: skip
    alone = rt.briefing.MeetingCoverage.of(route="southern", drugs="opium")
    assert "of the opium seized on the route" in alone.headline().text
    assert alone.by_state().text
