"""The range of a share in which some kilograms are not reported."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.analysis.unreported import families, kilograms_of_year, share_of_kilograms


def kilograms(rows: list[tuple[float | None, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["kg", "most"], dtype=float)
    return pd.DataFrame(
        {
            "weight": 1.0,
            "kg": frame["kg"],
            "kg_low": frame["kg"].fillna(0.0),
            "kg_high": frame["kg"].fillna(frame["most"]),
        }
    )


def flags(*values: bool | None) -> pd.Series:
    return pd.Series(values, dtype="boolean")


def test_all_reported_is_one_figure():
    found = share_of_kilograms(kilograms([(30, 0), (70, 0)]), flags(True, False))
    assert found == (30, 30, 30, 100)


def test_a_covered_state_that_did_not_report_moves_the_denominator_too():
    # Covered 30 + 0 to 20, not covered 70: 30/100 to 50/120.
    found = share_of_kilograms(kilograms([(30, 0), (None, 20), (70, 0)]), flags(True, True, False))
    assert found[:2] == pytest.approx((30, 100 * 50 / 120))
    assert found[2:] == (30, 100)


def test_a_state_outside_that_did_not_report_lowers_the_low_end():
    found = share_of_kilograms(kilograms([(30, 0), (None, 50), (70, 0)]), flags(True, False, False))
    assert found[:2] == pytest.approx((100 * 30 / 150, 30))


def test_an_unknown_state_is_outside_at_the_low_end_and_inside_at_the_high():
    found = share_of_kilograms(kilograms([(30, 0), (20, 0), (50, 0)]), flags(True, None, False))
    assert found[:2] == pytest.approx((30, 50))


def test_only_as_many_unknown_as_can_be_the_largest_first():
    rows = kilograms([(30, 0), (20, 0), (40, 0), (10, 0)])
    found = share_of_kilograms(rows, flags(True, None, None, None), at_most=1)
    assert found[:2] == pytest.approx((30, 70))
    assert share_of_kilograms(rows, flags(True, None, None, None), at_most=0)[:2] == (30, 30)


def test_a_state_without_a_figure_in_any_year_is_in_neither_end():
    found = share_of_kilograms(kilograms([(30, 0), (None, math.nan), (70, 0)]),
                               flags(True, False, False))  # fmt: skip
    assert found[:2] == (30, 30)


def test_no_kilogram_at_all_is_unknown_not_zero():
    found = share_of_kilograms(kilograms([(0, 0), (0, 0)]), flags(True, False))
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    only = share_of_kilograms(kilograms([(None, 5), (0, 0)]), flags(True, False))
    assert only[:2] == (100, 100)
    outside = share_of_kilograms(kilograms([(0, 0), (None, 5)]), flags(True, False))
    assert outside[:2] == (0, 0)


def test_a_state_of_weight_0_counts_nowhere():
    rows = kilograms([(30, 0), (70, 0), (900, 0)])
    rows["weight"] = [1.0, 1.0, 0.0]
    assert share_of_kilograms(rows, flags(True, False, True))[:2] == (30, 30)


STATES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(0, 1e5)),
        st.floats(0, 1e5),
        st.sampled_from([True, False, None]),
        st.floats(0, 1),
    ),
    min_size=1,
    max_size=8,
)


@given(STATES, st.one_of(st.none(), st.integers(0, 8)))
def test_the_range_holds_every_share_that_may_be(states, at_most):
    rows = kilograms([(kg, most) for kg, most, *_ in states])
    covered = flags(*(known for *_, known, _ in states))
    found = share_of_kilograms(rows, covered, at_most=at_most)
    unknown = [i for i, (_, _, known, _) in enumerate(states) if known is None]
    inside = set(unknown[: len(unknown) if at_most is None else at_most])
    inside |= {i for i, (_, _, known, _) in enumerate(states) if known}
    amount = [most * part if kg is None else kg for kg, most, _, part in states]
    whole = math.fsum(amount)
    if whole < 1e-6:
        return
    share = 100 * math.fsum(amount[i] for i in inside) / whole
    assert found.low - 1e-6 <= share <= found.high + 1e-6
    assert -1e-9 <= found.low <= found.high <= 100 + 1e-9


@given(STATES, st.data())
def test_covering_one_more_state_never_lowers_either_end(states, data):
    rows = kilograms([(kg, most) for kg, most, *_ in states])
    covered = flags(*(known for *_, known, _ in states))
    chosen = data.draw(st.integers(0, len(states) - 1))
    more = covered.copy()
    more[chosen] = True
    before, after = share_of_kilograms(rows, covered), share_of_kilograms(rows, more)
    if not math.isnan(before.low):
        assert after.low >= before.low - 1e-9
        assert after.high >= before.high - 1e-9


def test_what_is_reported_has_no_range_and_what_is_not_begins_at_nothing():
    frame = kilograms_of_year("southern", year=2022)
    reported = frame["kg"].notna()
    assert frame.loc[reported, "kg_low"].equals(frame.loc[reported, "kg_high"])
    assert frame.loc[~reported, "kg_low"].eq(0).all()
    assert set(frame.loc[~reported, "status"]) == {"not reported"}


def test_figures_equally_near_are_all_looked_at():
    # Poland, 2022: nearest are 2021 (119.5) and 2023 (12.6), then 2020 (427.01).
    poland = kilograms_of_year("balkan", year=2022, countries="all").loc["POL"]
    assert poland["kg_high"] == pytest.approx(427.01)


def test_heroin_and_morphine_are_added_and_opium_stands_apart():
    assert families("opium") == [("opium",)]
    assert families(["opium", "heroin"]) == [("heroin",), ("opium",)]
    with pytest.raises(ValueError, match="unknown drug"):
        families([])
