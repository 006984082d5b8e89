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


# The table without the edition has Türkiye 2018 and nothing of 2019.
SMALL = """Country,ISO3,Year,DrugGroup,Drug,Kg
Türkiye,TUR,2018,Opioids,Heroin,18000
Türkiye,TUR,2018,Opioids,Heroin,600.5
Türkiye,TUR,2019,Opioids,Heroin,20000
Türkiye,TUR,2019,Cannabis,Cannabis herb,5
Kiribati,KIR,2019,Opioids,Opium,1.5
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
    assert [row["edition"] for row in found] == ["wdr-2024"]
    return float(found[0]["kg"])


def test_additions_and_revisions_of_a_small_file(data, small):
    earlier = before(data)
    change = adoption(read_seizures(small), TITLE)
    assert change.edition == "wdr-2025"
    assert change.added.to_numpy().tolist() == [
        ["KIR", 2019, "opium", 1.5],
        ["TUR", 2019, "heroin", 20000.0],
    ]
    # The two rows of heroin are two forms of it: 18,600.5 together.
    assert change.revised[["iso3", "year", "drug", "kg"]].to_numpy().tolist() == [
        ["TUR", 2018, "heroin", 18600.5]
    ]
    assert change.revised["before"].to_list() == [earlier]
    assert change.revised["change"].to_list() == [pytest.approx(18600.5 - earlier)]
    assert change.revised["before_edition"].to_list() == ["wdr-2024"]
    assert change.appeared == ["KIR"]
    of_2018 = {r["iso3"] for r in rows_of(data / "annual_seizures.csv") if r["year"] == "2018"}
    assert change.vanished == sorted(of_2018 - {"TUR"})


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
        "KIR,2019,opium,1.5,wdr-2025,,stated",
        "TUR,2018,heroin,18600.5,wdr-2025,,stated",
        "TUR,2019,heroin,20000,wdr-2025,,stated",
    ]
    asked = {"years": 2018, "drugs": "heroin", "countries": ["TUR"]}
    assert annual_seizures(**asked)["kg"].to_list() == [18600.5]
    assert annual_seizures(**asked, edition="wdr-2025")["kg"].to_list() == [18600.5]
    assert annual_seizures(**asked, edition="wdr-2024")["kg"].to_list() == [earlier]
    assert quantities(**asked, edition="wdr-2024")["kg"].to_list() == [earlier]
    entry = rows_of(data / "editions.csv")[-1]
    assert [entry[name] for name in ("edition", "title", "vintage", "first_year", "last_year")] == [
        "wdr-2025", TITLE, "3", "2018", "2019",
    ]  # fmt: skip


def test_a_second_run_changes_nothing(data, small, capsys):
    command = ["adopt", str(small), "--edition", TITLE, "--write"]
    assert main(command) == 0
    there = content(data)
    capsys.readouterr()
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "adds 0 figures, revises 0, confirms 3" in said
    assert "nothing to change" in said
    assert content(data) == there


def test_another_file_under_a_title_in_use_is_refused(data, small, capsys):
    there = content(data)
    title = "World Drug Report 2024"
    assert main(["adopt", str(small), "--edition", title, "--write"]) == 2
    assert "edition 'wdr-2024' is in the table already" in capsys.readouterr().err
    assert content(data) == there


def test_an_older_report_does_not_become_the_latest(data, small):
    change = adoption(read_seizures(small), "World Drug Report 2019")
    with pytest.raises(RoutesError, match="'wdr-2019' is older than 'wdr-2024'"):
        merged_tables(change)


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


def test_the_world_drug_report_2025_against_a_table_without_it(data, root, capsys):
    path = SHARED / "annual_wdr2025_2019_2023.csv"
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    cells = figures_of(path)
    there = {(r["iso3"], int(r["year"]), r["drug"]) for r in rows_of(data / "annual_seizures.csv")}
    change = adoption(read_seizures(path), TITLE)
    added = {
        (iso3, year, drug): kg for iso3, year, drug, kg in change.added.itertuples(index=False)
    }
    assert set(added) == set(cells) - there
    assert len(added) == 957
    assert added == pytest.approx(dict(cells))
    assert change.revised.empty
    assert change.listed_twice == [("ARE", 2020)]
    assert main(["adopt", str(path), "--edition", TITLE, "--write"]) == 0
    check_tables(data)
    # What adoption makes is what the table of the library holds already.
    committed = {
        (r["iso3"], r["year"], r["drug"]): float(r["kg"])
        for r in rows_of(root / "data" / "annual_seizures.csv")
    }
    made = {
        (r["iso3"], r["year"], r["drug"]): float(r["kg"])
        for r in rows_of(data / "annual_seizures.csv")
    }
    assert made == pytest.approx(committed)
    capsys.readouterr()
    assert main(["adopt", str(path), "--edition", TITLE, "--write"]) == 0
    assert "adds 0 figures, revises 0, confirms 957" in capsys.readouterr().out
