"""What lies in the folder after ``routes brief``: small, the same every time, complete."""

from __future__ import annotations

import re

import pytest

# One worker makes the briefings for all tests of this folder.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_the_folder_holds_the_pages_their_manifests_and_the_index_and_nothing_else(briefings):
    names = {p.relative_to(briefings).as_posix() for p in briefings.rglob("*") if p.is_file()}
    assert names == {
        *("balkan.html", "northern.html", "southern.html"),
        *(f"manifests/{name}.json" for name in ("balkan", "northern", "southern")),
        *("index.html", "search.html", "manifest.json", ".routes.lock"),
    }


@pytest.mark.parametrize("name", ["northern", "balkan", "southern", "index", "search"])
def test_a_page_is_smaller_than_a_mail_may_be(briefings, name):
    assert 1_000 < (briefings / f"{name}.html").stat().st_size < 1_500_000


def test_the_same_parameters_and_date_make_the_same_bytes(briefings, northern_again):
    first, again = (folder / "northern.html" for folder in (briefings, northern_again[0]))
    assert first.read_bytes() == again.read_bytes()


def test_a_run_leaves_the_folder_it_is_started_in_alone(northern_again):
    assert northern_again[1] == set()


@pytest.mark.parametrize("name", ["northern", "balkan", "southern"])
def test_links_of_a_page_lead_to_its_parts_or_to_the_index(briefings, name):
    page = (briefings / f"{name}.html").read_text(encoding="utf-8")
    outside_the_map = re.sub(r"srcdoc='[^']*'", "", page)
    targets = re.findall(r'<a\b[^>]*\bhref="([^"]*)"', outside_the_map)
    assert "index.html" in targets
    ids = set(re.findall(r'\bid="([^"]+)"', outside_the_map))
    assert {target[1:] for target in targets if target.startswith("#")} <= ids
    assert {target for target in targets if not target.startswith("#")} == {"index.html"}


@pytest.mark.parametrize("name", ["northern", "balkan", "southern"])
def test_the_page_tells_nothing_of_the_machine_that_made_it(briefings, name):
    page = (briefings / f"{name}.html").read_text(encoding="utf-8")
    assert not re.findall(r"/(?:home|root|tmp|Users|work)/\w", page)
    assert "2 January 2026" in page
