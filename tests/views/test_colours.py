"""Colours hold for eyes that see no red or no green, in grey, and on a dark screen."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from routes.views import theme
from routes.views.style import DRUG_COLOURS, INK, REACH_COLOURS, ROUTE_COLOURS, ROUTE_DASHES

# Machado, Oliveira and Fernandes (2009), full severity, on linear light.
SEEN = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "any eye": np.eye(3).tolist(),
}
TEXT = ("ink", "soft", "note", "northern", "balkan", "southern", "gap-ink")
SCHEMES = {"light": 0, "dark": 1}


def linear(colour):
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    """WCAG 2.2: 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    ) @ np.clip(rgb, 0, 1)
    scaled = xyz / [0.9505, 1.0, 1.089]
    f = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, eye):
    """CIE 1976: 2 is just seen, 10 at a glance."""
    seen = [lab(np.array(SEEN[eye]) @ linear(colour)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def of(name, scheme):
    return theme.TOKENS[name][SCHEMES[scheme]]


def test_white_and_black_are_as_far_apart_as_wcag_says():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert apart("#ffffff", "#000000", "any eye") == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_as_aa_asks(scheme):
    for name in TEXT:
        for ground in ("paper", "page"):
            assert contrast(of(name, scheme), of(ground, scheme)) >= 4.5, (name, ground)
    assert contrast(of("sea-ink", scheme), of("sea", scheme)) >= 4.5
    assert contrast(of("focus", scheme), of("page", scheme)) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_stand_out_from_the_paper(scheme):
    for name in ("post", "meeting", "heroin", "opium", "yes"):
        assert contrast(of(name, scheme), of("paper", scheme)) >= 3, name


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eye", SEEN)
def test_classes_of_kilograms_are_told_apart(eye, scheme):
    classes = [of(f"class-{level}", scheme) for level in range(6)]
    grey = [luminance(colour) for colour in classes]
    assert grey == sorted(grey, reverse=scheme == "light")
    assert all(contrast(a, b) >= 1.15 for a, b in pairwise(classes))
    assert all(apart(a, b, eye) >= 8 for a, b in pairwise(classes))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eye", SEEN)
def test_drugs_on_each_other_are_told_apart(eye, scheme):
    for a, b in pairwise(DRUG_COLOURS):
        assert contrast(of(a, scheme), of(b, scheme)) >= 1.5, (a, b)
        assert apart(of(a, scheme), of(b, scheme), eye) >= 20, (a, b)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eye", SEEN)
def test_routes_are_told_apart_by_colour_or_by_their_dashes(eye, scheme):
    assert len({str(dash) for dash in ROUTE_DASHES.values()}) == 3
    for a, b in combinations(ROUTE_COLOURS, 2):
        assert apart(of(a, scheme), of(b, scheme), eye) >= 15, (a, b)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_name_on_a_fill_of_the_map_can_be_read(scheme):
    """Names have a halo of the paper; without it they would still do on all but the deepest."""
    for level in range(4):
        assert contrast(of("ink", scheme), of(f"class-{level}", scheme)) >= 3, level
    for level in (4, 5):
        assert contrast(of("paper", scheme), of(f"class-{level}", scheme)) >= 4.5, level
    for reach in REACH_COLOURS:
        name = {"source": "outside", "gap-partner": "paper"}.get(reach, f"reach-{reach}")
        assert contrast(of("ink", scheme), of(name, scheme)) >= 3, name


def test_every_colour_of_the_style_has_a_dark_one():
    source = (Path(theme.__file__).parent / "style.py").read_text(encoding="utf-8")
    known = {light for light, _ in theme.TOKENS.values()}
    assert set(re.findall(r"#[0-9a-f]{6}", source)) - known == set()
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for pair in theme.TOKENS.values()
               for colour in pair)  # fmt: skip


def test_a_figure_keeps_its_own_colours_outside_a_page():
    assert theme.themed(f"fill:{INK}") == f"fill:var(--ink,{INK})"
    assert theme.themed("url(#abcdef)") == "url(#abcdef)"


def test_what_a_notebook_draws_is_as_dark_as_jupyterlab_and_not_as_the_screen():
    style = theme.properties_in_notebook(".routes")
    light, dark = theme.TOKENS["ink"]
    dark_lab, no_theme = style.split("@media")[1:]
    assert style.startswith(f".routes{{color-scheme:light;--ink:{light};")
    in_the_dark = ' screen{body[data-jp-theme-light="false"] .routes{color-scheme:dark;'
    assert dark_lab.startswith(f"{in_the_dark}--ink:{dark};")
    assert "prefers-color-scheme:dark" in no_theme
    assert "body:not([data-jp-theme-light]) .routes{" in no_theme


def test_the_explorer_has_no_colour_of_its_own(root):
    for name in ("panel.css", "box.html"):
        text = (root / "src/routes/workbench" / name).read_text(encoding="utf-8")
        # Only as what stands where JupyterLab's own is missing.
        assert not re.findall(r"#[0-9a-f]{3,6}\b", re.sub(r"var\(--jp-[\w-]+, [^;]*?\);", "", text))
