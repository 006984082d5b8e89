"""What a user of the commands sees: lines, exit codes, files."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from fakes import NOTEBOOK, FakeEngine

from routes.cli import main, making

ROUTES = "import sys; from routes.cli import main; sys.exit(main())"
PROGRAMME = """
[[page]]
notebook = "briefing.ipynb"
cross = { route = ["northern", "balkan", "southern"] }
[[page]]
notebook = "10_country_profile.ipynb"
parameters = { iso3 = "UZB", first_year = 2015 }
"""


@pytest.fixture
def engine(monkeypatch):
    """Return the engine that the commands are given instead of a real one."""
    fake = FakeEngine()
    monkeypatch.setattr(making, "_engine", lambda _: (fake, "fake"))
    return fake


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, engine):
    """Return a function that runs a command on the programme above: (code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.toml").write_text(PROGRAMME, encoding="utf-8")

    def call(text: str) -> tuple[int, str, str]:
        code = main(text.split())
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_line_for_each_run_and_one_for_all(run, engine):
    code, out, err = run("brief --programme p.toml")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        [slug, "made"] for slug in ("northern", "balkan", "southern", "UZB-2015-2023")
    ]
    assert re.fullmatch(r"4 runs: 4 made in \d+\.\d s; open briefings/index\.html", lines[-1])
    code, out, _ = run("brief --programme p.toml")
    assert code == 0
    assert re.fullmatch(r"4 runs: 4 unchanged in \d+\.\d s; open .*\n", out)
    assert len(engine.jobs) == 4


def test_the_first_failure_ends_the_work_and_the_code_is_1(run, engine):
    engine.failing = ("balkan",)
    code, out, err = run("brief --programme p.toml")
    assert code == 1
    assert [line.split()[1] for line in out.splitlines()[:-1]] == ["made", "failed"]
    assert "4 runs: 1 made, 1 failed, 2 not begun in" in out
    assert err == "routes: balkan: cell 4 failed: ValueError: no figures for this year\n"


def test_with_keep_going_the_others_are_made(run, engine, tmp_path):
    engine.failing = ("balkan", "southern")
    code, out, err = run("brief --programme p.toml --keep-going")
    assert code == 1
    assert "4 runs: 2 made, 2 failed in" in out
    assert err.endswith("no figures for this year; failed too: southern\n")
    assert (tmp_path / "briefings/failed/balkan.ipynb").read_text(encoding="utf-8") == NOTEBOOK
    engine.failing = ()
    code, out, _ = run("brief --programme p.toml")
    assert code == 0
    assert "4 runs: 2 made, 2 unchanged in" in out
    assert not (tmp_path / "briefings/failed").exists()


def test_only_limit_and_force(run, engine):
    run("brief --programme p.toml --only *thern --limit 1")
    assert engine.slugs == ["northern"]
    run("brief --programme p.toml --only *thern --force")
    assert engine.slugs == ["northern", "northern", "southern"]


def test_a_dry_run_says_what_would_be_made_and_writes_nothing(run, engine, tmp_path):
    code, out, _ = run("brief --programme p.toml --dry-run")
    assert code == 0
    assert out.splitlines()[0] == "northern  make  new"
    assert not (tmp_path / "briefings").exists()
    run("brief northern")
    code, out, _ = run("brief --programme p.toml --dry-run")
    assert out.splitlines()[:2] == ["northern  leave  unchanged", "balkan  make  new"]
    (tmp_path / "briefings/northern.html").write_text("edited", encoding="utf-8")
    _, out, _ = run("brief --programme p.toml --dry-run --only northern")
    assert out == "northern  make  stale: the page is not as it was made\n"
    assert engine.slugs == ["northern"]


def test_routes_and_fact_sheets_are_selections_of_the_same(run, engine, tmp_path):
    assert run("brief balkan --from 2010 --drug heroin --drug morphine --coverage")[0] == 0
    assert engine.slugs == ["balkan-2010-2023", "balkan-meetings", "balkan-liaison"]
    assert run("factsheets UZB MNE UZB --out briefings")[0] == 0
    assert engine.slugs[3:] == ["UZB", "MNE"]
    # One folder, one index.
    index = (tmp_path / "briefings/index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]+)\.html"', index)[1:] == [
        "balkan-2010-2023", "balkan-meetings", "balkan-liaison", "MNE", "UZB",
    ]  # fmt: skip


def test_all_21_sheets_by_default(run, engine, rows):
    assert run("factsheets")[0] == 0
    assert engine.slugs == [row["iso3"] for row in rows("fact_sheet_countries")]


def test_the_list_says_slug_notebook_state_and_parameters(run, engine):
    engine.failing = ("southern",)
    run("brief --programme p.toml --only *thern --keep-going")
    code, out, _ = run("list --programme p.toml")
    assert code == 0
    assert out.splitlines() == [
        "northern  briefing.ipynb  published  route=northern",
        "balkan  briefing.ipynb  new",
        "southern  briefing.ipynb  stale  route=southern",
        "UZB-2015-2023  10_country_profile.ipynb  new  first_year=2015",
    ]


def test_verify_says_what_does_not_match(run, tmp_path):
    run("brief --programme p.toml")
    assert run("verify briefings") == (0, "4 pages: everything matches\n", "")
    (tmp_path / "briefings/balkan.html").unlink()
    code, out, _ = run("verify briefings")
    assert code == 1
    assert out == "balkan.html: the page is gone\n4 pages: 1 not as they should be\n"


def test_a_site_by_its_url(run, tmp_path):
    assert run(f"brief northern --out file://{tmp_path}/site")[0] == 0
    code, out, _ = run(f"brief northern --out file://{tmp_path}/site")
    assert (code, out.split(" in ")[0]) == (0, "1 run: 1 unchanged")
    assert run(f"verify file://{tmp_path}/site")[0] == 0


@pytest.mark.parametrize("number", [28, 30])
def test_a_full_disk_and_a_read_only_folder_are_one_line_and_code_1(
    run, tmp_path, monkeypatch, number
):
    run("brief northern")
    before = (tmp_path / "briefings/northern.html").read_bytes()

    def refuse(*given: object, **more: object) -> None:
        raise OSError(number, {28: "No space left on device", 30: "Read-only file system"}[number])

    monkeypatch.setattr("os.fsync", refuse)
    code, _, err = run("brief northern balkan --force")
    assert code == 1
    assert re.fullmatch(r"routes: briefings/\S+: cannot be written: [NR][a-z -]+\n", err)
    assert (tmp_path / "briefings/northern.html").read_bytes() == before


def test_the_bar_is_for_a_terminal_or_for_who_asks(run, engine):
    _, out, err = run("brief northern --progress")
    assert "page" in err
    assert "northern  made" in out
    _, _, err = run("brief balkan")
    assert err == ""


def test_sixty_runs_are_verified_and_skipped_without_pandas(tmp_path, engine):
    assert main(["brief", "--all", "--out", str(tmp_path / "site")]) == 0
    code = (
        "import sys; from routes.cli import main; code = main(); "
        "print(sorted({'pandas', 'numpy', 'matplotlib', 'folium', 'babel'} & set(sys.modules))); "
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "brief", "--all", "--out", str(tmp_path / "site")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    first, second = done.stdout.splitlines()
    number = len(engine.jobs)
    assert number >= 60
    assert first.startswith(f"{number} runs: {number} unchanged in ")
    assert second == "[]"
