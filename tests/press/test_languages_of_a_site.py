"""A page links to its other languages as they were asked for, and every link leads somewhere."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from fakes import FakeEngine, briefings

from routes.briefing.country_parameters import CountryParameters
from routes.names import languages
from routes.press.inputs import inputs_of
from routes.press.job import Outcome
from routes.press.page import made_of
from routes.press.programme import apart, read_programme, runs_of, selected
from routes.press.site import Site
from routes.press.store import LocalStore
from routes.press.verify import verify
from routes.press.work import plan, work
from routes.views.wording import Wording

PROGRAMME = (
    '[[page]]\nnotebook = "briefing.ipynb"\nparameters = { as_of = "2026-01-02" }\n'
    '[page.cross]\nroute = ["balkan", "southern"]\nlanguage = ["zh", "en", "fr"]\n'
)


def in_languages(*codes: str, routes=("balkan",)):
    """Return the runs of ``routes brief --lang`` with these languages."""
    runs = [run for code in codes for run in briefings(*routes, language=code, as_of="2026-01-02")]
    return apart([("the command", run) for run in runs])


class Exporting(FakeEngine):
    """Exports a small notebook that was run for each job, as an engine does."""

    def run(self, jobs):
        for job in jobs:
            self.jobs.append(job)
            wording = Wording(job.parameters["language"])
            about = {
                "title": f"T {job.slug}", "language": wording.language, "lead": "L",
                "direction": wording.direction, "route": "balkan", "made": "2026-01-02",
            }  # fmt: skip
            html = "".join(f'<section id="{part}"></section>' for part in job.sections)
            output = nbformat.v4.new_output(
                "display_data", {"text/html": html},
                metadata={"routes": {"section": "headline", **about}},
            )  # fmt: skip
            cell = nbformat.v4.new_code_cell("x", outputs=[output], execution_count=1)
            made = made_of(job, nbformat.v4.new_notebook(cells=[cell]), None)
            yield Outcome(job.slug, made["page"], made["notebook"], made["fault"], (), 0.5, None)


def make(site, runs, engine=None):
    todo = [one for one in plan(runs, site) if one.state != "published"]
    engine = engine or Exporting()
    done = list(work(todo, site, engine, engine_name="fake")) if todo else site.finish() or []
    assert [one.reason for one in done if one.status != "made"] == []
    return engine.slugs


def pages(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def test_runs_that_differ_in_language_alone_are_one_page_in_a_programme(tmp_path):
    path = tmp_path / "briefings.toml"
    path.write_text(PROGRAMME, encoding="utf-8")
    runs = read_programme(path)
    for run in runs:
        route = run.slug.partition("-")[0]
        # In the order of the languages, not of the file.
        assert list(run.alternates.items()) == [
            ("en", f"{route}.html"), ("fr", f"{route}-fr.html"), ("zh", f"{route}-zh.html"),
        ]  # fmt: skip
    # A page is the same whichever of the others is made with it.
    assert selected(runs, only="balkan-fr")[0] == runs[2]


def test_another_choice_is_another_page_and_one_language_has_no_others():
    runs = [
        *briefings("balkan", as_of="2026-01-02"),
        *briefings("balkan", language="fr", drugs=["opium"], as_of="2026-01-02"),
        *briefings("southern", language="fr", as_of="2026-01-02"),
    ]
    assert [run.alternates for run in apart([("here", run) for run in runs])] == [{}, {}, {}]


def test_the_languages_asked_for_are_an_input_of_the_page_and_stand_in_its_manifest(site, folder):
    make(site, in_languages("en", "fr"))
    manifest = json.loads((folder / "manifests/balkan.json").read_text(encoding="utf-8"))
    assert manifest["alternates"] == {"en": "balkan.html", "fr": "balkan-fr.html"}
    assert make(site, in_languages("fr", "en")) == []
    more = plan(in_languages("en", "fr", "ar"), site)
    assert [(one.state, one.reason) for one in more] == [
        ("stale", "alternates changed"), ("stale", "alternates changed"), ("new", ""),
    ]  # fmt: skip
    assert list(verify(site)) == []
    (run,) = briefings("balkan", as_of="2026-01-02")
    assert "alternates" not in inputs_of(run.notebook, run.values())


def test_every_link_of_a_site_in_six_languages_leads_to_a_page_of_it(site, folder):
    make(site, in_languages(*languages(), routes=("balkan", "northern")))
    there = pages(folder)
    assert {f"index.{code}.html" for code in languages()[1:]} < set(there)
    for name, page in there.items():
        links = set(re.findall(r'href="([^"#]+)[^"]*"', page))
        assert links <= set(there), name
    switch = re.findall(r'<nav class="tongues".*?</nav>', there["balkan-fr.html"], re.DOTALL)
    assert re.findall(r'href="([^"]*)" hreflang="([^"]*)"', switch[0]) == [
        ("balkan.html", "en"), ("balkan-es.html", "es"), ("balkan-ru.html", "ru"),
        ("balkan-ar.html", "ar"), ("balkan-zh.html", "zh"),
    ]  # fmt: skip
    assert there["balkan-fr.html"].count('<link rel="alternate"') == len(languages())
    assert list(verify(site)) == []


def test_the_same_request_gives_the_same_bytes_whatever_was_made_before(site, folder, tmp_path):
    make(site, in_languages("en", "ar"))
    other = Site(LocalStore(tmp_path / "other"))
    make(other, in_languages("ar"))
    make(other, selected(in_languages("ar", "en"), only="balkan-ar"))
    make(other, in_languages("en", "ar"))
    assert pages(tmp_path / "other") == pages(folder)


def test_a_page_in_one_language_names_no_other(site, folder):
    make(site, in_languages("en"))
    page = pages(folder)["balkan.html"]
    assert '<nav class="tongues"' not in page
    assert 'rel="alternate"' not in page
    assert set(pages(folder)) == {"balkan.html", "index.html", "search.html"}


def test_a_language_that_comes_later_has_an_index_from_then_on(site, folder):
    make(site, in_languages("en"))
    make(site, in_languages("en", "ru"))
    there = pages(folder)
    assert 'href="balkan-ru.html"' in there["index.ru.html"]
    assert 'href="index.ru.html"' in there["index.html"]
    assert "index.ru.html" in there["search.html"]


def test_the_name_of_an_index_is_taken(tmp_path):
    path = tmp_path / "briefings.toml"
    path.write_text('[[page]]\nnotebook = "briefing.ipynb"\nslug = "index.fr"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"index\.fr\.html is a page of the site itself"):
        read_programme(path)


@pytest.mark.slow
def test_sheets_made_by_the_press_in_two_languages_lead_to_one_another(press, tmp_path):
    press.notebooks = None
    found = []
    for name in ("a", "b"):
        site = Site(LocalStore(tmp_path / name))
        asked = [{"iso3": "UZB", "language": code} for code in ("en", "ru")]
        runs = runs_of(CountryParameters, asked, as_of="2026-01-02")
        make(site, apart([("here", one) for one in runs]), _Named(press))
        found.append(pages(tmp_path / name))
    assert found[0] == found[1]
    assert '<a href="UZB-ru.html" hreflang="ru" lang="ru">' in found[0]["UZB.html"]
    assert '<a href="UZB.html" hreflang="en" lang="en">' in found[0]["UZB-ru.html"]
    # And up to the index in its own language.
    assert 'class="kicker"><a href="index.ru.html">' in found[0]["UZB-ru.html"]


class _Named:
    """The press, which remembers nothing of what it was handed."""

    slugs = ()

    def __init__(self, press) -> None:
        self.run = press.run
