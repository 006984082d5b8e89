"""A site whose folder others can write: every record and every name may be anything."""

from __future__ import annotations

import json
import os
import shutil
import stat

import pytest
from fakes import FakeEngine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routes.cli import main
from routes.errors import PublicationError, RoutesError
from routes.press.lock import LOCK_FILE, locked
from routes.press.site import Site
from routes.press.store import LocalStore, StoreError
from routes.press.verify import verify

RECORD = "manifests/balkan.json"


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("routes.cli.making.engine", lambda *_, **__: FakeEngine())

    def call(*words: str) -> tuple[int, str, str]:
        code = main(["brief", "--out", "site", "--as-of", "2026-01-02", *words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    assert call()[0] == 0
    return call


def edited(path, change) -> None:
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record), encoding="utf-8")


DAMAGE = {
    "no about.made": lambda r: r["about"].pop("made"),
    "made no day": lambda r: r["about"].update(made="27/11/2026"),
    "about null": lambda r: r.update(about=None),
    "title a list": lambda r: r["about"].update(title=["x"]),
    "lead an integer": lambda r: r["about"].update(lead=7),
    "years a word": lambda r: r["about"].update(years="2005"),
    "three years": lambda r: r["about"].update(years=[2005, 2010, 2023]),
    "years of no one": lambda r: r["about"].update(years=[10**30, 1]),
    "kg of text": lambda r: r["about"].update(kg=["many"]),
    "another route": lambda r: r["about"].update(route="eastern"),
    "a huge page": lambda r: r["page"].update(size=10**300),
    "size null": lambda r: r["page"].update(size=None),
    "another slug": lambda r: r.update(slug="../../etc/passwd"),
    "parameters a list": lambda r: r.update(parameters=[1]),
    "inputs of null": lambda r: r["inputs"].update(tables=None),
    "finished some time": lambda r: r.update(finished="yesterday"),
    "seconds for ever": lambda r: r.update(seconds=float("inf")),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_record_is_named_left_out_and_healed(run, tmp_path, name):
    site = tmp_path / "site"
    edited(site / RECORD, DAMAGE[name])
    assert f"{RECORD}: damaged; run again to make the page anew" in verify(Site(LocalStore(site)))
    code, _, err = run("northern", "--force")
    assert (code, err.splitlines()) == (
        1, [f"routes: {RECORD}: damaged; left out of the index until the page is made again"]
    )  # fmt: skip
    assert 'href="balkan.html"' not in (site / "index.html").read_text(encoding="utf-8")
    assert 'href="northern.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert run()[0] == 0
    assert 'href="balkan.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert list(verify(Site(LocalStore(site)))) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b"{" * 50_000, b'"x"',
     json.dumps({"slug": "southern", "since": "27/11/2026"}).encode()],
)  # fmt: skip
def test_a_damaged_failure_is_named_and_dropped(run, tmp_path, content):
    (tmp_path / "site/failed").mkdir()
    (tmp_path / "site/failed/southern.json").write_bytes(content)
    code, _, err = run()
    assert (code, err) == (0, "routes: failed/southern.json: damaged; dropped\n")
    assert run()[2] == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def places(record, path=()):
    """Yield every place of a record."""
    if path:
        yield path
    for key in (
        record
        if isinstance(record, dict)
        else range(len(record))
        if isinstance(record, list)
        else ()
    ):
        yield from places(record[key], (*path, key))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_record_is_made_into_the_run_goes_on(run, tmp_path, data, capsys):
    site = tmp_path / "site"
    kept = tmp_path / "kept"
    if not kept.exists():
        shutil.copytree(site, kept)
    shutil.rmtree(site)
    shutil.copytree(kept, site)
    name = data.draw(st.sampled_from([RECORD, "manifest.json", "manifests/northern.json"]))
    record = json.loads((site / name).read_text(encoding="utf-8"))
    path = data.draw(st.sampled_from(sorted(places(record), key=str)))
    here = record
    for key in path[:-1]:
        here = here[key]
    if data.draw(st.booleans()):
        here[path[-1]] = data.draw(JSON)
    else:
        del here[path[-1]]
    (site / name).write_text(json.dumps(record), encoding="utf-8")
    list(verify(Site(LocalStore(site))))
    assert run("southern", "--force")[0] in {0, 1}
    assert run()[0] in {0, 1}
    assert run()[0] == 0
    assert [line for line in verify(Site(LocalStore(site))) if "changed since" not in line] == []


@pytest.mark.parametrize("gone", ["balkan.html", "search.html", "index.html", "manifest.json"])
def test_every_link_of_the_index_leads_to_a_file_whatever_was_deleted(run, tmp_path, gone):
    site = tmp_path / "site"
    (site / gone).unlink()
    code, _, err = run("northern", "--force")
    missing = gone == "balkan.html"
    assert code == int(missing)
    assert ("balkan.html: the page is gone" in err) == missing
    index = (site / "index.html").read_text(encoding="utf-8")
    for name in ("balkan.html", "northern.html", "southern.html", "search.html"):
        if f'href="{name}"' in index:
            assert (site / name).is_file()
    assert run()[0] == 0
    assert 'href="balkan.html"' in (site / "index.html").read_text(encoding="utf-8")


def as_link(path, aside) -> None:
    aside.mkdir(exist_ok=True)
    path.symlink_to(aside)


ODD = {
    "a link": as_link,
    "a pipe": lambda path, _: os.mkfifo(path),
    "a file": lambda path, _: path.write_text("x", encoding="utf-8"),
}


@pytest.mark.parametrize("kind", ODD)
def test_something_else_for_the_folder_of_manifests_is_one_line(run, tmp_path, kind):
    site, aside = tmp_path / "site", tmp_path / "aside"
    shutil.rmtree(site / "manifests")
    ODD[kind](site / "manifests", aside)
    code, _, err = run("--force")
    assert (code, err.count("\n")) == (1, 1), err
    assert "manifests" in err
    assert not aside.exists() or list(aside.iterdir()) == []


@pytest.mark.parametrize("kind", [*ODD, "a folder"])
@pytest.mark.parametrize("name", ["balkan.html", "index.html", RECORD, "manifest.json"])
def test_something_else_for_a_file_is_put_right_or_one_line(run, tmp_path, name, kind):
    path, aside = tmp_path / "site" / name, tmp_path / "aside"
    path.unlink()
    path.mkdir() if kind == "a folder" else ODD[kind](path, aside)
    code, _, err = run("--force")
    if kind == "a folder":
        assert (code, err.count("\n")) == (1, 1), err
    else:
        assert code == 0, err
        assert stat.S_ISREG(path.lstat().st_mode)
        assert run()[0] == 0


def test_a_link_under_the_name_of_the_lock_is_not_followed(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    for make in (os.symlink, os.link):
        folder = tmp_path / make.__name__
        folder.mkdir()
        make(victim, folder / LOCK_FILE)
        with (
            pytest.raises(PublicationError, match=r"\.routes\.lock: no lock of ours; remove it"),
            locked(folder, wait=0, say=print),
        ):
            pass
        assert victim.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("kind", ["a pipe", "a folder"])
def test_something_else_for_the_lock_is_one_line(tmp_path, kind):
    path = tmp_path / LOCK_FILE
    path.mkdir() if kind == "a folder" else os.mkfifo(path)
    with pytest.raises(RoutesError, match="no lock of ours"), locked(tmp_path, wait=0, say=print):
        pass


def test_the_lock_is_its_owners_alone(tmp_path):
    (tmp_path / LOCK_FILE).write_text("", encoding="utf-8")
    (tmp_path / LOCK_FILE).chmod(0o666)
    with locked(tmp_path, wait=0, say=print):
        assert stat.S_IMODE((tmp_path / LOCK_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "said",
    ['{"process": 1, "began": 5, "since": "2026-01-01 00:00:00"}',  # began otherwise
     '{"process": MINE, "began": null, "since": "2026-01-01 00:00:00"}',
     '{"process": "1", "since": "\\u001b[2J"}', "[]", "{", "", "\x1b]0;x\x07", "9" * 5_000],
)  # fmt: skip
def test_a_holder_is_named_only_if_it_lives_and_began_then(tmp_path, said):
    import fcntl  # noqa: PLC0415

    with (tmp_path / LOCK_FILE).open("w", encoding="utf-8") as file:
        file.write(said.replace("MINE", str(os.getpid())))
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        with (
            pytest.raises(PublicationError, match=r": another run is at work on it$"),
            locked(tmp_path, wait=0, say=print),
        ):
            pass


def test_a_name_that_is_no_text_is_named(run, tmp_path, capsys):
    (tmp_path / "site" / os.fsdecode(b"\xff\xfe.html")).write_text("x", encoding="utf-8")
    assert main(["verify", "site"]) == 1
    assert "a page without its manifest" in capsys.readouterr().out


def test_a_folder_that_cannot_be_listed_is_one_line(tmp_path, monkeypatch):
    refused = PermissionError(13, "Permission denied", str(tmp_path))
    monkeypatch.setattr("routes.press.store.os.walk", lambda *_, onerror, **__: onerror(refused))
    with pytest.raises(StoreError, match="cannot be read: Permission denied"):
        LocalStore(tmp_path).names()
