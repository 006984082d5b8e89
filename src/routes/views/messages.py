"""The catalogues: one gettext file a language, read once.

A file holds two sorts of messages. *Sentences* have a key; English has them all. *Texts of the
tables* (names of places, titles, notes) have the column they come from as their context and the
English text itself as their id, so that a text that changes in its table loses its translation
and is seen to.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.messages.pofile import read_po

from routes.errors import unknown
from routes.names import CATALOGUES, ENGLISH, languages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["CATALOGUES", "ENGLISH", "Messages", "languages", "messages"]

# Languages that say a fraction with the form of a whole number that is not "other" in CLDR:
# Russian counts 1,5 as it counts 2.
_FRACTIONS = {"ru": 1}


@dataclass(frozen=True)
class Messages:
    """The messages of one language; an empty translation is none.

    Attributes
    ----------
    sentences : dict of str to str
        By key.
    plurals : dict of str to tuple of str
        By key: the forms, in the order of the file's ``Plural-Forms``.
    texts : dict of (str, str) to str
        By column (``table.column``) and English text.
    """

    language: str
    sentences: dict[str, str]
    plurals: dict[str, tuple[str, ...]]
    texts: dict[tuple[str, str], str]
    _form: Callable[[int], int]
    _fraction: int

    def form(self, number: float | Decimal) -> int:
        """Return the place of the plural form that `number` asks for.

        Parameters
        ----------
        number : float or Decimal
            As it will be written: ``Decimal("1.0")`` is no whole number.
        """
        written = Decimal(str(number)) if not isinstance(number, Decimal) else number
        exponent = written.as_tuple().exponent
        if isinstance(exponent, int) and exponent < 0 and not isinstance(number, float):
            return self._of_fraction(written)
        if written != int(written):
            return self._of_fraction(written)
        return self._form(int(written))

    def _of_fraction(self, written: Decimal) -> int:
        category = Locale.parse(self.language).plural_form(written)
        whole = {Locale.parse(self.language).plural_form(n): self._form(n) for n in _SAMPLE}
        return whole.get(category, self._fraction)


# Whole numbers in which every language shows every form that whole numbers have.
_SAMPLE = (100, 11, 5, 3, 2, 1, 0)


def messages(language: str) -> Messages:
    """Return the messages of a language.

    Raises
    ------
    UnknownNameError
        If there is no catalogue.
    """
    if language not in languages():
        raise unknown("language", language, languages())
    return _read(CATALOGUES / f"{language}.po")


@cache
def _read(path: Path) -> Messages:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    sentences: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    texts: dict[tuple[str, str], str] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, tuple | list):
            forms = tuple(message.string or ())
            if all(forms):
                plurals[message.id[0]] = forms
        elif message.string:
            if message.context:
                texts[message.context, message.id] = str(message.string)
            else:
                sentences[message.id] = str(message.string)
    form = gettext.c2py(catalogue.plural_expr)
    return Messages(
        path.stem,
        sentences,
        plurals,
        texts,
        form,
        _FRACTIONS.get(path.stem, catalogue.num_plurals - 1),
    )
