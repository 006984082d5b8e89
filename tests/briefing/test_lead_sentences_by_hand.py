"""The nine lead sentences, computed again from the CSV files alone, with nothing of the library.

Three routes, each for heroin with morphine, for heroin and for opium. Nothing here imports
``routes``: the rules are written out anew, as docs/methods/shares.md states them.
"""

import csv
import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
ROUTES = ("northern", "balkan", "southern")
PAGES = {
    "": ("heroin", "morphine"),
    "-heroin": ("heroin",),
    "-opium": ("opium",),
}
NAMES = {
    "northern": "the northern route",
    "balkan": "the Balkan route",
    "southern": "the southern route",
}
YEAR = 2023


def rows_of(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def transit_states(route):
    """States of transit on a trunk, a branch or an extension."""
    kinds = {(row["route"], row["branch"]): row["kind"] for row in rows_of("branches")}
    return {
        row["iso3"]
        for row in rows_of("route_countries")
        if row["route"] == route
        and row["role"] == "transit"
        and kinds[route, row["branch"]] in ("trunk", "branch", "extension")
    }


def counted_states(route):
    """Those of the list, less the States on two lists that count for the other."""
    first = {row["iso3"]: row["primary_route"] for row in rows_of("shared_states")}
    lists = {name: transit_states(name) for name in ROUTES}
    return {
        code
        for code in lists[route]
        if sum(code in states for states in lists.values()) == 1 or first[code] == route
    }


def kilograms(drugs):
    """Kilograms by State and year of the latest edition, without what is mostly not Afghan."""
    vintage = {row["edition"]: int(row["vintage"]) for row in rows_of("editions")}
    other = {
        (row["iso3"], row["drug"]) for row in rows_of("opiate_origins") if row["origin"] == "other"
    }
    latest = {}
    for row in rows_of("annual_seizures"):
        cell = (row["iso3"], row["drug"], int(row["year"]))
        if row["drug"] not in drugs or cell[:2] in other or not row["kg"]:
            continue
        if cell not in latest or vintage[row["edition"]] > latest[cell][0]:
            latest[cell] = (vintage[row["edition"]], float(row["kg"]))
    found = {}
    for (code, _, year), (_, kg) in latest.items():
        found[code, year] = found.get((code, year), 0.0) + kg
    return found


def amount(kg):
    if kg >= 1000:
        number = f"{kg / 1000:,.1f}" if kg < 100_000 else f"{kg / 1000:,.0f}"
        return f"{number} ton{'' if number == '1' else 's'}"
    number = f"{kg:,.1f}" if 0 < kg < 10 else f"{kg:,.0f}"
    return f"{number} kilogram{'' if number == '1' else 's'}"


def listed(words):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def compared(change):
    if abs(change) < 1:
        return "about as much as"
    number = f"{abs(change):.1f}" if round(abs(change), 1) < 10 else f"{abs(change):.0f}"
    return f"{number} per cent {'more' if change > 0 else 'less'} than"


def lead(route, drugs):
    """The lead of a page, and the codes it names, by year."""
    kg, states = kilograms(drugs), counted_states(route)
    now = {code: kg[code, YEAR] for code in states if (code, YEAR) in kg}
    before = {code: kg[code, YEAR - 1] for code in states if (code, YEAR - 1) in kg}
    total, earlier = sum(now.values()), sum(before.values())
    both = now.keys() & before.keys()
    alike = 100 * (sum(now[c] for c in both) / sum(before[c] for c in both) - 1)
    raw = 100 * (total / earlier - 1)
    seized = f"{amount(total)} of {listed(drugs)} seized in {YEAR}"
    said = [f"Along {NAMES[route]}, States reported {seized}."]
    if now.keys() == before.keys():
        said.append(f"That is {compared(raw)} the {amount(earlier)} of {YEAR - 1}.")
        return " ".join(said), {}
    said.append(
        f"In the States that reported for both years, that is {compared(alike)} in {YEAR - 1}."
    )
    if abs(alike - raw) <= 1:
        return " ".join(said), {}
    said.append(f"All reports together are {compared(raw)} the {amount(earlier)} of {YEAR - 1}.")
    only = {YEAR - 1: before.keys() - now.keys(), YEAR: now.keys() - before.keys()}
    return " ".join(said), {year: codes for year, codes in only.items() if codes}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    program = [sys.executable, "-m", "routes.cli", "brief", "--out", str(folder), "--quiet"]
    for drugs in PAGES.values():
        options = [] if len(drugs) > 1 else ["--drug", drugs[0]]
        subprocess.run([*program, *options], check=True, capture_output=True)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("ending", PAGES)
def test_the_lead_of_a_page_is_what_the_csv_files_say(pages, route, ending):
    text = (pages / f"{route}{ending}.html").read_text(encoding="utf-8")
    shown = html.unescape(re.search(r'<p class="lead">(.*?)</p>', text, re.DOTALL)[1])
    expected, only = lead(route, PAGES[ending])
    names = {row["iso3"]: row["name"] for row in rows_of("countries")}
    said = shown.removeprefix(expected)
    assert said != shown or not expected
    assert bool(said) == bool(only)
    # In route order, which the tables of lines decide: here only which States are named.
    for sentence, (year, codes) in zip(
        re.findall(r"Of the two years.*?\.", said), only.items(), strict=True
    ):
        head, listing = sentence.rstrip(".").split(": ")
        assert head == f"Of the two years, reported for {year} only"
        assert sorted(re.split(r", | and ", listing)) == sorted(names[code] for code in codes)


def test_these_are_the_figures_of_the_files_today():
    """Written out, so that a fault shared by both computations is seen."""
    assert lead("northern", ("heroin", "morphine"))[0] == (
        "Along the northern route, States reported 1.1 tons of heroin and morphine seized in 2023. "
        "In the States that reported for both years, that is 26 per cent less than in 2022. "
        "All reports together are 30 per cent less than the 1.6 tons of 2022."
    )
    # 6,766.6 + 3,196 + 1,314.3 + 32.9 + under one: without Thailand and Malaysia.
    assert "11.3 tons" in lead("southern", ("heroin", "morphine"))[0]
    assert "7.1 tons of opium" in lead("southern", ("opium",))[0]


def test_nothing_of_the_library_is_imported_here():
    source = Path(__file__).read_text(encoding="utf-8")
    assert not re.search(r"^\s*(import|from) routes", source, re.MULTILINE)
