"""Write the data dictionary: a page for each table, from data/datapackage.json and the tables."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

DOCS = Path(__file__).resolve().parent.parent
DATA = DOCS.parent / "data"
TARGET = DOCS / "reference" / "tables"
MOST_SOURCES = 12
EXAMPLES = 3
LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minLength": "{} characters or more",
    "maxLength": "{} characters or fewer",
    "pattern": "written as `{}`",
}

Table = dict[str, Any]


def package() -> Table:
    """Return the data package, described in one file."""
    described: Table = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    return described


def tabular(described: Table) -> list[Table]:
    """Return its tables, without the shapes of the base map."""
    return [one for one in described["resources"] if "schema" in one]


def pages() -> dict[str, str]:
    """Return file name and text of each page."""
    described = package()
    tables = tabular(described)
    named_by: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for table in tables:
        for fields, other, _ in foreign(table):
            named_by[other].append((table["name"], ", ".join(fields)))
    made = {f"{table['name']}.md": page(table, named_by[table["name"]]) for table in tables}
    made["index.md"] = index(described)
    return made


def index(described: Table) -> str:
    """Return the page that lists every table."""
    lines = [
        "# Data dictionary",
        "",
        f"{plain(described['description'])} Made from `data/datapackage.json` when this site is.",
        "",
        "`routes.table(name)` returns a table, checked against what is said here. What each table",
        "is *not* is told in [the reference tables](../../about/data.md).",
        "",
        "| table | what it holds | rows |",
        "|---|---|---|",
    ]
    tables = tabular(described)
    for table in tables:
        link = f"[{table['name']}]({table['name']}.md)"
        lines.append(f"| {link} | {plain(table['description'])} | {len(rows(table)):,} |")
    lines += ["", "Shapes, as GeoJSON:", ""]
    for shapes in described["resources"]:
        if "schema" not in shapes:
            source = "; ".join(plain(one["title"]) for one in shapes["sources"])
            lines.append(f"- `{shapes['path']}`: {plain(shapes['description'])} Source: {source}.")
    licences = "; ".join(plain(one["title"]) for one in described["licenses"])
    lines += ["", "## Licence and sources", "", f"Tables: {licences}.", ""]
    lines += [f"- {plain(one['title'])}" for one in described["sources"]]
    lines += ["", "```{toctree}", ":hidden:", "", *(table["name"] for table in tables), "```", ""]
    return "\n".join(lines)


def page(table: Table, named_by: list[tuple[str, str]]) -> str:
    """Return the page of one table."""
    held = rows(table)
    name, schema = table["name"], table["schema"]
    lines = [
        f"# {name}",
        "",
        f"**{plain(table['title'])}.** {plain(table['description'])}",
        "",
        f"{len(held):,} rows in `data/{table['path']}`; `routes.table({name!r})`.",
        "",
        "## Columns",
        "",
        "| column | type | what it is | values |",
        "|---|---|---|---|",
    ]
    refers = {name: (to, there) for names, to, there in foreign(table) for name in names}
    lines += [column(field, refers.get(field["name"])) for field in schema["fields"]]
    lines += ["", "An empty cell is *unknown* or *not applicable*, never zero.", "", "## Keys", ""]
    lines += list(keys(table, named_by))
    lines += ["", "## Sources", "", *sources(held), "", "## First rows", "", *example(held), ""]
    return "\n".join(lines)


def column(field: Table, refers: tuple[str, str] | None) -> str:
    """Return the row of the dictionary for one column."""
    limits = field.get("constraints", {})
    kind = field["type"] + (f", {field['unit']}" if "unit" in field else "")
    said = ["always filled" if limits.get("required") else "may be empty"]
    if limits.get("unique"):
        said.append("each once")
    said += [words.format(limits[key]) for key, words in LIMITS.items() if key in limits]
    if "enum" in limits:
        said.append("one of " + ", ".join(f"`{value}`" for value in limits["enum"]))
    if refers:
        said.append(f"found in [{refers[0]}]({refers[0]}.md), `{refers[1]}`")
    values = "; ".join(said).replace("|", r"\|")
    return f"| `{field['name']}` | {plain(kind)} | {plain(field['description'])} | {values} |"


def keys(table: Table, named_by: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the keys of a table: its own, those it names, and where it is named."""
    own = listed(table["schema"].get("primaryKey", []))
    yield f"- Key: {', '.join(f'`{one}`' for one in own)}" if own else "- No key: rows may repeat"
    for fields, to, there in foreign(table):
        yield f"- `{', '.join(fields)}` is in [{to}]({to}.md), `{there}`"
    for name, there in named_by:
        if name != table["name"]:
            yield f"- Named by [{name}]({name}.md), `{there}`"


def foreign(table: Table) -> list[tuple[list[str], str, str]]:
    """Return columns, the table they refer to, and the columns there."""
    found = []
    for key in table["schema"].get("foreignKeys", []):
        to = key["reference"]
        there = ", ".join(listed(to["fields"]))
        found.append((listed(key["fields"]), to["resource"] or table["name"], there))
    return found


def sources(held: list[dict[str, str]]) -> Iterator[str]:
    """Yield what the rows rest on, most often named first."""
    columns = [name for name in ("source", "edition", "confidence") if held and name in held[0]]
    for name in columns:
        counts = Counter(row[name] for row in held)
        shown = [f"{plain(value)} ({many:,})" for value, many in counts.most_common(MOST_SOURCES)]
        rest = len(counts) - len(shown)
        more = f", and {rest} more" if rest else ""
        yield f"- By `{name}`, with the number of rows: {'; '.join(shown)}{more}"
    if not columns:
        yield "Those of the data package."


def example(held: list[dict[str, str]]) -> Iterator[str]:
    """Yield the first rows, turned: a line a column."""
    first = held[:EXAMPLES]
    if not first:
        return
    yield f"| column |{' |' * len(first)}"
    yield f"|---|{'---|' * len(first)}"
    for name in first[0]:
        yield f"| `{name}` | {' | '.join(plain(row[name]) for row in first)} |"


def rows(table: Table) -> list[dict[str, str]]:
    """Return the rows of a table as text."""
    with (DATA / table["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(value: str | list[str]) -> list[str]:
    """Return one name or several as a list."""
    return [value] if isinstance(value, str) else value


def plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]<>$|#~^])", r"\\\1", " ".join(text.split()))


def write(_: Sphinx, __: Config) -> None:
    """Write the pages before Sphinx looks for them; one that is as it was is left alone."""
    TARGET.mkdir(parents=True, exist_ok=True)
    made = pages()
    for stale in TARGET.glob("*.md"):
        if stale.name not in made:
            stale.unlink()
    for name, text in made.items():
        path = TARGET / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("config-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
