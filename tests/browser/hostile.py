"""A data set that tries everything: scripts in every text column of every table, and in a file."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from typing import TYPE_CHECKING

from routes.reference import sign

if TYPE_CHECKING:
    from pathlib import Path

# Each sets `hit`, asks for something outside or turns the text round, if it is ever more than text.
ATTACKS = (
    "</script><script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1><svg onload=window.hit=1>',
    "'onmouseover='window.hit=1' x='",
    "${window.hit=1}`${alert(1)}`\\u003cscript\\u003e",
    "javascript:window.hit=1",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe></iframe></textarea></style>",
    "\u202egnp.exe\u2066 \U0001f4a3\U0001f469\u200d\U0001f680 \ufeff",
    "=HYPERLINK(1)|{{7*7}}{%raw%}<%= 1 %>&#60;script&#62;",
    "<a href=javascript:window.hit=1>x</a><meta http-equiv=refresh content=0>",
    "]]><!--<style>*{display:none}</style>",
)
LONG = "<b>" + "W" * 100_000
FIXED = ("enum", "pattern", "unique")


def data_set(source: Path, target: Path) -> Path:
    """Copy the tables, every free text replaced: what is not a key and not one of a list."""
    shutil.copytree(source, target)
    package = json.loads((source / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource.get("path", "").endswith(".csv") and "schema" in resource:
            spoil(target / resource["path"], free_columns(resource["schema"]))
    sign(target, name="hostile")
    return target


def free_columns(schema) -> list[str]:
    """Return the columns that may hold any text."""

    def listed(fields) -> list[str]:
        return [fields] if isinstance(fields, str) else list(fields)

    keys = set(listed(schema.get("primaryKey", [])))
    keys |= {name for key in schema.get("foreignKeys", []) for name in listed(key["fields"])}
    return [
        field["name"]
        for field in schema["fields"]
        if field["type"] == "string"
        and field["name"] not in keys
        and not set(field.get("constraints", {})) & set(FIXED)
    ]


def spoil(path: Path, columns: list[str]) -> None:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        heads, rows = list(reader.fieldnames or []), list(reader)
    for column in columns:
        filled = [row for row in rows if row[column]]
        for number, row in enumerate(filled):
            # Some code reads a city or a source by what it is: the attack follows it.
            row[column] = f"{row[column]} {ATTACKS[number % len(ATTACKS)]}"
        for row in filled[len(filled) // 2 : len(filled) // 2 + 1]:
            row[column] += LONG
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def seizures(path: Path, heads: list[str]) -> Path:
    """Write a file of events: every text an attack but what makes the row count.

    Parameters
    ----------
    path : Path
    heads : list of str
        Columns of the Individual Drug Seizures.
    """
    known = {"COUNTRY": "Tajikistan", "SEIZURE_DATE": "2023-05-01", "AMOUNT": "1.5"}
    usual = {"PLACE": "Dushanbe", "DRUG_NAME": "Heroin", "DRUG_UNIT": "Kilogram"}
    rows = []
    for attack in (*ATTACKS, "nul\x00\x00", LONG):
        free = dict.fromkeys(heads, attack)
        rows += 3 * [free | usual | known]
        rows += 3 * [free | known]
        rows += 3 * [free | usual | known | {"PLACE": f"{attack} Khujand"}]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads, delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
