"""Country names of every vintage and spelling."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.seizures.names import NAME_KINDS, country_codes, nearest_country
from routes.seizures.text import normalised

# By hand, from the labels that UNODC has used and from ISO 3166.
EXPECTED = {
    "Afghanistan": ("AFG", "current"),
    "Iran, Islamic Republic of": ("IRN", "current"),
    "Iran (Islamic Republic of)": ("IRN", "current"),
    "ISLAMIC REPUBLIC OF IRAN": ("IRN", "current"),
    "Macedonia, the former Yugoslav Republic of": ("MKD", "former"),
    "The former Yugoslav Republic of Macedonia": ("MKD", "former"),
    "Turkey": ("TUR", "former"),
    "Türkiye": ("TUR", "current"),
    "TURKIYE": ("TUR", "current"),
    "Турция": ("TUR", "current"),
    "Libyan Arab Jamahiriya": ("LBY", "former"),
    "Iraq (Kurdistan Region)": ("IRQ", "part"),
    "Iraq (Central Iraq)": ("IRQ", "part"),
    "United Kingdom (England and Wales)": ("GBR", "part"),
    "United Kingdom (Scotland)": ("GBR", "part"),
    "United Kingdom (Northern Ireland)": ("GBR", "part"),
    "Kosovo under UNSCR 1244": ("XKX", "current"),
    "Czech Republic": ("CZE", "current"),
    "Swaziland": ("SWZ", "former"),
    "Burma": ("MMR", "former"),
    "Cape Verde": ("CPV", "former"),
    "China, Hong Kong SAR": ("HKG", "current"),
    "Macau, SAR of China": ("MAC", "current"),
    "Hong Kong": ("HKG", "current"),
    "Taiwan, Province of China": ("TWN", "current"),
    "China, Taiwan Province of China": ("TWN", "current"),
    "Lao Peoples Democratic Republic": ("LAO", "current"),
    "Lao People’s Democratic Republic": ("LAO", "current"),
    "Aland Islands": ("ALA", "current"),
    "Côte d'Ivoire": ("CIV", "current"),
    "Congo": ("COG", "current"),
    "Congo, the Democratic Republic of the": ("COD", "current"),
    "Korea, Democratic People's Republic of": ("PRK", "current"),
    "Korea, Republic of": ("KOR", "current"),
    "Netherlands Antilles": ("ANT", "historic"),
    "Serbia and Montenegro": (None, "historic"),
    "Yugoslavia": (None, "historic"),
    "USSR": (None, "historic"),
    "Czechoslovakia": (None, "historic"),
    "German Democratic Republic": (None, "historic"),
    "Unknown": (None, "vague"),
    "Other": (None, "vague"),
    "Multiple Countries": (None, "vague"),
    "not specified": (None, "vague"),
    "International waters/unclaimed territory": (None, "vague"),
    "Korea": (None, "vague"),
    # A missing value as R writes it, not Namibia.
    "NA": (None, "vague"),
    "Россия": ("RUS", "current"),
    "Кыргызстан": ("KGZ", "current"),
    "Ouzbékistan": ("UZB", "current"),
    "Turkmenistán": ("TKM", "current"),
    "IRN": ("IRN", "code"),
    "IR": ("IRN", "code"),
    "XK": ("XKX", "code"),
    "004": ("AFG", "code"),
    "4": ("AFG", "code"),
    "364": ("IRN", "code"),
    # Codes are written in capitals; "AND" is Andorra though "and" is folded away in names.
    "AND": ("AND", "code"),
    "no": (None, "unknown"),
    "ANT": ("ANT", "historic"),
    "Turky": (None, "unknown"),
    "Pakistan/Afghanistan": (None, "unknown"),
    "": (None, None),
    " - ": (None, None),
}


def answers(names):
    result = country_codes(pd.Series(names, dtype=object))
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in result.itertuples(index=False, name=None)
    ]


def test_names_worked_out_by_hand():
    assert dict(zip(EXPECTED, answers(list(EXPECTED)), strict=True)) == EXPECTED


def test_every_country_is_found_by_its_own_name_and_codes(rows):
    for row in rows("countries"):
        wanted = row["iso3"]
        given_names = [row["name"], row["iso3"], *([row["m49"]] if row["m49"] else [])]
        assert {iso3 for iso3, _ in answers(given_names)} == {wanted}


def test_the_table_is_in_one_form_and_names_known_countries_only(rows):
    known = {row["iso3"] for row in rows("countries")}
    table = rows("country_names")
    assert list(table[0]) == ["name", "iso3", "kind", "source", "confidence"]
    names = [row["name"] for row in table]
    assert len(set(names)) == len(names)
    for row in table:
        assert normalised(row["name"]) == row["name"] != ""
        assert row["iso3"] in known | {""}
        assert row["kind"] in {"current", "former", "part", "historic", "vague"}
        # Only the Netherlands Antilles kept a code of their own.
        no_country = row["kind"] in {"historic", "vague"} and row["iso3"] != "ANT"
        assert (row["iso3"] == "") == no_country, row


def test_numbers_and_missing_values_are_names_too():
    assert answers([364.0, 4, None, float("nan"), pd.NA, True]) == [
        ("IRN", "code"),
        ("AFG", "code"),
        (None, None),
        (None, None),
        (None, None),
        (None, "unknown"),
    ]


@pytest.mark.parametrize("names", [[], [None, None]])
def test_a_column_without_names(names):
    result = country_codes(pd.Series(names, dtype=object))
    assert list(result.columns) == ["iso3", "name_kind"]
    assert result.isna().all(axis=None)


@given(st.lists(st.one_of(st.text(), st.none(), st.sampled_from(list(EXPECTED)))))
def test_any_text_gets_an_answer_of_its_own(names):
    labels = pd.Series(names, index=[f"row {n % 3}" for n in range(len(names))], dtype=object)
    before = labels.copy()
    result = country_codes(labels)
    pd.testing.assert_series_equal(labels, before)
    assert result.index.equals(labels.index)
    assert set(result["name_kind"].dropna()) <= set(NAME_KINDS)
    # An answer depends on the name alone, never on its neighbours.
    assert answers(names) == [answers([name])[0] for name in names]


@given(st.text())
def test_one_form_is_final(text):
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("Afganestan", "Afghanistan"), ("Uzbekistn", "Uzbekistan"), ("qqqqqq", None), ("", None)],
)
def test_an_error_may_name_the_nearest_country(wrong, right):
    assert nearest_country(wrong) == right


def test_labels_of_the_sample_events(sample_events):
    for column in ("COUNTRY", "DEPARTURE_COUNTRY", "DESTINATION_COUNTRY", "PRODUCING_COUNTRY"):
        kinds = country_codes(sample_events[column])["name_kind"]
        assert not kinds.eq("unknown").any(), column
    assert country_codes(sample_events["COUNTRY"])["iso3"].notna().all()


def test_labels_of_the_sample_totals(sample_totals):
    result = country_codes(sample_totals["Country"])
    assert result["iso3"].tolist() == sample_totals["ISO3"].tolist()


@pytest.fixture(scope="module")
def sample_events(root):
    return sample(root, "ids_2011_2014.csv.gz", ";")


@pytest.fixture(scope="module")
def sample_totals(root):
    return sample(root, "annual_wdr2025_2019_2023.csv", ",")


def sample(root, name, sep):
    path = root.parent / "shared" / "data" / name
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    return pd.read_csv(path, sep=sep, dtype=str, keep_default_na=False)
