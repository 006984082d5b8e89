"""Each kind of file that was read wrongly or refused: what is read, and what is said."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from routes import read_seizures
from routes.seizures import Answers, QuestionError

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['file']} {case.get('answers', '')}"
)
def test_a_case_is_read_right_or_asks(case):
    path, answers = HERE / "cases" / case["file"], Answers(**case.get("answers", {}))
    if "asks" in case:
        with pytest.raises(QuestionError) as caught:
            read_seizures(path, answers=answers)
        assert case["asks"] in str(caught.value)
        assert "\n" not in str(caught.value)
        return
    read = read_seizures(path, answers=answers)
    assert (len(read.frame), len(read.set_aside)) == (case["accepted"], case["set_aside"])
    if "kilograms" in case:
        cells = read.counted.groupby(["iso3", "year", "family"], observed=True)["kg"]
        found = {
            f"{iso3} {year} {family}": kg
            for (iso3, year, family), kg in cells.sum(min_count=1).dropna().items()
        }
        assert found == pytest.approx(case["kilograms"])
    for words in case["said"]:
        assert any(words in note for note in read.notes)


def test_every_case_file_is_used():
    assert {case["file"] for case in CASES} == {
        path.name for path in (HERE / "cases").iterdir() if path.suffix != ".md"
    }


def test_the_qualifiers_survive():
    frame = read_seizures(HERE / "cases" / "c12_markers.csv").frame
    assert dict(zip(frame["iso3"], frame["qualifier"], strict=False))["ESP"] == "ca."
    assert {"*", "(a)", "ca.", ""} == set(frame["qualifier"])


def test_an_unknown_label_is_listed_with_its_kilograms_and_makes_the_file_incomplete():
    read = read_seizures(HERE / "cases" / "k09_names.csv")
    assert read.account()["unknown_labels"] == {"Blue powder": {"rows": 1, "kilograms": 40.0}}
    assert not read.complete
    assert read_seizures(HERE / "cases" / "c15_ru.csv").complete


EXPORT = HERE.parents[1].parent / "shared" / "data" / "ids_export_portugal_2011_2024.xlsx"


@pytest.mark.skipif(not EXPORT.exists(), reason="the real file is not beside the checkout")
def test_the_export_of_the_dashboard():
    read = read_seizures(EXPORT)
    account = read.account()
    assert (account["rows_read"], account["rows_accepted"]) == (9_727, 9_725)
    assert account["reasons"] == {"blank row": 1, "title or note": 1}
    heroin = read.counted[read.counted["family"] == "heroin"]
    assert len(heroin) == 965
    assert heroin["kg"].sum() == pytest.approx(494.642363, abs=5e-7)
    assert read.complete
