"""What every test may use."""

from __future__ import annotations

import csv
import fcntl
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

# The time of one example says more of what else the machine does than of the code.
# The same examples each time, or a change would fail by another one's luck; `make test-long` draws
# new ones.
settings.register_profile("routes", deadline=None, derandomize="ROUTES_EVERY" not in os.environ)
settings.load_profile("routes")

ROOT = Path(__file__).parent.parent
# Run when the site is built here, so that there is a page with a live map; make docs runs all.
RUN_IN_THE_SITE = "08_liaison_network.ipynb"
# A sentence may begin with None: "None known", "None is preferred", "None on the route".
UNSAID = re.compile(
    r"\b(?:nan|NaN|NaT|None(?! (?:on|known|is)\b)|inf|Infinity|undefined)\b|<NA>|∞|не\s?число|非数"
)
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
    """Return a function that reads a table of ``data/`` without the library: a list of dicts.

    ``latest_annual_seizures`` is ``annual_seizures`` with the newest edition of each cell only.
    """

    def read(name: str) -> list[dict[str, str]]:
        if name == "latest_annual_seizures":
            vintage = {row["edition"]: int(row["vintage"]) for row in read("editions")}
            every = sorted(read("annual_seizures"), key=lambda row: vintage[row["edition"]])
            return [*{(row["iso3"], row["year"], row["drug"]): row for row in every}.values()]
        with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def unsaid():
    """Return a function that finds, in what a reader sees of HTML, what code writes for nothing."""

    def found(html: str) -> list[str]:
        frames = [unescape(frame) for frame in re.findall(r"srcdoc='(.*?)'", html)]
        html = re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL)
        named = re.findall(r'\s(?:aria-label|title|alt|content)="([^"]*)"', html)
        words = unescape("\n".join([re.sub(r"<[^>]*>", "\n", html), *named]))
        return UNSAID.findall(words) + [word for frame in frames for word in found(frame)]

    return found


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Return a function that lets the first worker that comes make a folder, for all of them."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        here = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed
            if not here.is_dir():
                make(here)
        return here

    return folder


@pytest.fixture(scope="session")
def site(made_once):
    """Return the folder of the built site: as `make docs` builds it, one notebook run."""

    def build(here: Path) -> None:
        work = here.with_name("site-source")
        ours = shutil.ignore_patterns("_build", "*.ipynb", "api", "tables", "__pycache__")
        shutil.copytree(ROOT / "docs", work / "docs", ignore=ours)
        for name in MADE_FROM:
            (work / name).symlink_to(ROOT / name)
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "docs", "html"],
            cwd=work,
            env=os.environ | {"ROUTES_DOCS": RUN_IN_THE_SITE},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        (work / "html").rename(here)

    return made_once("site", build)


@pytest.fixture
def pseudo(tmp_path, monkeypatch):
    """Add a language in which every translation is the English between ⟦ and ⟧; return its code."""
    from babel.messages.pofile import read_po, write_po  # noqa: PLC0415

    from routes.reference import country_names  # noqa: PLC0415
    from routes.views import messages, wording  # noqa: PLC0415
    from routes.views.table_texts import texts  # noqa: PLC0415

    code = "eo"
    with (messages.CATALOGUES / "en.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    (tmp_path / "en.po").write_bytes((messages.CATALOGUES / "en.po").read_bytes())
    for message in catalogue:
        if message.id:
            forms = (message.string,) if isinstance(message.string, str) else message.string
            marked = tuple(f"⟦{form}⟧" for form in forms)
            message.string = marked[0] if isinstance(message.string, str) else marked
    for kind, text in texts():
        catalogue.add(text, f"⟦{text}⟧", context=kind)
    with (tmp_path / f"{code}.po").open("wb") as file:
        write_po(file, catalogue)
    names = {iso3: f"⟦{name}⟧" for iso3, name in country_names().items()}
    monkeypatch.setattr("routes.names.CATALOGUES", tmp_path)
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path)
    monkeypatch.setattr(wording, "country_names", lambda _: names)
    return code
