"""A figure of the page: the same bytes twice, real text, nothing fetched, a label."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # our own file is read

import pytest

from routes.analysis import shares
from routes.views import Wording, plot_shares, svg

W = Wording("en")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(alt="Lines of the shares.", key="shares"):
    return svg(plot_shares(shares(years=(2016, 2017)), wording=W), alt=alt, key=key)


@pytest.fixture(scope="module")
def picture():
    return drawn()


def test_the_same_picture_has_the_same_bytes(picture):
    assert drawn() == picture


def test_it_is_one_well_formed_element(picture):
    assert ET.fromstring(picture).tag == f"{SVG}svg"  # noqa: S314


def test_words_are_text_and_not_outlines(picture):
    texts = ["".join(t.itertext()) for t in ET.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314
    assert {"2016", "2017", "Balkan route 47"} <= set(texts)


def test_it_scales_with_the_page(picture):
    root = ET.fromstring(picture)  # noqa: S314
    assert "viewBox" in root.attrib
    assert not {"width", "height"} & set(root.attrib)


def test_it_is_an_image_with_a_label(picture):
    root = ET.fromstring(picture)  # noqa: S314
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "Lines of the shares."


@pytest.mark.parametrize("alt", ['"><script>alert(1)</script>', "${alert(1)}", "a & b < 'c'"])
def test_a_hostile_label_is_text(alt):
    root = ET.fromstring(drawn(alt=alt))  # noqa: S314
    assert root.attrib["aria-label"] == alt
    assert not list(root.iter(f"{SVG}script"))


def test_nothing_outside_is_referred_to(picture):
    without_names = re.sub(r'xmlns(:\w+)?="[^"]*"', "", picture)
    assert "://" not in without_names
    assert "<metadata" not in picture
    links = re.findall(r'href="([^"]*)"|url\(([^)]*)\)', without_names)
    assert links
    assert all((one or two).startswith("#") for one, two in links)


def test_ids_of_two_figures_do_not_meet():
    one, two = (set(re.findall(r'\bid="([^"]+)"', drawn(key=key))) for key in ("one", "two"))
    assert one
    assert not one & two


def test_every_reference_leads_to_an_id(picture):
    ids = set(re.findall(r'\bid="([^"]+)"', picture))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', picture)) <= ids
