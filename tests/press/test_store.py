"""A local folder and a place that fsspec knows behave alike; a page is put whole or not at all."""

from __future__ import annotations

import os
import uuid

import fsspec
import pytest
from fakes import FakeEngine, briefings

from routes.press.site import Site
from routes.press.store import LocalStore, PlaceError, RemoteStore, StoreError, open_store
from routes.press.verify import verify
from routes.press.work import plan, settle, work


@pytest.fixture(params=["local", "memory"])
def store(request, tmp_path):
    if request.param == "local":
        return open_store(str(tmp_path / "site"))
    return open_store(f"memory://{uuid.uuid4()}/site")


def test_what_is_put_is_read_listed_and_removed(store):
    assert store.read("a.html") is None
    assert store.names() == set()
    store.put("a.html", b"one")
    store.put("a.html", b"two")
    store.put("deep/b.json", b"{}")
    assert store.read("a.html") == b"two"
    assert store.names() == {"a.html", "deep/b.json"}
    store.remove("a.html")
    store.remove("a.html")
    assert store.names() == {"deep/b.json"}
    assert store.read("deep") is None


def test_a_whole_site_goes_there_and_is_left_alone_the_second_time(store):
    site = Site(store)
    with store.lock(wait=0, say=print):
        first = list(work(plan(briefings(), site), site, FakeEngine(), engine_name="fake"))
        assert len(first) == 3
    assert {one.state for one in plan(briefings(), site)} == {"published"}
    before = {name: store.read(name) for name in store.names()}
    settle(plan(briefings(), site), site)
    site.finish()
    assert {name: store.read(name) for name in store.names()} == before
    assert list(verify(site)) == []


def test_both_places_hold_the_same_bytes(tmp_path):
    pages = []
    for out in (str(tmp_path / "site"), f"memory://{uuid.uuid4()}"):
        site = Site(open_store(out))
        runs = briefings("balkan", as_of="2026-01-02")
        list(work(plan(runs, site), site, FakeEngine(), engine_name="fake"))
        pages.append([site.store.read(name) for name in ("balkan.html", "index.html")])
    assert pages[0] == pages[1]


def test_a_url_that_nobody_knows_is_one_line():
    with pytest.raises(PlaceError, match=r"^--out nowhere://x: .*nowhere"):
        open_store("nowhere://x")
    assert isinstance(open_store("memory://x"), RemoteStore)
    assert isinstance(open_store("file:///x"), LocalStore)


def test_a_remote_place_that_cannot_be_written_is_one_line(monkeypatch):
    store = open_store(f"memory://{uuid.uuid4()}")

    def full(*given: object, **more: object) -> None:
        raise OSError("quota used up")

    monkeypatch.setattr(fsspec.get_filesystem_class("memory"), "pipe_file", full)
    with pytest.raises(StoreError, match=r"a\.html: cannot be written: quota used up$"):
        store.put("a.html", b"")


def test_a_page_can_be_read_by_everyone(tmp_path):
    LocalStore(tmp_path).put("balkan.html", b"page")
    assert (tmp_path / "balkan.html").stat().st_mode & 0o777 == 0o644


def test_a_folder_in_the_place_of_a_page_is_one_line_and_nothing_is_left(tmp_path):
    (tmp_path / "balkan.html" / "full").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"^[^\n]*balkan\.html: cannot be written"):
        LocalStore(tmp_path).put("balkan.html", b"page")
    assert [path.name for path in tmp_path.iterdir()] == ["balkan.html"]


def test_what_a_killed_run_left_unfinished_is_cleaned_and_nothing_else(tmp_path):
    store = LocalStore(tmp_path)
    store.put("balkan.html", b"page")
    (tmp_path / ".routes-abc.tmp").write_bytes(b"half a pa")
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests" / ".routes-abc.tmp").write_bytes(b"{")
    (tmp_path / "notes.tmp").write_bytes(b"mine")
    store.clean()
    assert store.names() == {"balkan.html", "notes.tmp"}


def test_a_folder_in_which_nothing_was_put_is_not_left_behind(tmp_path):
    store = LocalStore(tmp_path / "site")
    with store.lock(wait=0, say=print):
        assert (tmp_path / "site").is_dir()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_line(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError), LocalStore(tmp_path / "site").lock(wait=0, say=print):
        pass
