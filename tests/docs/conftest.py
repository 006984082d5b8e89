"""The site, built once from a copy of what it is made of."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Run, so that there is one page with a live map; all are run by `make docs`.
NOTEBOOK = "08_liaison_network.ipynb"
BESIDE = (
    *("CHANGELOG.md", "CONTRIBUTING.md", "data", "notebooks", "pyproject.toml", "src"),
    *("README.md", "CITATION.cff"),
)


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
            for name in BESIDE:
                (here / name).symlink_to(ROOT / name)
            options = ["-q", "-W", "--keep-going", "-d", str(here / "doctrees")]
            done = subprocess.run(
                [sys.executable, "-m", "sphinx", *options, "docs", str(built)],
                cwd=here,
                env=os.environ | {"ROUTES_DOCS": NOTEBOOK},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr[-3000:]
            (here / "done").touch()
    return built
