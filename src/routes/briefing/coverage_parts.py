"""The HTML that the pages on coverage share: map, strip, gaps, what is not known, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.briefing.assembly import (
    atlas,
    bullets,
    figure,
    paragraph,
    scrolled,
    section,
)
from routes.briefing.legend import legend, line_keys, place_keys, places_list, sign, swatch
from routes.briefing.section import Section
from routes.marks import capital
from routes.reference import table
from routes.views import (
    coverage_sentences,
    coverage_web_map,
    gap_states_table,
    plot_coverage_map,
    plot_coverage_strip,
    stretches_table,
    svg,
)
from routes.views.basemap import map_notes
from routes.views.extent import in_view
from routes.views.style import (
    AREA_DASHES,
    CIRCLE,
    GAP_BAND,
    GAP_INK,
    GAP_TICK,
    INK,
    NO,
    OUTSIDE,
    REACH_COLOURS,
    UNKNOWN,
    YES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from routes.briefing.coverage_figures import CoverageFigures
    from routes.views import Wording


def map_section(b: CoverageFigures) -> Section:
    """Return the map of coverage, live on a screen and still on paper."""
    say, p = b.wording.say, b.parameters
    radius = b.wording.number(p.radius_km)
    base = b.layers.base
    seen = in_view(base, base.posts)
    hatched = base.countries[base.countries["reach"].isin(list(GAP_INK))]
    alt = say(
        "coverage.map_alt",
        route=say(f"route.{p.route}"),
        radius=radius,
        posts=b.wording.count("map.count.posts", int(seen.sum())),
        meetings=b.wording.count("map.count.places", int(in_view(base, base.meetings).sum())),
        stretches=int(in_view(base, b.layers.stretches).sum()),
        gaps=int(in_view(base, hatched).sum()),
    )
    title = say("coverage.map_title", year=p.year, radius=radius)
    live = coverage_web_map(b.layers, wording=b.wording, title=alt).frame(
        title=say("map.live", route=say(f"route.{p.route}"))
    )
    still = svg(plot_coverage_map(b.layers, wording=b.wording), alt=alt, key="map")
    picture = atlas(live, still, title=title) + _map_legend(b)
    picture += places_list(base.posts, base.meetings, b.wording)
    notes = [say("coverage.map_note", radius=radius), *map_notes(b.wording)]
    if not seen.all():
        names = b.wording.listed(base.posts["label"][~seen])
        notes.insert(1, say("map.outside", places=names))
    body = figure(title, picture, notes=notes, source=source_line(b))
    return Section("reach", section("reach", say("section.reach"), body), alt)


def _map_legend(b: CoverageFigures) -> str:
    say, p = b.wording.say, b.parameters
    found = set(b.layers.base.countries["reach"])
    states = "".join(
        swatch(_field(reach), say(f"reach.{reach}")) for reach in REACH_COLOURS if reach in found
    )
    band = f"background:repeating-linear-gradient(90deg,{GAP_TICK} 0 1.5px,{GAP_BAND} 1.5px 5px)"
    radius = b.wording.number(p.radius_km)
    ring = f'<circle cx="8" cy="8" r="7" fill="none" stroke="{CIRCLE}" stroke-dasharray="3 2"/>'
    reach = sign(ring, say("coverage.ring", radius=radius))
    reach += swatch(band, say("coverage.band", radius=radius))
    for rank, key in (("best", "map.layer.areas"), ("runner-up", "map.layer.second")):
        if (b.layers.areas["rank"] == rank).any():
            dash = f' stroke-dasharray="{AREA_DASHES[rank]}"' if AREA_DASHES[rank] else ""
            box = f'<path d="M1 8h14" stroke="{INK}" stroke-width="2.2"{dash}/>'
            reach += sign(box, say(key))
    points = place_keys(
        b.wording,
        post=say("map.post_year", year=b.wording.text("list", b.posts["list_name"].iloc[0])),
        meeting=say("coverage.meeting_place", year=p.year),
    )
    groups = [("states", states), ("reach", reach), *line_keys(b.layers.base, b.wording)]
    groups.append(("points", points))
    return legend((say(f"map.legend.{key}"), content) for key, content in groups)


def _field(reach: str) -> str:
    colour, ink = REACH_COLOURS[reach], GAP_INK.get(reach)
    if ink is None:
        return f"background:{colour}"
    return f"background:repeating-linear-gradient(45deg,{colour} 0 3px,{ink} 3px 4.2px)"


def strip_figure(
    states: pd.DataFrame, relations: Sequence[str], *, year: int, source: str, wording: Wording
) -> tuple[str, str]:
    """Return the strip by State as a figure, and what it shows in words."""
    say = wording.say
    counts = wording.joined(
        say(
            "coverage.strip_row",
            relation=say(f"relation.{name}", year=year),
            yes=int(states[name].fillna(value=False).sum()),
            no=int((~states[name].astype("boolean")).fillna(value=False).sum()),
            unknown=int(states[name].isna().sum()),
        )
        for name in relations
    )
    alt = say("coverage.strip_alt", states=len(states), counts=counts)
    picture = plot_coverage_strip(states, relations=relations, year=year, wording=wording)
    drawn = svg(picture, alt=alt, key="strip")
    hatch = f"background:repeating-linear-gradient(45deg,{NO} 0 2px,{UNKNOWN} 2px 3px)"
    keys = [
        swatch(f"background:{YES}", say("coverage.yes")),
        swatch(f"background:{NO}", say("coverage.no")),
        swatch(hatch, say("coverage.unknown")),
    ]
    if (states["status"] == "outside the table").any():
        keys.append(swatch(f"background:{OUTSIDE}", say("map.class.outside")))
    if (states["status"] == "not held here").any():
        dots = f"background:radial-gradient({UNKNOWN} 25%,{NO} 30%) 0 0/4px 4px"
        keys.append(swatch(dots, say("map.class.not_held")))
    key = legend([(say("map.legend.marks"), "".join(keys))])
    notes = [say("coverage.strip_note")]
    areas = [wording.country(str(code)) for code in states.index[states["kind"] != "state"]]
    if areas:
        notes.append(say("coverage.area_note", areas=wording.listed(areas)))
    title = say("coverage.strip_title", year=year)
    return figure(title, scrolled(drawn, kind="strip") + key, notes=notes, source=source), alt


def gaps_section(b: CoverageFigures) -> Section:
    """Return the States and stretches nothing reaches, the largest first."""
    say, p = b.wording.say, b.parameters
    parts = []
    if (b.unreached["kind"] != "stretch").any():
        caption = say("gaps.caption_states", year=p.year)
        parts.append(gap_states_table(b.unreached, year=p.year, caption=caption, wording=b.wording))
    if (b.unreached["kind"] == "stretch").any():
        caption = say("gaps.caption_stretches", radius=b.wording.number(p.radius_km))
        names = b.route.branches["name"]
        parts.append(stretches_table(b.unreached, names, caption=caption, wording=b.wording))
    notes = [say("gaps.note_states", year=p.year), say("gaps.note_stretches"), rule_note(b)]
    body = "".join(parts) or paragraph(say("gaps.none"))
    return Section("gaps", section("gaps", say("section.gaps"), body, notes))


def rule_note(b: CoverageFigures) -> str:
    """Return the rule by which States count."""
    return b.wording.say("coverage.rule", **_rule(b))


def _rule(b: CoverageFigures) -> dict[str, str]:
    say, p = b.wording.say, b.parameters
    return {
        "countries": say(f"list.{p.countries}"),
        "shared": say(f"shared.{p.shared}"),
        "radius": b.wording.number(p.radius_km),
        "vienna": say(
            "coverage.vienna_yes" if p.choices.get("headquarters") else "coverage.vienna_no"
        ),
    }


def footer_rule(b: CoverageFigures) -> str:
    """Return the rule for the footer."""
    return b.wording.say("coverage.rule_footer", **_rule(b))


def unknown_section(b: CoverageFigures, relations: Iterable[str], *more: str) -> Section:
    """Return what is not known, and how each relation was read."""
    say, p = b.wording.say, b.parameters
    rows = b.whole[b.whole["measure"] == "States"].set_index("relation")
    notes: dict[str, list[str]] = {}
    for name in relations:
        known = notes.setdefault(rows.loc[name, "note"], [])
        known.append(say(f"relation.{name}", year=p.year))
    said = [
        say("coverage.read", relations=capital(b.wording.joined(names)), note=b.wording.note(note))
        for note, names in notes.items()
    ]
    said += coverage_sentences.not_reported(b.kilograms, year=p.year, wording=b.wording)
    said += [say("coverage.presence"), *more, say("caveat.AC01"), say("coverage.length_caution")]
    html = section("unknown", say("section.unknown"), bullets(said))
    return Section("unknown", html, "\n".join(said))


def source_line(b: CoverageFigures, *, meetings: bool = True) -> str:
    """Return the source line under a figure."""
    posts = b.wording.originals(b.posts["source"])
    key = "coverage.source" if meetings else "coverage.source_posts"
    return b.wording.say(key, posts=posts, editions=b.wording.originals(edition_titles(b.editions)))


def edition_titles(editions: Iterable[str]) -> list[str]:
    """Return editions of the annual totals by title and table."""
    known = table("editions").set_index("edition").loc[list(editions)]
    return [f"{row.title}, {row.table}" for row in known.itertuples()]


def sources_section(b: CoverageFigures, relations: Iterable[str]) -> Section:
    """Name the sources of everything shown."""
    say = b.wording.say
    rows = b.whole[b.whole["measure"] == "States"].set_index("relation")["source"]
    said = [say("sources.acknowledgement")]
    held = table("editions").set_index("edition")["held_against"]
    said += [
        say(
            "coverage.source_edition",
            title=b.wording.original(title),
            held=say(f"sources.held.{held[key]}"),
        )
        for key, title in zip(b.editions, edition_titles(b.editions), strict=True)
    ]
    for keys, key in (
        (("post", "served"), "coverage.source_of_posts"),
        (("partner",), "coverage.source_of_partners"),
        (("hosted", "hosted_to_date", "attended"), "coverage.source_of_meetings"),
    ):
        chosen = [name for name in keys if name in set(relations)]
        found = dict.fromkeys(part for name in chosen for part in rows[name].split("; ") if part)
        if found:
            said.append(say(key, sources=b.wording.originals(found)))
    said += [say("sources.route"), say("sources.basemap"), say("coverage.methods")]
    html = section("sources", say("section.sources"), bullets(said))
    return Section("sources", html, "\n".join(said))
