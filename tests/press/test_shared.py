"""A press others may ask: this user's alone, and of exactly these sources."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from routes.errors import PublicationError
from routes.press import shared

ROOT = Path(__file__).parent.parent.parent
FIXTURE = ROOT / "tests/press/notebooks/outputs.ipynb"


@pytest.fixture
def runtime(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path


def test_the_folder_is_this_users_alone(runtime):
    folder = shared.private_folder()
    assert folder.parent == runtime
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o750])
def test_a_folder_others_may_enter_is_refused(runtime, mode):
    (runtime / "routes-press").mkdir()
    (runtime / "routes-press").chmod(mode)
    with pytest.raises(PublicationError, match="not a folder of this user alone"):
        shared.private_folder()


def test_a_link_to_another_folder_is_refused(runtime):
    (runtime / "elsewhere").mkdir(mode=0o700)
    (runtime / "routes-press").symlink_to(runtime / "elsewhere")
    with pytest.raises(PublicationError, match="not a folder of this user alone"):
        shared.private_folder()


def test_other_tables_and_another_environment_are_another_press(monkeypatch, tmp_path):
    first = shared.fingerprint()
    assert shared.fingerprint() == first
    monkeypatch.setenv("MPLBACKEND", "agg")
    second = shared.fingerprint()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert len({first, second, shared.fingerprint()}) == 3


def test_a_socket_nobody_listens_to_is_no_press(runtime):
    path = shared.private_folder() / "x.sock"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
    assert shared._connected(path) is None


@pytest.mark.slow
def test_the_command_line_of_papermill_uses_the_press_that_is_up(tmp_path):
    # As installed: the entry point of this version, whatever version the environment has.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = tmp_path / "site/opiate_routes_here-0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: opiate-routes-here\nVersion: 0\n")
    entries = project["entry-points"]["papermill.engine"]
    lines = "".join(f"{name} = {where}\n" for name, where in entries.items())
    (about / "entry_points.txt").write_text(f"[papermill.engine]\n{lines}")
    path = os.pathsep.join([str(about.parent), str(ROOT / "src")])
    surroundings = {**os.environ, "PYTHONPATH": path, "XDG_RUNTIME_DIR": str(tmp_path)}
    up = subprocess.Popen([sys.executable, "-m", "routes.press"], env=surroundings)
    try:
        folder, until = tmp_path / "routes-press", time.monotonic() + 60
        while not list(folder.glob("*.sock")):
            assert time.monotonic() < until
            assert up.poll() is None
            time.sleep(0.1)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "papermill", "--engine", "routes-warm", "-k", "python3"),
                *("--no-progress-bar", "-p", "number", "41", FIXTURE, tmp_path / "out.ipynb"),
            ],
            env=surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        # The notebook ends in an error, as it would with a kernel.
        assert done.returncode == 1
        assert "KeyError: 'missing'" in done.stderr
        cells = json.loads((tmp_path / "out.ipynb").read_text(encoding="utf-8"))["cells"]
        results = [o for c in cells for o in c.get("outputs", ()) if "data" in o]
        assert results[0]["data"]["text/plain"] == ["42"]
        # No second press: the one that was up is the parent of the run.
        assert len(list(folder.glob("*.sock"))) == 1
        second = subprocess.run(
            [sys.executable, "-m", "routes.press"],
            env=surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert second.returncode == 1
        assert "is up already" in second.stderr
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(30)
    until = time.monotonic() + 30
    while list(folder.glob("*.sock")):
        assert time.monotonic() < until
        time.sleep(0.1)
