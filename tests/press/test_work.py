"""What is made, what is left alone, and what a failure does to the rest."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from fakes import ROUTES, FakeEngine, briefings
from hypothesis import given
from hypothesis import strategies as st

from routes.press.programme import Run
from routes.press.site import Site
from routes.press.store import LocalStore
from routes.press.verify import verify
from routes.press.work import plan, settle, work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routes.press.job import Outcome

TODAY = dt.date.today().isoformat()  # noqa: DTZ011


def make(site, runs, engine=None, *, force=False, **options: object):
    """Do what the command does, and return what came of it."""
    engine = engine or FakeEngine()
    site.repair()
    planned = plan(runs, site)
    todo = [one for one in planned if force or one.state != "published"]
    settle(planned, site)
    if not todo:
        site.finish()
        return []
    return list(work(todo, site, engine, engine_name="fake", **options))


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_site_has_pages_manifests_and_the_pages_over_them(site, folder):
    done = make(site, briefings())
    assert [(one.slug, one.status) for one in done] == [(name, "made") for name in ROUTES]
    assert set(contents(folder)) == {
        *(f"{name}.html" for name in ROUTES),
        *(f"manifests/{name}.json" for name in ROUTES),
        *("index.html", "search.html", "manifest.json"),
    }
    assert list(verify(site)) == []


def test_what_is_made_twice_is_made_once(site, folder):
    make(site, briefings())
    before = contents(folder)
    again = FakeEngine()
    assert make(site, briefings(), again) == []
    assert again.jobs == []
    assert contents(folder) == before


def test_the_manifest_says_from_what_when_and_how_and_no_path_of_the_machine(site, folder):
    make(site, briefings("balkan", as_of="2026-01-02"))
    known = json.loads((folder / "manifests/balkan.json").read_text(encoding="utf-8"))
    assert known["notebook"] == "briefing.ipynb"
    assert known["parameters"]["route"] == "balkan"
    assert known["parameters"]["as_of"] == "2026-01-02"
    assert set(known["inputs"]) == {
        *("notebook", "parameters", "tables", "code", "wording", "style", "versions"),
    }
    assert (known["engine"], known["warnings"], known["peak_mb"]) == ("fake", ["w"], 120.0)
    assert known["page"]["size"] == len((folder / "balkan.html").read_bytes())
    assert known["started"] <= known["finished"]
    for name, content in contents(folder).items():
        assert str(folder.parent).encode() not in content, name


def test_a_failure_leaves_the_page_and_is_kept_and_listed(site, folder, monkeypatch):
    make(site, briefings())
    page = (folder / "balkan.html").read_bytes()
    monkeypatch.setattr("routes.press.inputs.versions", lambda: {"pandas": "99"})
    done = make(site, briefings(), FakeEngine(failing=("balkan",)), keep_going=True)
    assert {one.slug: one.status for one in done} == {
        "northern": "made", "balkan": "failed", "southern": "made",
    }  # fmt: skip
    assert (folder / "balkan.html").read_bytes() == page
    assert (folder / "failed/balkan.ipynb").is_file()
    failure = json.loads((folder / "failed/balkan.json").read_text(encoding="utf-8"))
    assert failure["fault"] == "cell 4 failed: ValueError: no figures for this year"
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert index.count("Stale since") == 1
    assert "no figures for this year" in index
    assert [line for line in verify(site) if not line.startswith("balkan")] == []


def test_a_later_success_forgets_the_failure(site, folder):
    make(site, briefings("balkan"), FakeEngine(failing=("balkan",)))
    assert "Not made; its run has failed since" in (folder / "index.html").read_text("utf-8")
    make(site, briefings("balkan"))
    assert not (folder / "failed").exists()
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "failed" not in index
    assert "Stale" not in index


def test_a_page_that_fails_again_is_stale_since_the_first_failure(site, folder, monkeypatch):
    make(site, briefings("balkan"), FakeEngine(failing=("balkan",)))
    first = json.loads((folder / "failed/balkan.json").read_text("utf-8"))
    later = dt.datetime(2030, 1, 2, tzinfo=dt.UTC)
    monkeypatch.setattr("routes.press.work.now", lambda: later)
    make(site, briefings("balkan"), FakeEngine(failing=("balkan",)))
    second = json.loads((folder / "failed/balkan.json").read_text("utf-8"))
    assert (second["since"], second["last"]) == (first["since"], later.isoformat())


def test_a_forced_run_that_fails_is_forgotten_when_the_page_is_found_unchanged(site, folder):
    make(site, briefings("balkan"))
    make(site, briefings("balkan"), FakeEngine(failing=("balkan",)), force=True)
    assert (folder / "failed/balkan.json").is_file()
    assert make(site, briefings("balkan")) == []
    assert not (folder / "failed").exists()
    assert list(verify(site)) == []


def test_after_a_failure_nothing_more_is_begun(site, folder):
    engine = FakeEngine(failing=("northern",))
    done = make(site, briefings(), engine)
    assert engine.slugs == ["northern"]
    assert [one.status for one in done] == ["failed"]


def test_a_job_without_an_answer_is_a_failure(site):
    class Silent(FakeEngine):
        def run(self, jobs) -> Iterator[Outcome]:
            for outcome in super().run(jobs):
                if outcome.slug != "balkan":
                    yield outcome

    done = make(site, briefings(), Silent())
    assert {one.slug: one.reason for one in done if one.status == "failed"} == {
        "balkan": "the engine gave no answer"
    }


@given(
    failing=st.sets(st.sampled_from(ROUTES)),
    before=st.sets(st.sampled_from(ROUTES)),
    keep_going=st.booleans(),
)
def test_whatever_fails_the_rest_is_whole(tmp_path_factory, failing, before, keep_going):
    folder = tmp_path_factory.mktemp("site")
    site = Site(LocalStore(folder))
    if before:
        make(site, briefings(*sorted(before), as_of="2026-01-01"))
    old = contents(folder)
    engine = FakeEngine(failing=tuple(failing))
    done = make(site, briefings(as_of="2026-01-02"), engine, keep_going=keep_going)
    made = {one.slug for one in done if one.status == "made"}
    failed = {one.slug for one in done if one.status == "failed"}
    assert failed == failing & set(engine.slugs)
    if keep_going:
        assert made | failed == set(ROUTES)
    now = contents(folder)
    for route in ROUTES:
        page, kept = f"{route}.html", f"failed/{route}.ipynb"
        assert (kept in now) == (route in failed)
        if route in made:
            assert b"2026-01-02" in now[page]
        else:
            assert now.get(page) == old.get(page)
    # Only what failed does not match, and only that is said.
    assert {line.split(":")[0] for line in verify(site)} == failed


def test_the_day_is_that_of_the_first_making_of_the_same_content(site, folder, monkeypatch):
    make(site, briefings("balkan"))
    assert f"made&quot;: &quot;{TODAY}".encode() in (folder / "balkan.html").read_bytes()
    first = (folder / "balkan.html").read_bytes()
    tomorrow = dt.date.today() + dt.timedelta(1)  # noqa: DTZ011

    class Tomorrow(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            return tomorrow

    monkeypatch.setattr("routes.briefing.checking.dt.date", Tomorrow)
    assert briefings("balkan")[0].day == tomorrow.isoformat()
    assert make(site, briefings("balkan")) == []
    make(site, briefings("balkan"), force=True)
    assert (folder / "balkan.html").read_bytes() == first
    (folder / "balkan.html").write_text("edited", encoding="utf-8")
    make(site, briefings("balkan"))
    assert (folder / "balkan.html").read_bytes() == first
    monkeypatch.setattr("routes.press.inputs.versions", lambda: {"pandas": "99"})
    make(site, briefings("balkan"))
    assert tomorrow.isoformat().encode() in (folder / "balkan.html").read_bytes()


def test_another_day_that_is_asked_for_is_another_page(site):
    make(site, briefings("balkan", as_of="2026-01-02"))
    (same,) = plan(briefings("balkan", as_of="2026-01-02"), site)
    (other,) = plan(briefings("balkan", as_of="2026-01-03"), site)
    (undated,) = plan(briefings("balkan"), site)
    assert (same.state, undated.state) == ("published", "published")
    assert (other.state, other.reason) == ("stale", "as of 2026-01-03, not 2026-01-02")


def test_a_line_of_the_log_has_slug_status_seconds_size_and_reason(site, monkeypatch):
    (made,) = make(site, briefings("balkan"))
    assert str(made) == f"balkan  made  0.5 s  {made.size / 1000:,.0f} kB"
    monkeypatch.setattr("routes.press.inputs.versions", lambda: {"pandas": "99"})
    (again,) = make(site, briefings("balkan"))
    assert str(again).endswith("kB  versions changed")
    (failed,) = make(site, briefings("southern"), FakeEngine(failing=("southern",)))
    assert str(failed) == (
        "southern  failed  0.5 s  –  cell 4 failed: ValueError: no figures for this year"
    )


def test_a_heading_of_the_programme_stands_on_the_index(site, folder):
    (run,) = briefings("balkan")
    make(site, [Run(run.slug, run.parameters, "Monthly <b>")])
    assert "<h2>Monthly &lt;b&gt;</h2>" in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ZeroDivisionError])
def test_what_is_out_when_the_work_is_broken_off_is_in_the_index(site, folder, stop):
    def at(job) -> None:
        if job.slug == "balkan":
            raise stop

    with pytest.raises(stop):
        make(site, briefings(), FakeEngine(at=at))
    assert 'href="northern.html"' in (folder / "index.html").read_text(encoding="utf-8")
    assert list(verify(site)) == []
