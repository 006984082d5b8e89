"""Each fact of E/CN.7/2023/9 comes out of a public call as the report states it."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path

import pytest

import routes as rt

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "facts" / "seed_facts.csv"
# What the groups of 2022 spoke about, told by a reader of the report: not in the gathered facts.
SECOND_HAND = {"SF114", "SF115", "SF116"}
# Facts with no home but the facts themselves.
ONLY_THERE = {
    *SECOND_HAND,
    *("SF015", "SF020", "SF102", "SF103", "SF104", "SF105", "SF107", "SF108", "SF109", "SF113"),
}


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


CALLS = tool("report_calls")
PAGE = tool("report_coverage")


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FACTS = read(ROOT / "data" / "report_facts.csv")


def test_the_facts_are_those_gathered_from_the_report_value_and_qualifier():
    if not SEED.is_file():
        pytest.skip("the gathered facts are not beside the checkout")
    seed = {
        (row["fact_id"], row["para"], row["value"], row["value_qualifier"], row["as_of"])
        for row in read(SEED)
    }
    names = ("fact", "paragraph", "value", "qualifier", "as_of")
    read_there = [row for row in FACTS if row["fact"] not in SECOND_HAND]
    assert {tuple(row[name] for name in names) for row in read_there} == seed
    assert len(seed) == 113


def test_every_fact_has_a_call_and_every_call_a_fact():
    assert set(CALLS.CALLS) == {row["fact"] for row in FACTS}
    assert len(CALLS.CALLS) == 113 + len(SECOND_HAND)


@pytest.mark.parametrize("row", FACTS, ids=lambda row: row["fact"])
def test_the_call_returns_the_fact_with_its_qualifier(row):
    found = eval(CALLS.CALLS[row["fact"]], {"rt": rt})  # noqa: S307 - our own expressions
    stated = row["value"]
    if row["qualifier"] in {"nearly", "more than"}:
        stated = f"{row['qualifier']} {stated}"
    expected = CALLS.READ_AS.get(row["fact"], stated)
    if isinstance(expected, str):
        assert str(found) == expected
    else:
        assert list(found) == list(expected)


def test_what_is_read_otherwise_keeps_the_figures_of_the_fact():
    # Dates, counts and qualifiers are compared as they stand: only phrases may be read otherwise.
    otherwise = {row["fact"]: row for row in FACTS if row["fact"] in CALLS.READ_AS}
    assert set(otherwise) == set(CALLS.READ_AS)
    figures = {fact for fact, row in otherwise.items() if row["value"].isdigit()}
    assert figures == {"SF024", "SF086", "SF111"}
    for fact in figures:
        assert otherwise[fact]["value"] in str(CALLS.READ_AS[fact])
    assert otherwise["SF024"]["qualifier"] == "distinct across the four"
    assert otherwise["SF086"]["qualifier"] == "derived lower bound"
    assert otherwise["SF111"]["qualifier"] == "distinct across the five"


def test_few_facts_have_no_call_but_the_facts_themselves():
    alone = {
        fact for fact, call in CALLS.CALLS.items() if call.startswith("rt.partnership.report_facts")
    }
    assert alone == ONLY_THERE


def test_the_page_is_what_the_tool_writes():
    text = (ROOT / "docs" / "report-coverage.md").read_text(encoding="utf-8")
    assert text == PAGE.page(), "run python tools/report_coverage.py"


def test_the_page_has_every_paragraph_and_says_where_no_fact_is_recorded():
    lines = (ROOT / "docs" / "report-coverage.md").read_text(encoding="utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    paragraphs = {row[0] for row in cells[1:]}
    assert paragraphs == {"header", "summary", "12–15", *(str(n) for n in range(1, 26))}
    empty = {row[0] for row in cells if "no fact recorded" in " ".join(row)}
    assert empty == {"23"}  # it names systems
    empty |= {row[0] for row in cells if "not held here" in " ".join(row)}
    stated = {row["paragraph"] for row in FACTS} | {"12", "13", "14", "15"}
    assert empty == {str(n) for n in range(1, 26)} - stated == {"2", "3", "6", "7", "8", "23"}


def test_a_paragraph_gives_its_facts_those_of_several_too():
    assert rt.partnership.report_facts(paragraph=24)["qualifier"].to_list() == [
        "nearly",
        "distinct across the five",
        "distinct across the five",
    ]
    assert "SF084" in rt.partnership.report_facts(paragraph=13).index
    assert rt.partnership.report_facts(paragraph="2").empty


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"paragraph": 26}, "unknown paragraph '26'"),
        ({"topic": "pilar"}, "did you mean 'pillar'"),
        ({"subject": "Paris Pact portals"}, "did you mean 'Paris Pact portal'"),
    ],
)
def test_what_the_report_does_not_have_is_answered_in_one_line(asked, words):
    with pytest.raises(rt.errors.UnknownNameError, match=words) as caught:
        rt.partnership.report_facts(**asked)
    assert "Valid: " in str(caught.value)
    assert "\n" not in str(caught.value)
