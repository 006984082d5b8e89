"""Real styles: the same kilograms as in the clean table, a refusal, or an account of the rest.

Never other kilograms. ``ROUTES_EXAMPLES=20000`` sets how many files the long test makes.
"""

from __future__ import annotations

import os
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from real_styles import CHOICES, Figure, Style, faults, made, styles, tables

from routes import read_seizures
from routes.errors import RoutesError

EXAMPLES = int(os.environ.get("ROUTES_EXAMPLES", "20000"))
shared = settings(deadline=None, suppress_health_check=list(HealthCheck))
# Each country, year and family once; no figure is the sum of others.
CLEAN = [
    Figure("TUR", 2020, "heroin", Decimal("13228.5"), 1, 15),
    Figure("TUR", 2020, "opium", Decimal("627.25"), 2, 3),
    Figure("TUR", 2021, "heroin", Decimal(22202), 4, 25),
    Figure("TUR", 2021, "opium", Decimal("3041.125"), 5, 6),
    Figure("IRN", 2020, "heroin", Decimal(9817), 7, 8),
    Figure("IRN", 2020, "opium", Decimal("1126043.75"), 9, 10),
    Figure("IRN", 2021, "heroin", Decimal("11308.375"), 11, 12),
    Figure("IRN", 2021, "opium", None, 12, 21),
]


def checked(file, folder) -> str:
    """Read a file that was made; return whether it was read, and fail where it was read wrongly."""
    path = file.write(folder)
    try:
        read = read_seizures(path)
    except RoutesError as error:
        assert str(error).isprintable()  # noqa: PT017 - a refusal is one line
        return "refused"
    wrong = faults(file, read)
    assert not wrong, "\n".join([*wrong, str(file.style), file.shown(), repr(read)])
    return "read"


@pytest.mark.parametrize("layout", CHOICES["layout"])
@pytest.mark.parametrize("trait", sorted(set(CHOICES) - {"layout"}))
def test_one_trait_of_style_makes_no_other_kilograms(tmp_path, layout, trait):
    for value in CHOICES[trait]:
        checked(made(CLEAN, Style(layout=layout, **{trait: value})), tmp_path)


@settings(shared, max_examples=150)
@given(tables(), styles())
def test_a_file_in_a_real_style_gives_the_clean_table_or_an_account(tmp_path, table, style):
    checked(made(table, style), tmp_path)


@pytest.mark.long
@settings(shared, max_examples=EXAMPLES)
@given(tables(), styles())
def test_many_files_in_real_styles_give_the_clean_table_or_an_account(tmp_path, table, style):
    checked(made(table, style), tmp_path)


@given(st.sampled_from(CHOICES["layout"]), st.sampled_from(CHOICES["language"]))
@settings(shared, max_examples=30)
def test_the_oracle_sees_a_kilogram_too_many_and_one_that_vanished(tmp_path, layout, language):
    file = made(CLEAN, Style(layout=layout, language=language))
    path = file.write(tmp_path)
    try:
        read = read_seizures(path)
    except RoutesError:
        return
    if not len(read.counted):
        return
    heavier = read.frame.assign(kg=read.frame["kg"] + 1)
    assert faults(file, type(read)(path, read.layout, heavier, read.set_aside))
    assert faults(file, type(read)(path, read.layout, read.frame.iloc[1:], read.set_aside))
