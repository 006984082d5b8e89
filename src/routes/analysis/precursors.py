"""Precursor chemicals, the flow that runs the other way: what the tables know, and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.partnership import attendance, meetings, recommendations, report_facts
from routes.reference import table
from routes.seizures import seizures_by_place

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILY = "precursor"
PILLAR = "III"
KNOWN, IN_PART, UNKNOWN = "known", "in part", "not known"


def precursor_names() -> pd.DataFrame:
    """Return the substances that the readers of seizure files take for precursors.

    Not all are of use for heroin: whatever files call a precursor is one here, and in no sum of
    opiates.

    Returns
    -------
    DataFrame
        Indexed by ``substance``: ``spellings`` (";"-separated, folded as they are compared),
        ``confidence`` (stated if any source states a spelling), ``sources``.

    Examples
    --------
    >>> "acetic anhydride" in precursor_names().index
    True
    """
    rows = table("drug_names")
    grouped = rows[rows["family"] == FAMILY].groupby("drug")
    return pd.DataFrame(
        {
            "spellings": grouped["name"].agg(";".join),
            "confidence": grouped["confidence"].agg(
                lambda words: "stated" if "stated" in set(words) else "inferred"
            ),
            "sources": grouped["source"].agg(lambda texts: "; ".join(dict.fromkeys(texts))),
        }
    ).rename_axis("substance")


def precursor_knowledge() -> pd.DataFrame:
    """Return what the tables know about precursors, question by question.

    Every count is taken from the tables when this is called. What no table holds is said to be
    not known: no quantity and no path is filled in.

    Returns
    -------
    DataFrame
        ``question``, ``known`` ("known", "in part", "not known"), ``answer``, ``source``,
        ``confidence`` (missing where nothing is known).

    Examples
    --------
    >>> precursor_knowledge().set_index("question")["known"].value_counts().to_dict()
    {'not known': 3, 'in part': 3, 'known': 1}
    """
    groups = meetings(pillar=PILLAR, status="held")
    groups = groups[groups["pillars"] == PILLAR]
    named = attendance().query("kind == 'state'")
    named = named[named["meeting"].isin(groups["meeting"])]
    advice = recommendations(pillar=PILLAR)
    drugs = ", ".join(sorted(table("annual_seizures")["drug"].unique()))
    families = ", ".join(sorted(seizures_by_place()["family"].unique()))
    facts = report_facts()
    sheets = facts[facts["value"].str.contains("precursor", case=False)]
    sheets = sheets[sheets["topic"] == "information management"]
    years = groups["year"].dropna()
    rows = [
        _row("How much was seized, by State and year?", UNKNOWN, f"the totals are of {drugs}"),
        _row("Where was it seized?", UNKNOWN, f"the sample by place is of {families}"),
        _row(
            "Which way does it take to Afghanistan?",
            UNKNOWN,
            "the legs are those of opiates; no source here says that precursors take them "
            "backwards",
        ),
        _row(
            "Which expert working groups met on it?",
            IN_PART,
            f"{len(groups)} known, {int(years.min())}–{int(years.max())}; complete for 2022 only",
            groups["source"],
            groups["confidence"],
        ),
        _row(
            "Which States were there?",
            IN_PART,
            f"{named['party'].nunique()} by name at {named['meeting'].nunique()} meetings, a floor",
            named["source"],
            named["confidence"],
        ),
        _row(
            "What was recommended?",
            IN_PART,
            "; ".join(f"{int(r.number)} in {r.year}" for r in advice.itertuples())
            + "; no source known gives a text",
            advice["source"],
            advice["confidence"],
        ),
        _row(
            "What do the country fact sheets hold?",
            KNOWN,
            "; ".join(sheets["value"]),
            sheets["source"],
            sheets["confidence"],
        ),
    ]
    return pd.DataFrame(rows)


def _row(
    question: str,
    known: str,
    answer: str,
    sources: Iterable[str] = (),
    confidence: Iterable[str] = (),
) -> dict[str, Any]:
    sure = set(confidence)
    return {
        "question": question,
        "known": known,
        "answer": answer,
        "source": "; ".join(dict.fromkeys(sources)) or None,
        "confidence": ("inferred" if "inferred" in sure else "stated") if sure else None,
    }
