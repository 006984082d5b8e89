"""The list of posts that holds for a year: which one, what it says, and what it does not."""

from __future__ import annotations

import pandas as pd
import pytest

from routes.errors import ParameterError
from routes.partnership import OfficerYearError, liaison_officers, post_changes, posts_in

# The documents: 2013, March report; about 2014-16, portal page; 2022, E/CN.7/2023/9.
LISTED = {
    2013: {"AFG", "IRN", "PAK", "KGZ", "TKM", "UZB", "RUS", "SRB", "MKD"},
    2018: {"IRN", "PAK", "UZB", "KGZ", "SRB", "MKD"},
    2022: {"IRN", "MKD", "PAK", "SRB", "TUR", "TZA", "UZB"},
}


@pytest.mark.parametrize("year", LISTED)
def test_a_year_has_the_posts_of_its_list(year):
    posts = posts_in(year)
    assert set(posts["iso3"]) == LISTED[year]
    assert len(posts) == len(LISTED[year])
    assert posts.geometry.notna().all()
    assert posts["whole_list"].all()


@pytest.mark.parametrize(
    ("year", "listed", "name"),
    [
        (2010, 2010, "2010"),
        (2012, 2011, "2011"),
        (2014, 2013, "2013"),
        (2015, 2013, "2013"),
        (2016, None, "about 2014–2016, undated"),
        (2021, None, "about 2014–2016, undated"),
        (2022, 2022, "2022"),
    ],
)
def test_a_year_between_two_lists_answers_with_the_last_known_and_says_so(year, listed, name):
    posts = posts_in(year)
    (found,) = set(posts["list_year"])
    assert (None if pd.isna(found) else found) == listed
    (note,) = set(posts["list_note"])
    assert name in note
    assert note.startswith("The list of" if listed == year else f"No list is known of {year}")
    assert repr(posts).endswith(note)


def test_without_a_year_the_last_list_answers_for_now():
    posts = posts_in()
    assert set(posts["iso3"]) == LISTED[2022]
    assert set(posts["list_note"]) == {"The last list known is that of 2022, 7 posts."}


@pytest.mark.parametrize("year", [2010, 2011, 2012])
def test_a_report_on_one_country_says_nothing_of_other_posts(year):
    posts = posts_in(year)
    assert len(posts) == 1
    assert not posts["whole_list"].any()
    assert posts["list_note"].str.contains("other posts are unknown").all()


@pytest.mark.parametrize("year", ["2022", 2013.5, True])
def test_a_year_that_is_no_whole_number_is_refused_with_what_it_may_be(year):
    with pytest.raises(ParameterError, match="year is a whole number or None, not ") as caught:
        posts_in(year)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("year", [1999, 2009, 2023, 2024])
def test_a_year_out_of_the_lists_is_refused_with_the_years_there_are(year):
    with pytest.raises(OfficerYearError, match="years run from 2010 to 2022") as caught:
        posts_in(year)
    assert "\n" not in str(caught.value)


def test_posts_are_gained_kept_or_not_listed_any_more_never_closed():
    changes = post_changes(2013, 2022)
    by_change = changes.groupby("change")["iso3"].agg(set).to_dict()
    assert by_change == {
        "gained": {"TUR", "TZA"},
        "kept": {"IRN", "MKD", "PAK", "SRB", "UZB"},
        "not listed": {"AFG", "KGZ", "RUS", "TKM"},
    }
    status = changes.set_index("iso3")["status"]
    assert status[["PAK", "TUR", "TZA", "AFG"]].to_list() == [
        *("post filled", "new post", "new post", "not listed"),
    ]
    assert "closed" not in changes.to_string()


def test_from_2022_to_now_nothing_is_known_to_have_changed():
    assert set(post_changes(2022)["change"]) == {"kept"}


def test_asking_changes_no_list():
    before = liaison_officers(year=2022)
    posts_in(2022)["iso3"] = "XXX"
    pd.testing.assert_frame_equal(pd.DataFrame(liaison_officers(year=2022)), pd.DataFrame(before))
