"""Only a fit page goes out."""

from __future__ import annotations

import pytest

from routes.briefing.fit import check_fit
from routes.errors import PublicationError

PARTS = (
    *("headline", "map", "trend", "countries", "reporting", "partnership"),
    *("coverage", "caveats", "sources", "footer"),
)
WHOLE = "<!doctype html>" + "".join(f'<section id="{part}"></section>' for part in PARTS)


def check_page(page) -> None:
    check_fit(page, "balkan", PARTS)


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
