"""The partners: 58 States and 23 organizations."""

from __future__ import annotations

import pytest

from routes.errors import UnknownNameError
from routes.partnership import partners


def test_there_are_81_partners_58_states_and_23_organizations():
    assert (len(partners()), 58 + 23) == (81, 81)
    assert len(partners(kind="state")) == 58
    assert len(partners(kind="organization")) == 23
    assert partners().index.is_unique


def test_states_are_known_by_their_codes_and_organizations_by_their_names():
    states = partners(kind="state")
    assert states.loc["TUR", "name"] == "Türkiye"
    assert {"AFG", "IRN", "PAK", "RUS", "USA"} <= set(states.index)
    assert "TZA" not in states.index
    assert "UNODC" in partners(kind="organization").index


def test_an_unknown_kind_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'state'"):
        partners(kind="states")
