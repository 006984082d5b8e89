"""The notebooks are thin and clean; a misspelt parameter stops them before anything is drawn."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill as pm
import pytest
from nbconvert.exporters import get_exporter

import routes as rt
from routes import workbench
from routes.press import shared

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
BRIEFING = FOLDER / "briefing.ipynb"
CHECKED = sorted(workbench.NOTEBOOKS)
# Run with other parameters, or as pages, further down.
RUN_BELOW = ("06", "13")
MOST_SECONDS = 20
# What a reader must find in each that is run as it is.
SAID = {
    "01_start_here": ("Seizures by route", "World Drug Report 2025", "Tashkent"),
    "02_three_routes": ("Northern route.", "Balkan route.", "Southern route.", "62,895 km"),
    "03_seizures_along_a_route": (
        "Country by country",
        "Balkan route",
        "kilometres from Afghanistan",
    ),
    "04_your_own_file": ("32 rows read = 28 accepted + 4 set aside", "Ruritania", "made_up"),
    "05_reporting_and_quality": ("not reported", "no rows sent", "Drugs Monitoring Platform"),
    "09_comparing_routes": ("Share of each route, per cent", "shared=apart", "hosted_to_date"),
    "11_reconciliation": ("PF001", "PF010", "Published for ten months"),
    "12_precursors": ("not known", "EWG2022-III", "acetic anhydride", "19 by name at 2 meetings"),
}

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


def assigned(source):
    """Return name, value and the comment above, of each line of a parameters cell."""
    lines = source.splitlines()
    found = []
    for node in ast.parse(source).body:
        assert isinstance(node, ast.Assign)
        assert len(node.targets) == 1
        above = lines[node.lineno - 2] if node.lineno > 1 else ""
        note = above[2:] if above.startswith("# ") else ""
        found.append((node.targets[0].id, ast.literal_eval(node.value), note))
    return found


@pytest.mark.parametrize("name", CHECKED)
def test_the_parameters_cell_is_the_model_line_by_line(name):
    path = FOLDER / f"{name}.ipynb"
    (tagged,) = [c for c in read(path).cells if "parameters" in c.metadata.get("tags", [])]
    fields = workbench.NOTEBOOKS[name].model_fields
    declared = [
        (key, list(field.default) if isinstance(field.default, tuple) else field.default)
        for key, field in fields.items()
    ]
    assert [(key, value) for key, value, _ in assigned(tagged.source)] == declared
    for (key, _, note), field in zip(assigned(tagged.source), fields.values(), strict=True):
        assert note == field.description, key


@pytest.mark.parametrize("name", CHECKED)
def test_the_parameters_are_checked_in_the_cell_after_them(name):
    cells = code(FOLDER / f"{name}.ipynb")
    assert "parameters" in cells[0].metadata.tags
    assert cells[1].source.splitlines() == [
        "import routes as rt",
        "",
        f'p = rt.notebook_parameters("{name}", globals())',
        "p",
    ]


def test_every_notebook_has_its_parameters_checked():
    pages = {path.stem for path in NOTEBOOKS if "from_namespace(globals())" in str(code(path))}
    assert pages | {*CHECKED} == {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("01_start_here", {"rout": "northern"}, "unknown parameter 'rout'; did you mean 'route'?"),
        ("01_start_here", {"year": 1999}, "the nearest is 2005"),
        ("02_three_routes", {"shared": "halve"}, "did you mean 'half'?"),
        ("03_seizures_along_a_route", {"first_year": 2020, "last_year": 2010}, "is after the last"),
        ("03_seizures_along_a_route", {"drugs": ["heroine"]}, "did you mean 'heroin'?"),
        ("03_seizures_along_a_route", {"drugs": ["heroin", "opium"]}, "only with a factor"),
        ("04_your_own_file", {"seizures": "nowhere.csv"}, "no file nowhere.csv"),
        ("04_your_own_file", {"corridor_km": 0}, "corridor"),
        ("06_attribution", {"step_km": "wide"}, "step_km"),
        ("09_comparing_routes", {"denominator": "wrld"}, "did you mean 'world'?"),
        ("11_reconciliation", {"show": "inside"}, "Valid: all, outside, within"),
        ("12_precursors", {"year": 1950}, "1950"),
        ("13_partnership", {"pillar": "V"}, "Valid: I, II, III, IV"),
        ("13_partnership", {"year": 1999}, "no meeting is known in 1999"),
    ],
)
def test_a_fault_in_the_parameters_is_one_line_with_what_is_valid(name, given, said):
    with pytest.raises(rt.errors.ParameterError, match=re.escape(said)) as caught:
        rt.notebook_parameters(name, given)
    assert "\n" not in str(caught.value)


def test_results_of_cells_further_down_are_no_parameters_when_a_notebook_is_run_again():
    frame = rt.shares(years=2017)
    namespace = {"route": "northern", "rt": rt, "frame": frame, "events": frame["kg"], "_": 1}
    assert rt.notebook_parameters("01_start_here", namespace).route == "northern"


@pytest.mark.parametrize(
    ("show", "figures"), [("all", {True, False}), ("within", {True}), ("outside", {False})]
)
def test_reconciliation_shows_what_was_asked_for(show, figures):
    p = rt.notebook_parameters("11_reconciliation", {"show": show})  # noqa: F841 - the query reads it
    shown = rt.reconcile().query("within in @p.kept")
    assert set(shown["within"]) == figures


def test_a_notebook_without_parameters_here_is_answered_with_the_nearest():
    with pytest.raises(rt.errors.UnknownNameError, match="did you mean '01_start_here'"):
        rt.notebook_parameters("start_here", {})


@each
def test_it_opens_with_what_it_answers_and_ends_with_where_to_go_next(path):
    first, last = read(path).cells[0], read(path).cells[-1]
    assert first.cell_type == "markdown"
    assert re.match(r"# .+\n\n.+", first.source)
    if path != BRIEFING:
        assert last.cell_type == "markdown"
        assert last.source.startswith(("## Where to go next\n\n", "## Which notebook answers "))
        assert re.search(r"\]\(\w+\.ipynb\)", last.source)


@each
def test_what_it_leads_to_is_there(path):
    words = "\n".join(c.source for c in read(path).cells if c.cell_type == "markdown")
    linked = re.findall(r"\]\(([^)]+)\)", words)
    assert not [link for link in linked if not (path.parent / link).is_file()]
    # Pages are named and not linked: a copy of the notebooks lies anywhere; the site links them.
    named = re.findall(r"\b(?:docs|data)/[\w/.-]+\.md\b", words)
    assert not [page for page in named if not (FOLDER.parent / page).is_file()]


def test_the_first_leads_to_every_other():
    last = read(FOLDER / "01_start_here.ipynb").cells[-1].source
    others = {path.name for path in NOTEBOOKS} - {"01_start_here.ipynb"}
    assert {*re.findall(r"\]\((\w+\.ipynb)\)", last)} == others


def test_the_first_draws_a_map_in_its_third_cell():
    assert code(FOLDER / "01_start_here.ipynb")[2].source == "rt.route(p.route)"


@pytest.fixture(scope="module", autouse=True)
def press():
    """End the press that the first warm run starts."""
    yield
    while shared._STARTED:
        one = shared._STARTED.pop()
        one.terminate()
        one.wait()


def warm(folder, name: str, **parameters: object):
    """Run a notebook by papermill in the warm press; return what its code cells gave.

    JupyterLab runs each in a kernel (tests/browser/test_notebooks_in_jupyterlab.py).
    """
    out = folder / "out.ipynb"
    source = str(BRIEFING.with_name(f"{name}.ipynb"))
    given = {"engine_name": "routes-warm", "cwd": str(folder), "progress_bar": False}
    pm.execute_notebook(source, str(out), parameters, **given)
    return [output for cell in code(out) for output in cell.outputs]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CHECKED if name[:2] not in RUN_BELOW])
def test_papermill_runs_it(tmp_path, name):
    outputs = warm(tmp_path, name)
    assert read(tmp_path / "out.ipynb").metadata.papermill.duration < MOST_SECONDS
    for words in SAID[name]:
        assert words in str(outputs), words
    assert [o.text for o in outputs if o.output_type == "stream"] == []
    # Every cell but the parameters shows something.
    assert all(c.outputs for c in code(tmp_path / "out.ipynb")[1:])


def papermill(folder, *parameters: str):
    """Run the briefing in a kernel, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "papermill", str(BRIEFING), "out.ipynb", *parameters],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def nbconvert(folder, *options: str):
    return subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", "--to", "briefing", "out.ipynb", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
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
    with pytest.raises(Exception, match="unknown route 'nothern'; did you mean 'northern'\\?"):
        warm(tmp_path, "briefing", route="nothern")
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
    outputs = warm(tmp_path, "06_attribution", route=route)
    pictures = [
        o.data["text/html"] for o in outputs if "<svg" in o.get("data", {}).get("text/html", "")
    ]
    alts = [re.search(r'aria-label="([^"]+)"', picture)[1] for picture in pictures]
    assert alts == [
        "Share of each route by every method, per cent",
        "Kilograms by kilometres from Afghanistan, by branch",
        "Share of each route by every rule, per cent",
    ]
    # Seizures have bars, not only axes: the strip has one row a branch with its sum.
    assert all("<path" in picture for picture in pictures)
    assert f"{route}" in str(outputs).lower()


@pytest.mark.slow
def test_the_notebook_on_the_partnership_runs_and_draws(tmp_path):
    said = str(warm(tmp_path, "13_partnership", pillar="III"))
    assert 'aria-label="Synergies of pillars, posts, programmes and routes"' in said
    # The one working group on precursors of 2022, and who endorsed its recommendations.
    assert "EWG2022-III" in said
    assert "PCGM16" in said
    assert "EWG2022-IV" not in said
    assert "depends entirely on continued donor support" in said


@pytest.mark.slow
def test_an_unknown_pillar_stops_the_notebook_on_the_partnership(tmp_path):
    said = "unknown pillar 'V'; did you mean 'IV'\\? Valid: I, II, III, IV"
    with pytest.raises(Exception, match=said):
        warm(tmp_path, "13_partnership", pillar="V")


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
    outputs = warm(tmp_path, notebook, route=route, as_of="2026-01-02")
    page, _ = get_exporter("briefing")().from_filename(str(tmp_path / "out.ipynb"))
    name = {"northern": "Northern", "balkan": "Balkan", "southern": "Southern"}[route]
    assert f"<h1>{name} route: {title}</h1>" in page
    assert "from_namespace" not in page
    parts = re.findall(r'<section id="([a-z]+)">', page)
    assert parts == re.findall(r'<a href="#([a-z]+)">', page)
    # What a kernel warns of would be an output of the notebook.
    assert [output for output in outputs if "text" in output] == []


@pytest.mark.slow
def test_a_misspelt_parameter_stops_a_page_on_coverage(tmp_path):
    said = "unknown parameter 'radius'; did you mean 'radius_km'\\?"
    with pytest.raises(Exception, match=said):
        warm(tmp_path, "08_liaison_network", radius=300)
