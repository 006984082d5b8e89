"""Results show their rule, their sources and a caution, and stay frames in everything else."""

from __future__ import annotations

import pickle
import re

import pandas as pd
import pytest

import routes as rt
from routes.analysis import Shares

MADE = {
    "year": [2017, 2017, 2017],
    "route": ["balkan", "<script>alert(1)</script>", "elsewhere"],
    "kg": [1234.5, None, 0.0],
    "share": [100.0, None, 0.0],
    "drugs": "heroin",
    "shared_rule": "primary",
    "opium_factor": [None, None, None],
    "edition": "latest",
}


@pytest.fixture(scope="module")
def shares():
    return rt.shares(years=(2016, 2017))


def test_shares_show_their_rule_once_and_not_in_every_row(shares):
    first, heads, *_ = repr(shares).splitlines()
    for choice in (
        *("drugs heroin+morphine", "denominator outside_afghanistan", "countries transit"),
        *("shared_rule primary", "edition latest"),
    ):
        assert choice in first
    assert heads.split() == [
        *("year", "route", "kg", "total_kg", "share", "states", "states_reporting")
    ]
    assert "what was seized, not of what flows" in repr(shares).splitlines()[-1]


def test_a_choice_that_differs_stays_in_the_table():
    both = pd.concat([rt.shares(years=2017), rt.shares(years=2017, shared="half")])
    first, heads, *_ = repr(both).splitlines()
    assert "shared_rule" not in first
    assert "shared_rule" in heads


def test_what_was_not_reported_is_said_and_a_reported_zero_is_a_zero():
    rows = repr(Shares(MADE)).splitlines()[2:5]
    assert [row.split()[-1] for row in rows] == ["100.0", "reported", "0.0"]
    assert rows[0].split()[2] == "1,234"
    assert rows[1].count("not reported") == 2
    assert "NaN" not in repr(Shares(MADE)) + Shares(MADE)._repr_html_()


def test_a_trace_is_never_shown_as_nothing():
    assert "0.004" in repr(Shares({**MADE, "kg": [0.004, None, 0.0]}))


def test_html_is_inert_and_nothing_is_cut_off():
    long = "x" * 300
    html = Shares({**MADE, "drugs": ["<b>", "a", long]})._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<b>" not in html
    assert long in html
    assert "<b>" not in Shares({**MADE, "drugs": "<b>"})._repr_html_()


def test_a_result_is_a_frame_in_everything_but_what_it_shows(shares):
    assert isinstance(shares, pd.DataFrame)
    assert type(shares["kg"]) is pd.Series
    plain = pd.DataFrame(shares)
    pd.testing.assert_frame_equal(pd.DataFrame(shares[shares["year"] == 2017]), plain[4:])
    assert shares.groupby("route")["kg"].sum().equals(plain.groupby("route")["kg"].sum())
    assert shares.merge(plain, on=["year", "route"]).shape == (8, 30)
    assert shares.to_csv() == plain.to_csv()


def test_a_part_of_the_rows_is_still_one_and_a_part_of_the_columns_shows_as_any_frame(shares):
    rows = shares[shares["route"] == "balkan"]
    assert repr(rows).startswith("Seizures by route · ")
    columns = shares[["year", "share"]]
    assert repr(columns) == repr(pd.DataFrame(columns))
    assert columns._repr_html_() == pd.DataFrame(columns)._repr_html_()
    assert repr(shares.iloc[:0]) == repr(pd.DataFrame(shares).iloc[:0])
    assert repr(shares.T) == repr(pd.DataFrame(shares).T)


def test_it_survives_a_pickle_and_a_copy(shares):
    for other in (pickle.loads(pickle.dumps(shares)), shares.copy()):  # noqa: S301
        assert type(other) is Shares
        assert repr(other) == repr(shares)
        pd.testing.assert_frame_equal(other, shares)


def test_coverage_shows_unknown_only_where_something_is_unknown():
    found = rt.coverage("southern", drugs="heroin")
    lines = repr(found).splitlines()
    assert lines[0] == "What of a route posts and meetings reach · route southern · year 2022"
    (never,) = [line for line in lines if re.match(r" *time +hosted +– +II ", line)]
    assert never.count("unknown") == 2
    (half,) = [line for line in lines if "Half of the" in line]
    assert "unknown" not in half
    assert any(line.startswith("Source: E/CN.7/2023/9 paras 17-18; ") for line in lines)


def test_sensitivity_and_reconciliation_say_what_they_are():
    found = rt.sensitivity(years=2017)
    assert found.loc[(2017, "balkan")].notna().all()
    assert "rules 9" in repr(found).splitlines()[0]
    assert "balkan" in repr(found)
    html = rt.reconcile()._repr_html_()
    assert "<p>Published figures beside ours</p>" in html
    assert "WDR 2019 exec. summary" in html


def test_along_a_route_shows_who_did_not_report():
    found = rt.along_route("balkan", years=2023)
    silent = found[found["status"] == "not reported"]
    assert len(silent) > 0
    for line in repr(silent).splitlines()[3 : 3 + len(silent)]:
        assert line.split()[2:5] == ["–", "not", "reported"]


def test_annual_figures_name_their_editions_up_to_the_one_asked_for():
    latest, earlier = rt.shares(years=2017), rt.shares(years=2017, edition="unodc-1970-2019")
    assert "World Drug Report 2025, annex table 7.1 (2019–2023)" in repr(latest)
    for made in (earlier, rt.along_route("balkan", years=2017, edition="unodc-1970-2019")):
        for part in (made, made[made["kg"] > 0], pickle.loads(pickle.dumps(made))):  # noqa: S301
            assert "export of the years 1970–2019" in repr(part)
            assert "World Drug Report" not in repr(part)


def test_an_unknown_edition_has_no_source():
    with pytest.raises(rt.errors.UnknownNameError, match="did you mean 'wdr-2025'"):
        rt.seizures.annual_source("wdr-2026")


def test_joined_frames_show_only_what_they_agree_on_and_never_fail_to_show():
    one, other = rt.along_route("balkan", years=2017), rt.along_route("northern", years=2017)
    assert "route balkan · drugs heroin+morphine · countries transit" in repr(one)
    both = repr(pd.concat([one, other]))
    assert "route balkan" not in both
    beside = pd.concat([one, one], axis=1)
    assert repr(beside) == repr(pd.DataFrame(beside))
    earlier = rt.along_route("balkan", years=2017, edition="unodc-1970-2019")
    assert "Source: UNODC, annual totals\n" in repr(pd.concat([one, earlier]))
