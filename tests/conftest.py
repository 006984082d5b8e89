"""What every test may use."""

from __future__ import annotations

import csv
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# The time of one example says more of what else the machine does than of the code.
settings.register_profile("routes", deadline=None)
settings.load_profile("routes")

ROOT = Path(__file__).parent.parent
# Run when the site is built here, so that there is a page with a live map; make docs runs all.
RUN_IN_THE_SITE = "08_liaison_network.ipynb"
MADE_FROM = (
    *("CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "README.md", "pyproject.toml"),
    *("data", "notebooks", "src"),
)


@pytest.fixture(scope="session")
def root():
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def rows():
    """Return a function that reads a table of ``data/`` without the library: a list of dicts."""

    def read(name: str) -> list[dict[str, str]]:
        with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Return the folder of the built site: as `make docs` builds it, one notebook run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    here = shared / "site"
    built = here / "html"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed
        if not (here / "done").is_file():
            ours = shutil.ignore_patterns("_build", "*.ipynb", "api", "tables", "__pycache__")
            shutil.copytree(ROOT / "docs", here / "docs", ignore=ours)
            for name in MADE_FROM:
                (here / name).symlink_to(ROOT / name)
            options = ["-q", "-W", "--keep-going", "-d", str(here / "doctrees")]
            done = subprocess.run(
                [sys.executable, "-m", "sphinx", *options, "docs", str(built)],
                cwd=here,
                env=os.environ | {"ROUTES_DOCS": RUN_IN_THE_SITE},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr[-3000:]
            (here / "done").touch()
    return built
