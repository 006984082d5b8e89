"""Text into the words it is searched by, in six languages.

The page that is published (``briefing/search``) does the same in the browser from the same
tables, `RULES`; a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a letter and a mark.
PLAIN: dict[str, str] = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss",
    "ى": "ي", "ة": "ه",
}  # fmt: skip
# The endings of the light stemmers of Harman (English), Savoy (Russian) and Larkey (Arabic), marks
# left out, longest first: the first that fits is replaced once, if three letters remain. One word
# for one word is all that is needed: what a query leaves open, its search by beginnings finds.
ENDINGS = {
    "ches": "ch",
    "shes": "sh",
    "sses": "ss",
    "ies": "y",
    "xes": "x",
    "ss": "ss",
    "us": "us",
    "is": "is",
    "s": "",
    **dict.fromkeys(("иями", "оями"), ""),
    **dict.fromkeys(("иям", "иях", "оях", "ями", "оям", "оьв", "ами", "его", "ему"), ""),
    **dict.fromkeys(("ери", "ими", "ого", "ому", "ыми", "оев"), ""),
    **dict.fromkeys(("ая", "яя", "ях", "юю", "ах", "ею", "их", "ия", "ию", "ьв", "ою"), ""),
    **dict.fromkeys(("ую", "ям", "ых", "ея", "ам", "ем", "еи", "ев", "ии", "им", "ое"), ""),
    **dict.fromkeys(("ои", "ом", "ов", "ые", "ыи", "ым", "ми"), ""),
    **dict.fromkeys("аеоуиыяь", ""),
    **dict.fromkeys(("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"), ""),
}
# The Arabic article, with what is written together with it; longest first.
BEGINNINGS = ("وال", "بال", "كال", "فال", "لل", "ال")
# What an ending may leave behind, likewise once.
REMAINS = {"нн": "н", "ь": "", "и": ""}
SHORTEST = 3
_LONGEST = 4
_PLAIN = {ord(letter): plain for letter, plain in PLAIN.items()}
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_POSSESSIVE = re.compile(r"['’]s\b")
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN}]")
_PIECES = re.compile(f"[{HAN}]|[^{HAN}]+")

RULES = {
    "plain": PLAIN, "endings": ENDINGS, "remains": REMAINS, "beginnings": BEGINNINGS,
    "shortest": SHORTEST, "han": HAN,
}  # fmt: skip


def folded(text: str) -> str:
    """Return a text without case, accents and other marks.

    Examples
    --------
    >>> folded("Türkiye, Йемен, ЁЛКА")
    'turkiye, иемен, елка'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
    return plain.translate(_PLAIN)


def tokens(text: str) -> list[str]:
    """Return the words of a text: runs of letters, numbers, single Chinese characters.

    Examples
    --------
    >>> tokens("The country's 16th meetings: прекурсоров, 前体")
    ['the', 'country', '16', 'th', 'meeting', 'прекурсор', '前', '体']
    """
    found = []
    for word in _TOKEN.findall(_POSSESSIVE.sub(" ", folded(text))):
        pieces = _PIECES.findall(word) if _HAN.search(word) else [word]
        found += [stem(piece) for piece in pieces]
    return found


def surfaces(text: str) -> list[str]:
    """Return the words of a text as written, for proposals; Chinese characters left out."""
    found = _TOKEN.findall(_POSSESSIVE.sub(" ", text.lower()))
    return [word for word in found if not _HAN.search(word) and not word.isdecimal()]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a folded word without its ending.

    Examples
    --------
    >>> [stem(word) for word in ("countries", "flows", "paris", "потоки", "потоков", "ids")]
    ['country', 'flow', 'paris', 'поток', 'поток', 'ids']
    """
    for beginning in BEGINNINGS:
        if word.startswith(beginning) and len(word) - len(beginning) >= SHORTEST:
            word = word[len(beginning) :]
            break
    return _replaced(_replaced(word, ENDINGS), REMAINS)


def _replaced(word: str, endings: dict[str, str]) -> str:
    for length in range(_LONGEST, 0, -1):
        ending = word[-length:]
        if ending in endings and len(word) - length >= SHORTEST:
            return word[: len(word) - length] + endings[ending]
    return word


def is_han(token: str) -> bool:
    """Return whether a word is a Chinese character."""
    return _HAN.match(token) is not None
