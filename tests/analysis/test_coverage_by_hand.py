"""Coverage of the Balkan and the southern route in 2022, by hand: every sum is written out."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from pyproj import Geod

from routes.analysis import country_list, coverage
from routes.partnership import liaison_officers

STEP_KM = 4.0

# Transit States, each on its primary route: Iran on the Balkan one, Pakistan on the southern.
# Seizures of heroin and morphine in 2022, kilograms; None: not reported.
# fmt: off
BALKAN = {
    "IRN": 35802.0, "TUR": 8004.5, "SRB": 65.17, "MKD": 2.36, "GRC": 139.71, "BGR": 335.05,
    "ROU": 192.73, "ALB": 7.46, "MNE": 3.02, "HRV": 28.3, "HUN": 5.74, "BIH": 0.25,
    "SVN": 6.11, "AUT": 102.84, "XKX": None,
}
SOUTHERN = {
    "PAK": 14959.6, "TZA": 254.71, "IND": 5539.0, "QAT": 22.67, "BGD": 298.66, "KEN": 38.94,
    "MYS": 717.72, "MOZ": 15.03, "MDG": 0.02, "THA": 849.45, "OMN": None, "YEM": None,
    "BHR": None, "KWT": None, "NPL": None, "ETH": None, "COM": None,
}
# fmt: on
# Malaysia and Thailand seize what is mostly not from Afghanistan.
AFGHAN = {code: kg for code, kg in SOUTHERN.items() if code not in {"MYS", "THA"}}
# The largest of the three figures nearest to 2022.
MOST = {
    "XKX": 22.5,  # 2013: 22.5, 2014: 9.6, 2015: 9.6
    "OMN": 1065.0,  # 2018: 1065, 2019: 30, 2020: 194.09
    "YEM": 189.2,  # 2006: 0.003, 2007: 189.2, 2008: 0.189
    "BHR": 13.43,  # 2017: 4.5, 2018: 4, 2020: 13.43
    "KWT": 26.0,  # 2009: 1.4, 2011: 12, 2019: 26
    "NPL": 9.0,  # 2011: 0.006, 2018: 8, 2019: 9
    "ETH": 11.299,  # 2010: 4.102, 2011: 7.2, 2013: 11.299
    "COM": 0.5,  # 2023: 0.5
}


@pytest.fixture(scope="module")
def found():
    frame = coverage()
    return frame.set_index(["route", "measure", "relation", frame["drugs"].fillna("")])


def test_the_figures_written_here_are_those_of_the_table(rows):
    figures: dict[str, float] = {}
    for row in rows("annual_seizures"):
        if row["year"] == "2022" and row["drug"] != "opium" and row["edition"] == "wdr-2025":
            figures[row["iso3"]] = figures.get(row["iso3"], 0) + float(row["kg"])
    for code, kg in {**BALKAN, **SOUTHERN}.items():
        assert figures.get(code) == (None if kg is None else pytest.approx(kg)), code


def test_the_states_written_here_are_those_of_the_country_lists():
    assert set(BALKAN) == set(country_list("balkan")) - {"PAK"}
    assert set(SOUTHERN) == set(country_list("southern")) - {"IRN"}


def test_states_of_the_balkan_route(found):
    # 14 States, Kosovo not counted: 4 posts (Tehran, Ankara, Belgrade, Skopje); all partners;
    # Romania hosted in 2022, Serbia in 2016; Iran, Romania, Serbia and Bosnia and Herzegovina are
    # known to have attended, and 49 States did, so that all 14 may have.
    expected = {
        "post": (4, 4),
        "served": (4, 4),
        "partner": (14, 14),
        "hosted": (1, 1),
        "hosted_to_date": (2, 2),
        "attended": (4, 14),
    }
    for relation, (low, high) in expected.items():
        row = found.loc[("balkan", "States", relation, "")]
        assert (row["numerator"], row["denominator"]) == (low, 14)
        assert (row["low"], row["high"]) == pytest.approx((100 * low / 14, 100 * high / 14))


def test_states_of_the_southern_route(found):
    # 15 States: posts in Islamabad and Dar es Salaam; partners Pakistan and India; Pakistan
    # hosted in 2022, India in 2011; only Pakistan is known to have attended.
    expected = {
        "post": (2, 2),
        "served": (2, 2),
        "partner": (2, 2),
        "hosted": (1, 1),
        "hosted_to_date": (2, 2),
        "attended": (1, 15),
    }
    for relation, (low, high) in expected.items():
        row = found.loc[("southern", "States", relation, "")]
        assert (row["numerator"], row["denominator"]) == (low, 15)
        assert (row["low"], row["high"]) == pytest.approx((100 * low / 15, 100 * high / 15))


def test_kilograms_of_the_balkan_route(found):
    covered = 35802.0 + 8004.5 + 65.17 + 2.36  # 43,874.03
    known = covered + 139.71 + 335.05 + 192.73 + 7.46 + 3.02 + 28.3 + 5.74 + 0.25 + 6.11 + 102.84
    assert known == pytest.approx(44695.24)
    row = found.loc[("balkan", "kilograms", "post", "heroin+morphine")]
    assert (row["numerator"], row["denominator"]) == pytest.approx((covered, known))
    # Kosovo, outside, seized 0 to 22.5.
    assert row["low"] == pytest.approx(100 * covered / (known + 22.5))
    assert row["high"] == pytest.approx(100 * covered / known)
    assert "Not reported: XKX." in row["note"]


def test_kilograms_of_the_southern_route(found):
    covered = 14959.6 + 254.71  # 15,214.31
    known = covered + 5539.0 + 22.67 + 298.66 + 38.94 + 15.03 + 0.02
    assert known == pytest.approx(21128.63)
    missing = 1065.0 + 189.2 + 13.43 + 26.0 + 9.0 + 11.299 + 0.5  # 1,314.429
    row = found.loc[("southern", "kilograms", "post", "heroin+morphine")]
    assert (row["numerator"], row["denominator"]) == pytest.approx((covered, known))
    assert row["low"] == pytest.approx(100 * covered / (known + missing))
    assert row["high"] == pytest.approx(100 * covered / known)
    assert (round(row["low"], 1), round(row["high"], 1)) == (67.8, 72.0)


@pytest.mark.parametrize(("route", "states"), [("balkan", BALKAN), ("southern", AFGHAN)])
def test_kilograms_of_every_relation_are_sums_over_its_states(found, route, states):
    having = {
        "partner": {*BALKAN, "PAK", "IND"} - {"XKX"},
        "hosted": {"PAK", "ROU"},
        "hosted_to_date": {"PAK", "ROU", "SRB", "IND"},
    }
    for relation, codes in having.items():
        row = found.loc[(route, "kilograms", relation, "heroin+morphine")]
        inside = math.fsum(kg or 0 for code, kg in states.items() if code in codes)
        outside = math.fsum(kg or 0 for code, kg in states.items() if code not in codes)
        missing = math.fsum(MOST[code] for code, kg in states.items() if kg is None)
        assert row["low"] == pytest.approx(100 * inside / (inside + outside + missing))
        assert row["high"] == pytest.approx(100 * inside / (inside + outside))


def test_the_largest_nearest_figures_are_those_of_the_table(rows):
    editions = [row["edition"] for row in sorted(rows("editions"), key=lambda r: int(r["vintage"]))]
    latest: dict[tuple[str, int, str], tuple[int, float]] = {}
    for row in rows("annual_seizures"):
        if row["iso3"] in MOST and row["drug"] != "opium":
            key = (row["iso3"], int(row["year"]), row["drug"])
            figure = (editions.index(row["edition"]), float(row["kg"]))
            latest[key] = max(latest.get(key, figure), figure)
    for code, most in MOST.items():
        years: dict[int, float] = {}
        for (of, year, _), (_, kg) in latest.items():
            if of == code:
                years[year] = years.get(year, 0) + kg
        nearest = sorted(years, key=lambda year: abs(year - 2022))[:3]
        assert max(years[year] for year in nearest) == pytest.approx(most), code


def sampled(route: str, rows) -> tuple[float, float]:
    """Return the kilometres of a route and those within 500 km of a post, leg by leg."""
    geod = Geod(ellps="WGS84")
    at = {r["node"]: (float(r["longitude"]), float(r["latitude"])) for r in rows("nodes")}
    ways: dict[tuple[str, ...], list] = {}
    for row in sorted(rows("leg_waypoints"), key=lambda row: int(row["position"])):
        key = (row["from_node"], row["to_node"], row["mode"])
        ways.setdefault(key, []).append((float(row["longitude"]), float(row["latitude"])))
    posts = [at[row["node"]] for row in rows("liaison_officers")
             if row["year"] == "2022" and row["status"] != "not listed"]  # fmt: skip
    assert len(posts) == 7
    total = near = 0.0
    for leg in rows("legs"):
        if leg["route"] != route:
            continue
        a, b = leg["from_node"], leg["to_node"]
        for start, end in pairwise([at[a], *ways.get((a, b, leg["mode"]), []), at[b]]):
            azimuth, _, metres = geod.inv(*start, *end)
            count = math.ceil(metres / 1000 / STEP_KM)
            if count == 0:
                continue
            middles = (np.arange(count) + 0.5) * metres / count
            lon, lat, _ = geod.fwd(*(np.full(count, x) for x in (*start, azimuth)), middles)
            away = [geod.inv(np.full(count, x), np.full(count, y), lon, lat)[2] for x, y in posts]
            total += metres / 1000
            near += float((np.min(away, axis=0) <= 500_000).sum()) * metres / count / 1000
    return total, near


@pytest.mark.parametrize("route", ["balkan", "southern"])
def test_length_is_what_a_point_every_four_kilometres_finds(found, rows, route):
    km, near = sampled(route, rows)
    # Land, sea and air together are all that was sampled.
    parts = found.loc[[(route, "length", "post", "")]]
    assert parts["of"].to_list() == ["km by road and rail", "km by sea", "km by air"]
    assert parts["denominator"].sum() == pytest.approx(km, rel=1e-6)
    assert 100 * parts["numerator"].sum() / km == pytest.approx(100 * near / km, abs=0.1)


def test_years_since_a_meeting_on_each_route(found):
    def since(route: str) -> dict[str, float]:
        rows = found.loc[(route, "time", "hosted", "")]
        return dict(zip(rows["pillar"].fillna("any"), rows["high"], strict=True))

    # In any State on the route, as in the table of meetings. Balkan: Bucharest, October 2022
    # (III); Islamabad, July 2022 (IV) and 2011 (I). Southern: Islamabad 2022 (IV)
    # and 2011 (I), New Delhi 2011 (III).
    balkan, southern = since("balkan"), since("southern")
    assert (balkan["any"], balkan["III"], balkan["IV"]) == (0, 0, 0)
    assert balkan["I"] == 2022 - 2011
    assert (southern["any"], southern["III"]) == (0, 2022 - 2011)
    # Beijing, November 2018.
    assert southern["I"] == 2022 - 2018
    assert southern["IV"] == 0
    assert all(math.isnan(years) for years in (balkan["II"], southern["II"]))
    assert len(liaison_officers(year=2022)) == 7
