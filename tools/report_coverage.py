"""Write docs/report-coverage.md: every paragraph of E/CN.7/2023/9 and the calls that return it.

python tools/report_coverage.py
"""

from __future__ import annotations

from pathlib import Path

import routes as rt
from report_calls import CALLS

TARGET = Path(__file__).parent.parent / "docs" / "report-coverage.md"
NOT_HELD = "not held here"
HEAD = """\
# The report E/CN.7/2023/9, paragraph by paragraph

Made by `python tools/report_coverage.py`; a test holds this page to the tables and every call to
its fact. `rt` is `import routes as rt`. The facts were read from the Chinese version of the report;
they are facts and figures, not its text. *Derived* figures are computed from others; the sums of
paragraphs 12 to 15 are no unions. A paragraph is said to be about something only where a fact says
so. The texts of the recommendations are in no source known, so none is here. *Not held*: what the
paragraph says is in no source at hand; it is not empty. SF114 to SF116, what the groups of 2022
spoke about, are known at second hand, and which paragraph each is from is own reading.

{facts} facts, {reached} with a call of their own beyond `report_facts`.

| paragraph | fact | what | stated | call |
|---|---|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    facts = rt.partnership.report_facts()
    beyond = [
        fact for fact in facts.index if not CALLS[fact].startswith("rt.partnership.report_facts")
    ]
    text = HEAD.format(facts=len(facts), reached=len(beyond))
    return text + "".join(f"{_row(*cells)}\n" for cells in _rows())


def _rows() -> list[tuple[str, str, str, str, str]]:
    facts, named = rt.partnership.report_facts(), rt.partnership.systems()
    written = list(dict.fromkeys(facts["paragraph"]))
    spans = {span.split("-")[1]: span for span in written if "-" in span}
    rows: list[tuple[str, str, str, str, str]] = []
    for paragraph in rt.partnership.PARAGRAPHS:
        mine = facts[facts["paragraph"].isin([paragraph, spans.get(paragraph, paragraph)])]
        rows += [_fact(str(row.Index), row) for row in mine.itertuples()]
        systems = named[named["paragraph"] == paragraph]
        said = "no fact recorded" if mine.empty else ""
        if len(systems):
            rows.append(_systems(paragraph, list(systems.index), said))
        elif mine.empty:
            rows.append((paragraph, "", NOT_HELD, "", ""))
    return rows


def _fact(fact: str, row: object) -> tuple[str, str, str, str, str]:
    words = {name: getattr(row, name) for name in ("subject", "attribute", "value", "qualifier")}
    said = words["value"]
    if words["qualifier"] in {"nearly", "more than"}:
        said = f"{words['qualifier']} {said}"
    elif words["qualifier"] != "exact":
        said = f"{said} ({words['qualifier']})"
    paragraph = str(getattr(row, "paragraph", "")).replace("-", "–")
    what = f"{words['subject']}: {words['attribute']}"
    return paragraph, fact, what, said, f"`{CALLS[fact]}`"


def _systems(paragraph: str, keys: list[str], said: str) -> tuple[str, str, str, str, str]:
    call = f"rt.partnership.systems().query(\"paragraph == '{paragraph}'\")"
    if paragraph in set(rt.partnership.synergies()["paragraph"].dropna()):
        call += f"`, `rt.partnership.synergies().query(\"paragraph == '{paragraph}'\")"
    what = "; ".join(filter(None, [said, "systems first named"]))
    return paragraph, "", what, ", ".join(keys), f"`{call}`"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    print(f"{TARGET.name}: {len(CALLS)} facts")
