"""The option ``--lang``: one language, or all there are."""

from __future__ import annotations

from routes.names import ENGLISH, languages

LANG, ALL = "lang", "all"


def tongues(asked: str | None) -> tuple[str, ...]:
    """Return the languages that ``--lang`` asks for; English by default.

    Examples
    --------
    >>> tongues(None), tongues("ru"), tongues("all")[0]
    (('en',), ('ru',), 'en')
    """
    if asked == ALL:
        return languages()
    return (asked or ENGLISH,)
