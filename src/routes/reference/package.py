"""The data package: its descriptor, and each of its files as it was signed.

Every resource of ``datapackage.json`` carries its number of rows, its size and its SHA-256, and the
descriptor a hash of itself. A file is checked whenever it is read: of a table that was cut, what is
missing would otherwise read as *not reported*. Tables of one's own are a package with a name of its
own, signed by `sign`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from routes.errors import ParameterError, RoutesError
from routes.reference.fault import Fault, damaged
from routes.reference.files import MissingFilesError, data_dir, shipped_data_dir

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTOR = "datapackage.json"
SHIPPED = "opiate-routes"
# A layer of the basemap has features for rows.
SIGNED = ("rows", "features", "bytes", "hash")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


class SignatureError(RoutesError, ValueError):
    """A package of tables that cannot be signed."""


def package(folder: Path) -> dict[str, Any]:
    """Return the descriptor of a folder of tables, as it was signed.

    Raises
    ------
    DataError
        If it is none, was changed since, or has the name of the shipped tables without being them.
    """
    return _package(folder)


@cache
def _package(folder: Path) -> dict[str, Any]:
    found = described(folder)
    if found.get("hash") != _own_hash(found):
        raise damaged(_not_signed(folder, DESCRIPTOR, "not as it was signed"))
    shipped = shipped_data_dir()
    if found["name"] == SHIPPED and folder != shipped:
        known = json.loads((shipped / DESCRIPTOR).read_text(encoding="utf-8"))
        if found["hash"] != known.get("hash"):
            fault = f"named {SHIPPED}, but its tables are not those of {SHIPPED}"
            raise damaged(_not_signed(folder, DESCRIPTOR, fault))
    return found


def described(folder: Path) -> dict[str, Any]:
    """Return the descriptor of a folder, signed or not.

    Raises
    ------
    DataError
    """
    path = folder / DESCRIPTOR
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise damaged(Fault(path.name, error.lineno, "", f"not JSON: {error.msg}")) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise damaged(Fault(path.name, None, "", f"not readable: {error}")) from error
    if not _is_package(found):
        fault = "no data package: every table needs a name, a path and a schema with fields"
        raise damaged(Fault(path.name, None, "", fault))
    return cast("dict[str, Any]", found)


def _is_package(found: Any) -> bool:
    try:
        names = [
            found["name"],
            *(part for r in found["resources"] for part in (r["name"], r["path"])),
        ]
        fields = [field for r in tabular(found) for field in r["schema"]["fields"]]
        names += [part for field in fields for part in (field["name"], field["type"])]
    except (AttributeError, KeyError, TypeError):
        return False
    return all(isinstance(name, str) and name for name in names)


def tabular(package: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the resources of a package that are tables."""
    return [r for r in package["resources"] if r.get("profile") == "tabular-data-resource"]


def package_name(folder: Path | None = None) -> str:
    """Return the name of a package; ``opiate-routes`` is the shipped one, and no other."""
    return str(package(folder or data_dir())["name"])


def read_signed(folder: Path, path: str) -> bytes:
    """Return a file of a package; raise `DataError` if it is not as it was signed."""
    content, faults = read_and_check(folder, path)
    if content is None or faults:
        raise damaged(*faults)
    return content


def read_and_check(folder: Path, path: str) -> tuple[bytes | None, list[Fault]]:
    """Return a file of a package, None if there is none to read, and what is wrong with it."""
    known = next((r for r in package(folder)["resources"] if r["path"] == path), None)
    try:
        content = (folder / path).read_bytes()
    except FileNotFoundError:
        return None, [Fault(path, None, "", "the file is missing")]
    except OSError as error:
        return None, [Fault(path, None, "", f"not readable: {error.strerror}")]
    if known is None:
        return content, [Fault(path, None, "", f"not described in {DESCRIPTOR}")]
    if known.get("hash") == _file_hash(content):
        return content, []
    return content, [_not_signed(folder, path, _difference(content, known))]


def _difference(content: bytes, known: dict[str, Any]) -> str:
    if "hash" not in known:
        return "not signed"
    try:
        rows = _rows(known["path"], content)
    except ValueError:
        rows = None
    unit = _unit(known["path"])
    if rows is not None and rows != known.get(unit):
        return f"not as it was signed: {rows} {unit}, not {known.get(unit)}"
    return f"not as it was signed: {len(content)} bytes, not {known.get('bytes')!s}; or other ones"


def _not_signed(folder: Path, path: str, fault: str) -> Fault:
    if folder == shipped_data_dir():
        way = "install opiate-routes anew; in a checkout: python tools/datapackage.py"
    else:
        way = f"if you changed it: routes tables --sign {folder} --name NAME"
    return Fault(path, None, "", f"{fault} ({way})")


def data_hash() -> str:
    """Return twelve hexadecimal digits that change whenever a byte of the tables does.

    Raises
    ------
    DataError
        If a file of the package is not as it was signed.
    """
    return _hash_of(data_dir())


@cache
def _hash_of(folder: Path) -> str:
    if faults := unsigned(folder):
        raise damaged(*faults)
    # The descriptor has the hash of every file and one of itself.
    return str(package(folder)["hash"]).partition(":")[2][:12]


def unsigned(folder: Path) -> list[Fault]:
    """Return what is not as it was signed, of every file of a package."""
    paths = sorted({resource["path"] for resource in package(folder)["resources"]})
    return [fault for path in paths for fault in read_and_check(folder, path)[1]]


def sign(folder: Path, *, name: str | None = None) -> list[str]:
    """Give each resource of a package its rows, size and hash; return the paths that changed.

    Parameters
    ----------
    folder : Path
    name : str, optional
        Of the package; default the one it has.

    Raises
    ------
    SignatureError
        If a file is missing or cannot be written, or tables of one's own have no name of their own.
    """
    found = described(folder)
    own = folder.resolve() == shipped_data_dir()
    name = name or found["name"]
    if not _NAME.fullmatch(name):
        raise ParameterError(
            f"a package has a name of small letters, digits and . _ -, up to 60, not {name[:80]!r}"
        )
    if (name == SHIPPED) != own:
        if own:
            raise SignatureError(f"{folder}: these are the tables of {SHIPPED}; copy the folder")
        raise SignatureError(f"{folder}: tables of your own need a name of their own: --name NAME")
    found["name"] = name
    changed = []
    resources = []
    for resource in found["resources"]:
        signature = _signature(folder, resource["path"])
        if any(resource.get(key) != value for key, value in signature.items()):
            changed.append(resource["path"])
        kept = {key: value for key, value in resource.items() if key not in SIGNED}
        head = {key: kept.pop(key) for key in ("name", "path")}
        # Side by side, so that what a merge disputes is what signing anew puts right.
        resources.append({**head, **signature, **kept})
    found["resources"] = resources
    kept = {key: value for key, value in found.items() if key != "hash"}
    head = {key: kept.pop(key) for key in ("profile", "name") if key in kept}
    found = {**head, "hash": _own_hash(found), **kept}
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    scratch = folder / f".{DESCRIPTOR}.tmp"
    try:
        if text != (folder / DESCRIPTOR).read_text(encoding="utf-8"):
            scratch.write_text(text, encoding="utf-8")
            os.replace(scratch, folder / DESCRIPTOR)  # noqa: PTH105 - the one step that counts
            changed.append(DESCRIPTOR)
    except OSError as error:
        raise SignatureError(f"{folder}: cannot be written: {error.strerror}") from error
    forget_package()
    return changed


def check_may_change(folder: Path) -> None:
    """Raise `SignatureError` where tables are not to be changed: those of another's package.

    An installed package keeps its tables, and so does a copy that has no name of its own yet.
    """
    shipped = shipped_data_dir()
    if folder == shipped and not (shipped.parent / "pyproject.toml").is_file():
        raise SignatureError(
            f"{folder}: the tables of the installed package stay as they are; copy the folder, "
            "routes tables --sign COPY --name NAME, and set ROUTES_DATA=COPY"
        )
    if folder != shipped and described(folder)["name"] == SHIPPED:
        raise SignatureError(
            f"{folder}: tables of your own have a name: routes tables --sign {folder} --name NAME"
        )


def _signature(folder: Path, path: str) -> dict[str, Any]:
    try:
        content = (folder / path).read_bytes()
        rows = _rows(path, content)
    except FileNotFoundError as error:
        raise MissingFilesError(f"{folder / path}: the file is missing") from error
    except OSError as error:
        raise SignatureError(f"{folder / path}: not readable: {error.strerror}") from error
    except ValueError as error:
        raise SignatureError(f"{folder / path}: {error}") from error
    return {_unit(path): rows, "bytes": len(content), "hash": _file_hash(content)}


def _unit(path: str) -> str:
    return "features" if path.endswith(".geojson") else "rows"


def _rows(path: str, content: bytes) -> int:
    """Return the number of rows of a table, of features of a layer."""
    text = content.decode("utf-8-sig")
    if path.endswith(".geojson"):
        layer = json.loads(text)
        if not isinstance(layer, dict) or not isinstance(layer.get("features"), list):
            raise ValueError("no layer of features")
        return len(layer["features"])
    try:
        return max(0, sum(1 for row in csv.reader(text.splitlines(keepends=True)) if row) - 1)
    except csv.Error as error:
        raise ValueError(f"not CSV: {error}") from error


def _file_hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _own_hash(found: dict[str, Any]) -> str:
    """Return the hash of a descriptor, whatever the order and the spacing of its keys."""
    rest = {key: value for key, value in found.items() if key != "hash"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _file_hash(text.encode("utf-8", "surrogatepass"))


def forget_package() -> None:
    """Forget what was read of any package."""
    _package.cache_clear()
    _hash_of.cache_clear()
