"""Every sentence the code asks for is in the catalogue, filled, and none lies there unused."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[2] / "src" / "routes"
CATALOGUE = SOURCE / "views" / "catalogues" / "en.po"
ROUTES = ("northern", "balkan", "southern")
NAMES_OF_SEAS = (
    "persian_gulf",
    *(f"sea.{s}" for s in ["caspian", "black", "mediterranean", "arabian", "indian"]),
)
MAP_NOTES = (
    "schematic",
    "projection",
    "disclaimer",
    "line_of_control",
    "undetermined",
    "kosovo",
    "crimea",
)
REACHES = ("post", "served", "meeting", "unknown", "source", "gap-partner", "gap")
CAVEATS = "01 03 04 08 09 10 12 14 15 16 17 19 20 21"
# The values that a key made at run time takes; a new one in the source must be listed here.
DYNAMIC = {
    "branches.{}": ["branch", "km", "within", "half", "nine_tenths", "sea", "air", "states"],
    "caveat.{}": [f"AC{number}" for number in CAVEATS.split()],
    "change.{}": ["step", "states", "length", "kept", "gained", "not listed"],
    "countries.note_{}": ["transit", "with_markets", "all"],
    "countries.why.{}": [
        *("source", "destination", "offshoot", "distribution", "other_route", "origin"),
    ],
    "origin.{}": ["afghan", "all"],
    "branch.{}": ["trunk", "branch", "extension", "offshoot", "distribution"],
    "confidence.{}": ["stated", "inferred"],
    "countries.{}": [
        *("unreported", "not_held", "outside"),
    ],
    "denominator.{}": ["outside_afghanistan", "world"],
    "drug.{}": ["heroin", "morphine", "opium"],
    "family.{}": ["heroin", "morphine", "opium", "poppy straw"],
    "footer.{}": ["parameters", "rule", "tables", "inputs", "software", "made"],
    "gaps.{}": [
        *("state", "role", "partner", "kg", "hosted", "attended"),
        *("stretch", "branch", "means", "km", "from_to", "farthest"),
    ],
    "gaps.whether_{}": ["post", "served", "hosted", "attended"],
    "gaps.longest_{}": ["land", "sea"],
    "means.{}": ["land", "sea", "air"],
    "index.group.{}": ["briefing", "meetings", "liaison", "country"],
    "list.{}": ["transit", "with_markets", "all"],
    "explore.attribution.{}": ["country", "corridor", "flow"],
    "explore.{}": [
        *("route", "years", "drugs", "rule", "countries", "shared", "denominator", "attribution"),
        *("layers", "code", "commands", "copy"),
    ],
    "map.confidence.{}": ["stated", "inferred"],
    "map.legend.{}": ["kg", "lines", "weights", "points", "states", "reach"],
    "map.mode.{}": ["road", "rail", "sea", "air"],
    "map.layer.{}": ["countries", "boundaries", "legs", "events", "meetings", "posts"],
    "map.layer.events.{}": ["place", "district", "province"],
    "map.layer.meetings.{}": ["I", "II", "III", "IV", "other", "group", "ministerial"],
    "map.tip.events.{}": ["place", "district", "province", "grid", "country"],
    "page.{}": ["svg", "csv"],
    "map.weight.{}": ["trunk", "branch", "extension"],
    "map.{}": [*MAP_NOTES, *NAMES_OF_SEAS],
    "measures.{}": ["relation", "states", "share"],
    "meetings.{}": [
        "date",
        "place",
        "title",
        "pillars",
        "participants",
        "states",
        "recommendations",
    ],
    "next.{}": [
        *("reach", "rule", "places", "gain", "total", "before", "after"),
        *("runner_up", "runner_up_gain"),
    ],
    "officers.{}": ["city", "host", "role", "status", "serves"],
    "reach.{}": [*REACHES],
    "relation.{}": ["post", "served", "partner", "hosted", "hosted_to_date", "attended"],
    "region.{}": ["central-asia", "caucasus", "west-asia", "south-eastern-europe"],
    "reporting.legend_{}": ["reported", "zero", "unreported", "outside"],
    "role.{}": ["source", "transit", "destination"],
    "route.{}": ROUTES,
    "route.{}.about": ROUTES,
    "route.{}.title": ROUTES,
    "section.{}": [
        *("map", "trend", "countries", "reporting", "partnership", "coverage", "caveats"),
        *("sources", "reach", "states", "timeline", "measures", "meetings", "gaps", "unknown"),
        *("posts", "distance", "change", "next"),
    ],
    "search.{}": ["pillar", "route", "year", "kind", "country"],
    "shared.{}": ["primary", "half", "apart"],
    "sheet.branches.{}": ["route", "branch", "kind", "role", "km", "places", "confidence"],
    "sheet.cultivation.{}": ["year", "metric", "value", "remark", "source"],
    "sheet.meetings.{}": [
        *("date", "title", "pillars", "place", "host", "part"),
        *("here", "attended", "announced", "postponed", "replaced"),
    ],
    "sheet.neighbours.none_{}": ["before", "after"],
    "sheet.neighbours.{}": ["route", "before", "after"],
    "sheet.posts.{}": ["list", "city", "host", "role", "status", "serves"],
    "sheet.precision.{}": ["place", "district", "province"],
    "sheet.ranks.{}": ["route", "drug", "year", "kg", "rank", "states", "largest"],
    "sheet.section.{}": [
        *("seizures", "standing", "cultivation", "network", "places"),
        *("partnership", "caveats", "sources"),
    ],
    "sources.held.{}": ["original workbook", "public copy", "adopted file"],
    "status.{}": ["in post", "post filled", "new post", "not listed"],
    "qualified.{}": ["more than", "over", "at least", "nearly", "almost", "around"],
    "sums.{}": [
        *("count", "groups", "all"),
        *("states", "organizations", "participants", "recommendations"),
    ],
    "time.{}": ["meeting", "years", "last"],
    "timeline.row.{}": ["I", "II", "III", "IV", "other", "group", "ministerial"],
    "timeline.{}": [
        *("elsewhere", "headquarters", "virtual", "unplaced", "announced", "postponed", "replaced"),
    ],
    "title.{}": ["meetings", "liaison"],
}
WAYS = ("less", "more", "same")
# Recognised in what the library says: test_notes.py.
NOTES = [
    *("list", "list_before", "list_last", "one_country", "area", "none_known", "meetings"),
    *("partners", "meetings_unplaced", "attended", "attended_limit", "none_on_route", "last_known"),
]
COUNTED = [
    "top.line",
    "figures.top",
    "officers.some",
    "meetings.some",
    "meetings.undated",
    "sheet.places.more",
]
COUNTED += ["sheet.meetings_here", "sheet.attended", "amount.tons", "amount.kilograms"]
# Made of a family and a way or an ending: views/sentences.py, briefing/briefing_parts.py.
COMPOSED = {
    *(f"{family}.{way}" for family in ("change.alike", "change.raw") for way in WAYS),
    *(f"{key}_unknown" for key in ("origin.left_out", "origin.counted", "origin.doubtful")),
    *(f"headline.share_{base}_others" for base in ("outside", "world")),
    *(f"tile.{way}_alike" for way in ("less", "more")),
    *(f"{key}_converted" for key in ("tile.seized", "map.title", "countries.caption", "map.alt")),
    "sheet.on_route_bordering",
    *(f"alternatives.{name}" for name in ("convention", "halved", "markets", "markets.balkan")),
    *(f"sheet.{way}" for way in WAYS),
}
DYNAMIC_KEYS = COMPOSED | {
    pattern.replace("{}", value) for pattern, values in DYNAMIC.items() for value in values
}


@cache
def catalogue():
    """Return {key: its forms} as babel reads them, without the library."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): (
            (m.string,) if isinstance(m.string, str) else tuple(m.string)
        )
        for m in messages
    }


@cache
def trees():
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]


def called_name(call: ast.Call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


@cache
def calls():
    """Return every call of say and count with its first argument."""
    return [
        node
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and called_name(node) in {"say", "count"}
    ]


@cache
def words_in_scripts():
    return {
        word
        for path in SOURCE.rglob("*.js")
        for word in re.findall(r'"([a-z_]+\.[a-z_.]+)"', path.read_text(encoding="utf-8"))
    }


def pattern_of(text: ast.JoinedStr) -> str:
    return "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in text.values)


def literal_calls():
    return [
        (call.args[0].value, call)
        for call in calls()
        if isinstance(call.args[0], ast.Constant)
        and re.fullmatch(r"[a-z_]+\.[a-z_. ]+", str(call.args[0].value))
    ]


def words_in_source():
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def key_patterns():
    """Return the f-strings of the source that look like the key of a message."""
    found = {
        pattern_of(node) for tree in trees() for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    }  # fmt: skip
    families = {key.split(".")[0] for key in catalogue()}
    return {
        pattern
        for pattern in found
        if re.fullmatch(r"[a-z]+(\.[a-z_]+)*\.([a-z]+_)?\{\}(\.[a-z]+)?", pattern)
        and pattern.split(".")[0] in families
    }


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_the_scan_sees_the_calls():
    keys = [key for key, _ in literal_calls()]
    assert len(keys) > 100
    assert {"headline.reporting", "officers.some", "index.made"} <= set(keys)


def test_every_key_asked_for_is_in_the_catalogue():
    assert {key for key, _ in literal_calls()} - set(catalogue()) == set()


def test_every_key_made_at_run_time_is_in_the_catalogue():
    assert DYNAMIC_KEYS - set(catalogue()) == set()


def test_every_way_of_making_a_key_at_run_time_is_listed_here():
    assert key_patterns() == set(DYNAMIC)


def test_lists_of_values_hold_what_the_tables_hold(rows):
    assert {row["confidence"] for row in rows("legs")} == set(DYNAMIC["map.confidence.{}"])
    assert {row["mode"] for row in rows("legs")} == set(DYNAMIC["map.mode.{}"])
    assert {row["role"] for row in rows("route_countries")} == set(DYNAMIC["role.{}"])
    assert {row["status"] for row in rows("liaison_officers")} == set(DYNAMIC["status.{}"])
    assert {row["kind"] for row in rows("branches")} == set(DYNAMIC["branch.{}"])
    assert {row["family"] for row in rows("seizures_by_place")} == set(DYNAMIC["family.{}"])
    regions = {name for row in rows("fact_sheet_countries") for name in row["region"].split(";")}
    assert regions == set(DYNAMIC["region.{}"])
    precisions = {row["precision"] for row in rows("seizures_by_place")} - {"country"}
    assert precisions == set(DYNAMIC["sheet.precision.{}"])
    assert {row["drug"] for row in rows("annual_seizures")} == set(DYNAMIC["drug.{}"])


def test_no_sentence_lies_unused():
    assert (set(catalogue()) - words_in_source() - words_in_scripts() - DYNAMIC_KEYS) == {
        f"note.{name}" for name in NOTES
    }


def test_every_named_place_is_filled_by_its_caller():
    wrong = []
    for key, call in literal_calls():
        given = {keyword.arg for keyword in call.keywords}
        if None in given:
            continue  # the sentences module gathers its places first; those are run below
        if called_name(call) == "count":
            given.add("number")
        for sentence in catalogue().get(key, ()):
            missing = places(sentence) - given
            if missing:
                wrong.append(f"{key}: nobody fills {', '.join(sorted(missing))}")
    assert not wrong


def test_no_caller_fills_a_place_that_no_form_has():
    wrong = []
    for key, call in literal_calls():
        known = set().union(*map(places, catalogue().get(key, ())))
        wrong += [
            f"{key}: {k.arg}" for k in call.keywords if k.arg is not None and k.arg not in known
        ]
    assert not wrong


def test_places_have_names_and_no_format_of_their_own():
    for key, forms in catalogue().items():
        for sentence in forms:
            for _, name, spec, conversion in string.Formatter().parse(sentence):
                assert name is None or name.isidentifier(), key
                assert not spec, key
                assert not conversion, key


@pytest.mark.parametrize("key", COUNTED)
def test_a_counted_sentence_has_a_form_for_one_and_a_form_for_many(key):
    one, many = catalogue()[key]
    assert one != many
    assert "{number}" in many


def test_no_form_is_empty_or_written_in_the_american_way():
    for key, forms in catalogue().items():
        for sentence in forms:
            assert sentence.strip(), key
            assert "%" not in sentence, f"{key}: the United Nations writes per cent"
            assert "percent " not in re.sub(r"\{\w+\}", "", sentence), key
