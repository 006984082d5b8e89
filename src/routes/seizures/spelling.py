"""How names of places are compared: folded letters, a looser key, and the parts of a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўқғҳҷӣӯәңөүұһ",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya e i yi ye g u "
        "q g h j i u a n o u u h".replace("_", "").split(" "),
        strict=True,
    )
)
_LETTERS = {
    **_CYRILLIC, "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae",
    "œ": "oe", "ə": "a", "ħ": "h", "ŋ": "n",
}  # fmt: skip
# Signs that stand inside a word: dropped, where other signs part two words.
_SILENT = set("'’ʼ‘`´ʻʹʺ′\u00ad\u200b\u200c")
# Each pair is a family of transliterations of one sound; the order matters.
_SOUNDS = (
    ("shch", "sh"), ("tch", "ch"), ("dzh", "z"), ("dj", "z"), ("zh", "z"), ("j", "z"),
    ("kh", "h"), ("x", "h"), ("gh", "g"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"),
    ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("oe", "o"), ("ue", "u"),
    ("ae", "a"), ("yo", "e"), ("ye", "e"), ("iy", "i"), ("yy", "i"), ("y", "i"),
    *((letter + letter, letter) for letter in "abcdefghijklmnoprstuvz"),
)  # fmt: skip
_SPACES = re.compile(" +")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROVINCE = _words(
    "province provinces region oblast obl oblasti kray krai territory respublika republic "
    "county jud judet judetul zupanija viloyat viloyati welayat welayaty wilayat state "
    "governorate okrug area wojewodztwo"
)
DISTRICT = _words(
    "district raion rayon raiona rayona rn tuman tumani audany agency tehsil nohiya nohiyai "
    "ilce ilcesi shahrestan municipality opstina obshtina sector"
)
TOWN = _words(
    "city town village gorod g mun municipiul loc com sat selo s poselok pos p pgt rp sp go d "
    "derevnya kh khutor stanitsa stantsa v vill n"
)
POST = _words(
    "bcp bp bc cp kpp customs point post border crossing corssing checkpoint airport aeroport "
    "international station stantsiya st railway railways rail zhd tamozhennyy kompleks "
    "complex dps ferry port terminal avtovokzal vokzal avtomobilnyy avtodorozhnyy "
    "zheleznodorozhnyy propuska punkt pogranichnaya zastava otdel pogranichnogo kontrolya ptf "
    "peredvizhnoy tp avto administrative kontrolno propusknoy patrol service"
)
# Words that say a town is no village, and the reverse.
CITY = _words("city town gorod g mun municipiul")
VILLAGE = _words("village s d p kh x v sat com selo poselok pos derevnya khutor rp sp pgt")
ROAD = _words("highway road street ulitsa trassa avtotrassa reka river motorway poezd")
_FILLER = _words("of the rf kr autonomous avtonomnyy avtonomnaya no")

_SHORT_FORMS = (
    (re.compile(r"(?i)\b([жтпрс])\s*[/.]\s*([дпо])\b\.?"), r"\1\2 "),
    (re.compile(r"(?i)\bст-ца\b"), "станица "),
    (re.compile(r"(?i)\bр-(о?н)"), r"р\1"),
    (re.compile(r"(?i)\b(г|с|д|п|х|ст|пос|пгт|обл)\.(?=\S)"), r"\1. "),
)
# An article put last, as in Spanish lists: Jonquera (La)
_ARTICLE = re.compile(r"(?i)^\s*([^(]+?)\s*\((l'|la|el|las|los|els|les|o|a)\)\s*$")
_BREAK = re.compile(r"[,;/\n()\[\]\"“”«»]+|(?<=[^\W\d_]{4})\.\s+")


class _Fold(dict[int, str]):
    """A table for `str.translate` that works out each letter when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = char.casefold()
        if char == "\n":
            folded = char
        elif char in _SILENT:
            folded = ""
        elif lower in _LETTERS:
            folded = _LETTERS[lower]
        else:
            plain = "".join(
                c for c in unicodedata.normalize("NFKD", lower) if unicodedata.category(c) != "Mn"
            )
            folded = "".join(_LETTERS.get(c, c if c.isalnum() else " ") for c in plain)
            if unicodedata.category(char) == "Mn":
                folded = ""
        self[code] = folded
        return folded


_FOLD = _Fold()


def fold(text: str) -> str:
    """Return a text in lower-case Latin letters and digits, words parted by single spaces.

    Accents and apostrophes go, Cyrillic is transliterated, every other sign parts two words;
    lines stay lines, so that many names can be folded at once. It is the form of ``name`` in
    ``data/places_reviewed.csv``, with the word for a province or district as ``province`` or
    ``district`` where the bare name means a town.

    Examples
    --------
    >>> fold("Ürümqi"), fold("Рудный"), fold("Qo‘qon (Kokand)")
    ('urumqi', 'rudnyy', 'qoqon kokand')
    """
    folded = _SPACES.sub(" ", text.translate(_FOLD))
    return folded.replace("\n ", "\n").replace(" \n", "\n").strip(" ")


def loose(folded: str) -> str:
    """Return a key under which the transliterations of a folded name agree.

    Examples
    --------
    >>> loose("dzhizak") == loose("djizzak")
    True
    """
    key = folded.replace(" ", "")
    for sound, one in _SOUNDS:
        key = key.replace(sound, one)
    return key


@dataclass(frozen=True)
class Part:
    """One name of a text and what the text calls it: province, district, town, post, road, ''.

    ``whole`` is the folded piece before words such as "city" or "St." were taken off.
    """

    name: str
    kind: str
    whole: str


def canonical(part: Part) -> str:
    """Return the name with the word ``province`` or ``district`` where the text has one."""
    return f"{part.name} {part.kind}" if part.kind in {"province", "district"} else part.name


@cache
def split(text: str) -> tuple[Part, ...]:
    """Part a text into names.

    Examples
    --------
    >>> [(p.name, p.kind) for p in split("Khatlon province, Kulyab city airport")]
    [('khatlon', 'province'), ('kulyab', 'town')]
    >>> [(p.name, p.kind) for p in split("Термезский район")]
    [('termezskiy', 'district')]
    """
    for pattern, short in _SHORT_FORMS:
        text = pattern.sub(short, text)
    text = _ARTICLE.sub(r"\2 \1", text)
    found: list[Part] = []
    on_road = False
    for piece in _BREAK.split(text):
        for words in _apart(fold(piece).split()):
            part = _part(words)
            if on_road and part.kind in {"", "post"}:
                part = Part(part.name, "road", part.whole)
            on_road = part.kind == "road" and not part.name
            if part.name:
                found.append(part)
    return tuple(found)


def _apart(words: list[str]) -> list[list[str]]:
    # "Khatlon province Yavan district"; "г. Алга Актюбинской области"
    last = len(words) - 1
    for at, word in enumerate(words):
        if word not in PROVINCE | DISTRICT or at == 0:
            continue
        if words[0] in TOWN and at > 1 and words[at - 1] not in _FILLER:
            return [words[: at - 1], words[at - 1 : at + 1], words[at + 1 :]]
        if word in PROVINCE and at < last and words[at + 1] not in PROVINCE | _FILLER:
            return [words[: at + 1], words[at + 1 :]]
    return [words]


def _part(words: list[str]) -> Part:
    kind = ""
    core: list[str] = []
    for word in words:
        met = _kind(word, first=not core)
        if met is None:
            core.append(word)
        elif met and (not kind or met in {"district", "road"} or kind == "post"):
            kind = met
    return Part(" ".join(core), kind, " ".join(words))


def _kind(word: str, *, first: bool) -> str | None:
    """Return what a word says of its neighbours, '' if nothing, None if it is part of a name."""
    if word in _FILLER:
        return ""
    # A single letter is a short form only before the name: "г. Москва", not "Point G".
    if len(word) <= 2 and word in TOWN | POST:  # noqa: PLR2004
        known = {"st": "post" if first else "road", "bp": "post", "bc": "post", "cp": "post"}
        return known.get(word, "town" if first else None) if word != "tp" else "post"
    kinds = (
        (ROAD, "road"), (DISTRICT, "district"), (PROVINCE, "province"), (TOWN, "town"),
        (POST, "post"),
    )  # fmt: skip
    return next((kind for group, kind in kinds if word in group), None)
