"""The three briefings as a reader opens them: offline, wide, narrow and on paper."""

from __future__ import annotations

import json
import re

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
ROUTES = ("northern", "balkan", "southern")


@pytest.fixture(scope="module", params=ROUTES)
def opened(request, briefings, open_page):
    """Return (name of the route, its page wide open, the document of its map)."""
    with open_page(briefings / f"{request.param}.html") as seen:
        yield request.param, seen, seen.map


@pytest.fixture(scope="module")
def table(rows):
    """Return the tables the tests read, each once."""
    names = "route_countries branches shared_states countries legs opiate_origins"
    read = {name: rows(name) for name in (*names.split(), "meetings", "liaison_officers")}
    return read | {"annual_seizures": rows("latest_annual_seizures")}


def on_route(table, route):
    return {row["iso3"] for row in table["route_countries"] if row["route"] == route}


def transit(table, route):
    """Return the States of transit on a trunk, branch or extension, whatever else they lie on."""
    kind = {(row["route"], row["branch"]): row["kind"] for row in table["branches"]}
    return {
        row["iso3"]
        for row in table["route_countries"]
        if row["route"] == route
        and row["role"] == "transit"
        and kind[route, row["branch"]] in {"trunk", "branch", "extension"}
    }


def counted(table, route):
    """Return the countries counted for a route: those on two count for their primary one."""
    primary = {row["iso3"]: row["primary_route"] for row in table["shared_states"]}
    others = set().union(*(transit(table, name) for name in ROUTES if name != route))
    listed = {c for c in transit(table, route) if c not in others or primary[c] == route}
    return {c for c in listed if {(c, "heroin"), (c, "morphine")} - elsewhere(table)}


def elsewhere(table):
    """Return the States and drugs that are mostly not from Afghanistan."""
    return {(r["iso3"], r["drug"]) for r in table["opiate_origins"] if r["origin"] == "other"}


def kilograms(table, year, *, without=()):
    found: dict[str, float] = {}
    for row in table["annual_seizures"]:
        if (row["iso3"], row["drug"]) in without:
            continue
        if row["year"] == str(year) and row["drug"] in {"heroin", "morphine"}:
            found[row["iso3"]] = found.get(row["iso3"], 0) + float(row["kg"])
    return found


def meetings_on(table, route):
    return [
        row
        for row in table["meetings"]
        if row["status"] == "held"
        and row["year"]
        and 2005 <= int(row["year"]) <= 2023
        and row["iso3"] in on_route(table, route)
        and row["city"] != "Vienna"
        and row["format"] != "virtual"
    ]


def posts_on(table, route):
    return [
        row
        for row in table["liaison_officers"]
        if row["year"] == "2022"
        and row["status"] != "not listed"
        and row["iso3"] in on_route(table, route)
    ]


def test_nothing_is_requested_and_nothing_complains(opened):
    _, seen, _ = opened
    assert seen.requests == []
    assert seen.complaints == []


def test_every_leg_is_one_line(opened, table):
    route, _, live = opened
    legs = [row for row in table["legs"] if row["route"] == route]
    assert len(live.query_selector_all("path.leg")) == len(legs)


def test_every_country_of_the_route_with_a_shape_is_drawn(opened, table, root):
    route, _, live = opened
    text = (root / "data" / "basemap_countries.geojson").read_text(encoding="utf-8")
    shapes = {feature["properties"]["iso3"] for feature in json.loads(text)["features"]}
    expected = on_route(table, route) & shapes
    assert len(live.query_selector_all("path.country")) == len(expected)


def test_countries_that_did_not_report_are_hatched(opened, table):
    route, _, live = opened
    listed = {row["iso3"] for row in table["annual_seizures"]}
    silent = (on_route(table, route) & listed) - set(kilograms(table, 2023))
    hatched = live.query_selector_all("path.country.kind-u")
    assert len(hatched) == len(silent) > 0
    assert live.query_selector("pattern#hatch") is not None


def test_posts_and_meeting_places_are_marked(opened, table):
    route, _, live = opened
    marks = ":is(.place, .spot)"
    assert len(live.query_selector_all(f"{marks} .post")) == len(posts_on(table, route))
    cities = {row["city"] for row in meetings_on(table, route)}
    assert len(live.query_selector_all(f"{marks} .meeting")) == len(cities) > 0


# What the browser tells Leaflet when the pointer comes and goes. With the real pointer a tip hangs
# on half a pixel of scrolling; one real pointer moves in test_hostile_names_on_the_map.py.
TIPS = """kind => [...document.querySelectorAll(kind)].map(thing => {
  const at = { bubbles: true, clientX: 300, clientY: 200 };
  thing.dispatchEvent(new MouseEvent("mouseover", at));
  const tip = [...document.querySelectorAll(".leaflet-tooltip")].at(-1);
  const text = tip ? tip.innerText : "";
  thing.dispatchEvent(new MouseEvent("mouseout", at));
  return text.split("\\n").map(line => line.trim()).filter(line => line);
})"""


def test_every_post_and_meeting_is_told_by_the_mark_of_its_place(opened, table):
    route, _, live = opened
    said = "\n".join("\n".join(tip) for tip in live.evaluate(TIPS, ".place"))
    posts, held = posts_on(table, route), meetings_on(table, route)
    for row in posts + held:
        assert row["city"] in said
    assert len(re.findall(r"Liaison Officer: .*, 2022$", said, re.MULTILINE)) == len(posts)
    for row in held:
        assert row["title"] in said


def test_every_country_says_its_kilograms_on_hover(opened, table):
    route, _, live = opened
    names = {row["name"]: row["iso3"] for row in table["countries"]}
    listed = {row["iso3"] for row in table["annual_seizures"]}
    now = kilograms(table, 2023)
    tips = live.evaluate(TIPS, "path.country")
    assert {names[tip[0]] for tip in tips} <= on_route(table, route)
    assert len({tip[0] for tip in tips}) == len(tips) > 0
    for name, said in tips:
        code = names[name]
        if code not in listed:
            assert said == "outside the table of annual totals"
        elif code not in now:
            assert said == "not reported for 2023", name
        elif now[code] == 0:
            assert said == "zero reported for 2023", name
        else:
            assert said == f"{shown_kg(now[code])} kg reported for 2023", name


def test_every_leg_says_its_ends_mode_and_length_on_hover(opened):
    _, _, live = opened
    for (tip,) in live.evaluate(TIPS, "path.leg"):
        assert re.fullmatch(r".+: .+ – .+, (road|rail|sea|air), [\d,]+ km; .+", tip), tip
        assert tip.endswith(("inferred", "stated by a source"))


def shown_kg(kg):
    if 0 < kg < 0.05:
        return "under 0.1"
    return f"{kg:.1f}" if 0 < kg < 10 else f"{kg:,.0f}"


def test_the_tiles_say_what_the_table_says(opened, table):
    route, seen, _ = opened
    members = counted(table, route)
    states = members - {"XKX"}
    now = kilograms(table, 2023)
    outside = sum(amount for code, amount in now.items() if code != "AFG")
    now, before = (kilograms(table, year, without=elsewhere(table)) for year in (2023, 2022))
    kg = sum(now.get(code, 0) for code in members)
    share = 100 * kg / outside
    both = members & set(now) & set(before)
    change = 100 * (sum(now[code] for code in both) / sum(before[code] for code in both) - 1)
    tiles = [tile.inner_text() for tile in seen.page.query_selector_all(".tile dd:not([class])")]
    assert tiles == [
        f"{kg / 1000:.1f} tons",
        f"{share:.0f} per cent" if share >= 10 else f"{share:.1f} per cent",
        f"{len(states & set(now))} of {len(states)}",
        str(len(posts_on(table, route))),
    ]
    first = seen.page.query_selector(".tile").inner_text()
    word = "more" if change > 0 else "less"
    assert f"{abs(change):.0f} per cent {word} than 2022" in first


def test_states_that_did_not_report_are_named_on_the_first_screen(opened, table):
    route, seen, _ = opened
    names = {row["iso3"]: row["name"] for row in table["countries"]}
    silent = counted(table, route) - {"XKX"} - set(kilograms(table, 2023))
    header = seen.page.inner_text("header")
    assert silent
    assert "Not reported for 2023, and not read as zero: " in header
    assert all(names[code] in header for code in silent)


def test_the_table_of_countries_holds_the_kilograms_of_each(opened, table):
    route, seen, _ = opened
    now = kilograms(table, 2023)
    names = {row["name"]: row["iso3"] for row in table["countries"]}
    cells = seen.page.eval_on_selector_all(
        "table.countries tbody tr",
        "rows => rows.map(r => [r.cells[0].innerText, r.cells[3].innerText])",
    )
    assert {names[name] for name, _ in cells} == on_route(table, route)
    for name, shown in cells:
        kg = now.get(names[name])
        if kg is None:
            assert shown in {"not reported", "outside the table"}, name
        else:
            assert shown == shown_kg(kg), name


def test_the_meetings_are_listed_row_by_row(opened, table):
    route, seen, _ = opened
    titles = seen.page.eval_on_selector_all(
        "#partnership table tbody tr", "rows => rows.map(r => r.cells[2]?.innerText)"
    )
    expected = [row["title"] for row in meetings_on(table, route)]
    assert sorted(t for t in titles if t in expected) == sorted(expected)


def test_a_page_on_a_wide_screen(opened):
    _, seen, _ = opened
    check_fit(seen)


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_on_a_telephone(route, briefings, open_page):
    with open_page(briefings / f"{route}.html", width=400, height=800) as seen:
        check_fit(seen)


def check_fit(seen):
    fits = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
    assert seen.page.evaluate(fits), "the page scrolls sideways"
    assert seen.page.locator("h1").is_visible()
    frame = seen.page.locator("iframe.map")
    assert frame.is_visible()
    box = frame.bounding_box()
    assert min(box["width"], box["height"]) > 250
    # The live map covers the still one, which is then said to no one.
    seen.page.locator("iframe.map").scroll_into_view_if_needed()
    seen.page.locator(".atlas.live").wait_for()
    assert seen.page.locator(".still").evaluate("one => one.inert")


@pytest.mark.parametrize("route", ROUTES)
def test_on_paper_the_still_map_takes_the_place_of_the_live_one(route, briefings, open_page):
    with open_page(briefings / f"{route}.html") as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".still svg").is_visible()
        assert not seen.page.locator("iframe.map").is_visible()
        assert not seen.page.locator("nav").is_visible()


def test_without_scripts_the_still_map_is_shown(briefings, open_page):
    with open_page(briefings / "balkan.html", script=False) as seen:
        assert seen.page.locator(".still svg").is_visible()
        assert not seen.page.locator("iframe.map").is_visible()
        assert seen.requests == []


def test_the_still_map_has_names_as_text(opened):
    route, seen, _ = opened
    name = {"northern": "Uzbekistan", "balkan": "Romania", "southern": "India"}[route]
    texts = seen.page.eval_on_selector_all(".still svg text", "all => all.map(t => t.textContent)")
    assert name in texts


@pytest.mark.parametrize("width", [1400, 400])
def test_the_index_opens_offline_and_leads_to_every_page(briefings, open_page, width):
    with open_page(briefings / "index.html", width=width) as seen:
        links = seen.page.eval_on_selector_all("a", "all => all.map(a => a.getAttribute('href'))")
        # Each route once side by side with the others, once as a card.
        assert links == ["search.html", *2 * [f"{route}.html" for route in ROUTES]]
        assert all((briefings / link).is_file() for link in links)
        assert seen.page.locator(".card").count() == 3
        fits = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
        assert seen.page.evaluate(fits)
        assert seen.requests == []
        assert seen.complaints == []
