"""The graph of synergies: what the report states, what is own reading, and that ends exist."""

from __future__ import annotations

import pytest

from routes.errors import UnknownNameError
from routes.partnership import synergies, synergy_nodes


def ends(frame):
    return set(frame["from_node"]) | set(frame["to_node"])


def test_paragraph_19_ties_the_officers_to_four_sources_and_five_programmes():
    edges = synergies(node="liaison officer network").query("paragraph == '19'")
    assert set(edges["to_node"]) == {
        *("ARQ", "IDS", "DMP", "WDR"),
        *("CCP", "GMCP", "RPANC", "RP-SEE", "PCA"),
    }
    assert set(edges["confidence"]) == {"stated"}


def test_paragraph_23_ties_the_programme_to_every_unit_it_names(rows):
    named = {row["system"] for row in rows("systems") if row["paragraph"] == "23"}
    edges = synergies(node="PPP").query("paragraph == '23'")
    assert set(edges["to_node"]) == named
    assert len(named) == 12


def test_the_posts_of_paragraph_18_are_tied_to_their_routes_and_programme():
    edges = synergies(kind="post").query("paragraph == '18'")
    assert set(zip(edges["from_node"], edges["to_node"], strict=True)) == {
        ("2022-TUR", "balkan"),
        ("2022-TZA", "southern"),
        ("2022-PAK", "RPANC"),
    }


def test_what_the_report_states_has_its_paragraph_and_own_reading_has_none():
    for edge in synergies().itertuples():
        if isinstance(edge.paragraph, str):
            assert edge.confidence == "stated"
            assert edge.source == f"E/CN.7/2023/9 para {edge.paragraph}"
        else:
            assert "E/CN.7/2023/9" not in edge.source


def test_own_reading_can_be_left_out():
    stated = synergies(stated_only=True)
    assert set(stated["confidence"]) == {"stated"}
    left = len(synergies()) - len(stated)
    assert left == (synergies()["confidence"] == "inferred").sum() > 0


def test_a_post_sits_only_on_routes_its_state_lies_on(rows):
    lies = {(row["iso3"], row["route"]) for row in rows("route_countries")}
    edges = synergies(kind="post").query("to_kind == 'route'")
    assert len(edges) == 8
    assert {(e.from_node[-3:], e.to_node) for e in edges.itertuples()} <= lies


def test_every_pillar_and_every_route_is_in_the_graph():
    nodes = synergy_nodes()
    assert nodes.index[nodes["kind"] == "pillar"].to_list() == ["I", "II", "III", "IV"]
    assert set(nodes.index[nodes["kind"] == "route"]) == {"northern", "balkan", "southern"}
    assert set(nodes.index) == ends(synergies())
    assert nodes["edges"].sum() == 2 * len(synergies())


def test_nodes_are_named_as_a_reader_knows_them():
    names = synergy_nodes()["name"]
    assert names["2022-TZA"] == "Dar es Salaam"
    assert names["III"] == "Preventing the diversion of precursor chemicals"
    assert names["northern"] == "northern route"


def test_the_edges_of_a_node_all_touch_it():
    edges = synergies(node="AOTP")
    assert ((edges["from_node"] == "AOTP") | (edges["to_node"] == "AOTP")).all()
    assert {"PPP", "DRS", "balkan", "southern"} == ends(edges) - {"AOTP"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"node": "RPANCE"}, "did you mean 'RPANC'"), ({"kind": "routes"}, "did you mean 'route'")],
)
def test_an_unknown_node_or_kind_is_answered_with_the_nearest(asked, words):
    with pytest.raises(UnknownNameError, match=words) as caught:
        synergies(**asked)
    assert "\n" not in str(caught.value)
