"""Damaged, hostile and odd files: one line that says why, or an account; never a traceback."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile

import pandas as pd
import pytest
from made import IDS, delimited, event, events_file, ods_of_xml, xlsx, xlsx_of_xml

from routes import read_seizures
from routes.errors import RoutesError

PLAIN = delimited([IDS, event(), event(AMOUNT="2")]).encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(name, content, mode=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", mode) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def locked_zip():
    # The first bit of the flags of a member says that it is locked.
    content = bytearray(zipped("a.csv", PLAIN, zipfile.ZIP_STORED))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def damaged_middle(packed):
    middle = len(packed) // 2
    return packed[:middle] + b"\xff" * 20 + packed[middle + 20 :]


def parquet_of(frame):
    out = io.BytesIO()
    frame.to_parquet(out)
    return out.getvalue()


LONG = delimited([IDS, *[event(PLACE=f"Place {n * 7919 % 1000}") for n in range(500)]]).encode()
# What is in the file, and a part of the one line that says why it cannot be read.
UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "blank": (b"\n\n  \r\n", "the file is empty"),
    "zeros": (b"\x00" * 5000, "the file is empty"),
    "only a mark": (b"\xef\xbb\xbf", "the file is empty"),
    "binary": (bytes(range(256)) * 40, "no known layout|neither text"),
    "more binary": (bytes(range(0, 256, 5)) * 40, "neither text nor a workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no known layout|neither text"),
    "no table": (b"Dear colleague,\nplease find attached.\n", "no known layout"),
    "wrong delimiter": (PLAIN.replace(b";", b"^"), "no known layout"),
    "only columns": (delimited([[f"c{n}" for n in range(10_000)]]).encode(), "no known layout"),
    "a heading that runs": (b'"=cmd\n\x1b[2J",b\n1,2\n', "no known layout"),
    "half a gzip": (gzip.compress(LONG)[:400], "damaged gzip file"),
    "a broken gzip": (damaged_middle(gzip.compress(LONG)), "damaged gzip file"),
    "gzip by name": (b"\x1f\x8b" + b"\x00" * 50, "damaged gzip file"),
    "half a zip": (zipped("a.csv", LONG)[:400], "damaged zip file"),
    "a broken zip": (damaged_middle(zipped("a.csv", LONG)), "damaged zip file"),
    "an empty zip": (b"PK\x05\x06" + b"\x00" * 18, "no known layout|neither text"),
    "a zip in a zip": (zipped("b.zip", zipped("a.csv", PLAIN)), "a zip file inside a zip file"),
    "a locked zip": (locked_zip(), "locked with a password"),
    "zip by name": (b"PK\x03\x04" + b"\x00" * 50, "damaged zip file"),
    "no workbook": (zipped("xl/workbook.xml", "<workbook/>"), "damaged workbook|no known layout"),
    "no xml": (zipped("xl/workbook.xml", b"\x00<<<"), "damaged workbook|no known layout"),
    "a locked workbook": (
        OLE + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1000,
        "the workbook is locked with a password",
    ),
    "an old workbook, damaged": (OLE + b"\x00" * 2000, "damaged workbook"),
    "json of a number": (b"[1, 2, 3]", "not a list of records"),
    "json of nothing": (b"[]", "not a list of records"),
    "json of an object": (b"{}", "not a list of records"),
    "json of lists": (b'[["a"], ["b"]]', "not a list of records"),
    "json of other records": (b'[{"a": 1}, {"b": [2]}]', "columns found: a, b"),
    "half a json": (b'[{"COUNTRY": "Pakis', "not JSON"),
    "deep json": (b"[" * 100_000, "not JSON"),
    "a json number without end": (b'[{"a": ' + b"9" * 5000 + b"}]", "not JSON"),
    "parquet by name": (b"PAR1" + b"\x00" * 100 + b"PAR1", "damaged Parquet file"),
    "half a parquet": (parquet_of(pd.DataFrame({"a": range(100)}))[:200], "damaged Parquet file"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_in_one_line(tmp_path, name):
    content, why = UNREADABLE[name]
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(RoutesError, match=why) as caught:
        read_seizures(path)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 2000


def test_a_folder_and_a_missing_file_are_said_to_be_so(tmp_path):
    with pytest.raises(RoutesError, match="a folder, not a file"):
        read_seizures(tmp_path)
    with pytest.raises(RoutesError, match="no such file"):
        read_seizures(tmp_path / "absent.csv")


def test_half_a_workbook_is_damaged(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"2016": [list(IDS), event()]})
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(RoutesError, match="damaged zip file"):
        read_seizures(path)


# What is in the file, and how many rows are accepted and set aside.
READABLE = {
    "a heading only": (delimited([IDS]).encode(), 0, 0),
    "half a row": (PLAIN[:-40], 1, 1),
    "a quote without end": (PLAIN + b'"Asia;', 2, 1),
    "some NULs": (PLAIN.replace(b"Quetta", b"Que\x00tta"), 2, 0),
    "two encodings": (
        PLAIN + delimited([event(PLACE="Zürich")]).encode()
        + delimited([event(PLACE="Zürich")]).encode("cp1252"), 4, 0,
    ),
    "formulas": (
        delimited([IDS, event(PLACE='=cmd|" /C calc"!A0'), event(AMOUNT="=1+1")]).encode(), 1, 1,
    ),
    "a cell of 10 MB": (delimited([IDS, event(PLACE="x" * 10_000_000), event()]).encode(), 1, 1),
    "headings twice": (delimited([[*IDS, *IDS], [*event(), *event(AMOUNT="7")]]).encode(), 2, 0),
    "ten thousand columns": (
        delimited([[*IDS, *map(str, range(10_000))], [*event(), *["x"] * 10_000]]).encode(), 1, 0,
    ),
    "the heading again": (PLAIN + PLAIN, 4, 1),
    "not one good row": (delimited([IDS, *[event(COUNTRY="Atlantis")] * 3]).encode(), 0, 3),
    "json with gaps": (
        json.dumps([dict(zip(IDS, event(), strict=True)), {"COUNTRY": None}, {}]).encode(), 1, 2,
    ),
    "json with odd values": (
        json.dumps([dict(zip(IDS, event(), strict=True)) | {"PLACE": odd}
                    for odd in ({"a": 1}, [1], True, 1e400, None, "\ud800", "\x00")]).encode(),
        7, 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READABLE)
def test_a_file_with_faults_gives_an_account(tmp_path, name):
    content, accepted, aside = READABLE[name]
    path = tmp_path / "file"
    path.write_bytes(content)
    account = read_seizures(path).account()
    assert (account["rows_accepted"], account["rows_set_aside"]) == (accepted, aside)
    json.dumps(account, allow_nan=False)


def test_nuls_that_were_removed_and_lines_of_another_encoding_are_told(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(READABLE["some NULs"][0])
    read = read_seizures(path)
    assert set(read.frame["place"]) == {"Quetta"}
    assert "2 NUL characters were removed" in read.notes
    path.write_bytes(READABLE["two encodings"][0])
    read = read_seizures(path)
    assert read.frame["place"].to_list()[2:] == ["Zürich", "Zürich"]
    assert "1 lines were not UTF-8 and were read as cp1252" in read.notes


LIMITED = """
import re, resource, sys
from pathlib import Path
limit = int(sys.argv[2])
from routes import read_seizures
from routes.errors import RoutesError
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    read_seizures(sys.argv[1])
except RoutesError as error:
    print(error)
peak = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())
print(int(peak[1]) // 1024, file=sys.stderr)
"""
MEGABYTES = 1_000


def read_limited(path, limit=2_500_000_000):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(limit)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stderr) < MEGABYTES
    return done.stdout


def packed_zeros(gigabytes):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as packed:
        packed.write(PLAIN)
        for _ in range(gigabytes * 16):
            packed.write(b";" * (1 << 26))
    return out.getvalue()


@pytest.mark.slow
def test_a_gzip_bomb_is_refused_before_it_bursts(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(packed_zeros(2))
    assert path.stat().st_size < 4_000_000
    assert "unpacks to more than 200 times its size" in read_limited(path)


@pytest.mark.slow
def test_a_zip_bomb_is_refused_before_it_bursts(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped("a.csv", b"0" * 300_000_000))
    assert "unpacks to more than 200 times its size" in read_limited(path)


@pytest.mark.slow
def test_a_workbook_that_is_a_bomb_is_refused_also_inside_a_zip(tmp_path):
    path = xlsx_of_xml(tmp_path / "a.xlsx", {"2016": " " * 300_000_000})
    assert "unpacks to more than 200 times its size" in read_limited(path)
    path.write_bytes(zipped("a.xlsx", path.read_bytes()))
    assert "unpacks to more than 200 times its size" in read_limited(path)


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{0}"><c s="1" r="{1}{0}"><v>1</v></c></row>'


@pytest.mark.parametrize(("column", "row"), [("XFD", 1048576), ("AZ", 900000), ("XFD", 2000)])
def test_two_cells_far_apart_do_not_fill_the_memory(tmp_path, column, row):
    path = xlsx_of_xml(tmp_path / "a.xlsx", {"2016": FAR.format(row, column)})
    with pytest.raises(RoutesError, match="a sheet spreads over"):
        read_seizures(path)


def test_repeated_cells_do_not_fill_the_memory(tmp_path):
    cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="string">'
    row = '<table:table-row table:number-rows-repeated="1000000">'
    xml = f"{row}{cell}<text:p>x</text:p></table:table-cell></table:table-row>"
    path = ods_of_xml(tmp_path / "a.ods", {"2016": xml})
    with pytest.raises(RoutesError, match="a sheet spreads over"):
        read_seizures(path)


def test_a_parquet_of_one_value_for_ever_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"COUNTRY": pd.Categorical.from_codes([0] * 20_000_001, ["x"])}).to_parquet(path)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(RoutesError, match="20,000,001 rows; split it by year"):
        read_seizures(path)


def test_more_than_the_memory_holds_is_said_in_one_line(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("routes.seizures.files.Reading", full)
    with pytest.raises(RoutesError, match="more memory than there is"):
        read_seizures(events_file(tmp_path / "a.csv", event()))


# A place far away, written as XML allows and no spreadsheet does.
ODD_PLACES = (
    " XFD1048576", "XFD1048576 ", "xfd1048576", "XFD0001048576", "&#88;FD1048576", "$XFD$1048576",
)  # fmt: skip


@pytest.mark.parametrize("place", ODD_PLACES)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/elsewhere/sheet.png"])
def test_a_cell_far_away_is_seen_however_its_place_is_written(tmp_path, place, part):
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c  t="n" r = "{place}" ><v>1</v></c></row>'
    made = xlsx_of_xml(tmp_path / "a.xlsx", {"2016": rows})
    moved = tmp_path / "b.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".rels"):
                content = content.replace(b"worksheets/sheet1.xml", part[3:].encode())
            new.writestr(part if name == "xl/worksheets/sheet1.xml" else name, content)
    with pytest.raises(RoutesError, match="a sheet spreads over"):
        read_seizures(moved)


def test_a_row_far_away_and_many_sheets_together_are_bounded(tmp_path):
    rows = '<row r=" 1048576"><c><v>1</v></c><c r="XFD"><v>1</v></c></row>'
    with pytest.raises(RoutesError, match="a sheet spreads over"):
        read_seizures(xlsx_of_xml(tmp_path / "a.xlsx", {"2016": rows}))
    each = FAR.format(1_000_000, "G")
    sheets = {str(year): each for year in range(2011, 2016)}
    with pytest.raises(RoutesError, match="a sheet spreads over"):
        read_seizures(xlsx_of_xml(tmp_path / "b.xlsx", sheets))


def test_a_long_text_that_many_cells_share_is_bounded(tmp_path):
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60_000))
    made = xlsx_of_xml(tmp_path / "a.xlsx", {"2016": cells})
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'x' * 20_000}</t></si></sst>")
    with pytest.raises(RoutesError, match="texts that cells share"):
        read_seizures(made)


def test_a_sheet_with_a_document_type_is_refused(tmp_path):
    made = xlsx_of_xml(tmp_path / "a.xlsx", {"2016": ""})
    moved = tmp_path / "b.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(moved, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "XFD1048576">]><worksheet'
            )
            new.writestr(name, content)
    with pytest.raises(RoutesError, match="declares a document type"):
        read_seizures(moved)
