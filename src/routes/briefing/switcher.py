"""The same page in other languages: links for readers, and for machines."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from routes.views.wording import LANGUAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routes.views import Wording


def alternate_links(alternates: Mapping[str, str]) -> str:
    """Return the ``<link rel="alternate">`` elements for the head of a page.

    Parameters
    ----------
    alternates : mapping of str to str
        Language to the address of the page in it, from the page itself; the page's own language
        too. Only pages that exist.

    Examples
    --------
    >>> alternate_links({"fr": "balkan-fr.html"})
    '<link rel="alternate" hreflang="fr" href="balkan-fr.html">'
    """
    return "".join(
        f'<link rel="alternate" hreflang="{escape(code)}" href="{escape(address)}">'
        for code, address in alternates.items()
    )


def switcher(alternates: Mapping[str, str], wording: Wording) -> str:
    """Return the links to the same page in other languages; nothing where there is none.

    Parameters
    ----------
    alternates : mapping of str to str
        As `alternate_links` takes it.
    wording : Wording
        Of the page: its own language is named, and no link.
    """
    if not set(alternates) - {wording.language}:
        return ""
    items = []
    for code, name in LANGUAGE_NAMES.items():
        if code == wording.language:
            items.append(f'<li><span aria-current="true">{name}</span></li>')
        elif code in alternates:
            address = escape(alternates[code])
            items.append(f'<li><a href="{address}" hreflang="{code}" lang="{code}">{name}</a></li>')
    label = escape(wording.say("language.name"))
    return f'<nav class="tongues" aria-label="{label}"><ul>{"".join(items)}</ul></nav>'
