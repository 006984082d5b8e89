"""Only a fit page goes out, and a failed run leaves what was there before."""

from __future__ import annotations

import importlib
from typing import NoReturn

import pytest

from routes.briefing import publish
from routes.briefing.parameters import checked
from routes.errors import PublicationError

# The name of the module is also the name of its function, which the package hands on.
module = importlib.import_module("routes.briefing.publish")
PARTS = (
    *("headline", "map", "trend", "countries", "reporting", "partnership"),
    *("coverage", "caveats", "sources", "footer"),
)
WHOLE = "<!doctype html>" + "".join(f'<section id="{part}"></section>' for part in PARTS)


def check_page(page) -> None:
    module.check_page(page, "balkan", PARTS[1:-1])


def whole(parameters, *, progress) -> str:
    return WHOLE


def test_a_whole_page_is_fit():
    check_page(WHOLE)


@pytest.mark.parametrize(
    "harmless",
    [
        '<a href="https://www.unodc.org">UNODC</a>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        "<p>See https://www.unodc.org</p>",
        '<img src="data:image/png;base64,AAAA">',
        "<style>a { background: url(data:image/png;base64,AAAA) }</style>",
        '<path fill="url(#hatch)"/>',
    ],
)
def test_links_names_and_data_are_no_requests(harmless):
    check_page(WHOLE + harmless)


@pytest.mark.parametrize(
    "fetch",
    [
        '<script src="https://cdn.example/leaflet.js"></script>',
        '<script src="//cdn.example/leaflet.js"></script>',
        "<script async defer src='https://cdn.example/leaflet.js'></script>",
        "<style>a { background: url(//cdn.example/a.png) }</style>",
        '<style>a { background: url("https://cdn.example/a.png") }</style>',
        '<style>@import "https://cdn.example/a.css";</style>',
        '<img src="http://example.org/a.png">',
        "<img alt=a src=http://example.org/a.png>",
        '<IMG\n SRC="HTTP://example.org/a.png">',
        '<link rel="stylesheet" href="https://cdn.example/a.css">',
        '<iframe src="https://example.org"></iframe>',
        '<object data="https://example.org/a.svg"></object>',
    ],
)
def test_a_page_that_would_fetch_something_is_refused(fetch):
    with pytest.raises(PublicationError, match="balkan: the page would fetch something"):
        check_page(WHOLE + fetch)


@pytest.mark.parametrize(
    "fetch",
    [
        '<img srcset="https://example.org/a.png 2x">',
        '<video src="https://example.org/a.mp4"></video>',
        '<svg><image href="https://example.org/a.png"/></svg>',
        '<svg><use xlink:href="https://example.org/a.svg#b"/></svg>',
        "<iframe srcdoc='<img src=&#39;https://example.org/a.png&#39;>'></iframe>",
        '<meta http-equiv="refresh" content="0;url=https://example.org">',
        '<img src="photo.png">',
    ],
)
def test_a_page_that_would_fetch_in_a_rarer_way_is_refused(fetch):
    with pytest.raises(PublicationError):
        check_page(WHOLE + fetch)


@pytest.mark.parametrize("part", PARTS)
def test_a_page_without_one_of_its_parts_is_refused(part):
    with pytest.raises(PublicationError, match=f"balkan: the page lacks {part}$"):
        check_page(WHOLE.replace(f'id="{part}"', ""))


def test_a_page_too_large_for_a_mail_is_refused():
    with pytest.raises(PublicationError, match="3,100 kB, more than 3,000"):
        check_page(WHOLE + " " * (3_100_000 - len(WHOLE)))


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_failed_run_leaves_the_earlier_pages_as_they_were(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "make", whole)
    assert [page.path.name for page in publish([checked({})], tmp_path)] == ["balkan.html"]
    before = contents(tmp_path)
    assert set(before) == {"balkan.html", "index.html", "search.html"}

    def fail(parameters, *, progress) -> NoReturn:
        raise PublicationError("balkan: cell 4 failed")

    monkeypatch.setattr(module, "make", fail)
    with pytest.raises(PublicationError, match="cell 4 failed"):
        list(publish([checked({})], tmp_path))
    assert contents(tmp_path) == before


def test_pages_finished_before_a_failure_are_out_and_in_the_index(tmp_path, monkeypatch):
    def make(parameters, *, progress) -> str:
        if parameters.route == "balkan":
            raise PublicationError("balkan: cell 4 failed")
        return WHOLE

    monkeypatch.setattr(module, "make", make)
    pages = publish([checked({"route": "northern"}), checked({})], tmp_path)
    assert next(pages).path == tmp_path / "northern.html"
    with pytest.raises(PublicationError):
        next(pages)
    assert sorted(contents(tmp_path)) == ["index.html", "northern.html", "search.html"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    target = tmp_path / "balkan.html"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        module.replace(target, "new \ud800")
    assert contents(tmp_path) == {"balkan.html": b"old"}


def test_a_move_that_fails_leaves_nothing_behind(tmp_path):
    (tmp_path / "balkan.html").mkdir()
    with pytest.raises(OSError, match="directory"):
        module.replace(tmp_path / "balkan.html", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["balkan.html"]


def test_a_page_can_be_read_by_everyone(tmp_path):
    module.replace(tmp_path / "balkan.html", "page")
    assert (tmp_path / "balkan.html").stat().st_mode & 0o777 == 0o644


def test_the_folder_is_made_if_it_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "make", whole)
    (page,) = publish([checked({})], tmp_path / "a" / "b")
    assert page.path.read_text(encoding="utf-8") == WHOLE
    assert page.size == len(WHOLE)
