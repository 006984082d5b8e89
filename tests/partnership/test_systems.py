"""Named systems, documents, duties and data systems, as the report has them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from routes import partners, table
from routes.errors import UnknownNameError
from routes.partnership import data_systems, document_links, documents, duties, systems

NAMED = Path(__file__).parents[3] / "shared" / "facts" / "named_systems.csv"


def test_32_systems_are_named_and_keep_their_chinese_names():
    assert len(systems()) == 32
    assert systems().loc["PPI", "name_zh"] == "巴黎公约举措"
    if not NAMED.is_file():
        pytest.skip("the gathered names are not beside the checkout")
    with NAMED.open(encoding="utf-8", newline="") as file:
        named = {
            (row["acronym"], row["seed_chinese"], row["kind"], row["seed_para"], row["confidence"])
            for row in csv.DictReader(file)
        }
    columns = ["acronym", "name_zh", "kind", "paragraph", "confidence"]
    assert set(systems()[columns].itertuples(index=False, name=None)) == named


def test_a_system_that_is_a_partner_is_the_same_body():
    same = systems()["partner"].dropna()
    assert set(same) == {"CARICC", "OSCE", "SELEC"}
    names = partners(kind="organization")["name"]
    assert [systems().loc[key, "name"] for key in same.index] == [names[key] for key in same]


def test_names_nobody_states_are_marked():
    guessed = systems().query("confidence == 'inferred'")
    assert {"RSEWCA", "BMB", "CNDP", "GPML"} <= set(guessed.index)


def test_an_unknown_kind_of_system_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'programme'"):
        systems(kind="program")


def test_the_chain_runs_from_the_report_back_to_the_paris_statement():
    chain, document = ["E/CN.7/2023/9"], documents().loc["E/CN.7/2023/9", "reports_on"]
    document = document.split(";")[0]
    while isinstance(document, str):
        chain.append(document)
        document = documents().loc[document, "follows_from"]
    assert chain == ["E/CN.7/2023/9", "CND-56-3", "VIENNA-2012", "MOSCOW-2006", "PARIS-2003"]


def test_the_declaration_and_the_report_have_their_symbols():
    frame = documents()
    assert frame.loc["VIENNA-2012", ["symbol", "date", "meeting"]].to_list() == [
        "E/CN.7/2012/17",
        "2012-02-16",
        "MC3",
    ]
    assert frame.loc["E/CN.7/2023/9", ["agenda_item", "agenda"]].to_list() == [6, "E/CN.7/2023/1"]


def test_that_one_document_follows_from_another_is_marked_as_own_reading():
    sure = document_links().groupby("relation")["confidence"].unique()
    assert sure["follows from"].tolist() == ["inferred"]
    assert sure["reports on"].tolist() == ["stated"]


def test_the_documents_of_a_kind():
    assert documents(kind="resolution").index.to_list() == ["CND-56-3"]
    with pytest.raises(UnknownNameError, match="did you mean 'report'"):
        documents(kind="reports")


def test_each_duty_is_linked_to_the_system_it_serves():
    served = duties().dropna(subset=["system"])["system"].to_dict()
    assert served == {
        "arq": "ARQ", "ids": "IDS", "dmp": "DMP", "wdr": "WDR", "ccp": "CCP", "gmcp": "GMCP",
        "rpanc": "RPANC", "rp-see": "RP-SEE", "pca": "PCA",
    }  # fmt: skip
    assert duties().loc["ccp", "name"] == "Container Control Programme"


def test_duties_by_paragraph():
    assert set(duties(paragraph=20).index) == {"fact-sheets"}
    assert len(duties(paragraph=19)) == 10
    assert len(duties(paragraph="21")) == 3
    assert duties(paragraph=1).empty


def test_every_duty_is_of_the_paragraph_of_its_fact(rows):
    facts = {row["fact"]: row["paragraph"] for row in rows("report_facts")}
    assert all(row["paragraph"] == facts[row["fact"]] for row in rows("officer_duties"))


def test_an_unknown_system_or_paragraph_is_answered_in_one_line():
    with pytest.raises(UnknownNameError, match="did you mean 'IDS'"):
        duties(system="ids")
    with pytest.raises(UnknownNameError, match="unknown paragraph '26'"):
        duties(paragraph=26)


def test_the_data_systems_say_what_is_read_here_from_tables_that_exist():
    frame = data_systems()
    assert frame.index.to_list() == ["ARQ", "IDS", "DMP"]
    assert frame.loc["DMP", ["public", "read_here"]].to_list() == ["no", "nothing"]
    for names in frame["tables"].dropna():
        assert all(len(table(name)) for name in names.split(";"))
