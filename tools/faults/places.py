"""Places that cannot be written: a full disk, a read-only one."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from faults.press import Result, finished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from faults.press import Press

# Room beside the pages that lie there: less than one page takes.
ROOM_KB = 200
LATER = "2026-02-01"


def full_disk(press: Press) -> list[Result]:
    """Fill the disk: the pages of an earlier run lie there, and there is no room for another."""
    result = Result("a full disk", "", "", "", "")
    before = press.published(result)
    size = sum(os.stat(path).st_blocks * 512 for path in press.site.rglob("*")) // 1024 + ROOM_KB  # noqa: PTH116
    with _tmpfs(press.site, size) as mounted:
        if mounted:
            result.done = f"a tmpfs with {ROOM_KB} kB left"
            done = press.brief(day=LATER)
        else:
            result.done = "a largest file of 100 kB (RLIMIT_FSIZE; not root, so no tmpfs)"
            run = press.start_brief(day=LATER)
            resource.prlimit(run.pid, resource.RLIMIT_FSIZE, (100_000, 100_000))
            done = finished(run)
        good, of = press.whole(result, before)
        result.expect(press.pages() == before, "pages changed")
        if mounted:
            subprocess.run(["mount", "-o", "remount,size=1g", str(press.site)], check=True)  # noqa: S603, S607
        press.recovers(result, day=LATER)
    said = ("No space left on device", "File too large")
    result.whole, result.named, result.code = f"{good} of {of}", done.named, str(done.code)
    result.expect(done.code == 1, f"it ends with {done.code}")
    result.expect(any(word in done.named for word in said), "the fault is not named")
    return [result]


def read_only(press: Press) -> list[Result]:
    """Make the output read-only."""
    result = Result("a read-only output", "", "", "", "")
    before = press.published(result)
    with _tmpfs(press.site, 1 << 20) as mounted:
        if mounted:
            result.done = "a tmpfs mounted read-only"
            subprocess.run(["mount", "-o", "remount,ro", str(press.site)], check=True)  # noqa: S603, S607
            done = press.brief(day=LATER)
            good, of = press.whole(result, before)
            subprocess.run(["mount", "-o", "remount,rw", str(press.site)], check=True)  # noqa: S603, S607
        else:
            result.done = "a folder with mode 555 (not root, so no mount)"
            for folder in (press.site, *filter(os.path.isdir, press.site.rglob("*"))):
                folder.chmod(0o555)
            done = press.brief(day=LATER)
            good, of = press.whole(result, before)
            for folder in (press.site, *filter(os.path.isdir, press.site.rglob("*"))):
                folder.chmod(0o755)
        result.expect(press.pages() == before, "pages changed")
        press.recovers(result, day=LATER)
    said = ("Read-only file system", "Permission denied")
    result.whole, result.named, result.code = f"{good} of {of}", done.named, str(done.code)
    result.expect(done.code == 1, f"it ends with {done.code}")
    result.expect(any(word in done.named for word in said), "the fault is not named")
    return [result]


@contextmanager
def _tmpfs(site: Path, size_kb: int) -> Iterator[bool]:
    """Put a disk of its own under a site, with what lies in it; say whether that could be done."""
    aside = site.with_name("aside")
    site.rename(aside)
    site.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "routes-reliability", str(site)]
    mounted = (
        os.geteuid() == 0
        and shutil.which("mount") is not None
        and subprocess.run(mount, capture_output=True, check=False).returncode == 0  # noqa: S603
    )
    if not mounted:
        site.rmdir()
        aside.rename(site)
        yield False
        return
    try:
        shutil.copytree(aside, site, dirs_exist_ok=True)
        yield True
    finally:
        subprocess.run(["umount", str(site)], check=True)  # noqa: S603, S607
