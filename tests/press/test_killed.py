"""Killed at any step of putting a page out, the site is whole and the next run goes on from there.

Each step that touches the disk is counted; a process of its own ends itself, as SIGKILL would, at
the first, the second and so on, until one gets through.
"""

from __future__ import annotations

import os
import re

import pytest
from fakes import ROUTES, FakeEngine, briefings

from routes.press.manifest import Bytes
from routes.press.site import Site, page_name, pending_name
from routes.press.store import LocalStore
from routes.press.verify import verify
from routes.press.work import plan, work

KILLED = 9


def killed_at(folder, step) -> bool:
    """Put two pages out in a forked process that ends at a step; return whether it got there."""
    child = os.fork()
    if child == 0:
        left = [step]
        for name in ("replace", "fsync", "unlink", "rmdir", "mkdir"):
            setattr(os, name, counted(getattr(os, name), left))
        site = Site(LocalStore(folder))
        with site.store.lock(wait=0, say=print):
            site.repair()
            todo = plan(briefings("northern", "balkan", as_of="2026-01-02"), site)
            list(work(todo, site, FakeEngine(said="new"), engine_name="fake"))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def counted(step, left):
    def call(*given: object, **more: object) -> object:
        if left[0] == 0:
            os._exit(KILLED)
        left[0] -= 1
        return step(*given, **more)

    return call


def old_site(folder):
    site = Site(LocalStore(folder))
    runs = briefings(as_of="2026-01-01")
    list(work(plan(runs, site), site, FakeEngine(said="old"), engine_name="fake"))
    return site


def assert_whole(site) -> None:
    """Every page is complete, and exactly one manifest describes it; links lead somewhere."""
    folder = site.store.folder
    for route in ROUTES:
        page = (folder / page_name(route)).read_bytes()
        assert page.endswith((b"old\n", b"new\n"))
        described = [site.manifest(route).page]
        if (folder / pending_name(route)).is_file():
            pending = site.store.read(pending_name(route))
            described.append(type(site.manifest(route)).read(pending).page)
        assert Bytes.of(page) in described
    index = (folder / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"#]+)"', index)
    assert links
    assert all((folder / link).is_file() for link in links)


def test_killed_at_every_step_in_turn(tmp_path):
    step, killed = 0, True
    while killed:
        folder = tmp_path / str(step)
        site = old_site(folder)
        killed = killed_at(folder, step)
        assert_whole(site)
        # The next run finds what was begun, finishes it, and everything matches.
        with site.store.lock(wait=0, say=print):
            site.repair()
            assert not [name for name in site.store.names() if "pending" in name or ".tmp" in name]
            assert_whole(site)
            runs = briefings("northern", "balkan", as_of="2026-01-02")
            todo = [one for one in plan(runs, site) if one.state != "published"]
            list(work(todo, site, FakeEngine(said="new"), engine_name="fake"))
        assert list(verify(site)) == []
        assert b"new" in (folder / "balkan.html").read_bytes()
        assert b"old" in (folder / "southern.html").read_bytes()
        step += 1
    # Two pages of three names each, the pages over them, and what is flushed and removed.
    assert step > 30


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize("number", range(6))
def test_a_step_that_fails_is_one_line_and_leaves_everything_whole(
    tmp_path, monkeypatch, step, number
):
    site = old_site(tmp_path)
    real, left = getattr(os, step), [number]

    def full(*given: object, **more: object) -> object:
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        left[0] -= 1
        return real(*given, **more)

    monkeypatch.setattr(os, step, full)
    todo = plan(briefings("northern", "balkan", as_of="2026-01-02"), site)
    said = None
    try:
        list(work(todo, site, FakeEngine(said="new"), engine_name="fake"))
    except Exception as error:  # noqa: BLE001 - whichever it is, it is to be one line
        said = str(error)
    monkeypatch.undo()
    assert said is not None
    assert re.fullmatch(r"[^\n]+: cannot be written: No space left on device", said)
    assert_whole(site)
    assert not [name for name in site.store.names() if name.endswith(".tmp")]
    site.repair()
    assert_whole(site)
    site.finish()
    assert [line for line in verify(site) if "manifest" in line] == []
