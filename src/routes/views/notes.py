"""Notes of the library in the language of a page.

`coverage` and `posts_in` say in English what their figures rest on, for those who use the
library. On a page the same sentence is said in its language: the note is recognised by the English
messages ``note.…`` and its places are filled anew. `tests/views/test_notes.py` holds both equal.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from routes.views.messages import ENGLISH, messages

if TYPE_CHECKING:
    from routes.views.wording import Wording

_ISO = re.compile(r"\d{4}(-\d{2}){0,2}")
# What fills a place is a text of this kind.
_FILLED = {"name": "list", "areas": "area", "city": "place", "rule": "rule", "day": "date"}


def translated(note: str, wording: Wording) -> str:
    """Return a note in the language of `wording`; what is not recognised stays English."""
    said: list[str] = []
    at = 0
    while at < len(note):
        matches = ((key, pattern.match(note, at)) for key, pattern in _patterns())
        key, found = next(((key, found) for key, found in matches if found), ("", None))
        if found is None:
            return wording.original(note)
        at = found.end()
        places = {name: _put(name, text, wording) for name, text in found.groupdict().items()}
        if key in messages(ENGLISH).plurals:
            number = int(places.pop("number"))
            said.append(wording.count(key, number, **places))
        else:
            said.append(wording.say(key, **places))
    return wording.paragraph(said)


def _put(place: str, text: str, wording: Wording) -> str:
    """Return what fills a place, in words of the language."""
    if place == "day" and _ISO.fullmatch(text):
        return wording.span(text, None)
    if text.isdecimal():
        return text
    return wording.text(_FILLED[place], text) if place in _FILLED else text


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return the English notes as patterns, the longest first."""
    english = messages(ENGLISH)
    forms = [(key, text) for key, text in english.sentences.items() if key.startswith("note.")]
    forms += [
        (key, text)
        for key, texts in english.plurals.items()
        if key.startswith("note.")
        for text in texts
    ]
    forms.sort(key=lambda form: -len(form[1]))
    return [(key, _pattern(text)) for key, text in forms]


def _pattern(sentence: str) -> re.Pattern[str]:
    # re.escape puts a backslash before braces.
    places = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(sentence))
    return re.compile(places + r"(?:\s+|$)")
