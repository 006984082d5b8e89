"""Which public call returns each fact of E/CN.7/2023/9: fact to a Python expression.

``rt`` is the library. The expressions are printed in docs/report-coverage.md and evaluated in
tests/partnership/test_report_coverage.py, where each must give what the fact says: the number
with its qualifier, or the text. `READ_AS` holds, for the few facts whose text says in a phrase what
the tables say in columns, what the expression gives instead.
"""

from __future__ import annotations

_EWG = 'kind="expert working group"'
_DOC = 'rt.partnership.documents().loc["{}", "{}"]'
_REPORT = "E/CN.7/2023/9"
_VIENNA = "VIENNA-2012"
_FACT = 'rt.partnership.report_facts(subject="{}").loc["{}", "value"]'
_FOUR, _FIVE = "four expert working groups", "four expert working groups and the PCGM"


def _meeting(meeting: str, column: str) -> str:
    return f'rt.meetings(year=2022).set_index("meeting").loc["{meeting}", "{column}"]'


def _total(scope: str, column: str) -> str:
    row = 'rt.partnership.year_totals().set_index(["year", "scope"])'
    return f'{row}.loc[(2022, "{scope}"), "{column}"]'


def _stated(scope: str) -> str:
    row = f'rt.partnership.year_totals().set_index(["year", "scope"]).loc[(2022, "{scope}")]'
    return f'str(rt.partnership.Qualified.of(*{row}[["participants", "participants_qualifier"]]))'


def _host(meeting: str, pillar: str) -> str:
    edges = (
        f'rt.partnership.synergies(node="{pillar}").query("relation.str.contains(\'the group\')")'
    )
    return f'[*{edges}["relation"].str.split().str[0], {_meeting(meeting, "host")}]'


def _of_meeting(first: int, meeting: str, pillar: str, *, hosted: bool) -> dict[str, str]:
    """Return the calls of the ten or eleven facts of a working group, in the report's order."""
    title = (
        f'rt.meetings(year=2022).set_index("meeting").loc["{meeting}", ["kind", "title"]]'
        '.str.lower().str.cat(sep=" on ").capitalize()'
    )  # fmt: skip
    columns = ["date_start", "date_end", "city", "iso3"]
    calls = [title, _meeting(meeting, "pillars")]
    calls += [_meeting(meeting, column) for column in columns]
    if hosted:
        calls.append(_host(meeting, pillar))
    calls += [
        _meeting(meeting, f"{column}_text")
        for column in ("participants", "states", "organizations")
    ]
    made = f'rt.partnership.recommendations(year=2022, pillar="{pillar}")'
    calls.append(f'{made}.set_index("meeting").loc["{meeting}", "number"]')
    return _numbered(first, calls)


def _numbered(first: int, calls: list[str]) -> dict[str, str]:
    return {f"SF{number:03}": call for number, call in enumerate(calls, start=first)}


def _post(city: str) -> str:
    row = f'rt.liaison_officers(year=2022).set_index("city").loc["{city}", '
    return row + '["role", "status"]].tolist()'


def _post_for(city: str, post: str) -> str:
    edges = f'rt.partnership.synergies(node="{post}").query("paragraph == \'18\'")'
    return f'{_post(city)} + {edges}[["relation", "to_node"]].iloc[0].tolist()'


def _duty(duty: str) -> str:
    return f'rt.partnership.duties().loc["{duty}", "title"]'


def _supported(system: str) -> str:
    return f'rt.partnership.duties(system="{system}")["name"].item()'


_COMPONENTS = (
    'rt.partnership.synergies(node="PPP").query("relation == \'has component\'")["to_node"]'
)
_PROGRAMME = "UNODC global Paris Pact programme"
_SHEETS, _PORTAL = "Paris Pact country fact sheets", "Paris Pact portal"
_NETWORKS = ["counterparts", "expert-networks", "technical-assistance"]

CALLS: dict[str, str] = {
    **_numbered(
        1,
        [
            _DOC.format(_REPORT, "job_number"),
            _DOC.format(_REPORT, "body"),
            _DOC.format(_REPORT, "session"),
            f'rt.partnership.documents().loc["{_REPORT}", ["agenda_item", "agenda"]].tolist()',
            _DOC.format("CND-56-3", "title"),
            _DOC.format(_VIENNA, "body"),
            _DOC.format(_VIENNA, "symbol"),
            'rt.meetings(year=2012).set_index("meeting").loc["MC3", "date_start"]',
            *(f'rt.partnership.pillars().loc["{one}", "name"]' for one in ("I", "II", "III", "IV")),
            "len(rt.partnership.pillars())",
            "len(rt.partners())",
            _FACT.format("Paris Pact Global Programme", "SF015"),
            'len(rt.partners(kind="state"))',
            'len(rt.partners(kind="organization"))',
            f'"; ".join({_COMPONENTS})',
            f"len({_COMPONENTS})",
            _FACT.format("Policy Consultative Group", "SF020"),
            'len(rt.meetings(year=2022, status="held"))',
            'rt.meetings(year=2022)["format"].unique().tolist()',
            _stated(_FOUR),
            f"rt.partnership.distinct_states(year=2022, {_EWG})",
            _total(_FOUR, "organizations"),
            *(_meeting("PCGM16", f"{c}_text") for c in ("participants", "states", "organizations")),
        ],
    ),
    **_of_meeting(29, "EWG2022-I", "I", hosted=True),
    **_of_meeting(40, "EWG2022-II", "II", hosted=True),
    "SF114": 'rt.partnership.report_facts(subject="EWG2022-I").loc["SF114", "value"]',
    "SF115": 'rt.partnership.report_facts(subject="EWG2022-III").loc["SF115", "value"]',
    "SF116": 'rt.partnership.report_facts(subject="EWG2022-IV").loc["SF116", "value"]',
    "SF051": f'{_meeting("EWG2022-II", "note")}.removeprefix("special focus: ")',
    "SF052": '"; ".join(rt.table("branches")["route"].unique())',
    **_of_meeting(53, "EWG2022-III", "III", hosted=True),
    **_of_meeting(64, "EWG2022-IV", "IV", hosted=False),
    **_numbered(
        74,
        [
            f'{_meeting("PCGM16", "number")}, {_meeting("PCGM16", "kind")}',
            *(_meeting("PCGM16", c) for c in ("pillars", "date_start", "date_end", "city", "iso3")),
            _meeting("PCGM16", "host"),
            *(_meeting("PCGM16", f"{c}_text") for c in ("participants", "states", "organizations")),
            'rt.partnership.recommendations(year=2022)["number"].sum()',
            f"rt.partnership.attendances(year=2022, {_EWG})",
            f'rt.partnership.attendances(year=2022, of="participants", {_EWG})',
            '";".join(rt.liaison_officers(year=2022)["iso3"])',
            "len(rt.liaison_officers(year=2022))",
            _post_for("Ankara", "2022-TUR"),
            _post_for("Dar es Salaam", "2022-TZA"),
            _post_for("Islamabad", "2022-PAK"),
            *(_duty(duty) for duty in ("data-availability", "arq", "ids", "dmp", "wdr")),
            *(_supported(system) for system in ("CCP", "GMCP", "RPANC", "RP-SEE", "PCA")),
            *(_FACT.format(_SHEETS, f"SF{number}") for number in (102, 103, 104)),
            _FACT.format(_PORTAL, "SF105"),
            f'"; ".join(rt.partnership.duties().loc[{_NETWORKS}, "title"])',
            _FACT.format(_PORTAL, "SF107"),
            _FACT.format(_PORTAL, "SF108"),
            _FACT.format("portal reporting", "SF109"),
            _stated(_FIVE),
            "rt.partnership.distinct_states(year=2022)",
            _total(_FIVE, "organizations"),
            'rt.partnership.report_facts(topic="sustainability").loc["SF113", "value"]',
        ],
    ),
}  # fmt: skip

READ_AS: dict[str, object] = {
    "SF004": [6, "E/CN.7/2023/1"],
    "SF022": ["hybrid"],
    "SF024": (46, 46, "stated", "E/CN.7/2023/9 para 11"),
    "SF035": ["co-organized", "co-organized", "CADAP and CARICC"],
    "SF046": ["hosted", "OSCE"],
    "SF052": "northern; balkan; southern",
    "SF059": ["co-organized", "SELEC"],
    "SF074": (16, "policy consultative group"),
    "SF075": "I;II;III;IV",
    "SF080": "UNODC",
    "SF086": "more than 430",
    "SF089": ["National Liaison Officer", "new post", "was opened for", "balkan"],
    "SF090": ["National Liaison Officer", "new post", "was opened for", "southern"],
    "SF091": ["National Liaison Officer", "post filled", "was filled with", "RPANC"],
    "SF111": (49, 49, "stated", "E/CN.7/2023/9 para 24"),
}
