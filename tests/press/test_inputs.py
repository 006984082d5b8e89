"""The hashes of what a page is made from change if, and only if, an input changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from fakes import briefings

from routes.reference import fingerprints

# Prints the hash of each input of a briefing, in a process of its own: nothing is remembered.
SAY = """
import json, sys
from routes.press.inputs import inputs_of
from routes.press.programme import runs_of
from routes.briefing.parameters import BriefingParameters
(run,) = runs_of(BriefingParameters, [json.loads(sys.argv[1])])
print(json.dumps(inputs_of(run.notebook, run.values())))
"""


@pytest.fixture
def checkout(tmp_path, root):
    for name in ("src", "data", "notebooks"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "briefings.toml", tmp_path)
    return tmp_path


def inputs(checkout, **parameters: object):
    done = subprocess.run(
        [sys.executable, "-c", SAY, json.dumps(parameters)],
        env={"PYTHONPATH": str(checkout / "src"), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def append(path, text) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def sign_again(checkout, _: None) -> None:
    subprocess.run(
        [sys.executable, "-c", "from routes.reference import *; sign(data_dir())"],
        env={"PYTHONPATH": str(checkout / "src"), "PATH": ""},
        check=True,
    )


def edit_notebook(path, change) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def run_it(notebook) -> None:
    for cell in notebook["cells"]:
        cell["id"] += "x"
        if cell["cell_type"] == "code":
            cell["execution_count"] = 3
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]


def change_it(notebook) -> None:
    notebook["cells"][-1]["source"] = "briefing.sources()"


CHANGES = {
    "tables": lambda at: sign_again(at, append(at / "data/pillars.csv", "\n")),
    "code": lambda at: append(at / "src/routes/analysis/shares.py", "# more\n"),
    "wording": lambda at: append(at / "src/routes/views/catalogues/en.po", "# more\n"),
    "style": lambda at: append(at / "src/routes/briefing/templates/briefing/page.css", "\n"),
    "notebook": lambda at: edit_notebook(at / "notebooks/briefing.ipynb", change_it),
}
HARMLESS = {
    "a page that was run": lambda at: edit_notebook(at / "notebooks/briefing.ipynb", run_it),
    "the command line": lambda at: append(at / "src/routes/cli/main.py", "# more\n"),
    "another notebook": lambda at: edit_notebook(at / "notebooks/13_partnership.ipynb", change_it),
    "the read me of the tables": lambda at: append(at / "data/README.md", "more\n"),
}


def test_each_input_that_changes_changes_its_hash_and_no_other(checkout):
    before = inputs(checkout)
    assert inputs(checkout) == before
    for change in HARMLESS.values():
        change(checkout)
    assert inputs(checkout) == before
    for name, change in CHANGES.items():
        change(checkout)
        now = inputs(checkout)
        assert {key for key in now if now[key] != before[key]} == {name}
        before = now


def test_parameters_and_the_file_of_seizures_are_inputs_and_the_day_is_none(checkout, tmp_path):
    plain = inputs(checkout)
    assert inputs(checkout, as_of="2026-01-02") == plain
    other = inputs(checkout, route="southern")
    assert {key for key in other if other[key] != plain[key]} == {"parameters"}
    here, there = tmp_path / "seized.csv", tmp_path / "moved" / "seized.csv"
    there.parent.mkdir()
    here.write_text("a,b\n1,2\n", encoding="utf-8")
    shutil.copy(here, there)
    first = inputs(checkout, seizures=str(here))
    # Where it lies is nothing to the page, what it holds is.
    assert inputs(checkout, seizures=str(there)) == first
    append(there, "3,4\n")
    second = inputs(checkout, seizures=str(there))
    assert {key for key in second if second[key] != first[key]} == {"seizures"}


def test_two_checkouts_have_the_same_hashes(checkout, root):
    assert inputs(checkout) == inputs(root)


def test_the_hash_of_json_does_not_depend_on_the_order_of_keys():
    one = fingerprints.json_hash({"a": 1, "b": [1, 2]})
    assert one == fingerprints.json_hash({"b": [1, 2], "a": 1})
    assert one != fingerprints.json_hash({"b": [2, 1], "a": 1})


def test_nothing_heavy_is_imported_to_find_that_nothing_is_to_be_done(root):
    code = SAY + (
        "heavy = {'pandas', 'numpy', 'geopandas', 'matplotlib', 'folium', 'papermill', 'babel'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "{}"], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[1] == "[]"


def test_a_run_has_every_parameter_as_json():
    (run,) = briefings("balkan")
    job = run.job("2026-01-02")
    assert json.loads(json.dumps(dict(job.parameters))) == dict(job.parameters)
    assert job.parameters["as_of"] == "2026-01-02"
    assert job.sections[0] == "headline"
    assert job.sections[-1] == "footer"
