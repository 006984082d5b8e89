"""The answer to a question as a row of its own: a count, a yes, a plain "not in the list"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.catalogue.question import COUNT, NEXT, PARTNER
from routes.catalogue.said import dates_apart
from routes.catalogue.terms import country_label, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from routes.catalogue.question import Question

ANSWER = "answer"


def answer(
    question: Question, catalogue: pd.DataFrame, found: Sequence[int], language: str
) -> str | None:
    """Return the sentence that answers a question, None where the rows are the answer.

    Parameters
    ----------
    question : Question
    catalogue : DataFrame
        As `activities` returns it.
    found : sequence of int
        The numbers of all rows that fit.
    language : str
    """
    rows = catalogue.iloc[list(found)]
    if question.is_partner:
        return _partner(question.is_partner, catalogue, rows, language)
    if COUNT in question.asks:
        return _counted(question.kind, rows, language)
    dates = rows["date"].dropna()
    if NEXT in question.asks and len(dates):
        return said("nothing later", language, title=dates_apart(dates.max(), language))
    return None


def said(sentence: str, language: str, **places: object) -> str:
    """Return a sentence of the table with its places filled; other braces are braces."""
    text = label("word", sentence, language)
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def _partner(iso3: str, catalogue: pd.DataFrame, rows: pd.DataFrame, language: str) -> str:
    title = country_label(iso3, language)
    if len(rows):
        return said("is partner", language, title=title)
    states = (catalogue["kind"] == PARTNER) & catalogue["countries"].notna()
    return said("is no partner", language, title=title, number=int(states.sum()))


def _counted(kind: str | None, rows: pd.DataFrame, language: str) -> str:
    what = label("kind plural", kind or "activity", language)
    text = said("counted", language, title=what, number=int(rows["number"].sum()))
    states = int(rows["countries"].notna().sum())
    if kind == PARTNER and 0 < states < len(rows):
        parts = said("counted partners", language, states=states, organizations=len(rows) - states)
        text += f"（{parts}）" if language == "zh" else f" ({parts})"
    return text
