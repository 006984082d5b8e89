"""Pages in every language, made by one run of the press."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ROUTES = "import sys; from routes.cli import main; sys.exit(main())"
BRIEFING, PROFILE = "briefing.ipynb", "10_country_profile.ipynb"
MEETINGS, LIAISON = "07_meeting_coverage.ipynb", "08_liaison_network.ipynb"


def publish(folder: Path, pages, **environment: str) -> Path:
    """Make pages for a fixed date.

    Parameters
    ----------
    folder : Path
        Where to; the programme is written beside it.
    pages : iterable of (str, dict)
        Notebook and parameters.
    **environment
        Of the run, such as ``ROUTES_DATA``.
    """
    programme = folder.with_suffix(".toml")
    text = ""
    for notebook, parameters in pages:
        # A string of TOML is one of JSON.
        given = ", ".join(f"{key} = {json.dumps(value)}" for key, value in parameters.items())
        text += f'[[page]]\nnotebook = "{notebook}"\nparameters = {{ {given} }}\n'
    programme.write_text(text, encoding="utf-8")
    options = ["--out", str(folder), "--as-of", "2026-01-02", "--quiet", "--jobs", "2"]
    run = subprocess.run(
        [sys.executable, "-c", ROUTES, "brief", "--programme", str(programme), *options],
        cwd=folder.parent, env=os.environ | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    return folder
