"""The same inputs give the same bytes, whichever process makes them, where and in which order."""

from __future__ import annotations

import pytest

from routes.briefing.parameters import checked
from routes.press import Job, WarmEngine

# The order of a set of words and a random draw differ from process to process.
RANDOM = (
    "from IPython.display import display\n"
    "import random\n"
    "words = {'a' * n for n in range(9)}\n"
    "html = f'<p id=\"headline\">{words} {random.random()}</p>'\n"
    "display({'text/html': html}, raw=True, metadata={'routes': {'section': 'headline', "
    "'title': 'T', 'language': 'en', 'direction': 'ltr', 'lead': 'L'}})"
)


@pytest.fixture(scope="module")
def briefings():
    chosen = [
        checked({"route": route, "as_of": "2026-01-02", "drugs": drugs})
        for route, drugs in (("northern", ["heroin"]), ("southern", ["heroin", "morphine"]))
    ]
    return [
        Job(p.slug, p.notebook, p.model_dump(mode="json"), ("headline", *p.sections, "footer"))
        for p in chosen
    ]


@pytest.mark.slow
def test_pages_are_the_same_whatever_the_process_order_number_and_place(
    press, briefings, tmp_path, monkeypatch
):
    press.notebooks, press.jobs = None, 2
    first = {outcome.slug: outcome.page for outcome in press.run(briefings)}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONHASHSEED", "77")
    monkeypatch.setenv("TZ", "Asia/Tashkent")
    with WarmEngine(jobs=1) as another:
        second = {outcome.slug: outcome.page for outcome in another.run(briefings[::-1])}
    assert all(first.values())
    assert first == second


def test_sets_and_draws_are_the_same_in_every_press(press, run, write):
    job = write("random", RANDOM)
    here = run(job)["random"].page
    assert "aaaaaaaa" in here
    other = run(job, engine=WarmEngine(jobs=1))["random"].page
    assert here == other
