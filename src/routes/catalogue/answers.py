"""The answer to a question as a row of its own: a count, a yes, a plain "not in the list"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.catalogue.question import NEXT, PARTNER
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
    if question.are_partners:
        return _partners(question.are_partners, catalogue, language)
    if question.kind == PARTNER and len(rows) == 1 and not question.counted:
        name = rows["activity"].iloc[0].partition(":")[2]
        return said("is partner", language, title=name)
    if question.counted:
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


def _partners(codes: Sequence[str], catalogue: pd.DataFrame, language: str) -> str:
    listed = catalogue.loc[catalogue["kind"] == PARTNER, "countries"].dropna()
    known, sentences = set(listed), []
    for code in codes:
        sentence = "is partner" if code in known else "is no partner"
        title = country_label(code, language)
        sentences.append(said(sentence, language, title=title, number=len(listed)))
    return ("" if language == "zh" else " ").join(sentences)


def _counted(kind: str | None, rows: pd.DataFrame, language: str) -> str:
    what = label("kind plural", kind or "activity", language)
    text = said("counted", language, title=what, number=int(rows["number"].sum()))
    states = int(rows["countries"].notna().sum())
    if kind == PARTNER and 0 < states < len(rows):
        parts = said("counted partners", language, states=states, organizations=len(rows) - states)
        text += f"（{parts}）" if language == "zh" else f" ({parts})"
    return text
