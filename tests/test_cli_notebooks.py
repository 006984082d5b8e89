"""`routes notebooks`: copies, never over somebody's work; job definitions a scheduler takes."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import nbformat
import pytest

from routes.cli import main

NOTEBOOKS = {
    path.name: path.read_bytes()
    for path in (Path(__file__).parents[1] / "notebooks").glob("*.ipynb")
}
# The fields of jupyter_scheduler.models.CreateJobDefinition (2.12) and what each holds; a field
# that is not there would be dropped in silence.
FIELDS = {
    "name": str,
    "input_uri": str,
    "runtime_environment_name": str,
    "output_formats": list,
    "parameters": dict,
    "tags": list,
    "schedule": str,
    "timezone": str,
}


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["notebooks", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_they_are_copied_and_what_next_is_said(call, tmp_path):
    code, out, err = call("deep/mine")
    assert (code, err) == (0, "")
    assert held(tmp_path / "deep/mine") == NOTEBOOKS
    assert f"{len(NOTEBOOKS)} notebooks in deep/mine" in out
    assert "next: jupyter lab deep/mine" in out


def test_a_second_time_changes_nothing(call, tmp_path):
    call("mine")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "mine").iterdir()}
    code, out, _ = call("mine")
    assert code == 0
    assert "no files written" in out
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "mine").iterdir()}


def test_changed_work_is_not_overwritten_and_nothing_else_is_copied(call, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "briefing.ipynb").write_text("my work", encoding="utf-8")
    (mine / "notes.md").write_text("my notes", encoding="utf-8")
    code, out, err = call("mine")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "briefing.ipynb differs from ours" in err
    assert "--force" in err
    assert held(mine) == {"briefing.ipynb": b"my work", "notes.md": b"my notes"}
    code, _, _ = call("mine", "--force")
    assert code == 0
    assert held(mine) == NOTEBOOKS | {"notes.md": b"my notes"}


@pytest.mark.parametrize("folder", ["notes.md", "notes.md/mine"])
def test_a_file_in_the_way_is_one_line(call, tmp_path, folder):
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    code, out, err = call(folder)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "notes.md" in err
    assert (tmp_path / "notes.md").read_text(encoding="utf-8") == "mine"


@pytest.fixture
def jobs(call, tmp_path):
    options = ("--jobs", "--schedule", "30 6 * * MON", "--timezone", "Europe/Vienna")
    code, _, err = call("mine", *options)
    assert (code, err) == (0, "")
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (tmp_path / "mine/jobs").glob("*.json")
    }


def test_a_job_has_the_fields_the_scheduler_knows(jobs):
    for job in jobs.values():
        assert {name: type(value) for name, value in job.items()} == FIELDS
        assert all(isinstance(value, str) for value in job["parameters"].values())
        assert job["schedule"] == "30 6 * * MON"
        assert job["timezone"] == "Europe/Vienna"
        assert set(job["output_formats"]) <= {"ipynb", "html"}


def test_a_notebook_about_a_route_has_a_job_for_each(jobs):
    routes = {
        name: ast.literal_eval(job["parameters"]["route"])
        for name, job in jobs.items()
        if job["input_uri"] == "briefing.ipynb"
    }
    assert routes == {
        "briefing-northern": "northern",
        "briefing-balkan": "balkan",
        "briefing-southern": "southern",
    }


def test_parameters_are_python_and_those_of_the_notebook(jobs):
    # The scheduler writes `name = value` into a cell after the one with the tag.
    for name, job in jobs.items():
        notebook = nbformat.reads(NOTEBOOKS[job["input_uri"]].decode(), as_version=4)
        (cell,) = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
        stated = {
            node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body
        }
        given = {key: ast.literal_eval(value) for key, value in job["parameters"].items()}
        assert set(given) <= set(stated), name
        # What is not given is nothing in the notebook too: it means "today", "all" or "latest".
        assert {stated[key] for key in set(stated) - set(given)} <= {None}, name
        differ = {key for key in given if given[key] != stated[key]}
        assert differ <= {"route"}, name


@pytest.mark.parametrize("schedule", ["daily", "0 3 1 *", "0 3 1 * * *", "0 3 1 * *; rm", ""])
def test_a_schedule_that_is_none_is_one_line_and_nothing_is_copied(call, tmp_path, schedule):
    code, out, err = call("mine", "--jobs", "--schedule", schedule)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "five fields such as '0 3 1 * *'" in err
    assert not (tmp_path / "mine").exists()
