"""Tables of a briefing as HTML: every text escaped, every absence in words or hatched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.escaping import escape, shown
from routes.network import bordering_states, nodes
from routes.views.style import ROUTE_COLOURS
from routes.views.theme import var

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from routes.views.wording import Wording

STATUS_CLASS = {
    "reported": "yes",
    "reported zero": "zero",
    "not reported": "no",
    "outside the table": "out",
    "not held here": "held-not",
}
_SPARK_WIDTH, _SPARK_HEIGHT = 114, 22


def html_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    classes: str = "",
    numeric: Sequence[int] = (),
    foot: Sequence[str] | None = None,
) -> str:
    """Return a table; cells are HTML already, the first of each row is its heading."""

    def cell(tag: str, column: int, content: str, scope: str = "") -> str:
        kind = ' class="number"' if column in numeric else ""
        return f"<{tag}{scope}{kind}>{content}</{tag}>"

    head = "".join(cell("th", i, text, ' scope="col"') for i, text in enumerate(heads))
    body = "".join(
        "<tr>"
        + cell("th", 0, row[0], ' scope="row"')
        + "".join(cell("td", i, text) for i, text in enumerate(row) if i)
        + "</tr>"
        for row in rows
    )
    tail = ""
    if foot is not None:
        cells = "".join(cell("td", i, text) for i, text in enumerate(foot) if i)
        tail = f'<tfoot><tr><th scope="row">{foot[0]}</th>{cells}</tr></tfoot>'
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="{classes}"><caption><span>{escape(caption)}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{tail}</table></div>"
    )


def figures_table(
    frame: pd.DataFrame,
    heads: Sequence[str],
    *,
    caption: str,
    absent: str,
    words: Callable[[float], str],
    digits: int = 2,
) -> str:
    """Return the figures of a chart as a table: shown in words, kept in full for the CSV.

    Parameters
    ----------
    frame : DataFrame
        One row each, named by the index.
    heads : sequence of str
        Of the index and each column.
    caption : str
    absent : str
        What stands where nothing was reported.
    words : callable
        How a figure is shown.
    digits : int
        Decimals that the CSV keeps.
    """

    def figure(value: float) -> str:
        if pd.isna(value):
            return f"<td>{escape(absent)}"
        full = f"{value:.{digits}f}".rstrip("0").rstrip(".")
        return f'<td data-v="{full}">{escape(words(value))}'

    rows = "".join(
        f'<tr><th scope="row">{escape(name)}{"".join(map(figure, row))}'
        for name, *row in frame.itertuples()
    )
    head = "".join(f'<th scope="col">{escape(one)}' for one in heads)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table><caption><span>{escape(caption)}</span></caption><thead><tr>{head}</thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def countries_table(
    countries: pd.DataFrame,
    along: pd.DataFrame,
    *,
    route: str,
    caption: str,
    wording: Wording,
    why: Mapping[str, str] | None = None,
) -> str:
    """Return the countries of a route in route order.

    Parameters
    ----------
    countries : DataFrame
        `Route.countries`.
    along : DataFrame
        As `along_route` returns it, for the years of the briefing.
    route : str
    caption : str
    wording : Wording
    why : mapping of str to str, optional
        As `why_not_counted` returns it.
    """
    years = sorted(along.index.get_level_values("year").unique())
    last = along.xs(years[-1], level="year")
    heads = [
        wording.say("countries.country"),
        wording.say("countries.role"),
        wording.say("countries.km"),
        wording.say("countries.kg", year=years[-1]),
        wording.say("countries.share"),
        wording.say("countries.trend", years=wording.years(years[0], years[-1])),
        wording.say("countries.reported"),
    ]
    rows = []
    for code, country in countries.iterrows():
        figures = along.xs(code, level="iso3")
        now = last.loc[code]
        rows.append(
            [
                escape(wording.country(str(code))),
                escape(wording.say(f"role.{country['role']}")),
                _distance(str(code), country, wording),
                _kilograms(now, wording),
                _share(now, (why or {}).get(str(code)), wording),
                spark(figures["kg"], ROUTE_COLOURS[route]),
                _years_reported(figures["status"], wording),
            ]
        )
    total = last["counted_kg"].sum(min_count=1)
    unheld = (last["status"] == "not held here").any()
    absent = "not_held" if unheld else "unreported"
    foot = [
        escape(wording.say("countries.total")),
        "",
        "",
        escape(wording.say(f"countries.{absent}")) if pd.isna(total) else wording.kg(total),
        "" if pd.isna(total) else wording.number(100),
        "",
        "",
    ]
    heads = [escape(head) for head in heads]
    return html_table(
        heads, rows, caption=caption, classes="countries", numeric=(2, 3, 4), foot=foot
    )


def _kilograms(figure: pd.Series, wording: Wording) -> str:
    if pd.notna(figure["kg"]):
        return wording.kg(figure["kg"])
    key = {"not reported": "unreported", "not held here": "not_held"}.get(
        figure["status"], "outside"
    )
    return f'<span class="absent">{escape(wording.say(f"countries.{key}"))}</span>'


def _distance(code: str, country: pd.Series, wording: Wording) -> str:
    """Return the kilometres to the first place; of a neighbour of Afghanistan that it is one.

    A country without a place on the lines stands in order behind another: its way is not known.
    """
    if code in bordering_states():
        return escape(wording.say("countries.borders"))
    if code not in set(nodes()["iso3"]):
        return f'<span class="absent">{escape(wording.say("table.unknown"))}</span>'
    return wording.number(country["km_from_afghanistan"])


def _share(figure: pd.Series, why: str | None, wording: Wording) -> str:
    if pd.notna(figure["share"]):
        width = f"{figure['share']:.1f}"
        return f'<span class="bar" style="--w:{width}%">{wording.per_cent(figure["share"])}</span>'
    if figure["weight"] > 0:
        return "–"
    key = f"countries.why.{why}" if why else "countries.not_counted"
    return f'<span class="absent">{escape(wording.say(key))}</span>'


def _years_reported(status: pd.Series, wording: Wording) -> str:
    if (status == "outside the table").all():
        return f'<span class="absent">{escape(wording.say("countries.outside"))}</span>'
    # Of a year that is not held, nobody here knows who reported.
    held = status[status != "not held here"]
    if held.empty:
        return f'<span class="absent">{escape(wording.say("countries.not_held"))}</span>'
    reported = int(held.isin(["reported", "reported zero"]).sum())
    return escape(wording.say("countries.reported_value", reported=reported, years=len(held)))


def spark(kg: pd.Series, colour: str) -> str:
    """Return a country's years as small bars on a scale of its own; a gap is not reported."""
    if kg.isna().all():
        return ""
    top = kg.max() or 1.0
    step = _SPARK_WIDTH / max(len(kg), 6)
    bars = []
    for place, value in enumerate(kg):
        if pd.isna(value):
            continue
        height = max(0.8, (_SPARK_HEIGHT - 2) * value / top)
        x, wide = place * step, step * 0.78
        bars.append(f"M{x:.1f} {_SPARK_HEIGHT}v-{height:.1f}h{wide:.1f}v{height:.1f}z")
    return (
        f'<svg class="spark" viewBox="0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}" '
        f'style="fill:{var(colour)}" '
        f'aria-hidden="true"><path d="{"".join(bars)}"/></svg>'
    )


def reporting_matrix(along: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return who reported when: one cell per country and year, readable without colour."""
    matrix = along["status"].unstack("year").reindex(along.index.unique("iso3"))  # noqa: PD010
    names = [wording.country(str(code)) for code in matrix.index]
    head = wording.say("countries.country")
    return status_matrix(matrix.set_axis(names), head=head, caption=caption, wording=wording)


def status_matrix(matrix: pd.DataFrame, *, head: str, caption: str, wording: Wording) -> str:
    """Return statuses as signs, with their legend.

    Parameters
    ----------
    matrix : DataFrame
        Statuses: one row each, indexed by the name to print; one column a year.
    head : str
        What the rows are.
    caption : str
    wording : Wording
    """
    words = {
        status: wording.say(f"reporting.legend_{key}")
        for status, key in [
            ("reported", "reported"),
            ("reported zero", "zero"),
            ("not reported", "unreported"),
            ("outside the table", "outside"),
            ("not held here", "not_held"),
        ]
    }
    rows = [
        [
            escape(str(name)),
            *(
                f'<span class="cell {STATUS_CLASS[status]}"><b>{escape(words[status])}</b></span>'
                for status in statuses
            ),
        ]
        for name, statuses in matrix.iterrows()
    ]
    legend = "".join(
        f'<span class="key"><span class="cell {STATUS_CLASS[status]}" aria-hidden="true"></span> '
        f"{escape(word)}</span>"
        for status, word in words.items()
        if (matrix == status).any(axis=None)
    )
    heads = [escape(head), *(f"<span>{year}</span>" for year in matrix.columns)]
    return f'<p class="legend">{legend}</p>' + html_table(
        heads, rows, caption=caption, classes="matrix"
    )


def officers_table(posts: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return the liaison posts on a route."""
    heads = ["city", "host", "role", "status", "serves"]
    rows = [
        [
            escape(
                wording.text("place", row.city)
                if row.city_confidence == "stated"
                else wording.say("officers.city_inferred", city=wording.text("place", row.city))
            ),
            escape(wording.country(row.iso3)),
            escape(wording.text("role", row.role)),
            escape(wording.say(f"status.{row.status}")),
            escape(served(row.serves, row.serves_area, wording)),
        ]
        for row in posts.itertuples()
    ]
    named = [escape(wording.say(f"officers.{head}")) for head in heads]
    return html_table(named, rows, caption=caption)


def served(codes: object, area: object, wording: Wording) -> str:
    """Return the States a post serves, and the area it is said to serve beside them."""
    names = [wording.country(code) for code in str(codes).split(";")] if pd.notna(codes) else []
    return wording.joined([*names, *([wording.text("area", area)] if pd.notna(area) else [])])


def meetings_table(held: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return the meetings held on a route, counts with their qualifiers."""
    heads = ["date", "place", "title", "pillars", "participants", "states", "recommendations"]
    unknown = f'<span class="absent">{escape(wording.say("table.unknown"))}</span>'

    def known(value: object) -> str:
        return unknown if value is None or pd.isna(value) else shown(value)

    rows = [
        [
            escape(wording.span(row.date_start, row.date_end)),
            known(wording.text("place", row.city) or None),
            escape(wording.text("meeting", row.title)),
            known(row.pillars).replace(";", ", "),
            known(wording.qualified(row.participants_text) or None),
            known(wording.qualified(row.states_text) or None),
            known(row.recommendations),
        ]
        for row in held.itertuples()
    ]
    named = [escape(wording.say(f"meetings.{head}")) for head in heads]
    return html_table(named, rows, caption=caption, classes="held", numeric=(4, 5, 6))
