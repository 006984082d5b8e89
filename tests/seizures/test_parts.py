"""A file read part by part says what it says when it is read at once."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import IDS, SHARED, delimited, event, events_file, xlsx
from test_rows_are_conserved import encodings_of, rows

from routes.errors import RoutesError
from routes.seizures import files, read_in_parts, read_seizures, sheets, unpack
from routes.seizures.account import Account, account_of_parts

few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SAMPLE = SHARED / "ids_2011_2014.csv.gz"
ASIDE = ["sheet", "line", "kind", "reason", "text"]


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch) -> None:
    monkeypatch.setattr(files, "WHOLE", 0)
    monkeypatch.setattr(files, "WHOLE_PACKED", 0)
    monkeypatch.setattr(sheets, "ROWS", 3)
    monkeypatch.setattr(files, "BLOCK", 300)
    monkeypatch.setattr(unpack, "_CHUNK", 200)


def joined(read):
    return pd.concat([part.frame for part in read]), pd.concat([part.set_aside for part in read])


def same(path):
    """Assert that the parts are the whole; return how many there are."""
    whole = read_seizures(path)
    read = list(read_in_parts(path))
    frame, aside = joined(read)
    plain = {"remarks": object, "precision": object, "place_confidence": object}
    pd.testing.assert_frame_equal(
        frame.astype(plain), whole.frame.astype(plain), check_column_type=False, check_exact=True
    )
    aside = aside.sort_values(["sheet", "line"], kind="stable")
    assert aside[ASIDE].to_numpy().tolist() == whole.set_aside[ASIDE].to_numpy().tolist()
    account, of_whole = account_of_parts(map(Account.of, read)), whole.account()
    # Parts are added one by one: the last gram of a sum may be rounded the other way.
    added, summed = (one.pop("kilograms_by_family") for one in (account, of_whole))
    assert {name: kg is None for name, kg in added.items()} == {
        name: kg is None for name, kg in summed.items()
    }
    assert all(kg is None or abs(kg - summed[name]) < 0.0011 for name, kg in added.items())
    assert account == of_whole
    return len(read)


@few
@given(rows())
def test_whatever_the_rows_are(tmp_path, made):
    path = tmp_path / "a.csv"
    path.write_bytes(delimited([IDS, *made]).encode())
    if made:
        same(path)


@settings(few, max_examples=15)
@given(rows(nasty=False), st.sampled_from([";", ",", "\t"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_encoding_and_the_line_ends(tmp_path, made, delimiter, end):
    made = [[cell.replace("\n", " ") for cell in row] for row in made]
    text = delimited([IDS, *made], delimiter).replace("\n", end)
    for encoding in ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", *encodings_of(text)]:
        path = tmp_path / "a.csv"
        path.write_bytes(text.encode(encoding))
        same(path)


def test_what_is_decided_is_decided_for_the_whole_file(tmp_path):
    """A decimal comma, a month first, a duplicate and a double, each far from what tells it."""
    filling = [
        event(SEIZURE_DATE="01/02/2014", AMOUNT=f"1,{100 + n}", PLACE="Peshawar") for n in range(40)
    ]
    made = [
        event(SEIZURE_DATE="01/02/2014", AMOUNT="1,5"),
        event(SEIZURE_DATE="03/04/2014", AMOUNT="4,031", DRUG_UNIT="Metric ton"),
        *filling,
        event(SEIZURE_DATE="04/25/2014", AMOUNT="2,25"),
        event(SEIZURE_DATE="01/02/2014", AMOUNT="1,5"),
        event(SEIZURE_DATE="03/04/2014", AMOUNT="3,5", DRUG_UNIT="Metric ton"),
    ]
    path = events_file(tmp_path / "a.csv", *made)
    assert same(path) > 3
    frame, _ = joined(list(read_in_parts(path)))
    first, ton = frame.iloc[0], frame.iloc[1]
    assert first["kg"] == 1.5  # the comma is decimal: "1,5" says so
    assert str(first["date"])[:10] == "2014-01-02"  # the month is first: "04/25" says so
    assert not first["exact_duplicate"]
    assert frame["exact_duplicate"].to_numpy().nonzero()[0].tolist() == [43]
    # 3,500 kg is 87 per cent of 4,031 kg: both are flagged.
    assert ton["probable_double"]
    assert frame["probable_double"].to_numpy().nonzero()[0].tolist() == [1, 44]


def test_rows_that_are_no_rows_and_lines_in_another_encoding(tmp_path):
    made = [event(PLACE=f"Zürich {n}") for n in range(30)]
    made[7] = [*made[7], "more", "cells"]
    made[20] = event(AMOUNT="many")
    made[25] = event(PLACE='a "quoted"\nplace; of two lines')
    text = delimited([IDS, *made])
    lines = text.encode().split(b"\n")
    lines[12] = lines[12].decode().encode("cp1252")
    path = tmp_path / "a.csv"
    path.write_bytes(b"\n".join(lines))
    assert same(path) > 3
    path.write_bytes(b"Title of a table\n\n" + b"\n".join(lines))
    assert same(path) > 3


def test_packed_files_and_parquet(tmp_path):
    made = [event(AMOUNT=str(n)) for n in range(50)]
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(delimited([IDS, *made]).encode()))
    assert same(path) > 3
    frame = pd.DataFrame(made, columns=list(IDS))
    frame.to_parquet(tmp_path / "a.parquet")
    assert same(tmp_path / "a.parquet") == 17  # 50 rows by threes


def test_what_has_no_parts_is_one(tmp_path):
    book = xlsx(tmp_path / "a.xlsx", {"one": [list(IDS), event(), event(AMOUNT="2")]})
    assert same(book) == 1
    annual = tmp_path / "annual.csv"
    annual.write_text("Country,Year,Drug,Kilograms\nPakistan,2020,Heroin,5\n")
    read = list(read_in_parts(annual))
    assert [part.kind for part in read] == ["annual"]
    assert read[0].frame["kg"].to_list() == [5.0]


@pytest.mark.parametrize("content", [b"", b"\x00" * 500, b"Dear colleague,\n", b"[1, 2]", b"PAR1"])
def test_what_cannot_be_read_is_said_in_the_same_words(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    said = []
    for read in (read_seizures, lambda path: list(read_in_parts(path))):
        with pytest.raises(RoutesError) as caught:
            read(path)
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert "\n" not in said[1]
    with pytest.raises(RoutesError, match="no such file"):
        list(read_in_parts(tmp_path / "none.csv"))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real file is not beside the checkout")
def test_the_real_file(monkeypatch):
    monkeypatch.setattr(files, "BLOCK", 200_000)
    monkeypatch.setattr(unpack, "_CHUNK", 200_000)
    assert same(SAMPLE) > 5


GROWS = """
import resource, sys
from routes.seizures import read_in_parts
rows = sum(len(part.frame) for part in read_in_parts(sys.argv[1]))
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path):
    """Four times the rows: no more than the eight bytes a row, and some room."""
    line = delimited([event(PLACE="Quetta")]).replace("1.5", "{}.5")
    used = []
    for count in (300_000, 1_200_000):
        path = tmp_path / "a.csv"
        with path.open("w") as file:
            file.write(delimited([IDS]))
            file.writelines(line.format(n) for n in range(count))
        done = subprocess.run(
            [sys.executable, "-c", GROWS, str(path)], capture_output=True, text=True, check=True
        )
        rows_read, megabytes = map(int, done.stdout.split())
        assert rows_read == count
        used.append(megabytes)
    assert used[1] - used[0] < 150
