"""The table to fill: it can be read as it is, and nothing is written over."""

from __future__ import annotations

import pytest

from routes import read_seizures
from routes.cli.main import main
from routes.errors import RoutesError
from routes.seizures.template import write_template


def test_the_template_is_read_as_it_stands(tmp_path, capsys):
    path = tmp_path / "mine.csv"
    assert main(["check", "--template", str(path)]) == 0
    assert "Country" in capsys.readouterr().out
    file = read_seizures(path)
    row = file.frame.iloc[0]
    assert (row["iso3"], row["year"], row["family"], row["kg"]) == ("TJK", 2024, "heroin", 12.5)
    assert file.set_aside.empty


@pytest.mark.parametrize(("name", "why"), [("a.txt", "is a .csv file"), ("no/a.csv", "cannot be")])
def test_a_template_that_cannot_be_written_says_why(tmp_path, name, why):
    with pytest.raises(RoutesError, match=why):
        write_template(tmp_path / name)


def test_nothing_is_written_over(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("mine")
    with pytest.raises(RoutesError, match="is there already"):
        write_template(path)
    assert path.read_text() == "mine"


def test_a_check_of_nothing_says_what_is_needed(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["check"])
    assert stopped.value.code == 2
    assert "FILE is needed" in capsys.readouterr().err
