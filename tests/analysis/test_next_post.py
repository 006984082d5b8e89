"""Where the next post would reach most, against every choice there is."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from routes import next_posts, route
from routes.analysis import covering, next_posts_by_rule
from routes.analysis.covering import NotProvedError, maximal_cover
from routes.analysis.demand import kilograms, kilometres
from routes.errors import ParameterError, UnknownNameError
from routes.reference.limits import OfficerYearError, YearError

GEOD = Geod(ellps="WGS84")
DATA = Path(__file__).parents[2] / "data"


def read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STATES = {row["iso3"] for row in read("countries") if row["kind"] == "state"}
NODES = {
    row["node"]: (row["iso3"], float(row["longitude"]), float(row["latitude"]))
    for row in read("nodes")
}
SITES = sorted(node for node, (iso3, _, _) in NODES.items() if iso3 in STATES)
POSTS = [
    row["node"]
    for row in read("liaison_officers")
    if row["year"] == "2022" and row["status"] != "not listed"
]


def km_between(one, many):
    lon, lat = np.array([NODES[node][1:] for node in many]).T
    here = np.full(len(many), NODES[one][1]), np.full(len(many), NODES[one][2])
    return np.asarray(GEOD.inv(*here, lon, lat)[2]) / 1000


def on_nodes(states):
    """Kilograms of each State in equal parts on its nodes on the route, else on all it has."""
    weight = dict.fromkeys(NODES, 0.0)
    for name, rows in states.dropna(subset=["kg"]).groupby("route"):
        legs = [leg for leg in read("legs") if leg["route"] == name]
        stops = {leg[end] for leg in legs for end in ("from_node", "to_node")}
        for iso3, kg in zip(rows["iso3"], rows["kg"], strict=True):
            anywhere = [node for node in NODES if NODES[node][0] == iso3]
            mine = [node for node in anywhere if node in stops] or anywhere
            for node in mine:
                weight[node] += kg / len(mine)
    return weight


def every_choice(reaches, weight, k):
    """Return the most that any `k` rows reach, and every choice that reaches it."""
    best, choices = -np.inf, []
    for choice in combinations(range(len(reaches)), k):
        gain = weight[reaches[list(choice)].any(axis=0)].sum()
        if gain > best + 1e-6 * weight.sum():
            best, choices = gain, [choice]
        elif gain >= best - 1e-6 * weight.sum():
            choices.append(choice)
    return best, choices


def pairs(reaches, weight):
    """Return what every two rows reach together: |A| + |B| - |A and B|."""
    held = reaches * weight
    alone = held.sum(axis=1)
    return alone[:, None] + alone[None, :] - held @ reaches.T.astype(float)


@pytest.mark.parametrize("name", [None, "northern", "balkan", "southern"])
@pytest.mark.parametrize("existing", ["fixed", "free"])
def test_one_and_two_posts_are_the_best_of_every_choice(name, existing):
    one = next_posts(k=1, route=name, existing=existing)
    weight = on_nodes(one.states)
    demand = [node for node, kg in weight.items() if kg > 0]
    kg = np.array([weight[node] for node in demand])
    assert one.total == pytest.approx(kg.sum())
    reaches = np.array([km_between(site, demand) <= 500 for site in SITES])
    held = np.array([km_between(post, demand) <= 500 for post in POSTS]).any(axis=0)
    if existing == "free":
        held[:] = False
    reaches &= ~held
    assert one.share_before == pytest.approx(100 * kg[held].sum() / kg.sum())

    gain, choices = every_choice(reaches, kg, 1)
    assert one.gain == pytest.approx(gain)
    assert [one.sites["node"].item()] in [[SITES[i] for i in choice] for choice in choices]
    # Nodes that reach the same are named, and the first of them is taken.
    (row,) = one.sites.to_dict("records")
    same = {row["node"], *row["as_good"].split(";")} - {""}
    others = {SITES[i] for (i,) in choices}
    assert same <= others
    assert row["node"] == min(others)

    two = next_posts(k=2, route=name, existing=existing)
    both = pairs(reaches, kg)
    assert two.gain == pytest.approx(both.max())
    a, b = (SITES.index(node) for node in two.sites["node"])
    assert both[a, b] == pytest.approx(both.max())
    # The runner-up is the best of all that reach less.
    less = both[both < both.max() * (1 - 1e-6) - 1e-6]
    assert two.runner_up_gain == pytest.approx(less.max())
    a, b = (SITES.index(node) for node in two.runner_up)
    assert both[a, b] == pytest.approx(less.max())
    assert two.share_after == pytest.approx(100 * (kg[held].sum() + both.max()) / kg.sum())


def test_by_states_the_best_are_those_with_most_that_host_no_post():
    found = next_posts(k=3, route="southern", by="states")
    hosts = {NODES[post][0] for post in POSTS}
    kg = found.states[found.states["nodes"] > 0].set_index("iso3")["kg"].dropna()
    left = kg[~kg.index.isin(hosts)].sort_values(ascending=False)
    assert found.sites["iso3"].to_list() == left.index[:3].to_list()
    assert found.gain == pytest.approx(left.iloc[:3].sum())
    # One place of a State is as good as another: all are named.
    india = sorted(node for node in SITES if NODES[node][0] == "IND")
    assert found.sites["node"].iloc[0] == india[0]
    assert found.sites["as_good"].iloc[0].split(";") == india[1:]


def test_by_length_a_post_gains_the_kilometres_within_its_radius():
    found = next_posts(k=1, route="northern", weight="length")
    assert found.unit == "km"
    legs = route("northern").legs
    on_land = legs[legs["mode"].isin(["road", "rail"])]
    assert found.total == pytest.approx(on_land["length_km"].sum())
    points = kilometres(["northern"]).points
    lon, lat = points["longitude"].to_numpy(), points["latitude"].to_numpy()

    def near(node):  # noqa: ANN202
        here = np.full(len(lon), NODES[node][1]), np.full(len(lon), NODES[node][2])
        return np.asarray(GEOD.inv(*here, lon, lat)[2]) <= 500_000

    held = np.array([near(post) for post in POSTS]).any(axis=0)
    km = points["amount"].to_numpy()
    gains = {site: km[near(site) & ~held].sum() for site in SITES}
    assert found.gain == pytest.approx(max(gains.values()))
    assert gains[found.sites["node"].item()] == pytest.approx(found.gain)


def test_a_mean_is_of_the_years_that_were_reported():
    states = kilograms(
        ["southern"], years=(2018, 2022), drugs=("heroin", "morphine"), countries="transit",
        shared="primary",
    ).states.set_index("iso3")  # fmt: skip
    # India, heroin and morphine, 2018 to 2022.
    india = (1258 + 20 + 3231 + 125 + 3838 + 695 + 7197 + 131 + 5410 + 129) / 5
    assert states.loc["IND", ["kg", "years_reported"]].to_list() == pytest.approx([india, 5])
    # Tanzania reported in 2020, 2021 and 2022 only: a third, not a fifth.
    tanzania = (349.81 + 1130 + 254.71) / 3
    assert states.loc["TZA", ["kg", "years_reported"]].to_list() == pytest.approx([tanzania, 3])


def test_a_state_that_did_not_report_is_unknown_and_named_and_never_zero():
    found = next_posts(route="northern")
    told = {
        row["iso3"]
        for row in read("annual_seizures")
        if 2018 <= int(row["year"]) <= 2022 and row["drug"] != "opium"
    }
    silent = found.states[~found.states["iso3"].isin(told)]
    assert found.not_reported == tuple(silent["iso3"]) == ("TKM",)
    assert silent["kg"].isna().all()
    assert "Not reported, so unknown: TKM" in repr(found)
    # Estonia reported zero for 2018: that is a figure.
    zero = next_posts(route="northern", countries="all", years=2018)
    estonia = zero.states.set_index("iso3").loc["EST", ["kg", "years_reported"]]
    assert estonia.to_list() == [0, 1]
    assert "EST" not in zero.not_reported


def test_a_state_without_a_node_is_named_with_its_kilograms_and_in_no_share():
    found = next_posts(route="southern", countries="all")
    rows = found.unplaceable.set_index("iso3")["kg"]
    assert {"KWT", "NPL"} <= set(rows.index)
    assert not {iso3 for iso3, _, _ in NODES.values()} & set(rows.index)
    assert found.total == pytest.approx(found.states["kg"].sum() - rows.sum())
    # Egypt has a node, on no leg of the route: its kilograms stand there.
    assert "EGY" not in rows.index
    assert found.states.set_index("iso3").loc["EGY", "nodes"] == 1


def test_iran_weighs_on_the_balkan_route_by_one_rule_and_on_neither_by_another():
    primary = next_posts(route="balkan").states.set_index("iso3")["kg"]
    half = next_posts(route="balkan", shared="half").states.set_index("iso3")["kg"]
    assert half["IRN"] == pytest.approx(primary["IRN"] / 2)
    apart = next_posts(route="balkan", shared="apart")
    assert "IRN" not in set(apart.states["iso3"])
    assert apart.rules["counted for another route or apart"] == "IRN;PAK"


def test_the_answer_says_every_rule_and_that_it_is_a_what_if():
    found = next_posts(k=2, route="balkan", radius_km=400, years=2021)
    text = repr(found)
    assert text.startswith("A what-if, not advice.")
    for rule in ("radius_km: 400", "years: 2021", "shared_rule: primary", "countries: transit",
                 "list: 2022", "Dar es Salaam"):  # fmt: skip
        assert rule in text
    assert found.gap == pytest.approx(0, abs=1e-6)
    assert found.bound == pytest.approx(found.gain)
    assert found.sites["gain"].sum() == pytest.approx(found.gain)
    for question in (next_posts, next_posts_by_rule):
        assert "A what-if, not advice." in question.__doc__


def test_a_year_between_two_lists_takes_the_last_known():
    rules = next_posts(route="northern", year=2015, by="states").rules
    assert (rules["list"], rules["years"]) == ("2013", (2011, 2015))
    # Tashkent served Kazakhstan and Tajikistan in 2013; Bishkek and Moscow had posts.
    assert not {"KAZ", "TJK", "KGZ", "RUS", "UZB"} & set(
        next_posts(route="northern", year=2015, by="states", k=2).sites["iso3"]
    )
    # The undated list answers from 2016 on, as everywhere else.
    assert next_posts(route="northern", year=2016).rules["list"] == "about 2014–2016, undated"


def test_the_same_post_again_would_gain_nothing():
    found = next_posts(route="northern", sites=["UZB-TAS"])
    assert found.gain == 0
    assert found.sites.empty
    assert found.runner_up is None
    assert "No place would gain anything" in repr(found)


def test_every_rule_is_run_and_its_row_is_the_answer_by_that_rule():
    frame = next_posts_by_rule(route="southern", k=2)
    assert len(frame) == (4 + 1) * 3
    assert frame["radius_km"].dropna().unique().tolist() == [250, 500, 750, 1000]
    row = frame.query("radius_km == 750 and shared_rule == 'half'").iloc[0]
    alone = next_posts(route="southern", k=2, radius_km=750, shared="half")
    assert row["nodes"] == ";".join(alone.sites["node"])
    assert row["gain"] == alone.gain
    # By States the radius does not matter; what is reached can only grow with the radius.
    assert frame.query("by == 'states'")["radius_km"].isna().all()
    for _, rows in frame.query("by == 'radius'").groupby("shared_rule"):
        assert rows["share_after"].is_monotonic_increasing
    lengths = next_posts_by_rule(route="northern", weight="length", radii=(500,))
    assert lengths["shared_rule"].isna().all()
    assert len(lengths) == 2


def test_the_order_of_rows_does_not_choose(monkeypatch):
    kept = next_posts(k=2, route="balkan")
    nodes = routes_nodes()
    shuffled = nodes.sample(frac=1, random_state=3)
    for module in ("routes.analysis.next_post", "routes.analysis.demand"):
        monkeypatch.setattr(f"{module}.nodes", lambda: shuffled)
    other = next_posts(k=2, route="balkan")
    pd.testing.assert_frame_equal(kept.sites, other.sites)
    assert (kept.ties, kept.runner_up) == (other.ties, other.runner_up)


def routes_nodes():
    from routes.network import nodes  # noqa: PLC0415

    return nodes()


def test_five_posts_over_all_nodes_are_found():
    # How long it takes, against its peers, is measured in benchmarks/next_post.py.
    assert len(next_posts(k=5).sites) == 5


@st.composite
def instances(draw):
    sites, demands = draw(st.integers(1, 7)), draw(st.integers(1, 9))
    cells = draw(st.lists(st.booleans(), min_size=sites * demands, max_size=sites * demands))
    weight = draw(st.lists(st.integers(0, 20), min_size=demands, max_size=demands))
    scale = draw(st.sampled_from([1e-3, 1.0, 1e5]))
    reaches = np.array(cells).reshape(sites, demands)
    return reaches, scale * np.array(weight, dtype=float), draw(st.integers(1, sites))


@settings(max_examples=150, deadline=None)
@given(instances())
def test_a_small_instance_is_solved_as_by_trying_everything(instance):
    reaches, weight, k = instance
    found = maximal_cover(reaches, weight, k=k)
    best, _ = every_choice(reaches, weight, k)
    assert found.gain == pytest.approx(best)
    assert weight[reaches[list(found.sites)].any(axis=0)].sum() == pytest.approx(best)
    assert len(found.sites) <= k
    assert found.bound == pytest.approx(best, rel=1e-5)
    # Sites that reach the same are one; among these, what is left out and what ties.
    useful = reaches & (weight > 0)
    one_of_each = sorted({row.tobytes(): i for i, row in reversed(list(enumerate(useful)))
                          if row.any()}.values())  # fmt: skip
    size = min(k, len(one_of_each))
    gains = {
        choice: weight[reaches[list(choice)].any(axis=0)].sum()
        for choice in combinations(one_of_each, size)
    }
    top = [choice for choice, gain in gains.items() if gain == pytest.approx(best)]
    if size:
        assert found.sites == min(top)
    assert set(found.ties) <= set(top)
    if found.ties_complete:
        assert len(found.ties) == max(len(top) - 1, 0)
        below = [gain for gain in gains.values() if gain != pytest.approx(best)]
        assert (found.runner_up is None) == (not below)
        if below:
            assert found.runner_up_gain == pytest.approx(max(below))
    else:
        assert len(top) > covering.MOST_TIES


@settings(max_examples=40, deadline=None)
@given(instances(), st.randoms(use_true_random=False))
def test_the_choice_follows_the_names_and_not_the_rows(instance, random):
    reaches, weight, k = instance
    order = list(range(reaches.shape[1]))
    random.shuffle(order)
    found = maximal_cover(reaches, weight, k=k)
    other = maximal_cover(reaches[:, order], weight[order], k=k)
    assert (found.sites, found.ties, found.runner_up is None) == (
        other.sites, other.ties, other.runner_up is None,
    )  # fmt: skip


def test_more_ties_than_are_listed_still_give_the_first_in_order():
    # Twelve sites, each with a demand of its own, all equal: 66 pairs tie.
    found = maximal_cover(np.eye(12, dtype=bool), np.ones(12), k=2)
    assert found.sites == (0, 1)
    assert not found.ties_complete
    assert len(found.ties) == covering.MOST_TIES
    assert found.runner_up is None


def test_an_answer_that_is_not_proved_is_refused(monkeypatch):
    import scipy.optimize  # noqa: PLC0415

    real = scipy.optimize.milp

    def careless(*given, **options):  # noqa: ANN002, ANN003, ANN202
        answer = real(*given, **options)
        answer.mip_dual_bound *= 2
        return answer

    monkeypatch.setattr("scipy.optimize.milp", careless)
    with pytest.raises(NotProvedError, match="no best choice was proved"):
        next_posts(route="northern")


@pytest.mark.parametrize(
    ("choice", "error", "says"),
    [
        ({"k": 0}, ParameterError, "k is a number of posts from 1 to 239"),
        ({"k": 1.5}, ParameterError, "k is a whole number, not 1.5"),
        ({"year": 2009}, OfficerYearError, "years run from 2010 to 2022"),
        ({"year": 2030}, OfficerYearError, "years run from 2010 to 2022"),
        ({"radius_km": 0}, ParameterError, "radius_km is above 0 and up to 10,000"),
        ({"route": "balkans"}, UnknownNameError, "did you mean 'balkan'"),
        ({"by": "state"}, UnknownNameError, "did you mean 'states'"),
        ({"existing": "fix"}, UnknownNameError, "did you mean 'fixed'"),
        ({"weight": "kg"}, UnknownNameError, "Valid: kilograms, length"),
        ({"shared": "third"}, UnknownNameError, "Valid: primary, half, apart"),
        ({"sites": ["UZB-TAZ"]}, ParameterError, "did you mean 'UZB-TAS'"),
        ({"sites": ["XXX-ARS"]}, ParameterError, "no node that lies in a State"),
        ({"years": 1999}, YearError, "year 1999 is not in the annual totals"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(choice, error, says):
    with pytest.raises(error, match=says) as caught:
        next_posts(**choice)
    assert "\n" not in str(caught.value)


def test_a_rule_that_is_run_anyway_is_not_given():
    with pytest.raises(ParameterError, match="shared"):
        next_posts_by_rule(shared="half")
