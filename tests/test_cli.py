"""The command line: a wrong input is one line and code 2, and nothing is written."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys

import pytest

from routes.cli import main

ROUTES = "import sys; from routes.cli import main; sys.exit(main())"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Return a function that runs the command in an empty folder: (code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as stop:  # argparse ends so
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("brief nothern", "unknown route 'nothern'; did you mean 'northern'?"),
        ("brief balkan nothern", "unknown route 'nothern'; did you mean 'northern'?"),
        ("brief --drug heroine", "unknown drug 'heroine'; did you mean 'heroin'?"),
        ("brief --lang xx", "unknown language 'xx'. Valid: en"),
        ("brief --from 2020 --to 2010", "the first year, 2020, is after the last, 2010"),
        ("brief --from 1990", "year 1990 is not in the annual totals"),
        ("brief --to 2040", "the nearest is 2023"),
        ("brief --from soon", "argument --from: invalid int value: 'soon'"),
        ("brief --form 2010", "unrecognized arguments: --form; did you mean --from?"),
        ("brief --form=2010", "did you mean --from?"),
        ("brief --drugs heroin", "unrecognized arguments: --drugs; did you mean --drug?"),
        ("reconcile --jsn", "unrecognized arguments: --jsn; did you mean --json?"),
        ("brief --drug heroin --drug opium", "give opium_factor=0.1"),
        ("brief --opium-factor 10", "opium_factor is above 0 and at most 1, not 10"),
        ("brief --countries transitt", "did you mean 'transit'?"),
        ("brief --shared halves", "did you mean 'half'?"),
        ("brief --denominator worlds", "did you mean 'world'?"),
        ("brief --as-of 2026-13-01", "as_of is a date such as 2026-01-31"),
        ("brief --limit 0", "argument --limit: is 1 or more, not 0"),
        ("brief --jobs none", "argument --jobs: invalid int value: 'none'"),
        ("brief --only nothern", "unknown run 'nothern'; did you mean 'northern'?"),
        ("brief --engine steam", "argument --engine: invalid choice: 'steam'"),
        ("brief --all nothern", "unknown route 'nothern'; did you mean 'northern'?"),
        ("brief --all --drug opium", "drugs: the programme has its own parameters"),
        ("brief --all --as-of soon", "as_of is a date such as 2026-01-31"),
        ("brief --programme none.toml", "none.toml: cannot be read: No such file"),
        ("brief --quiet --progress", "not allowed with argument"),
        ("factsheets USB", "unknown State on a route 'USB'; did you mean 'UZB'?"),
        ("factsheets XKX", "unknown State on a route 'XKX'"),
        ("factsheets --from 1999", "the nearest is 2005"),
        ("list --programme none.toml", "none.toml: cannot be read: No such file"),
        ("list --only nothern", "unknown run 'nothern'"),
        ("verify", "the following arguments are required: SITE"),
        ("verify nowhere", "nowhere: no site there"),
        ("breif", "invalid choice: 'breif'"),
        ("", "the following arguments are required: command"),
    ],
)
def test_a_wrong_input_is_one_line_and_code_2_and_nothing_is_written(
    run, tmp_path, arguments, said
):
    code, out, err = run(*arguments.split())
    assert code == 2
    assert out == ""
    assert err.startswith("routes")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_several_wrong_inputs_are_told_in_one_line(run):
    code, _, err = run("brief", "nothern", "--drug", "heroine", "--from", "1990")
    assert code == 2
    assert err.count("\n") == 1
    assert all(word in err for word in ("'northern'", "'heroin'", "1990"))


def test_a_file_where_the_folder_should_be_is_refused_and_left_alone(run, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    code, out, err = run("brief", "northern", "--out", "notes.txt")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--out notes.txt: a file of that name exists; a folder is needed" in err
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_one_line(run, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    code, _, err = run("brief", "northern", "--out", "notes.txt/briefings")
    assert (code, err.count("\n")) == (2, 1)


@pytest.fixture
def damaged(tmp_path_factory, root, monkeypatch):
    folder = tmp_path_factory.mktemp("damaged") / "data"
    shutil.copytree(root / "data", folder)
    monkeypatch.setenv("ROUTES_DATA", str(folder))
    return folder


def test_every_fault_of_damaged_tables_is_told(run, tmp_path, damaged):
    annual = damaged / "annual_seizures.csv"
    lines = annual.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("heroin", "heroine")
    lines[2] = lines[2].replace("ABW", "XQX", 1)
    annual.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (damaged / "pillars.csv").unlink()
    code, out, err = run("brief", "northern")
    assert (code, out) == (2, "")
    assert err.startswith("routes: ")
    assert "annual_seizures.csv row 2 column drug: 'heroine' is not one of" in err
    assert "annual_seizures.csv row 3 column iso3: 'XQX' is not in countries.csv" in err
    assert "pillars.csv: the file is missing" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_damaged_tables_stop_the_reconciliation_too(run, damaged):
    (damaged / "legs.csv").write_bytes(b"\xff\xfe\x00")
    code, out, err = run("reconcile")
    assert (code, out) == (2, "")
    assert "legs.csv" in err


def test_a_folder_without_tables_is_one_line(run, tmp_path, monkeypatch):
    monkeypatch.setenv("ROUTES_DATA", str(tmp_path))
    code, out, err = run("brief")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "no datapackage.json in it" in err


@pytest.fixture(scope="module")
def reconciled():
    """Return the lines of ``routes reconcile`` and the records of ``--json``, each made once."""
    said = []
    for options in ([], ["--json"]):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            assert main(["reconcile", *options]) == 0
        said.append(out.getvalue())
    # NaN is no JSON, though Python would read it.
    records = json.loads(said[1], parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    return said[0].splitlines(), records


def test_reconcile_shows_the_published_figure_ours_the_rule_and_the_source(reconciled, rows):
    lines, _ = reconciled
    (figure,) = [row for row in rows("published_figures") if row["figure"] == "PF001"]
    first = next(i for i, line in enumerate(lines) if "(balkan), heroin+morphine, 2017" in line)
    block = "\n".join(lines[first : first + 6])
    assert f"{figure['value']}, ours 46.9 (10.2 to 50.5 by every rule tried)" in block
    assert "difference -0.1 points" in block
    assert (
        "rule: countries=transit; shared=primary; origin=all; denominator=outside_afghanistan"
        in block
    )
    assert figure["source"] in block


def test_reconcile_ends_with_how_many_figures_differ(reconciled):
    lines, records = reconciled
    outside = sum(line.startswith("! ") for line in lines)
    assert 0 < outside < len(records)
    assert lines[-1].startswith(f"{len(records)} figures; {outside} differ by more than")


def test_what_is_missing_is_left_out_of_the_text(reconciled):
    lines, _ = reconciled
    assert not [line for line in lines if "nan" in line.split()]


def test_reconcile_json_is_a_list_of_objects_for_a_program(reconciled):
    _, records = reconciled
    assert isinstance(records, list)
    assert len(records) > 10
    keys = {
        *("metric", "geography", "route", "drug", "year", "published", "ours", "difference"),
        *("unit", "rule", "source"),
    }
    for record in records:
        assert keys <= set(record)
        assert record["difference"] == pytest.approx(record["ours"] - record["published"])
        assert record["source"]


def test_a_qualifier_of_a_published_figure_is_kept(reconciled, rows):
    lines, records = reconciled
    qualified = {
        row["figure"]: row["qualifier"] for row in rows("published_figures") if row["qualifier"]
    }
    shown = {record["figure"]: record["qualifier"] for record in records}
    both = set(qualified) & set(shown)
    assert both
    assert {key: shown[key] for key in both} == {key: qualified[key] for key in both}
    for key in both:
        assert any(f"published {qualified[key]} " in line for line in lines)


def test_help_names_the_commands(run):
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert "brief " in out
    assert "reconcile" in out


def test_help_of_brief_names_the_routes_and_the_folder(run):
    code, out, _ = run("brief", "--help")
    assert code == 0
    for words in ("northern, balkan, southern", "default: briefings", "--as-of", "--opium-factor"):
        assert words in out


def test_the_command_ends_with_its_code_in_a_process_of_its_own(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ROUTES, "brief", "nothern"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "routes: unknown route 'nothern'; did you mean 'northern'? "
        "Valid: northern, balkan, southern\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_reader_may_close_early(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", ROUTES, "reconcile"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONUNBUFFERED": "1"},
    ) as process:
        process.stdout.read(1)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
