"""The notebooks are thin and clean; a misspelt parameter stops them before anything is drawn."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
BRIEFING = Path(__file__).parents[2] / "notebooks" / "briefing.ipynb"

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def read(path):
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert BRIEFING in NOTEBOOKS


@each
def test_it_is_a_valid_notebook_for_the_python3_kernel(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


@each
def test_it_is_stored_without_outputs(path):
    for cell in code(path):
        assert cell.outputs == []
        assert cell.execution_count is None


@each
def test_it_defines_nothing(path):
    for cell in code(path):
        kinds = {type(node).__name__ for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {"FunctionDef", "AsyncFunctionDef", "ClassDef", "Lambda"}, cell.source


@each
def test_one_cell_and_one_only_is_tagged_parameters(path):
    tagged = [c for c in read(path).cells if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert tagged[0].cell_type == "code"


@each
def test_no_cell_lies_empty(path):
    assert all(cell.source.strip() for cell in read(path).cells)


def papermill(folder, *parameters: str, notebook: str = BRIEFING.name):
    source = str(BRIEFING.with_name(notebook))
    return subprocess.run(
        [sys.executable, "-m", "papermill", source, "out.ipynb", *parameters],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def nbconvert(folder, *options: str):
    return subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", "--to", "briefing", "out.ipynb", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def misspelt_name(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rout")
    return folder, papermill(folder, "-p", "rout", "northern")


@pytest.mark.slow
def test_a_misspelt_parameter_stops_papermill_with_the_nearest_name(misspelt_name):
    folder, done = misspelt_name
    assert done.returncode != 0
    assert "unknown parameter 'rout'; did you mean 'route'?" in done.stdout + done.stderr
    assert not list(folder.glob("*.html"))


@pytest.mark.slow
def test_a_misspelt_value_stops_papermill_with_the_nearest_value(tmp_path):
    done = papermill(tmp_path, "-p", "route", "nothern")
    assert done.returncode != 0
    assert "unknown route 'nothern'; did you mean 'northern'?" in done.stdout + done.stderr
    assert not list(tmp_path.glob("*.html"))


@pytest.mark.slow
def test_nothing_is_drawn_after_the_stop(misspelt_name):
    folder, _ = misspelt_name
    cells = [c for c in read(folder / "out.ipynb").cells if c.cell_type == "code"]
    drawn = [c.source for c in cells if any("text/html" in o.get("data", {}) for o in c.outputs)]
    assert not [source for source in drawn if source.startswith("briefing.")]


@pytest.mark.slow
def test_nbconvert_makes_no_page_of_a_run_that_failed(misspelt_name):
    folder, _ = misspelt_name
    assert (folder / "out.ipynb").is_file()
    done = nbconvert(folder)
    assert done.returncode != 0
    assert "unknown parameter 'rout'" in done.stderr
    assert not list(folder.glob("*.html"))


@pytest.mark.slow
@pytest.mark.parametrize("route", ["northern", "southern"])
def test_the_notebook_on_attribution_runs_and_draws(tmp_path, route):
    done = papermill(tmp_path, "-p", "route", route, notebook="06_attribution.ipynb")
    assert done.returncode == 0, done.stderr
    outputs = [o for c in code(tmp_path / "out.ipynb") for o in c.outputs]
    pictures = [
        o.data["text/html"] for o in outputs if "<svg" in o.get("data", {}).get("text/html", "")
    ]
    alts = [re.search(r'aria-label="([^"]+)"', picture)[1] for picture in pictures]
    assert alts == [
        "Share of each route by every method",
        "Kilograms by kilometres from Afghanistan, by branch",
        "Share of each route by every rule",
    ]
    # Seizures have bars, not only axes: the strip has one row a branch with its sum.
    assert all("<path" in picture for picture in pictures)
    assert f"{route}" in str(outputs).lower()


@pytest.mark.slow
def test_the_notebook_on_the_partnership_runs_and_draws(tmp_path):
    done = papermill(tmp_path, "-p", "pillar", "III", notebook="09_partnership.ipynb")
    assert done.returncode == 0, done.stderr
    said = str([o for c in code(tmp_path / "out.ipynb") for o in c.outputs])
    assert 'aria-label="Synergies of pillars, posts, programmes and routes"' in said
    # The one working group on precursors of 2022, and who endorsed its recommendations.
    assert "EWG2022-III" in said
    assert "PCGM16" in said
    assert "EWG2022-IV" not in said
    assert "depends entirely on continued donor support" in said


@pytest.mark.slow
def test_an_unknown_pillar_stops_the_notebook_on_the_partnership(tmp_path):
    done = papermill(tmp_path, "-p", "pillar", "V", notebook="09_partnership.ipynb")
    assert done.returncode != 0
    assert (
        "unknown pillar 'V'; did you mean 'IV'? Valid: I, II, III, IV" in done.stdout + done.stderr
    )


@pytest.mark.slow
def test_papermill_and_nbconvert_make_the_page_from_any_folder(tmp_path):
    done = papermill(tmp_path, "-p", "route", "northern", "-p", "as_of", "2026-01-02")
    assert done.returncode == 0, done.stderr
    done = nbconvert(tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<h1>Northern route, 2005–2023</h1>" in page
    assert "rt.Briefing.from_namespace" not in page


@pytest.mark.slow
@pytest.mark.parametrize("route", ["northern", "balkan", "southern"])
@pytest.mark.parametrize(
    ("notebook", "title"),
    [("07_meeting_coverage", "meetings, 2022"), ("08_liaison_network", "liaison officers, 2022")],
)
def test_the_notebooks_on_coverage_make_pages(tmp_path, notebook, title, route):
    options = ("-p", "route", route, "-p", "as_of", "2026-01-02")
    done = papermill(tmp_path, *options, notebook=f"{notebook}.ipynb")
    assert done.returncode == 0, done.stderr
    done = nbconvert(tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    name = {"northern": "Northern", "balkan": "Balkan", "southern": "Southern"}[route]
    assert f"<h1>{name} route: {title}</h1>" in page
    assert "from_namespace" not in page
    parts = re.findall(r'<section id="([a-z]+)">', page)
    assert parts == re.findall(r'<a href="#([a-z]+)">', page)
    # What a kernel warns of would be an output of the notebook.
    streams = [o for c in code(tmp_path / "out.ipynb") for o in c.outputs if "text" in o]
    assert streams == []


@pytest.mark.slow
def test_a_misspelt_parameter_stops_a_page_on_coverage(tmp_path):
    done = papermill(tmp_path, "-p", "radius", "300", notebook="08_liaison_network.ipynb")
    assert done.returncode != 0
    assert "unknown parameter 'radius'; did you mean 'radius_km'?" in done.stdout + done.stderr
