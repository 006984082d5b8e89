"""Every mark of a map is at its place, or joined to it by a line; and what is counted is seen.

Where a place should be is computed here from the tables, not from the mark.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from programme import publish
from pyproj import Transformer

import routes as rt
from routes.views import plot_route_map
from routes.views.style import FRAMES

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ROUTES = ("northern", "balkan", "southern")
VIENNA = "AUT-VIE"
# Where the map puts points, which marks it draws, and where its lines of joining end.
DRAWN = """places => {
  const holder = document.querySelector(".folium-map"), map = window[holder.id];
  const middle = one => { const b = one.getBoundingClientRect();
    return [b.left + b.width / 2, b.top + b.height / 2]; };
  const box = holder.getBoundingClientRect();
  const lines = [...document.querySelectorAll("path.leader")].map(line => {
    const at = line.getPointAtLength(line.getTotalLength()), m = line.getScreenCTM();
    const from = line.getPointAtLength(0);
    return [[from.x * m.a + m.e, from.y * m.d + m.f], [at.x * m.a + m.e, at.y * m.d + m.f]]; });
  const kinds = one => ["post", "meeting"].filter(kind => one.querySelector("." + kind));
  const of = all => [...document.querySelectorAll(all)].map(one => [middle(one), kinds(one)]);
  const on_top = one => { const [x, y] = middle(one);
    return one.contains(document.elementFromPoint(x, y)); };
  const counted = [...document.querySelectorAll(".place")];
  return {
    expected: places.map(([lat, lon]) => {
      const p = map.latLngToContainerPoint([lat, lon]); return [p.x + box.left, p.y + box.top]; }),
    single: of(".place:not(:has(.many))"), small: of(".spot"), many: of(".place:has(.many)"), lines,
    hidden: counted.filter(one => !on_top(one)).map(one => one.getAttribute("aria-label")),
    size: [holder.clientWidth, holder.clientHeight],
  };
}"""
ZOOM = """by => new Promise(done => {
  const map = window[document.querySelector(".folium-map").id];
  if (!by) { done(); return; }
  map.once("zoomend", () => setTimeout(done, 50));
  map.setZoom(map.getZoom() + by, { animate: false });
})"""


def places_of(rows, route, *, year=2023):
    """Return {kind: {city: (latitude, longitude)}} of what the page shows, read by hand."""
    node = {row["node"]: row for row in rows("nodes")}
    states = {row["iso3"] for row in rows("route_countries") if row["route"] == route}

    def at(row) -> tuple[float, float]:
        where = node[row["node"]]
        return float(where["latitude"]), float(where["longitude"])

    here = [r for r in rows("liaison_officers") if r["year"] == "2022" and r["iso3"] in states]
    posts = {r["city"]: at(r) for r in here if r["status"] != "not listed"}
    held = [r for r in rows("meetings") if r["status"] == "held" and r["iso3"] in states]
    placed = [r for r in held if r["node"] and r["node"] != VIENNA and r["year"]]
    met = {r["city"]: at(r) for r in placed if 2005 <= int(r["year"]) <= year}
    return {"post": posts, "meeting": met}


def near(point, others):
    return min((np.hypot(point[0] - x, point[1] - y) for x, y in others), default=np.inf)


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("route", ROUTES)
def test_every_live_mark_is_at_its_place_at_three_zooms(route, width, briefings, open_page, rows):
    expected = places_of(rows, route)
    cities = list(dict.fromkeys([*expected["post"], *expected["meeting"]]))
    known = [expected["post"].get(city) or expected["meeting"][city] for city in cities]
    with open_page(briefings / f"{route}.html", width=width) as seen:
        live = seen.map
        live.wait_for_selector("html.drawn")
        for step in (0, 1, 1.5):
            live.evaluate(ZOOM, step)
            drawn = live.evaluate(DRAWN, known)
            # Every city has a mark at its place, and every mark is of one of the cities.
            marked = drawn["single"] + drawn["small"]
            assert len(marked) == len(cities)
            for city, at in zip(cities, drawn["expected"], strict=True):
                its = [kinds for point, kinds in marked if near(at, [point]) <= 3]
                wanted = [kind for kind in ("post", "meeting") if city in expected[kind]]
                assert wanted in its, (city, step)
            # A mark that stands aside is joined to each of its places, and covers none.
            assert len(drawn["lines"]) == len(drawn["small"])
            for begin, end in drawn["lines"]:
                assert near(begin, [point for point, _ in drawn["many"]]) <= 3
                assert near(end, [point for point, _ in drawn["small"]]) <= 3
            for at, _ in drawn["small"]:
                assert near(at, [point for point, _ in drawn["many"]]) > 14
            if step == 0:
                wide, high = drawn["size"]
                assert all(0 < x < wide and 0 < y < high for x, y in drawn["expected"])
                assert drawn["hidden"] == []
        assert seen.complaints == []


@pytest.fixture(scope="module")
def liaison(tmp_path_factory):
    """Return the folder of the pages on liaison officers, with their maps of coverage."""
    pages = [("08_liaison_network.ipynb", {"route": route}) for route in ROUTES]
    return publish(tmp_path_factory.mktemp("liaison") / "site", pages)


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("route", ROUTES)
def test_every_mark_of_a_coverage_map_is_at_its_place(route, width, liaison, open_page, rows):
    node = {row["node"]: row for row in rows("nodes")}
    listed = [row for row in rows("liaison_officers") if row["year"] == "2022" and row["node"]]
    listed = [row for row in listed if row["status"] != "not listed"]
    held = [row for row in rows("meetings") if row["status"] == "held" and row["node"]]
    where = [node[row["node"]] for row in [*listed, *held]]
    known = [(float(row["latitude"]), float(row["longitude"])) for row in where]
    with open_page(liaison / f"{route}-liaison.html", width=width) as seen:
        live = seen.map
        live.wait_for_selector("html.drawn")
        for step in (0, 1, 1.5):
            live.evaluate(ZOOM, step)
            drawn = live.evaluate(DRAWN, known)
            marked = drawn["single"] + drawn["small"]
            posts = [point for point, kinds in marked if "post" in kinds]
            assert len(posts) == len(listed) == 7
            for at in drawn["expected"][: len(listed)]:
                assert near(at, posts) <= 3
            assert all(near(point, drawn["expected"]) <= 3 for point, _ in marked)
            assert len(drawn["lines"]) == len(drawn["small"])
            for begin, end in drawn["lines"]:
                assert near(begin, [point for point, _ in drawn["many"]]) <= 3
                assert near(end, [point for point, _ in drawn["small"]]) <= 3


# What a reader sees of a circle, and the places where one may be.
CIRCLES = """places => {
  const holder = document.querySelector(".folium-map"), map = window[holder.id];
  const box = holder.getBoundingClientRect();
  return { expected: places.map(([lat, lon]) => {
      const p = map.latLngToContainerPoint([lat, lon]); return [p.x + box.left, p.y + box.top]; }),
    // Leaflet gives what is far outside no size.
    drawn: [...document.querySelectorAll("path.event")].map(one => one.getBoundingClientRect())
      .filter(b => b.width > 1).map(b => [b.left + b.width / 2, b.top + b.height / 2]) };
}"""


@pytest.mark.parametrize("route", ROUTES)
def test_every_circle_of_seizures_is_at_its_place(route, briefings, open_page, rows):
    made = [row for row in rows("seizures_by_place") if row["year"] == "2014" and row["latitude"]]
    known = sorted({(float(row["latitude"]), float(row["longitude"])) for row in made})
    with open_page(briefings / f"{route}.html") as seen:
        live = seen.map
        live.wait_for_selector("html.drawn")
        live.evaluate(
            """() => { const s = document.getElementById("year"); s.value = 2014 - 2005;
            s.dispatchEvent(new Event("input")); }"""
        )
        for step in (0, 1, 1.5):
            live.evaluate(ZOOM, step)
            found = live.evaluate(CIRCLES, known)
            # So near that few are left in view.
            assert len(found["drawn"]) > (5 if step == 0 else 0)
            assert max(near(point, found["expected"]) for point in found["drawn"]) <= 3


@pytest.mark.parametrize("route", ROUTES)
def test_the_words_count_what_the_pictures_show(route, briefings, open_page, rows):
    expected = places_of(rows, route)
    posts, places = len(expected["post"]), len(expected["meeting"])
    with open_page(briefings / f"{route}.html") as seen:
        live = seen.map
        live.wait_for_selector("html.drawn")
        said = live.locator(".folium-map").get_attribute("aria-label")
        assert [int(n) for n in re.findall(r"(\d+) (?:liaison post|meeting place)s?\b", said)] == [
            posts, places
        ]  # fmt: skip
        for kind, number in (("post", posts), ("meeting", places)):
            assert live.locator(f":is(.place, .spot) .{kind}").count() == number
            shown = seen.page.locator(f'.still svg [id$="-{kind}s"] use').count()
            assert shown == number, kind
        assert seen.page.locator(".still svg").get_attribute("aria-label") == said


@pytest.mark.parametrize("route", ROUTES)
def test_every_printed_mark_is_at_its_place(route, rows):
    layers = rt.Briefing.of(route=route).layers
    ax = plot_route_map(layers, wording=rt.Wording())
    lon, lat = FRAMES[route].centre
    laea = Transformer.from_crs(
        "EPSG:4326", f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84", always_xy=True
    )
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    pixel = (east - west) / 990
    for kind, places in places_of(rows, route).items():
        line = next(one for one in ax.lines if one.get_gid() == f"{kind}s")
        points = np.column_stack([line.get_xdata(), line.get_ydata()])
        leaders = [one for one in ax.lines if one.get_gid() == "mark-leader"]
        assert len(points) == len(places)
        for city, (y, x) in places.items():
            true = np.array(laea.transform(x, y))
            assert west < true[0] < east, city
            assert south < true[1] < north, city
            off = np.hypot(*(points - true).T).min() / pixel
            ends = [np.hypot(*(np.array(one.get_xydata()[-1]) - true)) / pixel for one in leaders]
            assert min([off, *ends]) <= 3, city


def test_a_mark_of_several_opens_their_list_by_key_and_by_click(briefings, open_page):
    with open_page(briefings / "balkan.html", width=1400) as seen:
        live = seen.map
        live.wait_for_selector("html.drawn")
        mark = live.get_by_role("button", name=re.compile("^Islamabad"))
        assert mark.locator(".count").inner_text() == "3"
        mark.focus()
        seen.page.keyboard.press("Enter")
        popup = live.locator(".leaflet-popup-content")
        popup.wait_for()
        assert popup.locator(".thing").count() == 3
        seen.page.keyboard.press("Escape")
        popup.wait_for(state="detached")
        mark.click()
        popup.wait_for()
        assert "Liaison Officer" in popup.inner_text()


def test_the_map_shows_of_a_year_what_is_of_that_year(briefings, open_page):
    with open_page(briefings / "balkan.html") as seen:
        live = seen.map
        live.wait_for_selector("html.drawn")
        assert not re.search(r"\b20\d\d\b", seen.page.locator("#map h3").inner_text())
        for year, listed, posts in ((2012, "2011", 0), (2013, "2013", 5), (2009, None, 0)):
            live.evaluate(
                """y => { const s = document.getElementById("year"); s.value = y - 2005;
                s.dispatchEvent(new Event("input")); }""",
                year,
            )
            said = live.locator(".says").inner_text()
            assert said.startswith(f"{year}: ")
            assert (f"list of {listed}" in said) if listed else ("no list" in said)
            assert live.locator(":is(.place, .spot) .post").count() == posts, year
            name = live.locator(".folium-map").get_attribute("aria-label")
            assert f"in {year}" in name
            if posts != 1:
                assert f"{posts} liaison posts" in name


def test_a_figure_cites_the_edition_it_is_of(briefings, open_page):
    with open_page(briefings / "balkan.html") as seen:
        live = seen.map
        live.wait_for_selector("html.drawn")
        cited = live.evaluate(
            """() => { const data = JSON.parse(document.getElementById("layers").textContent);
            return data.layers.find(one => one.class === "country").items
              .map(one => data.sources[one.from.at(-1)]).filter(one => one); }"""
        )
        assert cited
        assert all(source.count("World Drug Report") == 1 for source in cited)


PIXELS = """async png => {
  const image = new Image(); image.src = "data:image/png;base64," + png; await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width; canvas.height = image.height;
  const drawing = canvas.getContext("2d"); drawing.drawImage(image, 0, 0);
  const data = drawing.getImageData(0, 0, image.width, image.height).data, seen = new Set();
  for (let i = 0; i < data.length; i += 64)
    seen.add(data[i] >> 4 << 8 | data[i + 1] >> 4 << 4 | data[i + 2] >> 4);
  return seen.size; }"""


@pytest.mark.parametrize("width", [1400, 400])
def test_a_capture_of_the_whole_page_right_after_load_shows_a_map(width, briefings, browser):
    import base64  # noqa: PLC0415

    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((briefings / "balkan.html").as_uri(), wait_until="load")
    box = page.locator(".atlas").bounding_box()
    whole = page.screenshot(full_page=True, clip=box)
    blank = browser.new_page()
    colours = blank.evaluate(PIXELS, base64.b64encode(whole).decode())
    assert colours > 25
    # The picture gives way only when the map says that it is drawn.
    page.locator(".atlas").scroll_into_view_if_needed()
    page.locator(".atlas.live").wait_for()
    assert page.locator(".still").evaluate("one => one.inert")
    assert "loading" not in page.locator("iframe.map").evaluate("one => one.getAttributeNames()")
    page.close()
    blank.close()


def test_the_page_keeps_the_wheel_and_ctrl_gives_it_to_the_map(briefings, open_page):
    zoom = "() => window[document.querySelector('.folium-map').id].getZoom()"
    with open_page(briefings / "balkan.html") as seen:
        live = seen.map
        live.wait_for_selector("html.drawn")
        box = seen.page.locator("iframe.map").bounding_box()
        seen.page.mouse.move(box["x"] + 300, box["y"] + 420)
        before, top = live.evaluate(zoom), seen.page.evaluate("scrollY")
        seen.page.mouse.wheel(0, 120)
        scrolled = (
            seen.page.wait_for_timeout(50) or seen.page.evaluate("scrollY") for _ in range(100)
        )
        assert any(now > top for now in scrolled)
        assert live.evaluate(zoom) == before
        assert "Ctrl" in live.locator(".hint").inner_text()
        seen.page.keyboard.down("Control")
        seen.page.mouse.wheel(0, -240)
        seen.page.keyboard.up("Control")
        zoomed = (seen.page.wait_for_timeout(50) or live.evaluate(zoom) for _ in range(100))
        assert any(now > before for now in zoomed)
        touch = "getComputedStyle(document.querySelector('.folium-map')).touchAction"
        assert live.evaluate(touch) == "pan-x pan-y"
