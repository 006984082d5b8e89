"""``routes coverage``: text for a reader, JSON for a program, one line for a mistake."""

from __future__ import annotations

import json

import pytest

from routes.cli import main


@pytest.fixture
def run(capsys):
    """Return a function that runs the command: (code, stdout, stderr)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["coverage", *arguments])
        except SystemExit as stop:  # argparse ends so
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_json_of_the_three_routes_is_a_list_of_objects(run):
    code, out, err = run("--year", "2022", "--json")
    assert (code, err) == (0, "")
    records = json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    assert {record["route"] for record in records} == {"northern", "balkan", "southern"}
    for record in records:
        assert {"measure", "relation", "low", "high", "unit", "rule", "note", "source"} <= {*record}
        assert (record["low"] is None) == (record["high"] is None)
    (row,) = [
        record
        for record in records
        if (record["route"], record["measure"], record["relation"])
        == ("southern", "States", "post")
    ]
    assert (row["numerator"], row["denominator"]) == (2, 15)
    assert row["low"] == row["high"] == pytest.approx(100 * 2 / 15)


def test_text_shows_ranges_what_is_known_and_the_gaps(run):
    code, out, err = run("southern", "--year", "2022")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "southern"
    (post,) = [line for line in lines if "officer in post" in line and "2 of 15 States" in line]
    assert "13.3 per cent" in post
    assert "The list of 2022, 7 posts." in post
    # 15,214 of 21,129 kg known is 72.0; less what those that did not report may have seized.
    assert "67.8 to 72.0 per cent" in out
    assert "Not reported: OMN" in out
    assert "No figure in any year" in out
    assert not {"nan", "<NA>"} & set(out.split())
    (two,) = [line for line in lines if line.strip().startswith("pillar II ")]
    assert "unknown" in two
    assert "that is not zero years" in two
    # 28 less the 23 that are no partners.
    assert "28 States and areas, 5 of them partners" in out
    assert "whether they attended is not known for 28" in out
    assert any(line.strip().startswith("India ") and "5,539.0 kg" in line for line in lines)
    assert max(len(line) for line in lines) < 200


def test_a_radius_a_pillar_a_branch_and_now_are_taken(run):
    code, out, _ = run("balkan", "--radius", "250", "--pillar", "IV", "--branch", "trunk", "--now")
    assert code == 0
    assert out.startswith("balkan, trunk")
    assert "radius_km=250" in out
    assert "pillar IV" in out
    assert "pillar I " not in out
    assert "The last list known is that of 2022" in out


def test_vienna_is_a_place_when_asked(run):
    _, without, _ = run("balkan", "--pillar", "II")
    _, asked, _ = run("balkan", "--pillar", "II", "--headquarters")
    assert "Last known: Vienna" not in without
    assert "Last known: Vienna" in asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("balkn", "unknown route 'balkn'; did you mean 'balkan'?"),
        ("--year 2009", "years run from 2010 to 2022"),
        ("--year 2023", "years run from 2010 to 2022"),
        ("--year soon", "argument --year: invalid int value: 'soon'"),
        ("--radius 0", "radius_km is above 0"),
        ("--radius -5", "radius_km is above 0"),
        ("--radius wide", "argument --radius: invalid float value: 'wide'"),
        ("--pillar V", "Valid: I, II, III, IV"),
        ("--branch trunk", "needs its route"),
        ("southern --branch gulff", "did you mean 'gulf'?"),
        ("--shared halves", "did you mean 'half'?"),
        ("--yaer 2022", "unrecognized arguments: --yaer; did you mean --year?"),
    ],
)
def test_a_wrong_input_is_one_line_and_code_2(run, arguments, said):
    code, out, err = run(*arguments.split())
    assert (code, out) == (2, "")
    assert err.startswith("routes")
    assert err.count("\n") == 1
    assert said in err
