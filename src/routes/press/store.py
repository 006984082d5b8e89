"""Where a site lies: a local folder, or any place that fsspec knows.

Each name is put whole or not at all. On a local disk that is a file beside it, flushed to the
disk and renamed over it; elsewhere it is what the place promises of one object (an object store
shows an object when all of it has arrived; ``memory://`` likewise).
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from routes.errors import PublicationError
from routes.press.lock import LOCK_FILE, locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

_BEGUN, _UNFINISHED = ".routes-", ".tmp"


class StoreError(PublicationError):
    """The place of a site cannot be read or written."""


class Store(Protocol):
    """A place for files by name; a name may hold ``/``."""

    @property
    def place(self) -> str:
        """What the place is called."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return what lies under a name, None if nothing does."""
        ...

    def has(self, name: str) -> bool:
        """Return whether a file lies under a name, and not something else."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Put content under a name, whole or not at all."""
        ...

    def remove(self, name: str) -> None:
        """Remove a name; nothing happens if there is none."""
        ...

    def names(self) -> set[str]:
        """Return every name, but for the lock's."""
        ...

    def clean(self) -> None:
        """Remove what a killed run has left unfinished."""
        ...

    def lock(self, *, wait: float, say: Callable[[str], None]) -> AbstractContextManager[None]:
        """Keep other runs out."""
        ...


def open_store(out: str) -> Store:
    """Return the store of a folder or of a URL that fsspec knows.

    Raises
    ------
    StoreError
        If there is no such protocol, or what it needs is not installed.
    """
    protocol, found, path = out.partition("://")
    if not found:
        return LocalStore(Path(out))
    if protocol in {"file", "local"}:
        return LocalStore(Path(path))
    import fsspec  # noqa: PLC0415 - a local folder does not need it

    try:
        system, root = fsspec.core.url_to_fs(out)
    except (ValueError, ImportError) as error:
        raise StoreError(f"--out {out}: {error}") from error
    return RemoteStore(system, root, out)


class LocalStore:
    """A folder of this machine; made when something is first put.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def place(self) -> str:
        """What the place is called."""
        return str(self.folder)

    def read(self, name: str) -> bytes | None:
        """Return what lies under a name, None if nothing does."""
        self._require_own_folder(name)
        # A link or a pipe under the name is no page of ours, and a pipe would never end.
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            handle = os.open(self.folder / name, flags)
            with os.fdopen(handle, "rb") as file:
                plain = stat.S_ISREG(os.fstat(handle).st_mode)
                return file.read() if plain else None
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.ENXIO}:
                return None
            raise StoreError(f"{self.folder / name}: cannot be read: {error.strerror}") from error

    def _require_own_folder(self, name: str) -> None:
        """Refuse to go through a link, or whatever else lies where a folder of the site does."""
        if "/" not in name:
            return
        folder = (self.folder / name).parent
        try:
            kind = folder.lstat().st_mode
        except OSError:
            return
        if not stat.S_ISDIR(kind):
            what = "a link" if stat.S_ISLNK(kind) else "no folder"
            raise StoreError(f"{folder}: {what}, where a site has a folder; remove it")

    def has(self, name: str) -> bool:
        """Return whether a file lies under a name, and not a link or a pipe."""
        try:
            return stat.S_ISREG((self.folder / name).lstat().st_mode)
        except OSError:
            return False

    def put(self, name: str, content: bytes) -> None:
        """Put content under a name: a reader sees the old file or the new one, never a part."""
        target, scratch = self.folder / name, None
        self._require_own_folder(name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                dir=target.parent, prefix=_BEGUN, suffix=_UNFINISHED, delete=False
            ) as file:
                scratch = Path(file.name)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            scratch.chmod(0o644)
            os.replace(scratch, target)  # noqa: PTH105 - the one step that counts, by its name
            _flush_folder(target.parent)
        except OSError as error:
            raise StoreError(f"{target}: cannot be written: {error.strerror}") from error
        finally:
            if scratch is not None:
                scratch.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a name; nothing happens if there is none."""
        self._require_own_folder(name)
        try:
            target = self.folder / name
            target.unlink(missing_ok=True)
            if "/" in name:
                with suppress(OSError):  # unless something else lies there
                    target.parent.rmdir()
        except OSError as error:
            raise StoreError(f"{self.folder / name}: not removed: {error.strerror}") from error

    def names(self) -> set[str]:
        """Return every name, but for the lock's."""
        found = set()

        def unread(error: OSError) -> None:
            if not isinstance(error, FileNotFoundError):
                raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error

        # A link to a folder is a name, and nothing below it is the site's.
        for folder, folders, files in os.walk(self.folder, onerror=unread):
            here = Path(folder)
            links = [name for name in folders if (here / name).is_symlink()]
            found |= {(here / one).relative_to(self.folder).as_posix() for one in files + links}
        return found - {LOCK_FILE}

    def clean(self) -> None:
        """Remove what a killed run has left unfinished."""
        for name in self.names():
            last = name.rpartition("/")[2]
            if last.startswith(_BEGUN) and last.endswith(_UNFINISHED):
                self.remove(name)

    @contextmanager
    def lock(self, *, wait: float, say: Callable[[str], None]) -> Iterator[None]:
        """Keep other runs out of the folder."""
        made = not self.folder.exists()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot be made: {error.strerror}") from error
        with locked(self.folder, wait=wait, say=say):
            try:
                yield
            finally:
                # Nothing was put out: nothing is left.
                if made and not self.names():
                    with suppress(OSError):
                        (self.folder / LOCK_FILE).unlink()
                        self.folder.rmdir()


class RemoteStore:
    """A place that fsspec knows; two runs at once are not kept apart there, a page is whole.

    Parameters
    ----------
    system : AbstractFileSystem
    root : str
        Path in it.
    url : str
        What the place is called.
    """

    def __init__(self, system: Any, root: str, url: str) -> None:
        self._system = system
        self._root = root.rstrip("/")
        self.place = url

    def read(self, name: str) -> bytes | None:
        """Return what lies under a name, None if nothing does."""
        try:
            return bytes(self._system.cat_file(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self.place}/{name}: cannot be read: {error}") from error

    def has(self, name: str) -> bool:
        """Return whether an object lies under a name."""
        return bool(self._system.isfile(f"{self._root}/{name}"))

    def put(self, name: str, content: bytes) -> None:
        """Put content under a name, as one object."""
        path = f"{self._root}/{name}"
        try:
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._system.pipe_file(path, content)
        except OSError as error:
            raise StoreError(f"{self.place}/{name}: cannot be written: {error}") from error

    def remove(self, name: str) -> None:
        """Remove a name; nothing happens if there is none."""
        try:
            self._system.rm_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"{self.place}/{name}: not removed: {error}") from error

    def names(self) -> set[str]:
        """Return every name."""
        self._system.invalidate_cache()
        found = self._system.find(self._root)
        root = self._system._strip_protocol(self._root).rstrip("/")  # noqa: SLF001
        return {path.removeprefix(root).lstrip("/") for path in found}

    def clean(self) -> None:
        """Nothing is left unfinished: an object is there when all of it is."""

    def lock(
        self,
        *,
        wait: float,  # noqa: ARG002 - there is nothing to wait for
        say: Callable[[str], None],  # noqa: ARG002
    ) -> AbstractContextManager[None]:
        """Return at once: the place has no lock."""
        return nullcontext()


def _flush_folder(folder: Path) -> None:
    """Bring the names of a folder to the disk: a rename survives a power cut only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
