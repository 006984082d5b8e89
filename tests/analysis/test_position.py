"""Seizures by kilometres from Afghanistan, and where the borders lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from routes import attribute
from routes.analysis import borders_along, position_along
from routes.errors import ParameterError, UnknownNameError
from routes.network import route_legs

TASHKENT = (69.28, 41.31)
LAGOS = (3.4, 6.5)


def events():
    frame = pd.DataFrame([TASHKENT, TASHKENT, LAGOS], columns=["longitude", "latitude"])
    return frame.assign(kg=[2.0, np.nan, 7.0])


def test_what_was_measured_stands_in_its_step_and_the_rest_in_none():
    position = position_along(attribute(events()), route="northern", step_km=50)
    assert position["events"].to_list() == [2]
    assert position["kg"].to_list() == [2.0]
    (branch, km) = position.index[0]
    assert branch in set(route_legs().query("route == 'northern'")["branch"])
    assert km % 50 == 0
    # Some 500 km from the Afghan border at Hairatan as the crow flies; no road is twice that.
    assert 350 <= km <= 1200


def test_a_row_that_stands_for_several_events_counts_as_many():
    rows = attribute(events().assign(events=[3, 4, 5]))
    assert position_along(rows, route="northern")["events"].sum() == 7


def test_rows_a_file_does_not_count_are_left_out():
    rows = attribute(events().assign(counted=[False, True, True]))
    assert position_along(rows, route="northern")["events"].sum() == 1


def test_shared_seizures_count_in_part_or_not_at_all():
    # Quetta: the southern route and the Balkan route's way through Pakistan pass within 10 km.
    rows = attribute(pd.DataFrame({"longitude": [67.01], "latitude": [30.18], "kg": [6.0]}))
    assert rows["route"].to_list() == ["shared"]
    assert rows["among"].to_list() == ["balkan;southern"]
    found = {r: position_along(rows, route=r)["kg"].sum() for r in ("balkan", "southern")}
    assert found == {"balkan": 3.0, "southern": 3.0}
    assert position_along(rows, route="balkan", split=False).empty


def test_every_border_is_a_leg_between_two_states():
    legs = route_legs().query("route == 'balkan' and from_iso3 != to_iso3")
    borders = borders_along("balkan")
    assert 0 < len(borders) <= len(legs)
    assert (borders["from_iso3"] != borders["to_iso3"]).all()
    assert set(zip(borders["from_iso3"], borders["to_iso3"], strict=True)) <= set(
        zip(legs["from_iso3"], legs["to_iso3"], strict=True)
    )
    assert (borders["km"] >= 0).all()


def test_two_places_at_sea_have_no_border_between_them():
    borders = borders_along("southern")
    assert borders["to_iso3"].isna().any()  # where a branch leaves a coast
    assert (borders["from_iso3"].notna() | borders["to_iso3"].notna()).all()


def test_wrong_names_and_steps_are_refused():
    rows = attribute(events())
    with pytest.raises(UnknownNameError, match="did you mean 'balkan'"):
        position_along(rows, route="balcan")
    with pytest.raises(ParameterError, match="step_km"):
        position_along(rows, route="balkan", step_km=0)
    with pytest.raises(UnknownNameError):
        borders_along("eastern")
