"""Whatever a file holds: no row is lost, and no kilogram is made."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import IDS, delimited, event

from routes import read_seizures
from routes.seizures.units import to_kilograms

few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
GOOD = {
    "COUNTRY": ["Pakistan", "Iran, Islamic Republic of", "Türkiye", "Узбекистан"],
    "SEIZURE_DATE": ["2014-01-16", "2013-12-31", "16/01/2014"],
    "AMOUNT": ["1", "0.5", "4031", "12.25", "0"],
    "DRUG_UNIT": ["Kilogram", "Gram", "Metric ton", "Tablet"],
    "DRUG_NAME": ["Heroin", "Opium", "Poppy straw", "Khat"],
    "PLACE": ["Quetta", "Zürich", 'a "quoted" place', "two\nlines", "x;y", "=1+1"],
}
NASTY = [
    "", " ", "-1", "1e999", "nan", "31/31/2014", "USSR", "Unknown", "\t", "'", '"', "\n\n",
    "☃", "1,5", "0001-01-01", "9999-12-31", "-0", "1_000", "٣", "x" * 10_001, "\u2028", "\x1f",
]  # fmt: skip


@st.composite
def rows(draw, nasty=True):
    bad = st.sampled_from(NASTY) if nasty else st.nothing()
    made = [
        event(**{name: draw(st.sampled_from(good) | bad) for name, good in GOOD.items()})
        for _ in range(draw(st.integers(0, 8)))
    ]
    if nasty:
        made = [row + ["more"] * draw(st.sampled_from([0, 0, 0, 2])) for row in made]
    return made


def read_text(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return read_seizures(path)


@few
@given(rows())
def test_rows_read_are_rows_accepted_and_rows_set_aside(tmp_path, made):
    read = read_text(tmp_path / "a.csv", delimited([IDS, *made]))
    account = read.account()
    assert account["rows_read"] == len(made)
    assert account["rows_accepted"] + account["rows_set_aside"] == len(made)
    assert sum(account["reasons"].values()) == account["rows_set_aside"]
    lines = [*read.frame["line"], *read.set_aside["line"]]
    assert len(set(lines)) == len(made)
    assert read.set_aside["reason"].str.len().gt(0).all()


# In one gram of each unit, by hand.
GRAMS = {"Kilogram": 1000, "Gram": 1, "Metric ton": 1_000_000}


@few
@given(rows(nasty=False))
def test_no_kilogram_is_made_or_lost(tmp_path, made):
    read = read_text(tmp_path / "a.csv", delimited([IDS, *made]))
    assert len(read.frame) == len(made)
    amount, unit = IDS.index("AMOUNT"), IDS.index("DRUG_UNIT")
    expected = [
        Decimal(row[amount]) * GRAMS[row[unit]] / 1000 for row in made if row[unit] in GRAMS
    ]
    once = {tuple(row): None for row in made}
    counted = [Decimal(row[amount]) * GRAMS[row[unit]] / 1000 for row in once if row[unit] in GRAMS]
    assert read.frame["kg"].sum() == pytest.approx(float(sum(expected)))
    assert read.counted["kg"].sum() == pytest.approx(float(sum(counted)))
    # A family of which nothing has a mass is None there, not 0.
    by_family = [kg for kg in read.account()["kilograms_by_family"].values() if kg is not None]
    assert sum(by_family) == pytest.approx(float(sum(counted)), abs=0.01)


@few
@given(rows(nasty=False), st.permutations(range(len(IDS))))
def test_the_order_of_the_columns_changes_nothing(tmp_path, made, order):
    table = [list(IDS), *made]
    there = read_text(tmp_path / "a.csv", delimited(table))
    other = read_text(tmp_path / "b.csv", delimited([[row[n] for n in order] for row in table]))
    pd.testing.assert_frame_equal(there.frame, other.frame)


def encodings_of(text):
    # Cyrillic and Latin text have a Windows code page each; both at once have none.
    if re.search("[А-я]", text):
        return ["cp1251"] if not re.search("[À-ÿ]", text) else []
    return ["cp1252"]


@settings(few, max_examples=8)
@given(rows(nasty=False), st.sampled_from([";", ",", "\t"]))
def test_the_encoding_changes_nothing(tmp_path, made, delimiter):
    text = delimited([IDS, *made], delimiter)
    plain = read_text(tmp_path / "a.csv", text).frame
    for encoding in ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *encodings_of(text)]:
        pd.testing.assert_frame_equal(read_text(tmp_path / "b.csv", text, encoding).frame, plain)


@given(
    st.lists(st.floats(0, 1e9), min_size=1),
    st.floats(0, 1e3),
    st.sampled_from(["Kilogram", "Gram", "Metric ton", "Pound", "Tablet"]),
)
def test_the_conversion_of_units_is_linear(amounts, times, unit):
    amount, units = pd.Series(amounts), pd.Series([unit] * len(amounts))
    once = to_kilograms(amount, units)["kg"]
    scaled = to_kilograms(amount * times, units)["kg"]
    assert scaled.isna().equals(once.isna())
    assert (
        (scaled.fillna(0) - once.fillna(0) * times).abs().le(1e-9 * scaled.fillna(0) + 1e-9).all()
    )
    total = to_kilograms(pd.Series([sum(amounts)]), units[:1])["kg"]
    assert once.sum(min_count=len(once)) == pytest.approx(total[0], nan_ok=True)
