"""A press that stays up, notebooks written for one test each, and sites to put pages on."""

from __future__ import annotations

import nbformat
import pytest

from routes.press import Job, Limits, Outcome, WarmEngine
from routes.press.site import Site
from routes.press.store import LocalStore


@pytest.fixture(scope="session")
def press():
    """Return an engine whose press stays up."""
    with WarmEngine(jobs=2) as engine:
        yield engine


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a notebook of some cells into the folder of the test."""

    def written(name: str, *cells: str, tagged: int = 1) -> Job:
        notebook = nbformat.v4.new_notebook()
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "language": "python",
            "display_name": "Python 3",
        }
        for i in range(tagged):
            cell = nbformat.v4.new_code_cell("number = 1", id=f"given-{i}")
            cell.metadata["tags"] = ["parameters"]
            notebook.cells.append(cell)
        notebook.cells += [
            nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)
        ]
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
        return Job(name, f"{name}.ipynb", {"number": 7}, ("headline",))

    return written


@pytest.fixture
def run(press, tmp_path):
    """Return a function that runs jobs of the test's folder, by slug."""

    def ran(*jobs: Job, engine: WarmEngine = press, **limits: float) -> dict[str, Outcome]:
        engine.notebooks = tmp_path
        engine.limits = Limits(**{"cell_seconds": 60, "run_seconds": 120, **limits})
        return {outcome.slug: outcome for outcome in engine.run(jobs)}

    return ran


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "site"


@pytest.fixture
def site(folder):
    return Site(LocalStore(folder))


@pytest.fixture(autouse=True)
def no_search(monkeypatch):
    """Spare each test the seconds that the page of the catalogue takes."""
    monkeypatch.setattr("routes.press.site._search_page", lambda names: f"search {names}\n")
