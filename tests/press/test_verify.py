"""What does not match is said, a line each, and nothing is changed."""

from __future__ import annotations

import pytest
from fakes import NOTEBOOK, FakeEngine, briefings

from routes.press import inputs as inputs_module
from routes.press.manifest import Failure
from routes.press.verify import verify
from routes.press.work import plan, work


@pytest.fixture
def made(site, folder):
    list(work(plan(briefings(), site), site, FakeEngine(), engine_name="fake"))
    assert list(verify(site)) == []
    return folder


def edited(folder) -> None:
    (folder / "balkan.html").write_text("edited", encoding="utf-8")


def gone(folder) -> None:
    (folder / "balkan.html").unlink()


def without_manifest(folder) -> None:
    (folder / "manifests/balkan.json").unlink()


def damaged_manifest(folder) -> None:
    (folder / "manifests/balkan.json").write_text("{", encoding="utf-8")


def stray(folder) -> None:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")


def index_edited(folder) -> None:
    (folder / "index.html").write_text("edited", encoding="utf-8")


def index_gone(folder) -> None:
    (folder / "index.html").unlink()


def site_manifest_gone(folder) -> None:
    (folder / "manifest.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (edited, ["balkan.html: the page is not as it was made"]),
        (gone, ["balkan.html: the page is gone"]),
        (
            without_manifest,
            ["manifest.json: behind the pages", "balkan.html: a page without its manifest"],
        ),
        (
            damaged_manifest,
            [
                "manifests/balkan.json: damaged; run again to make the page anew",
                "manifest.json: behind the pages",
            ],
        ),
        (stray, ["notes.txt: no file of the site"]),
        (index_edited, ["index.html: not as it was made"]),
        (index_gone, ["index.html: gone"]),
        (site_manifest_gone, ["manifest.json: gone or damaged"]),
    ],
)
def test_what_was_changed_by_another_hand_is_said_and_the_next_run_mends_it(
    site, made, spoil, said
):
    spoil(made)
    assert list(verify(site)) == said
    if spoil is stray:
        return
    todo = [one for one in plan(briefings(), site) if one.state != "published"]
    list(work(todo, site, FakeEngine(), engine_name="fake"))
    assert list(verify(site)) == []


def test_inputs_that_changed_since_are_named(site, made, monkeypatch):
    monkeypatch.setattr("routes.press.inputs.versions", lambda: {"pandas": "99"})
    monkeypatch.setattr(inputs_module.fingerprints, "code_hash", lambda: "other")
    assert list(verify(site)) == [
        f"{route}.html: changed since it was made: code, versions"
        for route in ("balkan", "northern", "southern")
    ]


def test_a_failure_and_a_run_that_was_stopped_are_said(site, made):
    when = "2026-01-02T03:04:05+00:00"
    failure = Failure(
        slug="balkan", notebook="briefing.ipynb", kind="briefing", parameters={}, fault="cell 4",
        since=when, last=when,
    )  # fmt: skip
    site.fail(failure, NOTEBOOK)
    site.store.put("pending/northern.json", site.store.read("manifests/northern.json"))
    assert list(verify(site)) == [
        "pending/northern.json: a run was stopped here; the next one finishes it",
        f"balkan: could not be made anew since {when}: cell 4",
    ]
