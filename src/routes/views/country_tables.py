"""Tables of a fact sheet as HTML: every text escaped, every absence in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.escaping import escape
from routes.views.tables import html_table, served, status_matrix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routes.views.wording import Wording

# Places beyond these are summed in one row.
MOST_PLACES = 15


def _absent(key: str, wording: Wording) -> str:
    return f'<span class="absent">{escape(wording.say(key))}</span>'


def drug_status(annual: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return for which years each drug was reported; `annual` as `CountryProfile.annual`."""
    matrix = annual["status"].unstack("year").reindex(annual.index.unique("drug"))  # noqa: PD010
    names = [wording.say(f"drug.{drug}") for drug in matrix.index]
    head = wording.say("sheet.ranks.drug")
    return status_matrix(matrix.set_axis(names), head=head, caption=caption, wording=wording)


def figures_table(annual: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return every figure with its edition, the latest year first."""
    drugs = list(annual.index.unique("drug"))
    heads = [
        escape(wording.say("sheet.figures.year")),
        *(escape(wording.say("sheet.figures.kg", drug=wording.say(f"drug.{d}"))) for d in drugs),
        escape(wording.say("sheet.figures.edition")),
    ]
    rows = []
    for year in sorted(annual.index.unique("year"), reverse=True):
        figures = annual.xs(year, level="year")
        cells = [_kilograms(figures.loc[drug], wording) for drug in drugs]
        editions = "; ".join(dict.fromkeys(figures["edition"].dropna()))
        rows.append([str(year), *cells, escape(editions)])
    numeric = range(1, len(drugs) + 1)
    return html_table(heads, rows, caption=caption, classes="figures", numeric=numeric)


def _kilograms(figure: pd.Series, wording: Wording) -> str:
    if pd.isna(figure["kg"]):
        held = figure.get("status") != "not held here"
        key = "reporting.legend_unreported" if held else "reporting.legend_not_held"
        return _absent(key, wording)
    if figure["kg"] == 0:
        return escape(wording.say("sheet.figures.zero"))
    return wording.kg(figure["kg"])


def ranks_table(ranks: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return where the country stands; `ranks` as `CountryProfile.ranks`."""
    names = ("route", "drug", "year", "kg", "rank", "states", "largest")
    rows = [
        [
            escape(wording.say(f"route.{route}.title")),
            escape(wording.say(f"drug.{drug}")),
            str(row.year),
            wording.kg(row.kg),
            escape(wording.say("sheet.ranks.value", rank=row.rank, reporting=row.reporting)),
            wording.number(row.states),
            escape(
                wording.say(
                    "sheet.ranks.top", country=wording.country(row.top), kg=wording.kg(row.top_kg)
                )
            ),
        ]
        for (route, drug), row in zip(ranks.index, ranks.itertuples(index=False), strict=True)
    ]
    heads = [escape(wording.say(f"sheet.ranks.{name}")) for name in names]
    return html_table(heads, rows, caption=caption, classes="ranks", numeric=(2, 3, 4, 5))


def places_table(places: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return seizures by place, most seizures first; `places` as `CountryProfile.places`."""
    families = list(dict.fromkeys(places.sort_values("family")["family"]))
    heads = [escape(wording.say("sheet.places.place")), escape(wording.say("sheet.places.known"))]
    for family in families:
        name = wording.say(f"family.{family}")
        heads += [
            escape(wording.say("sheet.places.events", family=name)),
            escape(wording.say("sheet.places.kg", family=name)),
        ]
    pinned = places[places["place"].notna()]
    each = pinned.groupby(["place", "precision", "latitude", "longitude"], sort=False)
    order = each["events"].sum().sort_values(ascending=False, kind="stable").index
    rows = []
    for key in order[:MOST_PLACES]:
        known = escape(wording.say(f"sheet.precision.{key[1]}"))
        rows.append(
            [
                escape(wording.original(key[0])),
                known,
                *_counts(each.get_group(key), families, wording),
            ]
        )
    if len(order) > MOST_PLACES:
        shown = pd.MultiIndex.from_frame(pinned[list(each.keys)]).isin(order[:MOST_PLACES])
        name = wording.count("sheet.places.more", len(order) - MOST_PLACES)
        rows.append([escape(name), "", *_counts(pinned[~shown], families, wording)])
    rest = places[places["place"].isna()]
    if len(rest):
        name = wording.say("sheet.places.rest" if len(pinned) else "sheet.places.country")
        rows.append([escape(name), "", *_counts(rest, families, wording)])
    foot = [escape(wording.say("sheet.places.total")), ""]
    foot += _counts(places.dropna(subset=["events"]), families, wording)
    numeric = range(2, len(heads))
    return html_table(heads, rows, caption=caption, classes="places", numeric=numeric, foot=foot)


def _counts(rows: pd.DataFrame, families: list[str], wording: Wording) -> list[str]:
    cells = []
    for family in families:
        mine = rows[rows["family"] == family]
        if mine.empty:
            cells += ["–", "–"]
        elif mine["events"].isna().all():
            few = _absent("sheet.places.few", wording)
            cells += [few, few]
        else:
            kg = mine["kilograms"].sum(min_count=1)
            weighed = _absent("sheet.places.no_mass", wording) if pd.isna(kg) else wording.kg(kg)
            cells += [wording.number(int(mine["events"].sum())), weighed]
    return cells


def branches_table(branches: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return the branches a country lies on; `branches` as `CountryProfile.branches`."""
    names = ("route", "branch", "kind", "role", "km", "places", "confidence")
    rows = [
        [
            escape(wording.say(f"route.{row.route}.title")),
            escape(wording.text("branch", row.name)),
            escape(wording.say(f"branch.{row.kind}")),
            _absent("sheet.branches.line_only", wording)
            if pd.isna(row.role)
            else escape(wording.say(f"role.{row.role}")),
            _absent("sheet.branches.no_line", wording)
            if pd.isna(row.km)
            else wording.number(row.km),
            "" if pd.isna(row.places) else escape(_places(row.places, wording)),
            escape(wording.say(f"confidence.{row.confidence}")),
        ]
        for row in branches.itertuples(index=False)
    ]
    heads = [escape(wording.say(f"sheet.branches.{name}")) for name in names]
    return html_table(heads, rows, caption=caption, classes="branches", numeric=(4,))


def neighbours_table(neighbours: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return the States before and after; `neighbours` as `CountryProfile.neighbours`."""
    names = ("route", "before", "after")
    heads = [escape(wording.say(f"sheet.neighbours.{name}")) for name in names]
    rows = []
    for route, joined in neighbours.groupby("route", sort=False):
        cells = []
        for direction in ("before", "after"):
            mine = joined[joined["direction"] == direction].assign(
                land=lambda f: f["modes"].str.contains("road|rail"),
                name=lambda f: f["iso3"].map(wording.country),
            )
            mine = mine.sort_values(["land", "name"], ascending=[False, True])
            cells.append(
                "<br>".join(
                    escape(_by_modes(row.name, row.modes, wording)) for row in mine.itertuples()
                )
                or _absent(f"sheet.neighbours.none_{direction}", wording)
            )
        rows.append([escape(wording.say(f"route.{route}.title")), *cells])
    return html_table(heads, rows, caption=caption, classes="neighbours")


def _by_modes(name: str, modes: str, wording: Wording) -> str:
    named = wording.listed(wording.say(f"map.mode.{mode}") for mode in modes.split(";"))
    return wording.say("sheet.neighbours.value", country=name, modes=named)


def _places(names: str, wording: Wording) -> str:
    return wording.listed(wording.text("place", name) for name in names.split(";"))


def posts_table(posts: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return the liaison posts list by list; `posts` as `CountryProfile.posts`."""
    names = ("list", "city", "host", "role", "status", "serves")
    heads = [escape(wording.say(f"sheet.posts.{name}")) for name in names]
    rows = []
    for row in posts.itertuples(index=False):
        year = wording.say("sheet.posts.undated") if pd.isna(row.year) else str(row.year)
        cells = [escape(year)]
        if pd.isna(row.city):
            rows.append([*cells, "–", "–", "–", escape(wording.say(f"status.{row.status}")), "–"])
            continue
        stated = row.city_confidence == "stated"
        city = wording.text("place", row.city)
        city = city if stated else wording.say("officers.city_inferred", city=city)
        cells += [city, wording.country(row.iso3), wording.text("role", row.role)]
        cells += [wording.say(f"status.{row.status}")]
        states = served(row.serves, row.serves_area, wording)
        rows.append([cells[0], *map(escape, cells[1:]), escape(states)])
    return html_table(heads, rows, caption=caption, classes="posts")


def meetings_here_table(meetings: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return meetings held here or attended; `meetings` as `CountryProfile.meetings`."""
    names = ("date", "title", "pillars", "place", "host", "part")
    heads = [escape(wording.say(f"sheet.meetings.{name}")) for name in names]
    rows = []
    for row in meetings.itertuples(index=False):
        held = row.status == "held"
        keys = [key for key in ("here", "attended") if getattr(row, key)]
        part = wording.listed(wording.say(f"sheet.meetings.{key}") for key in keys)
        if not held:
            part = wording.say(f"sheet.meetings.{row.status}")
        known = [
            row.pillars,
            wording.text("place", row.city) or None,
            wording.text("host", row.host) or None,
        ]
        cells = ["–" if pd.isna(value) else escape(str(value)) for value in known]
        rows.append(
            [
                escape(wording.span(row.date_start, row.date_end)),
                escape(wording.text("meeting", row.title)),
                cells[0].replace(";", ", "),
                *cells[1:],
                escape(part),
            ]
        )
    return html_table(heads, rows, caption=caption, classes="meetings")


def cultivation_table(cultivation: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return published figures of cultivation, latest first, with range, remark and source."""
    names = ("year", "metric", "value", "remark", "source")
    heads = [escape(wording.say(f"sheet.cultivation.{name}")) for name in names]
    rows = []
    ordered = cultivation.sort_values("year", ascending=False, kind="stable")
    for row in ordered.itertuples(index=False):
        notes = [wording.text("figure note", row.note)] if pd.notna(row.note) else []
        if row.confidence == "inferred":
            notes.insert(0, wording.say("confidence.inferred"))
        rows.append(
            [
                str(row.year),
                escape(wording.text("metric", row.metric)),
                escape(published(row._asdict(), wording)),
                escape(wording.joined(notes)),
                escape(wording.original(row.source)),
            ]
        )
    return html_table(heads, rows, caption=caption, classes="cultivation", numeric=(2,))


def published(known: Mapping[str, Any], wording: Wording) -> str:
    """Return a published value with its qualifier or range and unit.

    Parameters
    ----------
    known : mapping
        A row of `CountryProfile.cultivation`.
    wording : Wording
    """
    places = {"unit": wording.text("unit", known["unit"])}
    if pd.notna(known["low"]) and pd.notna(known["high"]):
        low, high = (wording.number(known[end]) for end in ("low", "high"))
        if pd.isna(known["value"]):
            return wording.say("sheet.cultivation.range", low=low, high=high, **places)
        value = wording.number(known["value"])
        return wording.say("sheet.cultivation.both", value=value, low=low, high=high, **places)
    value = wording.number(known["value"])
    if pd.notna(known["qualifier"]):
        return wording.say(
            "sheet.cultivation.qualified",
            qualifier=wording.text("qualifier", known["qualifier"]),
            value=value,
            **places,
        )
    return wording.say("sheet.cultivation.plain", value=value, **places)
