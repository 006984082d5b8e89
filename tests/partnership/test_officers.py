"""Liaison posts as documents list them: who sits where, and what is not said is not closed."""

from __future__ import annotations

import pandas as pd
import pytest

from routes.partnership import liaison_officers

# E/CN.7/2023/9, paragraphs 17 and 18.
POSTS_2022 = {
    "IRN": ("Tehran", "in post"),
    "MKD": ("Skopje", "in post"),
    "PAK": ("Islamabad", "post filled"),
    "SRB": ("Belgrade", "in post"),
    "TUR": ("Ankara", "new post"),
    "TZA": ("Dar es Salaam", "new post"),
    "UZB": ("Tashkent", "in post"),
}


def test_seven_posts_are_listed_in_2022_two_new_and_one_filled():
    posts = liaison_officers(year=2022).set_index("iso3")
    assert posts.index.is_unique
    assert dict(
        zip(posts.index, zip(posts["city"], posts["status"], strict=True), strict=True)
    ) == (POSTS_2022)
    assert set(posts["source"]) == {"E/CN.7/2023/9 paras 17-18"}


def test_the_list_of_2022_prints_every_post_on_a_line_of_its_own_with_its_source():
    text = repr(liaison_officers(year=2022)).splitlines()
    assert len(text) == 1 + len(POSTS_2022)
    for code, (city, status) in POSTS_2022.items():
        (line,) = [line for line in text if f" {code} " in line]
        assert city in line
        assert status in line
        assert "E/CN.7/2023/9" in line
        assert "..." not in line


def test_no_list_is_printed_with_a_source_or_role_cut_off():
    posts = liaison_officers()
    text = repr(posts)
    assert "..." not in text
    for source in posts["source"]:
        assert source in text


def test_posts_not_listed_any_more_are_shown_only_when_asked_for():
    listed = set(liaison_officers(year=2022)["iso3"])
    posts = liaison_officers(year=2022, not_listed=True).set_index("iso3")
    assert set(posts.index) - listed == {"AFG", "TKM", "RUS", "KGZ"}
    assert set(posts.loc[["AFG", "TKM", "RUS", "KGZ"], "status"]) == {"not listed"}
    assert set(posts.loc[["AFG", "TKM", "RUS", "KGZ"], "confidence"]) == {"inferred"}
    assert posts.loc[["AFG", "TKM", "RUS", "KGZ"], "role"].isna().all()


def test_a_post_lies_at_its_city_in_its_host_state(rows):
    places = {row["node"]: row for row in rows("nodes")}
    posts = liaison_officers(year=2022).set_index("iso3")
    assert posts.crs.to_epsg() == 4326
    for code, point in posts.geometry.items():
        node = places[posts.loc[code, "node"]]
        assert node["iso3"] == code
        assert (point.x, point.y) == (float(node["longitude"]), float(node["latitude"]))
    assert (round(posts.geometry["TZA"].x), round(posts.geometry["TZA"].y)) == (39, -7)


def test_tashkent_served_three_states_in_2013():
    posts = liaison_officers(year=2013).set_index("iso3")
    assert posts.loc["UZB", "serves"] == "UZB;KAZ;TJK"
    assert len(posts) == 9


def test_without_a_year_all_lists_are_given_the_undated_one_too():
    posts = liaison_officers()
    undated = posts[posts["year"].isna()]
    assert sorted(undated["iso3"]) == ["IRN", "KGZ", "MKD", "PAK", "SRB", "UZB"]
    assert undated["year_basis"].str.contains("about 2014-2016").all()
    assert "not listed" not in set(posts["status"])


def test_host_states_have_their_names():
    posts = liaison_officers(year=2022).set_index("iso3")
    assert posts.loc["IRN", "country"] == "Iran (Islamic Republic of)"
    assert posts.loc["TZA", "country"] == "United Republic of Tanzania"


@pytest.mark.parametrize(("year", "close"), [(2004, 2010), (2012, 2011), (2020, 2022)])
def test_a_year_without_a_list_is_refused_with_the_years_there_are(year, close):
    with pytest.raises(ValueError, match=f"2010, 2011, 2013, 2022.*nearest is {close}") as caught:
        liaison_officers(year=year)
    assert "\n" not in str(caught.value)


def test_a_part_of_a_list_still_prints_and_changing_it_changes_no_other():
    posts = liaison_officers(year=2022)
    posts["city"] = "nowhere"
    assert "nowhere" in repr(posts[["city", "iso3"]])
    assert "nowhere" not in set(liaison_officers(year=2022)["city"])
    assert isinstance(posts, pd.DataFrame)
