"""Small files of every kind, made by hand."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Collection

SHARED = Path(__file__).parents[2].parent / "shared" / "data"

IDS = (
    *("REGION", "SUBREGION", "COUNTRY", "ADMINISTRATIVE_DIVISION", "PLACE", "SEIZURE_DATE"),
    *("DRUG_NAME", "AMOUNT", "DRUG_UNIT", "HIDING_PLACE", "INSTALLATION", "TRANSPORT"),
    *("PRODUCING_COUNTRY", "DEPARTURE_COUNTRY", "DESTINATION_COUNTRY", "ROUTING"),
)
_EVENT = {
    "COUNTRY": "Pakistan", "PLACE": "Quetta", "SEIZURE_DATE": "2016-12-09",
    "DRUG_NAME": "Heroin", "AMOUNT": "1.5", "DRUG_UNIT": "Kilogram",
}  # fmt: skip


def event(**cells: str) -> list[str]:
    """Return one row of Individual Drug Seizures; what is not given is as in Quetta."""
    assert set(cells) <= set(IDS)
    known = _EVENT | cells
    return [known.get(name, "") for name in IDS]


def delimited(rows, delimiter=";") -> str:
    """Return rows as delimited text, quoted where needed."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def events_file(path: Path, *rows: list[str], encoding="utf-8", delimiter=";") -> Path:
    """Write a file of events with its heading."""
    path.write_bytes(delimited([IDS, *rows], delimiter).encode(encoding))
    return path


_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx_of_xml(path: Path, sheets: dict[str, str], hidden: Collection[str] = ()) -> Path:
    """Write a workbook from the XML of the rows of each sheet; some of them hidden."""
    targets = {f"r{n}": f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for n, name in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/worksheet" Target="{target}"/>'
        for key, target in targets.items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET_NS}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{related}</Relationships>",
    }
    for target, rows in zip(targets.values(), sheets.values(), strict=True):
        parts[f"xl/{target}"] = (
            f'<worksheet xmlns="{_SHEET_NS}"><sheetData>{rows}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, _DECLARED + xml)
    return path


def xlsx(
    path: Path, sheets: dict[str, list[list[object]]], *, hidden: Collection[str] = ()
) -> Path:
    """Write a workbook: texts as texts, numbers as numbers; some sheets hidden."""

    def cell(value: object, column: int, row: int) -> str:
        where = f'r="{chr(ord("A") + column)}{row}"'
        if isinstance(value, int | float):
            return f"<c {where}><v>{value}</v></c>"
        return f'<c {where} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

    def row_xml(row: list[object], number: int) -> str:
        cells = "".join(cell(v, c, number) for c, v in enumerate(row) if v != "")
        return f'<row r="{number}">{cells}</row>'

    return xlsx_of_xml(
        path,
        {
            name: "".join(row_xml(row, number) for number, row in enumerate(rows, start=1))
            for name, rows in sheets.items()
        },
        hidden,
    )


def ods_of_xml(path: Path, tables: dict[str, str]) -> Path:
    """Write an OpenDocument workbook from the XML of the rows of each table."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{oasis}:{name}:1.0"' for name in ("office", "table", "text"))
    inside = "".join(
        f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"
        for name, rows in tables.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            f'{_DECLARED}<manifest:manifest xmlns:manifest="{oasis}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f"{_DECLARED}<office:document-content {spaces}><office:body><office:spreadsheet>"
            f"{inside}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def ods(path: Path, tables: dict[str, list[list[object]]]) -> Path:
    """Write an OpenDocument workbook, with the empty tail that LibreOffice leaves."""

    def cell(value: object) -> str:
        if isinstance(value, int | float):
            return (
                f'<table:table-cell office:value-type="float" office:value="{value}">'
                f"<text:p>{value}</text:p></table:table-cell>"
            )
        if value == "":
            return "<table:table-cell/>"
        text = f"<text:p>{escape(str(value))}</text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'

    tail = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return ods_of_xml(
        path,
        {
            name: "".join(
                f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows
            )
            + tail
            for name, rows in tables.items()
        },
    )
