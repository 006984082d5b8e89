"""A new edition: what it adds and revises, and the earlier figure stays beside the new one."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict

import pytest
from made import SHARED

from routes import annual_seizures
from routes.cli import main
from routes.errors import RoutesError
from routes.reference import check_tables, sign
from routes.reference.tables import forget_tables
from routes.seizures import adoption, merged_tables, quantities, read_seizures

TITLE = "World Drug Report 2025, annex 7.1"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keep(path, wanted):
    """Keep the lines of a table whose row is wanted, byte for byte."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line, row in zip(lines[1:], rows_of(path), strict=True) if wanted(row)]
    path.write_text(lines[0] + "".join(kept), encoding="utf-8")


@pytest.fixture
def data(tmp_path, root, monkeypatch):
    """Return a copy of the tables as they were before the World Drug Report 2025."""
    folder = tmp_path / "data"
    shutil.copytree(root / "data", folder)
    for name in ("annual_seizures", "editions"):
        keep(folder / f"{name}.csv", lambda row: row["edition"] != "wdr-2025")
    sign(folder, name="earlier")
    monkeypatch.setenv("ROUTES_DATA", str(folder))
    forget_tables()
    yield folder
    forget_tables()


# The table without the edition has Türkiye 2018 and nothing of 2023.
SMALL = """Country,ISO3,Year,DrugGroup,Drug,Kg
Türkiye,TUR,2018,Opioids,Heroin,18000
Türkiye,TUR,2018,Opioids,Heroin,600.5
Türkiye,TUR,2023,Opioids,Heroin,20000
Türkiye,TUR,2023,Cannabis,Cannabis herb,5
Kiribati,KIR,2023,Opioids,Opium,1.5
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "annual.csv"
    path.write_text(SMALL, encoding="utf-8")
    return path


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def before(folder):
    found = [r for r in rows_of(folder / "annual_seizures.csv")
             if (r["iso3"], r["year"], r["drug"]) == ("TUR", "2018", "heroin")]  # fmt: skip
    assert [row["edition"] for row in found] == ["unodc-1970-2019", "wdr-2024"]
    return float(found[-1]["kg"])


def test_additions_and_revisions_of_a_small_file(data, small):
    earlier = before(data)
    change = adoption(read_seizures(small), TITLE)
    assert change.edition == "wdr-2025"
    assert change.added.to_numpy().tolist() == [
        ["KIR", 2023, "opium", 1.5],
        ["TUR", 2023, "heroin", 20000.0],
    ]
    # The two rows of heroin are two forms of it: 18,600.5 together.
    assert change.revised[["iso3", "year", "drug", "kg"]].to_numpy().tolist() == [
        ["TUR", 2018, "heroin", 18600.5]
    ]
    assert change.revised["before"].to_list() == [earlier]
    assert change.revised["change"].to_list() == [pytest.approx(18600.5 - earlier)]
    assert change.revised["before_edition"].to_list() == ["wdr-2024"]
    assert change.appeared == ["KIR"]
    of_these_years = {
        r["iso3"] for r in rows_of(data / "annual_seizures.csv") if int(r["year"]) >= 2018
    }
    assert change.vanished == sorted(of_these_years - {"TUR"})


def test_nothing_is_written_unless_told_to(data, small, capsys):
    there = content(data)
    assert main(["adopt", str(small), "--edition", TITLE]) == 0
    assert content(data) == there
    said = capsys.readouterr().out
    assert "adds 2 figures, revises 1, confirms 0" in said
    assert "nothing written" in said
    assert "appeared: KIR" in said


def test_the_earlier_figure_stays_beside_the_new_one(data, small):
    earlier = before(data)
    lines = (data / "annual_seizures.csv").read_text(encoding="utf-8").splitlines()
    assert main(["adopt", str(small), "--edition", TITLE, "--write"]) == 0
    check_tables(data)
    after = (data / "annual_seizures.csv").read_text(encoding="utf-8").splitlines()
    assert set(lines) <= set(after)
    assert sorted(set(after) - set(lines)) == [
        "KIR,2023,opium,1.5,wdr-2025,,stated",
        "TUR,2018,heroin,18600.5,wdr-2025,,stated",
        "TUR,2023,heroin,20000,wdr-2025,,stated",
    ]
    asked = {"years": 2018, "drugs": "heroin", "countries": ["TUR"]}
    assert annual_seizures(**asked)["kg"].to_list() == [18600.5]
    assert annual_seizures(**asked, edition="wdr-2025")["kg"].to_list() == [18600.5]
    assert annual_seizures(**asked, edition="wdr-2024")["kg"].to_list() == [earlier]
    assert quantities(**asked, edition="wdr-2024")["kg"].to_list() == [earlier]
    entry = rows_of(data / "editions.csv")[-1]
    assert [entry[name] for name in ("edition", "title", "vintage", "first_year", "last_year")] == [
        "wdr-2025", TITLE, "3", "2018", "2023",
    ]  # fmt: skip


def test_a_second_run_changes_nothing(data, small, capsys):
    command = ["adopt", str(small), "--edition", TITLE, "--write"]
    assert main(command) == 0
    there = content(data)
    capsys.readouterr()
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "nothing to change: the tables hold these figures as 'wdr-2025'" in said
    assert content(data) == there


def test_another_file_under_a_title_in_use_is_refused(data, small, capsys):
    there = content(data)
    title = "World Drug Report 2024"
    assert main(["adopt", str(small), "--edition", title, "--write"]) == 2
    assert "edition 'wdr-2024' is in the table already" in capsys.readouterr().err
    assert content(data) == there


def row_of(folder, edition):
    return next(row for row in rows_of(folder / "editions.csv") if row["edition"] == edition)


OLD = ("Country,ISO3,Year,Drug,Kg\n"
       "Türkiye,TUR,2017,Heroin,11000\nTürkiye,TUR,2018,Heroin,17000\n")  # fmt: skip


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("World Drug Report 2019", OLD, "the World Drug Report 2019 is older than that of 2024"),
        ("annual", OLD, "its last year, 2018, is before 2022"),
        # A title that claims to be new does not make old years new.
        ("World Drug Report 2026", OLD, "its last year, 2018, is before 2022"),
    ],
)
def test_an_older_edition_never_replaces_a_newer_one(data, small, capsys, title, text, why):
    small.write_text(text, encoding="utf-8")
    asked = {"years": 2018, "drugs": "heroin", "countries": ["TUR"]}
    earlier = annual_seizures(**asked)["kg"].to_list()
    assert main(["adopt", str(small), "--edition", title, "--write"]) == 0
    said = capsys.readouterr().out
    assert f"vintage: below 'wdr-2024': {why}" in said
    assert "revises 0" in said
    check_tables(data)
    assert annual_seizures(**asked)["kg"].to_list() == earlier
    vintages = [int(row["vintage"]) for row in rows_of(data / "editions.csv")]
    assert sorted(vintages) == [1, 2, 3]


def test_an_older_edition_replaces_a_newer_one_when_told_to(data, small):
    small.write_text(OLD, encoding="utf-8")
    told = ["adopt", str(small), "--edition", "annual", "--write", "--replace-newer"]
    assert main(told) == 0
    assert annual_seizures(years=2018, drugs="heroin", countries=["TUR"])["kg"].item() == 17000


def test_a_coarser_edition_of_the_same_years_stands_below(data, small, capsys):
    finer = [
        row for row in rows_of(data / "annual_seizures.csv")
        if row["edition"] == "wdr-2024" and int(row["year"]) >= 2020 and row["drug"] == "heroin"
    ]  # fmt: skip
    lines = [f"{r['iso3']},{r['year']},Heroin,{float(r['kg']):.0f}" for r in finer]
    small.write_text("\n".join(["ISO3,Year,Drug,Kg", *lines]) + "\n", encoding="utf-8")
    before = annual_seizures()
    assert main(["adopt", str(small), "--edition", "by hand, 2026", "--write"]) == 0
    assert "finer figures to whole kilograms" in capsys.readouterr().out
    assert annual_seizures()["kg"].to_list() == before["kg"].to_list()


def test_the_export_of_1970_to_2019_leaves_great_britain_as_it_is(root, capsys):
    path = SHARED / "annual_unodc_1970_2019.csv.gz"
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    assert main(["adopt", str(path), "--edition", "annual"]) == 0
    assert "the tables hold these figures as 'unodc-1970-2019'" in capsys.readouterr().out
    asked = {"years": 2019, "drugs": "heroin", "countries": ["GBR"]}
    assert annual_seizures(**asked)["kg"].item() == 2621


def test_the_edition_is_told_by_the_file_or_asked_for(data, small, tmp_path, capsys):
    assert main(["adopt", str(small)]) == 2
    assert "give its title with --edition" in capsys.readouterr().err
    named = tmp_path / "wdr2025_annex.csv"
    named.write_text(SMALL, encoding="utf-8")
    assert main(["adopt", str(named)]) == 0
    assert "(wdr-2025), 2018–2023; told by the name of the file" in capsys.readouterr().out
    small.write_text("World Drug Report 2025\n\n" + SMALL, encoding="utf-8")
    assert main(["adopt", str(small)]) == 0
    assert "told by the first rows of the file" in capsys.readouterr().out
    assert main(["adopt", str(small), "--edition", "World Drug Report 2026"]) == 2
    assert "its first rows say World Drug Report 2025" in capsys.readouterr().err


def test_of_a_part_of_an_edition_the_other_states_are_not_held(data, small):
    assert main(["adopt", str(small), "--edition", TITLE, "--write"]) == 0
    assert row_of(data, "wdr-2025")["extent"] == "part"
    assert row_of(data, "wdr-2025")["held_against"] == "adopted file"
    status = quantities(years=2023, countries=["TUR", "IRN", "NRU"])["status"].droplevel("year")
    assert status.to_dict() == {
        "TUR": "reported", "IRN": "not held here", "NRU": "not held here",
    }  # fmt: skip


LEAPS = {
    "TUR,Heroin,22.202": "1/149 of the lowest",
    "PAK,Heroin,4.5": "1/1,429 of the lowest",
    "IRN,Opium,12000000": "times the highest",
    "UZB,Heroin,0": None,
    "TUR,Heroin,22202": None,
    "IRN,Opium,1535100": None,
}


@pytest.mark.parametrize(("cell", "words"), LEAPS.items())
def test_a_leap_is_shown_beside_the_history_and_stops_the_writing(root, tmp_path, monkeypatch,
                                                                  capsys, cell, words):  # fmt: skip
    folder = tmp_path / "data"
    shutil.copytree(root / "data", folder)
    monkeypatch.setenv("ROUTES_DATA", str(folder))
    forget_tables()
    iso3, drug, kg = cell.split(",")
    path = tmp_path / "new.csv"
    path.write_text(f"ISO3,Year,Drug,Kg\n{iso3},2024,{drug},{kg}\n", encoding="utf-8")
    there = content(folder)
    command = ["adopt", str(path), "--edition", "World Drug Report 2026", "--write"]
    code = main(command)
    said = capsys.readouterr()
    assert f"+ {iso3} {drug.lower()}: 2024" in said.out
    assert "2023 " in said.out.split("known:")[1]
    if words is None:
        assert (code, "leap:" in said.out) == (0, False)
    else:
        assert code == 1
        assert words in said.out
        assert f"--accept-leaps {iso3}" in said.err
        assert content(folder) == there
        assert main([*command, "--accept-leaps", iso3]) == 0
        assert content(folder) != there
    forget_tables()


def test_an_opiate_that_was_set_aside_is_listed_and_stops_the_writing(data, small, capsys):
    small.write_text(SMALL + "Iran,IRN,2023,Opioids,Opium,many\n", encoding="utf-8")
    there = content(data)
    command = ["adopt", str(small), "--edition", TITLE, "--write"]
    assert main(command) == 1
    said = capsys.readouterr()
    assert "set aside: line 7, quantity is not a number: many" in said.out
    assert "--accept-set-aside" in said.err
    assert content(data) == there
    assert main([*command, "--accept-set-aside"]) == 0


def test_a_file_without_opiates_or_of_events_is_refused(data, small, tmp_path):
    small.write_text("Country,Year,Drug,Kg\nIran,2021,Cannabis herb,5\n")
    with pytest.raises(RoutesError, match="no heroin, morphine or opium in it"):
        adoption(read_seizures(small), TITLE)
    small.write_text("iso3,date,drug,kg\nIRN,2021-01-01,heroin,5\n")
    with pytest.raises(RoutesError, match="annual totals are needed"):
        adoption(read_seizures(small), TITLE)


def test_a_folder_that_cannot_be_written_is_said_in_one_line(data, small, capsys):
    (data / ".editions.csv.tmp").mkdir()
    assert main(["adopt", str(small), "--edition", TITLE, "--write"]) == 2
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert said.count("\n") == 1


# Labels of the file that are heroin, morphine or opium, by hand; acetylated opium and
# desomorphine are other substances.
LABELS = {"Heroin": "heroin", "Illicit morphine": "morphine", "Opium": "opium"}


def figures_of(path):
    """Return kilograms by cell from the file: parts added, the block of the Emirates once."""
    cells, emirates = defaultdict(float), set()
    for row in rows_of(path):
        if row["Drug"] not in LABELS:
            continue
        key = row["ISO3"], int(row["Year"]), LABELS[row["Drug"]]
        if key[:2] == ("ARE", 2020):
            if key in emirates:
                continue
            emirates.add(key)
        cells[key] += float(row["Kg"])
    return cells


# Editions as published, adopted over those before them: every leap is a false alarm.
ALARMS = {
    "wdr-2024": ("wdr2024_7.1_drug_seizures_2018_2022.xlsx", ["wdr-2024", "wdr-2025"], 579, 20),
    "wdr-2025": ("annual_wdr2025_2019_2023.csv", ["wdr-2025"], 193, 8),
}


@pytest.mark.parametrize(("name", "without", "adds", "most"),
                         ALARMS.values(), ids=ALARMS)  # fmt: skip
def test_a_real_edition_over_those_before_it(root, tmp_path, monkeypatch, name, without, adds,
                                             most):  # fmt: skip
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    folder = tmp_path / "data"
    shutil.copytree(root / "data", folder)
    for table in ("annual_seizures", "editions"):
        keep(folder / f"{table}.csv", lambda row: row["edition"] not in without)
    monkeypatch.setenv("ROUTES_DATA", str(folder))
    forget_tables()
    change = adoption(read_seizures(path, kind="annual"), "World Drug Report 2099")
    assert (len(change.added), change.extent, change.kept.empty) == (adds, "whole", True)
    assert change.vintage.above == ()
    assert 0 < len(change.leaps) <= most
    totals, editions = merged_tables(change)
    held = {
        (r["iso3"], int(r["year"]), r["drug"]): float(r["kg"])
        for r in rows_of(root / "data" / "annual_seizures.csv") if r["edition"] == without[0]
    }  # fmt: skip
    made = totals[totals["edition"] == "wdr-2099"]
    assert {
        (iso3, year, drug): kg for iso3, year, drug, kg in made[["iso3", "year", "drug", "kg"]]
        .itertuples(index=False)
    } == held  # fmt: skip
    assert editions["vintage"].is_unique
    forget_tables()
