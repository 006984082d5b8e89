"""The recipes of docs/how-to/schedule-a-briefing.md are run, or read by those who will run them."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Self

import pytest
import yaml

from routes.cli import main

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/how-to/schedule-a-briefing.md"
EXAMPLES = GUIDE.parent / "examples"
BIN = Path(sys.executable).parent
HERE = "/srv/opiate-routes/.venv/bin"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def commands(text):
    """Return every call of ``routes`` in a text, as its arguments."""
    lines = re.findall(r"(?:^|[\s/=])routes ((?:brief|verify|list)\b[^>|#`\n]*)", text)
    return [shlex.split(line) for line in lines]


def accepted(arguments, folder):
    """Run a command of a recipe as far as it goes without making anything."""
    out = {"--out": str(folder / "site")}
    given = [
        out.get(before, word) for before, word in zip(["", *arguments], arguments, strict=False)
    ]
    if given[0] == "brief":
        return main([*given, "--dry-run"])
    return None


@pytest.mark.parametrize(
    "path", [GUIDE, *sorted(p for p in EXAMPLES.iterdir() if p.suffix in {".service", ".yml"})],
    ids=lambda path: path.name,
)  # fmt: skip
def test_every_command_of_a_recipe_is_one_that_routes_takes(path, tmp_path, capsys):
    found = commands(path.read_text(encoding="utf-8"))
    assert path.name == "briefings-failed.service" or found
    for arguments in found:
        assert accepted(arguments, tmp_path) in {0, None}
    assert not capsys.readouterr().err


@pytest.mark.slow
def test_the_line_for_cron_runs_with_nothing_but_what_cron_gives(tmp_path):
    (line,) = [block.strip() for block in blocks("text")]
    assert re.fullmatch(r"(\S+ ){5}/.*", line)
    command = line.split(" ", 5)[5].replace(HERE, str(BIN)).replace("/srv/", f"{tmp_path}/")
    command = command.replace("/var/log/", f"{tmp_path}/").replace("--all", "--all --limit 1")
    bare = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HOME": str(tmp_path), "LOGNAME": "nobody"}
    paths = {key: os.environ[key] for key in ("PYTHONPATH",) if key in os.environ}
    for made in ("1 made", "1 unchanged"):
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env=bare | paths, cwd="/", check=False, capture_output=True, text=True,
        )  # fmt: skip
        # What is printed here, cron would mail.
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        log = (tmp_path / "briefings.log").read_text(encoding="utf-8").splitlines()
        assert made in log[-1]
    # One line a run, with its name first, and no bar.
    assert re.fullmatch(r"\S+  made  \d+\.\d s  [\d,]+ kB", log[0])
    assert len(log) == 3
    assert main(["verify", str(tmp_path / "briefings")]) == 0


@pytest.fixture
def units(tmp_path):
    """Return the unit files as they would be installed where this library is."""
    for path in EXAMPLES.glob("briefings*.*"):
        if path.suffix in {".service", ".timer"}:
            text = path.read_text(encoding="utf-8").replace(HERE, str(BIN))
            (tmp_path / path.name).write_text(text, encoding="utf-8")
    return tmp_path


analyze = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")


@analyze
def test_systemd_finds_no_fault_with_the_units(units):
    names = sorted(str(path) for path in units.iterdir())
    assert [Path(name).name for name in names] == [
        "briefings-failed.service", "briefings.service", "briefings.timer",
    ]  # fmt: skip
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@analyze
def test_the_service_may_do_as_little_as_the_guide_says(units):
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(units / "briefings.service")],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    # Of 10; each edition of systemd weighs a little differently.
    (level,) = re.findall(r"exposure level for briefings.service: (\S+) OK", done.stdout)
    assert float(level) < 2


def test_the_workflow_uses_known_actions_and_keeps_the_site_of_a_failed_run():
    workflow = yaml.safe_load((EXAMPLES / "briefings.yml").read_text(encoding="utf-8"))
    # YAML reads the key "on" as true.
    assert workflow[True]["schedule"] == [{"cron": "0 3 1 * *"}]
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert {name.partition("@")[0] for name in used} == {
        "actions/checkout", "actions/setup-python", "actions/cache/restore", "actions/cache/save",
        "actions/upload-artifact",
    }  # fmt: skip
    assert all(re.fullmatch(r"[\w/-]+@v\d+", name) for name in used)
    always = [step["uses"] for step in job["steps"] if step.get("if") == "always()"]
    assert always == ["actions/cache/save@v4", "actions/upload-artifact@v4"]
    scripts = [step["run"].split()[0] for step in job["steps"] if "run" in step]
    assert scripts == ["tools/venv.sh", ".venv/bin/routes", ".venv/bin/routes"]
    assert (ROOT / scripts[0]).is_file()


class Task:
    """Stands for an operator of Airflow: keeps what it is given, and the order."""

    made: ClassVar[list[Task]] = []

    def __init__(self, **given: Any) -> None:
        self.given = given
        self.after: list[Task] = []
        Task.made.append(self)

    def __rshift__(self, other) -> Task:
        self.after.append(other)
        return other


class Dag:
    """Stands for a DAG of Airflow."""

    def __init__(self, name, **given: Any) -> None:
        self.name, self.given = name, given

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End."""


@pytest.fixture
def dag(tmp_path, monkeypatch):
    """Return what the DAG makes, with stand-ins for Airflow, and its folders here."""
    for name in ("papermill.operators.papermill", "standard.operators.bash"):
        module = ModuleType(f"airflow.providers.{name}")
        module.PapermillOperator = type("PapermillOperator", (Task,), {})
        module.BashOperator = type("BashOperator", (Task,), {})
        monkeypatch.setitem(sys.modules, module.__name__, module)
    sdk = ModuleType("airflow.sdk")
    sdk.DAG = Dag
    monkeypatch.setitem(sys.modules, "airflow.sdk", sdk)
    monkeypatch.setattr(Task, "made", [])
    home = tmp_path / "home"
    (home / ".venv").mkdir(parents=True)
    (home / ".venv/bin").symlink_to(BIN)
    (home / "notebooks").symlink_to(ROOT / "notebooks")
    for name, folder in (("HOME", home), ("RUNS", tmp_path / "runs"), ("SITE", tmp_path / "site")):
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv(f"ROUTES_{name}", str(folder))
    found = runpy.run_path(str(EXAMPLES / "briefings_dag.py"))
    return found["dag"], Task.made


def test_the_dag_runs_each_route_and_makes_its_page_after_it(dag):
    what, tasks = dag
    assert (what.name, what.given["schedule"], what.given["catchup"]) == (
        "briefings",
        "0 3 1 * *",
        False,
    )
    assert [task.given["task_id"] for task in tasks] == [
        f"{kind}_{route}"
        for route in ("northern", "balkan", "southern")
        for kind in ("run", "page")
    ]
    assert [task.after for task in tasks[::2]] == [[page] for page in tasks[1::2]]


@pytest.mark.slow
def test_the_tasks_of_a_route_make_its_page(dag, tmp_path, monkeypatch):
    import papermill  # noqa: PLC0415 - takes seconds

    _, (_, _, run, page, *_) = dag
    # As the guide says: a kernel of that name, which is this interpreter's.
    kernel = tmp_path / "jupyter/kernels/opiate-routes"
    kernel.mkdir(parents=True)
    start = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": start, "display_name": "routes", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    given = run.given
    parameters = given["parameters"] | {"as_of": "2026-01-02"}
    # The very call of the operator of the papermill provider 3.13.3.
    papermill.execute_notebook(
        given["input_nb"], given["output_nb"], parameters=parameters, progress_bar=False,
        report_mode=True, log_output=False, kernel_name=given["kernel_name"], language=None,
        engine_name=None, stdout_file=None,
    )  # fmt: skip
    done = subprocess.run(
        ["bash", "-c", page.given["bash_command"]],
        env={**os.environ, **page.given["env"]}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["balkan.html"]
    assert 'id="headline"' in (tmp_path / "site/balkan.html").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("airflow"), reason="Airflow is not installed")
def test_airflow_itself_reads_the_dag(tmp_path):
    python = Path(shutil.which("airflow")).with_name("python")
    code = "import runpy, sys; print(*runpy.run_path(sys.argv[1])['dag'].task_ids)"
    done = subprocess.run(
        [python, "-c", code, EXAMPLES / "briefings_dag.py"],
        env={**os.environ, "AIRFLOW_HOME": str(tmp_path)},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1].count("run_") == 3
