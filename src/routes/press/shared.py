"""A press others of the same user may ask: one per user and exact sources, in a private folder.

Its name is a hash of everything a run depends on that is not handed over with it: sources, tables,
wording, interpreter, installed packages and what the environment changes at import. A press of
another version has another name and is never asked.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.errors import PublicationError
from routes.press.client import Line
from routes.press.environment import SAFE, environment
from routes.press.processes import require_linux

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_IMPORT = ("PYTHON", "MPL", "NUMBA", "ROUTES_", "IPY", "JUPYTER", "LC_", "LANG", "HOME", "TZ")
_ASIDE = ("PYTHONSAFEPATH",)
_PRIVATE = 0o700
# Presses this process has started; kept, so that they are waited for when they have ended.
_STARTED: list[subprocess.Popen[bytes]] = []


def private_folder() -> Path:
    """Return the folder of this user's sockets, made if it is missing.

    Raises
    ------
    PublicationError
        If it is not this user's alone.
    """
    base = os.environ.get("XDG_RUNTIME_DIR")
    folder = (
        Path(base) / "routes-press"
        if base and Path(base).is_dir()
        else Path(tempfile.gettempdir()) / f"routes-press-{os.getuid()}"
    )
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=_PRIVATE)
    about = folder.lstat()
    if (
        not stat.S_ISDIR(about.st_mode)
        or about.st_uid != os.getuid()
        or stat.S_IMODE(about.st_mode) != _PRIVATE
    ):
        raise PublicationError(f"{folder}: not a folder of this user alone; remove it")
    return folder


def fingerprint() -> str:
    """Return a hash of what a press has imported and will not look at again."""
    from routes.reference import data_dir, data_hash  # noqa: PLC0415 - the caller may be light

    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    # The press has no folder of a script or of work in front.
    aside = {"", str(Path.cwd()), str(Path(sys.argv[0]).resolve().parent)}
    folders = [folder for folder in sys.path if folder not in aside]
    about: list[Any] = [sys.executable, sys.version, str(data_dir()), data_hash(), folders]
    for entry in folders:
        # Installing or removing a package changes the time of its folder.
        with contextlib.suppress(OSError):
            about.append(Path(entry).stat().st_mtime_ns if entry else None)
    about += [
        item
        for item in sorted(os.environ.items())
        if item[0].startswith(_AT_IMPORT) and item[0] not in _ASIDE
    ]
    digest.update(repr(about).encode())
    return digest.hexdigest()[:32]


def ask(request: dict[str, Any]) -> Line:
    """Hand a run to the press of this user and these sources; start one if none is up.

    A press that is started here ends with this process, once nobody else is waiting for it.
    """
    require_linux()
    path = private_folder() / f"{fingerprint()}.sock"
    with _alone(path):
        line = _connected(path)
        if line is None:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()  # of a press that was killed
            _STARTED[:] = [one for one in _STARTED if one.poll() is None]
            _STARTED.append(_start(path, os.getpid()))
            line = _connected(path)
    if line is None:
        raise PublicationError("the press cannot be reached")
    return Line(line, request)


def serve() -> None:
    """Be a press for others until SIGTERM or SIGINT.

    Raises
    ------
    PublicationError
        If one is up already.
    """
    require_linux()
    path = private_folder() / f"{fingerprint()}.sock"
    with _alone(path):
        there = _connected(path)
        if there is not None:
            there.close()
            raise PublicationError("a press of this user and these sources is up already")
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        process = _start(path, os.getpid())
    try:
        process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()


def _start(path: Path, owner: int) -> subprocess.Popen[bytes]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        with _short(path) as name:
            door.bind(name)
        # Whoever connects before the press is warm waits in line.
        door.listen(64)
        return subprocess.Popen(  # noqa: S603 - our own interpreter
            [
                *(sys.executable, *SAFE, "routes.press.server"),
                *("socket", str(door.fileno()), str(path), str(owner)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(door.fileno(),),
            env=environment(),
            cwd="/",
        )


def _connected(path: Path) -> socket.socket | None:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _short(path) as name:
            line.connect(name)
    except OSError:
        line.close()
        return None
    return line


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """Name a socket by its folder's descriptor: a name of more than 107 bytes is refused."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let one process at a time look for a press and start it."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
