"""Tables are as they were signed, or nothing is published from them."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from damage import ANNUAL, lines, rewrite, set_cell

from routes.cli import main
from routes.errors import DataError, RoutesError
from routes.reference import check_tables, data_hash, sign
from routes.reference.limits import table_years
from routes.reference.package import check_may_change
from routes.views import basemap

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a copy of the tables, in use."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setenv("ROUTES_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_the_shipped_tables_are_signed_with_their_rows():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (DATA / resource["path"]).read_bytes()
        again = f"{resource['path']}: run python tools/datapackage.py"
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", again
        assert resource["bytes"] == len(content), again
        if resource["path"].endswith(".csv"):
            with (DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
                assert resource["rows"] == sum(1 for row in csv.reader(file) if row) - 1
        else:
            assert resource["features"] == len(json.loads(content)["features"])


def test_a_table_cut_in_half_is_refused_with_its_rows_and_the_way_out(folder):
    whole = lines(folder / ANNUAL)
    rewrite(folder / ANNUAL, "".join(whole[: len(whole) // 2]))
    rows, signed = len(whole) // 2 - 1, len(whole) - 1
    with pytest.raises(DataError) as caught:
        data_hash()
    assert f"{ANNUAL}: not as it was signed: {rows} rows, not {signed}" in str(caught.value)
    assert f"routes tables --sign {folder} --name NAME" in str(caught.value)
    with pytest.raises(DataError):
        table_years()
    with pytest.raises(DataError):
        check_tables(folder)


SPOILED = {
    "a figure": (ANNUAL, lambda text: text.replace(",1", ",9", 1)),
    "two rows in another order": (
        ANNUAL, lambda text: "\n".join([*(parts := text.split("\n"))[:5], parts[6], parts[5],
                                        *parts[7:]]),
    ),
    "an empty basemap": ("basemap_countries.geojson", lambda _: ""),
    "half a basemap": ("basemap_boundaries.geojson", lambda text: text[: len(text) // 2]),
    "a basemap of nothing": (
        "basemap_countries.geojson", lambda _: '{"type": "FeatureCollection", "features": []}',
    ),
    "a looser limit": (
        "datapackage.json", lambda text: text.replace('"minimum": 0', '"minimum": -9', 1),
    ),
    "a hash taken out": (
        "datapackage.json", lambda text: text.replace('"hash"', '"trash"', 2),
    ),
    "Windows lines": ("pillars.csv", lambda text: text.replace("\n", "\r\n")),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_whatever_changed_is_refused_in_one_line_until_it_is_signed(folder, name, capsys):
    path, change = SPOILED[name]
    text = (folder / path).read_text(encoding="utf-8")
    (folder / path).write_bytes(change(text).encode())
    with pytest.raises(RoutesError, match=path):
        data_hash()
    assert main(["brief", "balkan", "--out", str(folder / "out"), "--dry-run"]) == 2
    said = capsys.readouterr().err
    assert path in said
    assert "press itself" not in said


def test_an_empty_basemap_is_named_where_it_is_drawn(folder):
    (folder / "basemap_countries.geojson").write_bytes(b"")
    with pytest.raises(DataError, match=r"basemap_countries\.geojson: not as it was signed"):
        basemap.countries()


def test_tables_of_ones_own_have_a_name_which_every_page_prints(folder, capsys, tmp_path):
    table = folder / "pillars.csv"
    table.write_bytes(table.read_bytes().replace(b"Regional", b"regional"))
    assert main(["tables"]) == 2
    assert main(["tables", "--sign", str(folder)]) == 2
    assert "tables of your own need a name of their own" in capsys.readouterr().err
    assert main(["tables", "--sign", str(folder), "--name", "opiate-routes"]) == 2
    assert main(["tables", "--sign", str(folder), "--name", "My Ministry!"]) == 2
    capsys.readouterr()
    assert main(["tables", "--sign", str(folder), "--name", "my-ministry"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[:2] == ["signed pillars.csv", "signed datapackage.json"]
    assert out.splitlines()[2].startswith("my-ministry ")
    from routes.briefing import Briefing  # noqa: PLC0415

    for language, words in (("en", "not the tables of opiate-routes"), ("ru", "а не таблицы")):
        footer = Briefing.of(route="balkan", as_of="2026-01-02", language=language).footer().html
        assert "my-ministry" in footer
        assert words in footer
        assert data_hash() in footer


def test_a_package_that_calls_itself_the_shipped_one_and_is_not_is_refused(folder):
    table = folder / "pillars.csv"
    table.write_bytes(table.read_bytes().replace(b"Regional", b"regional"))
    sign(folder, name="mine")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["name"] = "opiate-routes"
    rest = {key: value for key, value in package.items() if key != "hash"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    package["hash"] = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(DataError, match="named opiate-routes, but its tables are not those of"):
        data_hash()


def test_a_copy_without_a_name_of_its_own_is_not_written_to(folder):
    with pytest.raises(RoutesError, match=r"routes tables --sign .* --name NAME"):
        check_may_change(folder)
    sign(folder, name="mine")
    check_may_change(folder)


def test_what_a_merge_disputes_of_signatures_is_settled_by_signing_anew(tmp_path):
    for name in ("src", "tools", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "data/datapackage.json"
    text = path.read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if '"hash"' in one)
    other = f"{line[:30]}0{line[31:]}"
    dispute = f"<<<<<<< HEAD\n{line}\n=======\n{other}\n>>>>>>> other\n"
    path.write_text(text.replace(f"{line}\n", dispute, 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "tools/datapackage.py"], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(tmp_path / "src"), "PATH": ""}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert path.read_text(encoding="utf-8") == text


LIMITS = {
    # file, line, column, what is written, what is said
    "too many kilograms": (ANNUAL, 5, "kg", "1e99", "at most 10000000"),
    "a null": ("pillars.csv", 2, "name", "a\x00b", "a control character"),
    "a bell": ("meetings.csv", 3, "title", "x\x07", "a control character"),
    "kilograms of a place": ("seizures_by_place.csv", 4, "kilograms", "99999999", "at most"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_hold_in_tables_that_are_signed_too(folder, name):
    path, line, column, value, words = LIMITS[name]
    set_cell(folder / path, line, column, value)
    sign(folder, name="mine")
    with pytest.raises(DataError, match=f"{path} row {line} column {column}: .*{words}"):
        check_tables(folder)


@pytest.mark.parametrize(
    ("path", "line"), [("nodes.csv", 2), ("nodes.csv", 30), ("places_reviewed.csv", 3)]
)
def test_coordinates_that_were_swapped_within_bounds_are_named_when_signed(
    folder, path, line, capsys
):
    with (folder / path).open(encoding="utf-8", newline="") as file:
        row = list(csv.DictReader(file))[line - 2]
    set_cell(folder / path, line, "latitude", row["longitude"])
    set_cell(folder / path, line, "longitude", row["latitude"])
    assert abs(float(row["longitude"])) <= 90
    assert main(["tables", "--sign", str(folder), "--name", "mine"]) == 2
    said = capsys.readouterr().err
    assert f"{path} row {line} column latitude/longitude" in said
    assert "the two are swapped" in said
