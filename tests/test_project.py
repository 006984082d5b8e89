"""The house itself: what imports what, what is declared where, what the wheel carries."""

from __future__ import annotations

import ast
import importlib
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
    {"display", "errors", "marks", "names", "release"},
    {"escaping"},
    {"reference"},
    {"network", "seizures", "partnership"},
    {"analysis"},
    {"catalogue"},
    {"views"},
    {"briefing"},
    {"press", "workbench"},
    {"cli"},
    {"command"},
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


def test_the_lowest_lock_holds_the_floor_of_every_dependency(project):
    lines = (ROOT / "requirements-lowest.lock").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if REGISTRY.search(line)]
    pinned = dict(
        line.split(" ")[0].split("==") for line in lines if not line.startswith(("#", " "))
    )
    for wanted in project["project"]["dependencies"]:
        name, floor = wanted.split(">=")
        # 2.2 and 2.2.0 are one version.
        have = pinned[name.lower()].split(".")
        assert have[: floor.count(".") + 1] == floor.split("."), wanted
        assert not set(have[floor.count(".") + 1 :]) - {"0"}, wanted


def test_the_readme_is_short_and_its_links_lead_somewhere():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 80
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]


def face():
    """Return the names and the folders of the public face, as a reader of the stub sees them."""
    tree = ast.parse((ROOT / "src/routes/__init__.pyi").read_text(encoding="utf-8"))
    held = {True: [], False: []}
    for node in tree.body:
        held[node.module is not None] += [alias.name for alias in node.names]
    return held[True], held[False]


def test_the_public_face_is_what_the_first_hour_asks_for():
    names, folders = face()
    assert len(names) <= 30
    assert sorted(routes.__all__) == sorted([*names, *folders])
    # What is in no name is in a folder of the same package, but for the command and the press.
    inner = {path.parent.name for path in (ROOT / "src/routes").glob("*/__init__.py")}
    assert set(folders) == (inner - {"cli", "press"}) | {"errors"}


def test_a_name_of_the_public_face_is_the_one_of_its_folder():
    tree = ast.parse((ROOT / "src/routes/__init__.pyi").read_text(encoding="utf-8"))
    for node in tree.body:
        for alias in node.names if node.module else ():
            home = importlib.import_module(f"routes.{node.module}")
            assert getattr(routes, alias.name) is getattr(home, alias.name)


def test_a_folder_is_imported_when_it_is_first_asked_for():
    code = (
        "import sys, routes as rt\n"
        "def there(): return sorted(m for m in sys.modules if m.startswith('routes.'))\n"
        "print(there(), 'pandas' in sys.modules)\n"
        "rt.errors\n"
        "print(there())\n"
        "rt.analysis.shares_by_rule\n"
        "print('routes.analysis' in there(), 'routes.views' in there())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["[] False", "['routes.errors']", "True False"]


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


@pytest.fixture(scope="session")
def wheel(made_once):
    """Return the wheel, built from the checkout."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    (built,) = made_once("wheel", build).glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_carries_tables_notebooks_and_assets(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tables = {f"routes/data/{path.name}" for path in (ROOT / "data").glob("*.*")}
    notebooks = {f"routes/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert tables | notebooks <= names
    assert {"routes/views/live/live.js", "routes/workbench/box.html"} <= names
    assert "routes/briefings.toml" in names
    assert "routes/py.typed" in names
    assert "routes/__init__.pyi" in names
    assert "routes/views/catalogues/en.po" in names
    assert "routes/views/leaflet/leaflet.js" in names
    assert "routes/briefing/templates/briefing/index.html.j2" in names
    assert "routes/briefing/templates/search/search.js" in names
    assert "routes/views/catalogues/zh.po" in names


@pytest.fixture(scope="session")
def elsewhere(wheel, made_once):
    """Return a function that runs a command where only the wheel is installed, no checkout."""

    def install(folder: Path) -> None:
        uv, venv = Path(sys.executable).with_name("uv"), folder / "venv"
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, venv], check=True)
        command = [uv, "pip", "install", "-q", "--python", venv / "bin/python", wheel]
        command += ["--constraint", ROOT / "requirements.lock"]
        # What `make test` has just installed is in the cache; the network gives the rest only.
        if subprocess.run([*command, "--offline"], check=False, capture_output=True).returncode:
            subprocess.run(command, check=True)

    home = made_once("elsewhere", install)
    venv = home / "venv"
    clean = {"PATH": f"{venv / 'bin'}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=home, env=clean, check=False, capture_output=True, text=True, timeout=300
        )

    run.home = home
    return run


@pytest.mark.slow
def test_the_library_and_its_tables_work_without_the_checkout(elsewhere):
    code = "import routes; print(routes.__file__, len(routes.table('partners')))"
    done = elsewhere("python", "-c", code)
    assert done.returncode == 0, done.stderr
    where, partners = done.stdout.split()
    assert Path(where).is_relative_to(elsewhere.home / "venv")
    assert partners == "81"


@pytest.mark.slow
def test_the_entry_points_are_there_without_the_checkout(elsewhere, project):
    groups = project["project"]["entry-points"]
    code = (
        # As its users do: papermill itself loads its entry points while it is imported.
        "import papermill\n"
        "from importlib.metadata import entry_points as all\n"
        f"for group in {[*groups]}:\n"
        "    for one in all(group=group): print(group, one.name, one.load().__name__)"
    )
    done = elsewhere("python", "-c", code)
    assert done.returncode == 0, done.stderr
    found = {tuple(line.split()) for line in done.stdout.splitlines()}
    ours = {
        (group, name, target.partition(":")[2])
        for group, names in groups.items()
        for name, target in names.items()
    }
    assert ours <= found


@pytest.mark.slow
def test_the_notebooks_are_copied_without_the_checkout(elsewhere):
    done = elsewhere("routes", "notebooks", "mine")
    assert done.returncode == 0, done.stderr
    assert "next: jupyter lab mine" in done.stdout
    copies = {path.name: path.read_bytes() for path in (elsewhere.home / "mine").iterdir()}
    assert copies == {path.name: path.read_bytes() for path in (ROOT / "notebooks").glob("*.ipynb")}


@pytest.mark.slow
def test_a_briefing_is_made_without_the_checkout(elsewhere):
    done = elsewhere("routes", "brief", "northern", "--as-of", "2026-01-02", "--quiet")
    assert done.returncode == 0, done.stderr
    page = (elsewhere.home / "briefings/northern.html").read_text(encoding="utf-8")
    assert "<h1>Northern route, 2005–2023</h1>" in page


@pytest.mark.slow
def test_binder_is_ready_after_its_steps(elsewhere):
    # repo2docker runs what is executable at the top, where environment.yml lies too: a folder
    # binder or .binder would hide both.
    script = ROOT / "postBuild"
    assert script.stat().st_mode & 0o111
    assert not (ROOT / "binder").exists()
    assert not (ROOT / ".binder").exists()
    done = elsewhere(str(script))
    assert done.returncode == 0, done.stderr
    assert "81 partners, tables in order" in done.stdout


def test_what_binder_does_asks_the_network_for_nothing():
    text = (ROOT / "postBuild").read_text(encoding="utf-8")
    assert not REGISTRY.search(text)
    assert not re.search(r"\b(pip|conda|mamba|curl|wget|apt|npm|jupyter lab build)\b", text)


@pytest.mark.slow
def test_types_reach_a_user_whose_mypy_is_strict(wheel, tmp_path):
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    # A wrong argument is found, a right one passes.
    script = tmp_path / "user.py"
    script.write_text(
        "import routes as rt\n"
        "shown: rt.network.Route = rt.route('balkan')\n"
        "km: float = shown.length_km()\n"
        "text: str = rt.explore('balkan', years=(2010, 2017)).code\n"
        "rt.shares(yeras=2017)\n"
        "rt.export_layers(7)\n"
        "rt.analysis.shares_by_rule(yeras=2017)\n"
        "from routes import coverage, no_such_name\n"
        "rt.shares_by_rule()\n",
        encoding="utf-8",
    )
    said = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"),
         "--ignore-missing-imports", str(script)],
        cwd=tmp_path,
        env={"MYPYPATH": str(site), "PATH": ""},
        check=False,
        capture_output=True,
        text=True,
    ).stdout  # fmt: skip
    faults = [line for line in said.splitlines() if "user.py" in line and ": error:" in line]
    assert [line.split(":")[1] for line in faults] == ["5", "6", "7", "8", "9"], said
