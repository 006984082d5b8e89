"""Amounts and units to kilograms."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import ParameterError
from routes.seizures.text import normalised
from routes.seizures.units import MASS_STATUSES, to_kilograms, unit_key

# Kilograms in one unit, by definition; None where the unit is no mass.
EXPECTED = {
    "Kilogram": 1,
    "KG": 1,
    "kilograms": 1,
    "кг": 1,
    "Kilogramme": 1,
    "kilogramos": 1,
    "Gram": 0.001,
    "Gram(s)": 0.001,
    "гр.": 0.001,
    "грамм": 0.001,
    "grammes": 0.001,
    "Milligram": 1e-6,
    "µg": 1e-9,
    "Microgram": 1e-9,
    "Ton": 1000,
    "tonnes": 1000,
    "Pounds": 0.45359237,
    "Ounce": 0.028349523125,
    "Grain": 0.00006479891,
    "Viss": 1.63293,
    "100 Gram": 0.1,
    "Block (350gr)": 0.35,
    "Tola": 0.0116638038,
    "Maund": None,
    "Seer": None,
    "Tablet": None,
    "Litre": None,
    "Millilitre": None,
    "Gallons (US, liquid)": None,
    "Plants": None,
    "Bush": None,
    "Acres": None,
    "Injection": None,
    "other": None,
}
LABELS = [*EXPECTED, None, "", "Dessert spoon of the moon"]


def one_unit(label):
    return to_kilograms(pd.Series([1.0]), pd.Series([label], dtype=object)).iloc[0]


@pytest.mark.parametrize("label", EXPECTED)
def test_one_unit_by_definition(label):
    result = one_unit(label)
    if EXPECTED[label] is None:
        assert math.isnan(result["kg"])
        assert result["mass_status"] == "without mass"
    else:
        assert result["kg"] == pytest.approx(EXPECTED[label], rel=1e-12)
        assert result["mass_status"] == "mass"


@pytest.mark.parametrize("label", [None, "", "Dessert spoon of the moon"])
def test_no_unit_is_never_taken_for_kilograms(label):
    assert math.isnan(one_unit(label)["kg"])
    assert one_unit(label)["mass_status"] == "unknown unit"


def test_each_row_keeps_its_own_unit():
    # A public script converted grams and then overwrote the column with the kilogram rows only.
    amount = pd.Series([2.0, 500.0, 30.0, 1.0, 250.0], index=[5, 3, 9, 3, 1])
    unit = pd.Series(["Kilogram", "Gram", "Tablet", "Ton", "gram"], index=amount.index)
    result = to_kilograms(amount, unit)
    assert result["kg"].tolist() == pytest.approx([2, 0.5, math.nan, 1000, 0.25], nan_ok=True)
    assert result.index.tolist() == [5, 3, 9, 3, 1]


def test_a_factor_holds_for_its_drug_and_unit_only():
    amount = pd.Series([10.0, 10.0, 10.0, 10.0, 10.0])
    unit = pd.Series(["Tablets", "tablet", "Pill", "Gram", None])
    drug = pd.Series(["Heroin", "morphine", "heroin", "heroin", "heroin"])
    result = to_kilograms(amount, unit, factors={("heroin", "Tablet"): 0.0003}, drug=drug)
    assert result["kg"].tolist() == pytest.approx(
        [0.003, *[math.nan] * 2, 0.01, math.nan], nan_ok=True
    )
    assert result["mass_status"].tolist() == [
        "converted by factor",
        "without mass",
        "without mass",
        "mass",
        "unknown unit",
    ]


@pytest.mark.parametrize(
    ("factors", "drug", "message"),
    [
        ({("heroin", "tablet"): 0.0003}, None, "give drug"),
        ({("heroin", "gram"): 2.0}, "heroin", "needs no factor"),
        ({("heroin", "tablet"): -1.0}, "heroin", "above 0"),
        ({("heroin", "tablet"): math.nan}, "heroin", "above 0"),
    ],
)
def test_a_factor_that_means_nothing_is_refused(factors, drug, message):
    drugs = None if drug is None else pd.Series([drug])
    with pytest.raises(ParameterError, match=message):
        to_kilograms(pd.Series([1.0]), pd.Series(["tablet"]), factors=factors, drug=drugs)


def test_columns_of_two_tables_are_refused():
    with pytest.raises(ParameterError, match="unit and amount"):
        to_kilograms(pd.Series([1.0]), pd.Series(["Gram"], index=[1]))


def test_the_table_is_in_one_form_and_agrees_with_the_conversions(rows):
    table = rows("units")
    assert list(table[0]) == ["unit", "kilograms", "dimension", "note", "source", "confidence"]
    assert len({row["unit"] for row in table}) == len(table)
    for row in table:
        assert unit_key(row["unit"]) == normalised(row["unit"]) == row["unit"] != ""
        assert (row["kilograms"] != "") == (row["dimension"] == "mass")
    for row in rows("unit_conversions"):
        if row["kind"] == "mass" and row["from_unit"]:
            assert one_unit(row["from_unit"])["kg"] == pytest.approx(float(row["factor"]), rel=1e-5)


amounts = st.floats(min_value=0, max_value=1e9)


@given(
    st.lists(st.tuples(amounts, st.sampled_from(LABELS)), max_size=20),
    st.floats(min_value=0.001, max_value=1000),
)
def test_conversion_is_linear_and_creates_nothing(pairs, times):
    amount = pd.Series([pair[0] for pair in pairs], dtype=float)
    unit = pd.Series([pair[1] for pair in pairs], dtype=object)
    once = to_kilograms(amount, unit)["kg"]
    more = to_kilograms(amount * times, unit)["kg"]
    assert more.tolist() == pytest.approx((once * times).tolist(), nan_ok=True)
    alone = [value * one_unit(label)["kg"] for value, label in pairs]
    assert once.tolist() == pytest.approx(alone, nan_ok=True)


@given(st.lists(st.tuples(st.one_of(st.floats(), st.none()), st.one_of(st.text(), st.none()))))
def test_any_text_gets_an_answer_and_keeps_its_row(pairs):
    index = [n // 2 for n in range(len(pairs))]
    amount = pd.Series([pair[0] for pair in pairs], index=index, dtype=float)
    unit = pd.Series([pair[1] for pair in pairs], index=index, dtype=object)
    before = amount.copy(), unit.copy()
    result = to_kilograms(amount, unit)
    pd.testing.assert_series_equal(amount, before[0])
    pd.testing.assert_series_equal(unit, before[1])
    assert result.index.equals(amount.index)
    assert set(result["mass_status"]) <= set(MASS_STATUSES)
    assert result["kg"].dtype == float


def test_units_of_the_sample_events(root):
    path = root.parent / "shared" / "data" / "ids_2011_2014.csv.gz"
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    events = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    result = to_kilograms(events["AMOUNT"].astype(float), events["DRUG_UNIT"])
    by_hand = {"Kilogram": 1, "Gram": 0.001, "Ton": 1000, "Viss": 1.63293, "Block (350gr)": 0.35}
    wanted = events["AMOUNT"].astype(float) * events["DRUG_UNIT"].map(by_hand)
    assert result["kg"].tolist() == pytest.approx(wanted.tolist(), nan_ok=True)
    assert (result["mass_status"] == "unknown unit").equals(events["DRUG_UNIT"] == "")
