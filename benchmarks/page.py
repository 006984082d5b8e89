"""How large a briefing is and how soon it is drawn, beside a plain nbconvert + folium page.

``python benchmarks/page.py [ROUTE …]``. The peer shows the same figures with the tools' own
defaults: nbconvert's ``lab`` template, ``folium.GeoJson`` and markers, matplotlib's PNG,
``DataFrame.to_html``. Both are opened in headless Chromium without a network, five times each, in
turn; the median is printed. What the peer links on the web is not counted in its size.
"""

from __future__ import annotations

import io
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import folium
import nbformat
from matplotlib.figure import Figure
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import Browser, sync_playwright

from routes.briefing.content import Briefing
from routes.briefing.document import document

ROUTES = ("northern", "balkan", "southern")
TIMES = 5
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
PAINT = """() => new Promise(done => {
  let shift = 0, largest = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) shift += e.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver(list => { largest = list.getEntries().at(-1).startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done([performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    largest, shift]), 1500);
})"""


def ours(briefing: Briefing) -> str:
    """Return the page as it is put out."""
    keys = ("headline", *briefing.parameters.sections, "footer")
    sections = [getattr(briefing, key)() for key in keys]
    about = sections[0].about
    return document(
        briefing.title,
        "\n".join(section.html for section in sections),
        wording=briefing.wording,
        description=about["lead"],
        about=about,
        kind="briefing",
    )


def plain(briefing: Briefing) -> str:
    """Return the same figures as a notebook that was run, by nbconvert."""
    outputs = [
        {"text/html": chart_map(briefing)._repr_html_()},
        *({"image/png": picture} for picture in charts(briefing)),
        *({"text/html": frame.to_html()} for frame in tables(briefing)),
    ]
    cells = [
        new_code_cell(
            "show()",
            outputs=[new_output("execute_result", data, execution_count=1)],
            execution_count=1,
        )
        for data in outputs
    ]
    notebook = new_notebook(cells=cells)
    nbformat.validate(notebook)
    page, _ = HTMLExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    return str(page)


def chart_map(briefing: Briefing) -> folium.Map:
    """Return the map with folium's defaults: countries, route lines, posts, meetings, places."""
    layers, live = briefing.layers, folium.Map(location=[45, 45], zoom_start=3)
    countries = layers.countries[["name", "tip", "kg", "geometry"]]
    folium.GeoJson(countries, tooltip=folium.GeoJsonTooltip(["name", "tip"])).add_to(live)
    folium.GeoJson(layers.legs[["tip", "geometry"]], tooltip=folium.GeoJsonTooltip(["tip"])).add_to(
        live
    )
    for places in (layers.posts, layers.meetings):
        for row in places.itertuples():
            at = [row.geometry.y, row.geometry.x]
            folium.Marker(at, tooltip=row.label, popup=row.tip).add_to(live)
    for row in layers.dated.itertuples():
        folium.CircleMarker([row.geometry.y, row.geometry.x], tooltip=row.tip).add_to(live)
    return live


def charts(briefing: Briefing) -> list[str]:
    """Return the charts as PNG: by year, shares, small multiples."""
    import base64  # noqa: PLC0415

    totals, shares = briefing.totals, briefing.shares
    by_country = briefing.along["kg"].unstack("year").dropna(how="all")
    figures = [Figure(figsize=(9, 4)), Figure(figsize=(9, 4)), Figure(figsize=(12, 12))]
    figures[0].subplots().bar(totals.index, totals["kg"])
    lines = figures[1].subplots()
    for name, rows in shares.groupby("route"):
        lines.plot(rows["year"], rows["share"], label=str(name))
    lines.legend()
    grid = figures[2].subplots(-(-len(by_country) // 6), 6, squeeze=False).ravel()
    for ax, (code, row) in zip(grid, by_country.iterrows(), strict=False):
        ax.bar(row.index, row)
        ax.set_title(str(code))
    made = []
    for figure in figures:
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png")
        made.append(base64.b64encode(buffer.getvalue()).decode())
    return made


def tables(briefing: Briefing) -> list:  # type: ignore[type-arg]
    """Return the tables of the page as frames."""
    along = briefing.along
    return [
        along.xs(briefing.parameters.last_year, level="year"),
        along["kg"].unstack("year"),
        along["status"].unstack("year"),
        briefing.posts.drop(columns="geometry"),
        briefing.meetings.drop(columns="geometry"),
    ]


def drawn(browser: Browser, path: Path) -> tuple[float, float, float, int]:
    """Return first paint, largest paint (ms), layout shift, and requests that failed."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_offline(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("requestfailed", lambda request: asked.append(request.url))
    page.goto(path.as_uri(), wait_until="load")
    first, largest, shift = page.evaluate(PAINT)
    context.close()
    return first or float("nan"), largest, shift, len(asked)


def main() -> int:
    """Print a table: kilobytes, first and largest paint, shift, requests, and ratios."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    print(f"{'page':<22}{'kB':>8}{'first ms':>10}{'largest':>9}{'shift':>8}{'asked':>7}")
    with tempfile.TemporaryDirectory() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        for route in sys.argv[1:] or ROUTES:
            briefing = Briefing.of(route=route, as_of="2026-01-02")
            files = {}
            for kind, make in (("ours", ours), ("plain", plain)):
                files[kind] = Path(base) / f"{route}-{kind}.html"
                files[kind].write_text(make(briefing), encoding="utf-8")
            runs: dict[str, list[tuple[float, float, float, int]]] = {"ours": [], "plain": []}
            for _ in range(TIMES):
                for kind, file in files.items():
                    runs[kind].append(drawn(browser, file))
            sizes = {kind: file.stat().st_size / 1000 for kind, file in files.items()}
            medians = {
                kind: [statistics.median(column) for column in zip(*found, strict=True)]
                for kind, found in runs.items()
            }
            for kind, (first, largest, shift, asked) in medians.items():
                print(
                    f"{route + ' ' + kind:<22}{sizes[kind]:>8,.0f}{first:>10,.0f}{largest:>9,.0f}"
                    f"{shift:>8.3f}{asked:>7.0f}"
                )
            size = sizes["plain"] / sizes["ours"]
            first = medians["plain"][0] / medians["ours"][0]
            print(f"{route + ' plain : ours':<22}{size:>7.1f}x{first:>9.1f}x")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
