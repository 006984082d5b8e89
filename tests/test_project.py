"""The house itself: what imports what, what is declared where, what the wheel carries."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import grimp
import pytest
import yaml

import routes

ROOT = Path(__file__).parent.parent
# From the ground up; members of one level do not import each other.
LEVELS = [
    {"errors", "names", "release"},
    {"reference"},
    {"network", "seizures", "partnership"},
    {"analysis"},
    {"catalogue"},
    {"views"},
    {"briefing"},
    {"press", "workbench"},
    {"cli"},
]
REGISTRY = re.compile(
    r"https?:|file:|--index|--extra-index|--find-links|\b[\w-]+\.(?:org|io|com)\b"
)


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_imports_run_only_from_right_to_left():
    graph = grimp.build_graph("routes", cache_dir=None)
    level = {name: number for number, names in enumerate(LEVELS) for name in names}
    wrong = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            above, below = importer.split(".")[1:2], imported.split(".")[1:2]
            if not above or above == below:
                continue  # the public face, or within one folder
            if not below:
                wrong.append(f"{importer} imports the public face")
            elif level[below[0]] >= level[above[0]]:
                wrong.append(f"{importer} imports {imported}")
    assert not wrong


def test_every_folder_has_its_place_in_the_order():
    folders = {p.stem for p in (ROOT / "src/routes").iterdir() if p.suffix in {"", ".py"}}
    assert folders - {"__init__", "__pycache__", "py"} == set().union(*LEVELS) | (
        {"py.typed"} & folders
    )


def test_environment_and_project_name_the_same_dependencies(project):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = {entry for entry in environment["dependencies"] if isinstance(entry, str)}
    declared = set(project["project"]["dependencies"])
    python = f"python{project['project']['requires-python']}"
    assert conda == declared | {python, "pip"}


def test_the_lock_holds_exact_versions_and_names_no_registry(project):
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert pins
    assert not [line for line in pins if not re.match(r"[A-Za-z0-9._-]+==[\w.!+]+( ;|$)", line)]
    assert not [line for line in lines if REGISTRY.search(line)]
    pinned = {line.split("==")[0].lower() for line in pins}
    wanted = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    assert {re.split(r"[><=\[]", name)[0].lower() for name in wanted} <= pinned


def test_the_readme_is_short_and_its_links_lead_somewhere():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 80
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]


def test_versions_agree(project):
    version = project["project"]["version"]
    assert routes.__version__ == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_modules_stay_small_enough_to_read():
    long = {
        str(path.relative_to(ROOT)): length
        for path in (ROOT / "src").rglob("*.py")
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


@pytest.mark.slow
def test_the_wheel_carries_tables_notebooks_and_assets(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tables = {f"routes/data/{path.name}" for path in (ROOT / "data").glob("*.*")}
    assert tables <= names
    assert "routes/notebooks/briefing.ipynb" in names
    assert "routes/briefings.toml" in names
    assert "routes/views/catalogues/en.po" in names
    assert "routes/views/leaflet/leaflet.js" in names
    assert "routes/briefing/templates/briefing/index.html.j2" in names
    assert "routes/briefing/templates/search/search.js" in names
    assert "routes/views/catalogues/zh.po" in names
    # It runs from the wheel alone, away from the checkout.
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = "import routes, json; print(routes.__file__, len(routes.table('partners')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(site), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [str(site / "routes/__init__.py"), "81"]
