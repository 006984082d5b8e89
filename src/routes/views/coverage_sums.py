"""What was added over the meetings of a year, beside what was counted once."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from routes.partnership import attendances, distinct_states
from routes.partnership.participation import COUNTS, GROUP
from routes.views.coverage_tables import span
from routes.views.tables import html_table

if TYPE_CHECKING:
    from routes.views.wording import Wording


def sums_table(year: int, *, pillar: str | None, caption: str, wording: Wording) -> str:
    """Return sums over the meetings of a year, and how many different States came.

    Parameters
    ----------
    year : int
    pillar : str or None
        Only meetings that deal with it.
    caption : str
    wording : Wording

    Returns
    -------
    str
        HTML: one column for expert working groups, one for every meeting known. Numbers keep
        their words, such as "more than"; what no source counts is unknown.
    """
    unknown = f'<span class="absent">{escape(wording.say("table.unknown"))}</span>'
    kinds = (GROUP, None)
    body = []
    for of in COUNTS:
        found = [attendances(year=year, of=of, kind=kind, pillar=pillar) for kind in kinds]
        cells = [
            unknown if number is None else escape(wording.qualified(str(number)))
            for number in found
        ]
        body.append([escape(wording.say(f"sums.{of}")), *cells])
    unions = [distinct_states(year=year, kind=kind, pillar=pillar) for kind in kinds]
    cells = [
        unknown if union.high is None else escape(span(union.low, union.high, wording, digits=0))
        for union in unions
    ]
    body.append([escape(wording.say("sums.distinct")), *cells])
    heads = [escape(wording.say(f"sums.{name}")) for name in ("count", "groups", "all")]
    return html_table(heads, body, caption=caption, numeric=(1, 2), classes="sums")
