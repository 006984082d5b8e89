"""The same programme in two environments as unlike as they can be made: the same bytes."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from faults.press import MARK, ROUTES, Result

if TYPE_CHECKING:
    from faults.press import Press

SOURCE = Path(__file__).parents[2]
DAY = "2026-02-01"
# Everything that a page must not depend on.
SURROUNDINGS = (
    {
        "TZ": "Pacific/Kiritimati",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "1",
        "COLUMNS": "40",
    },
    {"TZ": "America/St_Johns", "LANG": "fr_FR.UTF-8", "PYTHONHASHSEED": "4711", "COLUMNS": "200"},
)


def two_environments(press: Press, *, fresh: bool) -> list[Result]:
    """Make a site in each of two environments and compare every page, manifest hash and index.

    With `fresh`, each environment is set up from the lock in a folder of its own: an editable
    checkout in one, an installed wheel in the other. Else both are this one.
    """
    result = Result("two environments", "", "", "", "")
    press.write_programme([2023], "07_meeting_coverage.ipynb", "10_country_profile.ipynb")
    places = [press.folder / "one", press.folder / "a second place, né ailleurs"]
    pythons = [Path(sys.executable)] * 2
    if fresh:
        pythons = [_checkout(places[0]), _wheel(places[1])]
    user = _other_user(pythons[1])
    sites = []
    for place, python, surroundings in zip(places, pythons, SURROUNDINGS, strict=True):
        home = place / "home"
        home.mkdir(parents=True, exist_ok=True)
        sites.append(home / "site")
        if place == places[1] and user:
            press.folder.chmod(0o755)
            shutil.chown(home, user)
        command = [
            *(str(python), "-m", "routes.cli", "brief", "--programme", str(press.programme)),
            *("--as-of", DAY, "--out", "site", "--keep-going", "--quiet", "--engine", press.engine),
        ]
        kept = {"PATH": os.environ["PATH"], "HOME": str(home), MARK: press.mark}
        if not fresh and "PYTHONPATH" in os.environ:
            kept["PYTHONPATH"] = os.environ["PYTHONPATH"]
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=home, env=kept | surroundings, capture_output=True, text=True, check=False,
            user=user if place == places[1] else None,
        )  # fmt: skip
        result.expect(
            done.returncode == 0, f"it ends with {done.returncode}: {done.stderr.strip()}"
        )
    one, two = ({p.name: _digest(p) for p in sorted(site.glob("*.html"))} for site in sites)
    inputs = [{p.name: _inputs(p) for p in sorted(site.glob("manifests/*"))} for site in sites]
    same = sum(two.get(name) == digest for name, digest in one.items())
    number = len({*one, *two})
    result.expect(len(one) == len(ROUTES) + 4, f"{len(one)} pages")
    result.expect(one == two, f"pages differ: {[n for n in one if one[n] != two.get(n)]}")
    result.expect(inputs[0] == inputs[1], "hashes of inputs differ")
    set_up = (
        "two environments set up from the lock, one with the checkout, one with the wheel"
        if fresh
        else "one environment twice"
    )
    who = f", another user ({user})" if user else ""
    result.done = f"{set_up}; other folder, HOME, TZ, LANG, PYTHONHASHSEED, width of terminal{who}"
    result.whole = f"{same} of {number} byte for byte the same"
    result.named = "none: the hashes of pages and of inputs are identical"
    result.code = "0, 0"
    return [result]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _inputs(manifest: Path) -> object:
    import json  # noqa: PLC0415

    content = json.loads(manifest.read_text(encoding="utf-8"))
    return content["inputs"], content["page"]


def _checkout(place: Path) -> Path:
    """Set up an environment as `make` does, from a copy of the files that git knows."""
    files = _run(["git", "ls-files", "-z"], SOURCE).split("\0")
    for name in filter(None, files):
        if (SOURCE / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(SOURCE / name, place / name)
    _run(["tools/venv.sh", getattr(sys, "_base_executable", sys.executable), ".venv"], place)
    return place / ".venv/bin/python"


def _wheel(place: Path) -> Path:
    """Set up an environment with the wheel alone."""
    place.mkdir(parents=True)
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)], SOURCE)
    (wheel,) = place.glob("*.whl")
    _run(
        [getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(place / "env")], place
    )
    python = place / "env/bin/python"
    _run([str(python), "-m", "pip", "install", "--quiet", "uv"], place)
    uv = [str(python), "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
    _run([*uv, "--requirements", str(SOURCE / "requirements.lock")], place)
    _run([*uv, "--no-deps", str(wheel)], place)
    return python


def _run(command: list[str], folder: Path) -> str:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(  # noqa: S603 - our own commands
        command, cwd=folder, env=kept, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def _other_user(python: Path) -> str | None:
    """Return another user who can run an interpreter, if this one may become him."""
    if os.geteuid() != 0 or "nobody" not in {entry.pw_name for entry in pwd.getpwall()}:
        return None
    try:
        subprocess.run(  # noqa: S603 - an interpreter of ours
            [str(python), "-c", "import routes"],
            user="nobody", check=True, cwd="/", capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return None
    return "nobody"
