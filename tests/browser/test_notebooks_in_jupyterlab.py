"""Every notebook of the collection in JupyterLab itself: Run All, and look at what is shown."""

from __future__ import annotations

import re
import sys
import time
from collections import deque
from pathlib import Path

import nbformat
import pytest
from lab import copied, jupyterlab, opened

pytestmark = [pytest.mark.slow, pytest.mark.browser]

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
AT_ONCE = 2
# Maps drawn in the cells of a notebook, at least.
MAPS = {
    "01_start_here": 1,
    "02_three_routes": 3,
    "03_seizures_along_a_route": 1,
    "04_your_own_file": 1,
    "07_meeting_coverage": 1,
    "08_liaison_network": 1,
    "12_precursors": 1,
    "briefing": 1,
}
# Charts, at least.
CHARTS = {
    "01_start_here": 1,
    "03_seizures_along_a_route": 3,
    "06_attribution": 3,
    "09_comparing_routes": 2,
    "13_partnership": 1,
    "briefing": 2,
}
# A name from the face, one from deep inside pandas, one from inside pydantic, and one of tables.
MISTAKES = {
    'rt.route("balkans")': "UnknownNameError: unknown route 'balkans'; did you mean 'balkan'?",
    'pd.Series(["TUR", "XYZ"]).map(rt.country_name)': (
        "UnknownNameError: unknown country code 'XYZ'."
    ),
    'rt.Briefing.of(route="nothern", drugs=["heroine"])': (
        "ParameterError: unknown route 'nothern'; did you mean 'northern'?"
    ),
    "rt.shares(years=1999)": "YearError: year 1999 is not in the annual totals",
    'rt.read_seizures("nowhere.csv")': "nowhere.csv: no such file",
}


def mistakes(folder: Path) -> str:
    """Write a notebook of cells that fail and are let to."""
    first = "import pandas as pd\n\nimport routes as rt"
    cells = [nbformat.v4.new_code_cell(first)]
    for source in MISTAKES:
        cell = nbformat.v4.new_code_cell(source)
        cell.metadata["tags"] = ["raises-exception"]
        cells.append(cell)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, folder / "mistakes.ipynb")
    return "notebooks/mistakes.ipynb"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    root, home = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("home")
    paths = copied(NOTEBOOKS, root)
    paths.append(mistakes(root / "notebooks"))
    with jupyterlab(root, home) as server:
        yield server, paths


def finished(notebook) -> list[str]:
    """Return what is wrong with a notebook that was run, in words."""
    prompts, name = notebook.wait(), Path(notebook.name).stem
    wrong = []
    if name == "mistakes":
        wrong += one_line_each(notebook.errors())
    else:
        wrong += [f"said {text}" for text in notebook.errors()]
        if not all(re.search(r"\d", prompt) for prompt in prompts):
            wrong.append(f"cells not run: {prompts}")
    maps, charts = notebook.maps(), notebook.charts()
    if len(maps) < MAPS.get(name, 0) or not all(maps):
        wrong.append(f"legs drawn on its maps: {maps}")
    if len(charts) < CHARTS.get(name, 0) or not all(charts):
        wrong.append(f"texts in its charts: {charts}")
    wrong += [f"asked for {url}" for url in notebook.strangers]
    sys.stdout.write(f"{name}: {notebook.seconds:.1f} s, maps {maps}, charts {charts}\n")
    return wrong


def one_line_each(errors: list[str]) -> list[str]:
    """Return which of the mistakes were not answered in one line that says what is meant."""
    wrong = [f"more than a line: {text}" for text in errors if "\n" in text]
    for (source, said), text in zip(MISTAKES.items(), errors, strict=False):
        if said not in text:
            wrong.append(f"{source} answered with {text}")
    if len(errors) != len(MISTAKES):
        wrong.append(f"answers: {len(errors)} of {len(MISTAKES)}")
    return wrong


def test_every_notebook_runs_draws_and_asks_nobody_for_anything(lab, browser):
    server, paths = lab
    begun, wrong, waiting = time.monotonic(), {}, deque(paths)
    running = deque()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            running.append(opened(server, browser, waiting.popleft()))
            running[-1].run_all()
        notebook = running.popleft()
        found = finished(notebook)
        if found:
            wrong[notebook.name] = found
        server.stop_kernels(notebook.name)
        notebook.page.context.close()
    sys.stdout.write(f"server {server.seconds:.1f} s, all {time.monotonic() - begun:.1f} s\n")
    assert wrong == {}
