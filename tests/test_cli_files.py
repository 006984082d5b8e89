"""``routes check``: the account on screen or as JSON, the clean files, and the exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from routes.cli import main
from routes.seizures import read_seizures

sys.path.insert(0, str(Path(__file__).parent / "seizures"))
from made import SHARED, event, events_file

KEYS = {
    "layout", "rows_read", "rows_accepted", "rows_set_aside", "exact_duplicates",
    "kilograms_by_family", "located_share", "reasons",
}  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Return a function that runs the command in an empty folder: (code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def clean(tmp_path):
    return events_file(tmp_path / "clean.csv", event(), event(), event(PLACE="Turbat"))


@pytest.fixture
def faulty(tmp_path):
    return events_file(tmp_path / "faulty.csv", event(), event(AMOUNT="-1"), event(COUNTRY="USSR"))


def test_a_clean_file_is_0_and_its_account_adds_up(run, clean):
    code, out, err = run("check", clean)
    assert (code, err) == (0, "")
    assert "rows read 3 = accepted 3 + set aside 0" in out
    assert "flagged: exact duplicate 1" in out
    assert "heroin                    3.0 kg         3 rows" in out


def test_rows_set_aside_are_1_and_told_by_reason(run, faulty):
    code, out, _ = run("check", faulty)
    assert code == 1
    assert "rows read 3 = accepted 1 + set aside 2" in out
    assert "1 amount is negative" in out
    assert "1 country is a dissolved State" in out


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", None])
def test_a_file_that_cannot_be_read_is_2_in_one_line(run, tmp_path, text):
    path = tmp_path / "bad.csv"
    if text is not None:
        path.write_text(text)
    for options in ([], ["--json"], ["--out", "new"]):
        code, out, err = run("check", path, *options)
        assert (code, out) == (2, "")
        assert err.startswith("routes: ")
        assert err.count("\n") == 1
    assert not (tmp_path / "new").exists()


def test_a_kind_that_does_not_exist_is_2(run, clean):
    code, _, err = run("check", clean, "--kind", "event")
    assert code == 2
    assert "did you mean 'events'?" in err


def test_json_has_the_keys_that_programs_rely_on(run, faulty):
    code, out, err = run("check", faulty, "--json")
    assert (code, err) == (1, "")
    account = json.loads(out)
    assert set(account) >= KEYS
    assert {name: account[name] for name in KEYS - {"located_share"}} == {
        "layout": "ids",
        "rows_read": 3,
        "rows_accepted": 1,
        "rows_set_aside": 2,
        "exact_duplicates": 0,
        "kilograms_by_family": {"heroin": 1.5},
        "reasons": {"amount is negative": 1, "country is a dissolved State": 1},
    }
    assert account["located_share"] == 1.0


def test_out_writes_the_clean_rows_and_the_others(run, tmp_path, faulty):
    code, out, _ = run("check", faulty, "--out", "new/folder")
    assert code == 1
    folder = tmp_path / "new" / "folder"
    names = ["faulty-clean.csv", "faulty-clean.parquet", "set-aside.csv"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert all(f"wrote {Path('new/folder') / name}" in out for name in names)
    aside = pd.read_csv(folder / "set-aside.csv")
    assert aside[["line", "reason"]].to_numpy().tolist() == [
        [3, "amount is negative: -1"],
        [4, "country is a dissolved State: USSR"],
    ]


def test_what_out_wrote_is_read_again_with_the_same_account(run, clean):
    run("check", clean, "--out", "out")
    there = read_seizures(clean).account()
    for name in ("clean-clean.csv", "clean-clean.parquet"):
        code, out, _ = run("check", f"out/{name}", "--json")
        assert code == 0
        again = json.loads(out)
        same = KEYS - {"layout"} | {"years", "flags", "rows_by_precision"}
        assert {key: again[key] for key in same} == {key: there[key] for key in same}


def test_a_file_where_the_folder_should_be_is_2(run, tmp_path, clean):
    (tmp_path / "taken").write_text("mine")
    code, _, err = run("check", clean, "--out", "taken")
    assert code == 2
    assert "cannot be written" in err
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize("name", ["ids_2011_2014.csv.gz", "annual_wdr2025_2019_2023.csv"])
def test_the_files_of_the_field_add_up(run, name):
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    code, out, _ = run("check", path, "--json")
    account = json.loads(out)
    assert account["rows_read"] == account["rows_accepted"] + account["rows_set_aside"] > 10_000
    assert sum(account["reasons"].values()) == account["rows_set_aside"]
    assert code == (1 if account["rows_set_aside"] else 0)
