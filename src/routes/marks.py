"""Text of another language within a page: marked where it is made, told to the browser at the end.

A sentence without a translation, or a title that has none, stands between two marks of Unicode
(LRI and PDI). They go through escaping, charts and tooltips untouched, keep English from
disturbing a line that is written from right to left, and become ``lang="en"`` on the page.
"""

from __future__ import annotations

import re

# Left-to-right isolate, first-strong isolate, pop directional isolate (Unicode Annex 9).
ENGLISH, ISOLATE, END = "\u2066", "\u2068", "\u2069"

MARKS = ENGLISH + ISOLATE + END

# Whatever is no text: comments, elements whose content is not marked up, tags.
_TAG = re.compile(
    r"(<!--.*?-->|<(?P<raw>script|style|title|textarea|option)\b.*?</(?P=raw)\s*>"
    r"|<[a-zA-Z/!](?:[^>\"']|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL | re.IGNORECASE,
)
_MARK = re.compile(f"[{MARKS}]")


def english(text: str) -> str:
    """Return `text` marked as English on a page of another language."""
    return f"{ENGLISH}{text}{END}" if text else text


def isolated(text: object) -> str:
    """Return `text` marked as a unit of its own, whichever way it is written."""
    return f"{ISOLATE}{text}{END}"


def capital(text: str) -> str:
    """Return `text` with a capital first letter; marks before it stay."""
    first = len(text) - len(text.lstrip(MARKS))
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


def settled(text: str) -> str:
    """Return `text` with its marks if each is closed; otherwise every mark is replaced.

    For the escaping of texts of any origin: marks that are closed reach no further than their own
    text, whoever set them.

    Examples
    --------
    >>> settled(english("Vienna")) == english("Vienna"), settled(END + "x")
    (True, '\ufffdx')
    """
    depth = 0
    for mark in _MARK.findall(text):
        depth += -1 if mark == END else 1
        if depth < 0:
            break
    return _MARK.sub("\ufffd", text) if depth else text


def plain(text: str) -> str:
    """Return `text` without marks.

    Examples
    --------
    >>> plain(english("World Drug Report"))
    'World Drug Report'
    """
    return _MARK.sub("", text)


def spoken(html: str) -> str:
    """Return a page in which marked text is marked up: ``<span lang="en">`` and ``<bdi>``.

    Parameters
    ----------
    html : str
        Attributes, titles and scripts keep the marks, which every browser obeys.

    Examples
    --------
    >>> spoken(f"<p>{english('Vienna')}</p>")
    '<p><span lang="en" dir="ltr">Vienna</span></p>'
    """
    if not _MARK.search(html):
        return html
    parts, at, depth = [], 0, 0
    for tag in _TAG.finditer(html):
        parts += [_marked_up(html[at : tag.start()], drawing=depth > 0), tag[0]]
        at = tag.end()
        if tag[0][:4].lower() == "<svg" and not tag[0].endswith("/>"):
            depth += 1
        elif tag[0][:5].lower() == "</svg":
            depth -= 1
    return "".join([*parts, _marked_up(html[at:], drawing=depth > 0)])


def _marked_up(text: str, *, drawing: bool) -> str:
    """Return one run of text with elements for marks; whatever is opened in it is closed."""
    if not _MARK.search(text):
        return text
    if drawing:
        # SVG has no isolating element: the marks stay, and the language is said beside them.
        opening = {ENGLISH: f'<tspan lang="en">{ENGLISH}', ISOLATE: ISOLATE}
        closing = {ENGLISH: f"{END}</tspan>", ISOLATE: END}
    else:
        opening = {ENGLISH: '<span lang="en" dir="ltr">', ISOLATE: "<bdi>"}
        closing = {ENGLISH: "</span>", ISOLATE: "</bdi>"}
    parts: list[str] = []
    opened: list[str] = []
    at = 0
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.start()])
        at = mark.end()
        if mark[0] != END:
            opened.append(mark[0])
            parts.append(opening[mark[0]])
        elif opened:
            parts.append(closing[opened.pop()])
    parts.append(text[at:])
    parts += [closing[mark] for mark in reversed(opened)]
    return "".join(parts)
