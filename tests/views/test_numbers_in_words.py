"""Numbers, dates and lists as the United Nations writes them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import UnknownNameError
from routes.views import Wording, languages

W = Wording("en")


@pytest.mark.parametrize(
    ("kg", "said"),
    [
        (58_201.6, "58.2 tons"),
        (1_000, "1.0 tons"),
        (999.4, "999 kilograms"),
        (145_123, "145 tons"),
        (9.94, "9.9 kilograms"),
        (0.1, "0.1 kilograms"),
        (0.049, "under 0.1 kilograms"),
        (0.0000001, "under 0.1 kilograms"),
        (0, "0 kilograms"),
    ],
)
def test_an_amount_is_in_tons_from_one_ton_up(kg, said):
    assert W.amount(kg) == said


@given(st.floats(min_value=1e-12, max_value=1e9))
def test_a_trace_is_never_shown_as_zero(value):
    for said in (W.kg(value), W.per_cent(value), W.amount(value)):
        assert re.search(r"[1-9]", said), said


@pytest.mark.parametrize(
    ("value", "said"),
    [(46.94, "47"), (9.44, "9.4"), (0.5, "0.5"), (0.03, "under 0.1"), (0, "0"), (100, "100")],
)
def test_a_percentage_has_a_tenth_below_ten(value, said):
    assert W.per_cent(value) == said


def test_thousands_are_parted_by_a_comma():
    assert W.number(1_234_567.891, digits=2) == "1,234,567.89"
    assert W.number(1_234_567) == "1,234,567"


def test_a_list_has_no_comma_before_and():
    assert W.listed(["Ankara", "Skopje", "Belgrade"]) == "Ankara, Skopje and Belgrade"
    assert W.listed(["Ankara", "Skopje"]) == "Ankara and Skopje"
    assert W.listed(["Ankara"]) == "Ankara"


def test_drugs_are_listed_in_words():
    assert W.drugs(["heroin", "morphine", "opium"]) == "heroin, morphine and opium"


def test_a_day_comes_before_its_month():
    assert W.date(dt.date(2026, 1, 2)) == "2 January 2026"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2022-07-18", "2022-07-19", "18–19 July 2022"),
        ("2022-07-18", "2022-07-18", "18 July 2022"),
        ("2022-07-18", None, "18 July 2022"),
        ("2018-11-30", "2018-12-01", "30 November 2018 to 1 December 2018"),
        ("2022-12-31", "2023-01-02", "31 December 2022 to 2 January 2023"),
        ("2004-04", "2004-04", "April 2004"),
        ("2010", "2010", "2010"),
        (None, None, "date unknown"),
        (float("nan"), float("nan"), "date unknown"),
    ],
)
def test_a_period_is_said_as_precisely_as_it_is_known(start, end, said):
    assert W.span(start, end) == said


def test_years_are_joined_by_a_dash_unless_there_is_one():
    assert W.years(2005, 2023) == "2005–2023"
    assert W.years(2017, 2017) == "2017"


def test_one_and_many_take_their_own_form():
    one = W.count("officers.some", 1, year=2022, cities="Tashkent")
    assert one.startswith("In 2022, 1 liaison officer of")
    assert "was posted in a State" in one
    many = W.count("officers.some", 3, year=2022, cities="Tehran, Islamabad and Dar es Salaam")
    assert many.startswith("In 2022, 3 liaison officers of")
    assert "were posted in States" in many


def test_meetings_are_counted_in_words_too():
    one = W.count("meetings.some", 1, years="2017", cities="Bucharest")
    assert one.startswith("One meeting of the Paris Pact is known to have been held in a State")
    many = W.count("meetings.some", 2, years="2016–2017", cities="Belgrade and Bucharest")
    assert many.startswith("2 meetings of the Paris Pact are known to have been held in States")


def test_names_are_the_short_names_of_the_united_nations():
    assert W.country("IRN") == "Iran (Islamic Republic of)"
    assert W.country("TUR") == "Türkiye"


def test_a_language_without_a_catalogue_is_refused_and_the_others_named():
    assert set(languages()) == {"en", "fr", "es", "ru", "ar", "zh"}
    with pytest.raises(UnknownNameError, match=r"unknown language 'de'.* Valid: en, "):
        Wording("de")


def test_a_sentence_that_does_not_exist_is_an_error_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"did you mean 'headline\.none'"):
        W.say("headline.noen")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_said_in_a_word(language, value):
    words = Wording(language)
    said = {words.number(value), words.number(value, digits=1), words.per_cent(value)}
    assert said == {words.say("table.unknown")}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        *[("en", "1,000 km"), ("fr", "1 000 km"), ("es", "1.000 km")],
        *[("ru", "1 000 км"), ("ar", "1,000 كم"), ("zh", "1,000公里")],
    ],
)
def test_kilometres_have_the_short_sign_of_the_language_and_european_digits(language, said):
    assert Wording(language).kilometres(1000).replace("\N{NO-BREAK SPACE}", " ") == said
