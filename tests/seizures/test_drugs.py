"""What is and what is not an Afghan opiate."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.seizures.drugs import FAMILIES, drug_families
from routes.seizures.text import normalised

# Label: drug, family, Afghan opiate. By hand.
EXPECTED = {
    "Heroin": ("heroin", "heroin", True),
    "HEROIN  BASE": ("heroin", "heroin", True),
    "Heroin No. 3": ("heroin", "heroin", True),
    "Heroin HCl": ("heroin", "heroin", True),
    "Brown heroin": ("heroin", "heroin", True),
    "Diacetylmorphine": ("heroin", "heroin", True),
    "Героин": ("heroin", "heroin", True),
    "Black tar heroin": ("black tar heroin", "heroin", False),
    "Kompot": ("kompot", "other", False),
    "Morphine": ("morphine", "morphine", True),
    "Illicit morphine": ("morphine", "morphine", True),
    "Morphine base": ("morphine", "morphine", True),
    "Morphine HCl": ("morphine", "morphine", True),
    "Substitol (slow release Morphine)": ("pharmaceutical morphine", "other", False),
    "Morphine sulphate": ("pharmaceutical morphine", "other", False),
    "Opium": ("opium", "opium", True),
    "Opium (raw)": ("opium", "opium", True),
    "Opium (prepared)": ("opium", "opium", True),
    "Opium liquid": ("liquid opium", "opium", True),
    "Acetylated Opium": ("acetylated opium", "opium", True),
    "Acetylated opium": ("acetylated opium", "opium", True),
    "Khanka": ("khanka", "opium", False),
    "Poppy straw": ("poppy straw", "poppy straw", False),
    "Poppy straw (seed heads, pods or capsules)": ("poppy straw", "poppy straw", False),
    "Opium capsules": ("poppy capsules", "poppy straw", False),
    "Extract from Opium poppy": ("poppy straw concentrate", "poppy straw", False),
    "Opium Poppy": ("opium poppy", "other", False),
    "Poppy plants": ("opium poppy", "other", False),
    "Poppy Seeds": ("poppy seed", "other", False),
    "Opiates": ("opiates, unspecified", "other", False),
    "Other illicit opiates": ("opiates, unspecified", "other", False),
    "Desomorphine": ("desomorphine", "other", False),
    "6-Monoacetylmorphine": ("6-monoacetylmorphine", "other", False),
    "Codeine": ("codeine", "other", False),
    "Fentanyl": ("fentanyl", "other", False),
    "Acetic anhydride": ("acetic anhydride", "precursor", False),
    "AA": ("acetic anhydride", "precursor", False),
    "MDP2P": ("3,4-mdp-2-p", "precursor", False),
}
# Every label of the 107 of the sample that is an opioid or a precursor.
OF_THE_EVENTS = {
    *("Heroin", "Heroin Base", "Opium", "Poppy straw", "Desomorphine", "Morphine"),
    *("Acetylated Opium", "Opium Poppy", "Poppy Seeds", "Opiates", "Extract from Opium poppy"),
    *("6-Monoacetylcodeine", "6-Monoacetylmorphine", "Substitol (slow release Morphine)"),
    *("Codeine", "6-Desoxycodeine", "Methadone", "Buprenorphine", "3-Methylfentanyl"),
    *("Carfentanil", "Kratom", "Pseudoephedrine", "Ephedrine", "MDP2P"),
    *("Non-specified precursors", "Other precursors"),
}


def test_labels_worked_out_by_hand():
    result = drug_families(pd.Series(list(EXPECTED)))
    rows = result[["drug", "family", "afghan_opiate"]].itertuples(index=False, name=None)
    assert dict(zip(EXPECTED, rows, strict=True)) == EXPECTED
    assert result["drug_known"].all()


def test_a_label_without_a_row_is_unknown_and_shown():
    result = drug_families(pd.Series(["Blue powder", None, "Heroine substitute"]))
    assert result["drug"].tolist() == ["blue powder", "not stated", "heroine substitute"]
    assert result["family"].tolist() == ["unknown"] * 3
    assert not result["afghan_opiate"].any()
    assert not result["drug_known"].any()


def test_the_table_is_in_one_form_and_keeps_its_word(rows):
    table = rows("drug_names")
    assert list(table[0]) == ["name", "drug", "family", "afghan_opiate", "source", "confidence"]
    assert len({row["name"] for row in table}) == len(table)
    meanings = {}
    for row in table:
        assert normalised(row["name"]) == row["name"] != ""
        assert row["family"] in FAMILIES
        meaning = row["family"], row["afghan_opiate"]
        # A drug has one family, whatever it is called.
        assert meanings.setdefault(row["drug"], meaning) == meaning
        if row["afghan_opiate"] == "true":
            assert row["family"] in {"heroin", "morphine", "opium"}
        if row["name"].startswith("poppy") or "capsule" in row["name"]:
            assert row["family"] not in {"heroin", "opium"}


@given(st.lists(st.one_of(st.text(), st.none(), st.integers(), st.sampled_from(list(EXPECTED)))))
def test_any_text_gets_an_answer_and_keeps_its_row(names):
    labels = pd.Series(names, index=range(7, 7 + len(names)), dtype=object)
    before = labels.copy()
    result = drug_families(labels)
    pd.testing.assert_series_equal(labels, before)
    assert result.index.equals(labels.index)
    assert set(result["family"]) <= set(FAMILIES)
    assert result["drug"].notna().all()
    assert result["afghan_opiate"].dtype == result["drug_known"].dtype == bool


def test_labels_of_the_sample_events(root):
    events = sample(root, "ids_2011_2014.csv.gz", ";")
    labels = pd.Series(events["DRUG_NAME"].unique())
    found = drug_families(labels)
    assert set(labels[found["drug_known"]]) >= OF_THE_EVENTS
    assert found["drug_known"].all()
    assert set(labels[found["afghan_opiate"]]) <= OF_THE_EVENTS


def test_labels_of_the_sample_totals(root):
    totals = sample(root, "annual_wdr2025_2019_2023.csv", ",")
    kept = totals["DrugGroup"].isin(["Opioids", "Precursors"])
    assert drug_families(totals.loc[kept, "Drug"])["drug_known"].all()
    others = drug_families(totals.loc[~kept, "Drug"])
    assert not others["afghan_opiate"].any()


def sample(root, name, sep):
    path = root.parent / "shared" / "data" / name
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    return pd.read_csv(path, sep=sep, dtype=str, keep_default_na=False)
