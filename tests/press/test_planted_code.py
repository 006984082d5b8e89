"""Files planted where a command is started are not run: the folder may be anybody's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
# Names that are imported sooner or later: of the standard library, of ours, of what we depend on.
PLANTED = (
    *("random.py", "json.py", "pathlib.py", "sitecustomize.py", "usercustomize.py"),
    *("numpy.py", "pandas/__init__.py", "routes/__init__.py", "routes/press/server.py"),
    *("ipykernel_launcher.py", "ipykernel/__init__.py", "matplotlib.py", "yaml.py", "dask.py"),
    *("nbformat.py", "papermill/__init__.py", "ipython_config.py", "jupyter_config.py"),
)
TEMPLATES = ("briefing/index.html.j2", "briefing/conf.json", "index.html.j2", "page.css")
DAY = ("--as-of", "2026-01-02")


@pytest.fixture
def planted(tmp_path):
    """Return a folder in which whatever is run or shown leaves a mark."""
    mark = tmp_path / "mark"
    folder = tmp_path / "work"
    for name in PLANTED:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"open({str(mark)!r}, 'a').write({name!r} + '\\n')\n", encoding="utf-8")
    for name in TEMPLATES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}" if name.endswith("json") else "PLANTED", encoding="utf-8")
    (folder / "matplotlibrc").write_text("backend: module://random\n", encoding="utf-8")
    return folder


def ran(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=folder, capture_output=True, text=True,
        check=False, env=os.environ | environment,
    )  # fmt: skip
    mark = folder.parent / "mark"
    assert not mark.exists(), f"{command}: ran {mark.read_text(encoding='utf-8').split()}"
    return done


COMMANDS = {
    "list": ("list", "--only", "balkan"),
    "tables": ("tables",),
    "search": ("search", "precursors"),
    "coverage": ("coverage", "balkan"),
    "reconcile": ("reconcile",),
    "notebooks": ("notebooks", "copied"),
    "verify": ("verify", "."),
    "help": ("--help",),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_runs_what_lies_where_it_is_started(planted, name):
    assert ran(planted, "routes", *COMMANDS[name]).returncode in {0, 1}


@pytest.mark.slow
def test_no_page_runs_what_lies_there_with_the_warm_engine(planted):
    made = ran(planted, "routes", "brief", "balkan", "--out", "site", *DAY)
    assert made.returncode == 0, made.stderr
    assert "PLANTED" not in (planted / "site" / "balkan.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_no_page_runs_what_lies_there_with_kernels(planted):
    made = ran(planted, "routes", "brief", "balkan", "--engine", "kernel", "--out", "site", *DAY)
    assert made.returncode == 0, made.stderr
    page = (planted / "site" / "balkan.html").read_text(encoding="utf-8")
    assert "PLANTED" not in page
    assert page.startswith("<!doctype html>")


@pytest.mark.slow
def test_papermill_with_the_warm_engine_runs_nothing_that_lies_there(planted, root):
    notebook = str(root / "notebooks" / "briefing.ipynb")
    done = ran(
        planted, "papermill", "--engine", "routes-warm", notebook, "out.ipynb", "-p", "route",
        "balkan", "--no-progress-bar",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "name", ["x = open('mark', 'w')  #", "x\nopen('mark', 'w')\ny", "class", "1", "a b", ""]
)
def test_a_parameter_whose_name_is_code_is_refused_before_it_runs(tmp_path, monkeypatch, name):
    import papermill as pm  # noqa: PLC0415
    from papermill.exceptions import PapermillException  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    notebook = Path(__file__).with_name("notebooks") / "outputs.ipynb"
    with pytest.raises(PapermillException, match="no name of Python's"):
        pm.execute_notebook(
            notebook, tmp_path / "out.ipynb", parameters={name: 1}, engine_name="routes-warm",
            progress_bar=False, kernel_name="python3",
        )  # fmt: skip
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize("module", ["routes.cli", "routes.press.server"])
def test_a_module_of_ours_is_run_in_a_safe_way(planted, module):
    more = ("--help",) if module == "routes.cli" else ()
    ran(planted, "python", "-P", "-m", module, *more)


def test_relative_folders_of_the_python_path_reach_no_press(monkeypatch):
    from routes.press.environment import environment  # noqa: PLC0415

    monkeypatch.setenv("PYTHONPATH", ":.:here:/srv/tools:")
    assert environment()["PYTHONPATH"] == "/srv/tools"
    monkeypatch.setenv("PYTHONPATH", ":")
    assert "PYTHONPATH" not in environment()
