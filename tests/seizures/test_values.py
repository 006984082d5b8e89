"""How numbers and dates are written is decided for a whole column, never row by row."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from made import event, events_file

from routes import read_seizures
from routes.seizures.values import dates, numbers


def column(*texts: str):
    return numbers(pd.Series(texts, dtype=str)).column.to_list()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1.5", "1000"], [1.5, 1000]),
        (["1,5", "1,234"], [1.5, 1.234]),
        (["1,234.5", "1,000"], [1234.5, 1000]),
        (["1,000,000", "12,500"], [1_000_000, 12500]),
        (["1.234,5", "2.000"], [1234.5, 2000]),
        (["1,5", "1.234"], [1.5, 1234]),
        (["0,250", "12,345"], [0.25, 12.345]),
        (["1.234.567", "12.500"], [1_234_567, 12500]),
        (["1,23,456", "12,500"], [123_456, 12500]),
        (["1 234,5", "1\u00a0000"], [1234.5, 1000]),
        (["1e3", ".5", "+2"], [1000, 0.5, 2]),
    ],
)
def test_point_and_comma(texts, expected):
    assert column(*texts) == expected


def test_a_remark_with_a_comma_does_not_make_the_comma_decimal():
    first, second, _ = column("1,234", "none, so far", "1.5")
    assert first == 1234
    assert math.isnan(second)


@pytest.mark.parametrize(
    "texts", [["1,234"], ["1.234", "12.500"], ["1,5", "1.25", "1.234"], ["2,5", "3.5", "4,567"]]
)
def test_what_reads_two_ways_in_a_column_that_does_not_say_is_not_read(texts):
    assert math.isnan(column(*texts)[-1])


@pytest.mark.parametrize("text", ["", "much", "1e999", "inf", "nan", "1,2,3,4", "--5", "5 kg"])
def test_what_is_no_number_is_missing(text):
    assert math.isnan(column(text)[0])


def days(*texts: str):
    read = dates(pd.Series(texts, dtype=str))
    return read.column.dt.strftime("%Y-%m-%d").fillna("").to_list()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["03/04/2014", "25/04/2014"], ["2014-04-03", "2014-04-25"]),
        (["03/04/2014", "04/25/2014"], ["2014-03-04", "2014-04-25"]),
        (["03/04/2014"], ["2014-04-03"]),
        (["2014-04-03", "2014-04-03 10:30:00"], ["2014-04-03"] * 2),
        (["41732", "41732.75"], ["2014-04-03"] * 2),
        (["3 Apr 2014", "03-April-14"], ["2014-04-03"] * 2),
        (["3.4.2014", "3.4.14"], ["2014-04-03"] * 2),
        (["2014", "99999", "30/02/2014", "1/2"], [""] * 4),
    ],
)
def test_dates_by_hand(texts, expected):
    assert days(*texts) == expected


def test_the_majority_of_an_ambiguous_column_decides_and_the_rest_is_set_aside(tmp_path):
    written = ["03/04/2014", "25/04/2014", "26/04/2014", "04/27/2014"]
    rows = [event(SEIZURE_DATE=date) for date in written]
    read = read_seizures(events_file(tmp_path / "a.csv", *rows))
    assert read.frame["date"].dt.strftime("%Y-%m-%d").to_list() == [
        "2014-04-03", "2014-04-25", "2014-04-26",
    ]  # fmt: skip
    assert read.set_aside["reason"].to_list() == ["date reads only the other way round: 04/27/2014"]
    assert "dates: day first: 2 dates allow no other reading" in read.notes


def test_a_decimal_comma_in_a_whole_file(tmp_path):
    rows = [event(AMOUNT="1.234,5"), event(AMOUNT="2,25", DRUG_UNIT="Gram")]
    read = read_seizures(events_file(tmp_path / "a.csv", *rows))
    assert read.frame["kg"].to_list() == pytest.approx([1234.5, 0.00225])
    assert "amounts: comma is the decimal sign" in read.notes
