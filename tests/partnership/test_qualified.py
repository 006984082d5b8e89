"""Numbers with their words: what is added, and what is left of the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import UnknownNameError
from routes.partnership import Qualified, total
from routes.partnership.qualified import QUALIFIERS

SUMS = [
    ("28", "33", "61"),
    ("more than 110", "100", "more than 210"),
    ("100", "more than 110", "more than 210"),
    ("over 140", "over 60", "over 200"),
    ("over 140", "more than 60", "more than 200"),
    ("at least 5", "5", "at least 10"),
    ("at least 5", "more than 5", "more than 10"),
    ("nearly 450", "135", "nearly 585"),
    ("nearly 450", "almost 400", "nearly 850"),
    ("around 25", "25", "around 50"),
    ("around 25", "more than 25", "around 50"),
    ("more than 110", "nearly 450", "around 560"),
    ("more than 900", "200", "more than 1,100"),
]


@pytest.mark.parametrize(("one", "other", "together"), SUMS)
def test_a_sum_keeps_what_the_words_still_say(one, other, together):
    first, second = Qualified.parse(one), Qualified.parse(other)
    assert str(first + second) == str(second + first) == together


def test_participants_of_the_groups_of_2022_add_to_more_than_430():
    # E/CN.7/2023/9, paragraphs 12 to 15: 110 + 140 + 100 + 80 = 430, three of them floors.
    counts = ["more than 110", "more than 140", "100", "more than 80"]
    assert str(total(Qualified.parse(count) for count in counts)) == "more than 430"


def test_an_unknown_count_makes_a_floor_and_nothing_known_is_nothing():
    assert str(total([Qualified(28), None])) == "at least 28"
    assert str(total([Qualified(28, "nearly"), None])) == "around 28"
    assert total([None, None]) is None
    assert total([]) is None


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("28", 28, 28),
        ("more than 110", 111, None),
        ("over 110", 111, None),
        ("at least 110", 110, None),
        ("nearly 450", None, 450),
        ("almost 450", None, 450),
        ("around 25", None, None),
    ],
)
def test_words_set_a_floor_a_ceiling_or_neither(text, least, most):
    number = Qualified.parse(text)
    assert (number.at_least, number.at_most) == (least, most)


def test_a_text_without_one_number_states_none():
    assert Qualified.parse("430 = 110+140+100+80") is None
    assert Qualified.parse("Center") is None


def test_an_unknown_word_is_answered_with_the_valid_ones():
    with pytest.raises(UnknownNameError, match="did you mean 'nearly'"):
        Qualified(3, "nearl")


NUMBERS = st.builds(Qualified, st.integers(0, 10_000), st.sampled_from([None, *QUALIFIERS]))


@given(NUMBERS, NUMBERS)
def test_order_never_matters_and_no_limit_is_invented(one, other):
    both = one + other
    assert both == other + one
    assert both.value == one.value + other.value
    if both.at_least is not None:
        assert both.at_least <= one.at_least + other.at_least
    if both.at_most is not None:
        assert both.at_most >= one.at_most + other.at_most


@given(NUMBERS)
def test_text_reads_back_as_the_number(number):
    assert Qualified.parse(str(number)) == number
