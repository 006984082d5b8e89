"""Hashes of what a page is made from: equal hashes, equal page.

Each is the SHA-256 of names and bytes, so that it is the same on every machine, in a checkout and
in a wheel. Nothing here imports more than the standard library.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from routes.reference.files import notebooks_dir

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path(__file__).resolve().parent.parent
# What no page is made by.
_ASIDE = ("cli", "workbench", "data", "notebooks")
SHORT = 12


def short(digest: str) -> str:
    """Return the form of a hash that is printed: its first twelve digits."""
    return digest[:SHORT]


def file_hash(path: Path) -> str:
    """Return the hash of a file.

    Examples
    --------
    >>> from routes.reference import data_dir
    >>> len(file_hash(data_dir() / "pillars.csv"))
    64
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def json_hash(value: object) -> str:
    """Return the hash of a JSON value, whatever the order of its keys.

    Examples
    --------
    >>> json_hash({"a": 1, "b": 2}) == json_hash({"b": 2, "a": 1})
    True
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_hash() -> str:
    """Return the hash of the package's modules, but for the command line and the workbench."""
    return _hash_of(path for path in _files() if path.suffix == ".py")


@cache
def wording_hash() -> str:
    """Return the hash of every message catalogue."""
    return _hash_of(path for path in _files() if path.suffix == ".po")


@cache
def style_hash() -> str:
    """Return the hash of templates, style sheets, scripts and whatever else pages carry."""
    others = {".py", ".pyi", ".po", ".pyc", ".md", ".toml"}
    return _hash_of(path for path in _files() if path.suffix not in others)


def notebook_hash(name: str) -> str:
    """Return the hash of a notebook's cells: kinds, tags and sources, not outputs or ids."""
    return _notebook_hash(notebooks_dir() / name)


@cache
def _notebook_hash(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    kept = [
        [cell["cell_type"], cell["metadata"].get("tags", []), "".join(cell["source"])]
        for cell in cells
    ]
    return json_hash(kept)


def _files() -> list[Path]:
    found = [
        path
        for path in PACKAGE.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.relative_to(PACKAGE).parts[0] not in _ASIDE
    ]
    return sorted(found, key=lambda path: path.relative_to(PACKAGE).as_posix())


def _hash_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
