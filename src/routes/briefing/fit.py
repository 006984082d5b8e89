"""Whether a page is fit to go out."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from routes.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_KB = 3000
# What would make a browser fetch something: an address in an attribute that loads, in a style, or
# in a refresh. Addresses within the page (#…), data and documents carried along are its own.
_OWN = r"""(?!["']?(?:#|data:|about:srcdoc))"""
_FETCHES = re.compile(
    r"<(?:script|img|iframe|source|object|embed|video|audio|track|image|use|link|base|input)\b"
    r"[^>]*?\s(?:src|srcset|href|xlink:href|data|poster)\s*=\s*" + _OWN + r"""["']?[^"'\s>]"""
    r"|<meta\b[^>]*http-equiv\s*=\s*[\"']?refresh",
    re.IGNORECASE,
)
_STYLES = re.compile(
    r"""<style\b[^>]*>(.*?)</style>|\sstyle=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE | re.DOTALL
)
_STYLE_FETCHES = re.compile(
    r"(?<![\w$.])url\(\s*" + _OWN + r"""["']?[^)"'\s]|@import\b""", re.IGNORECASE
)
# A browser does not follow these, and they name a page beside this one; nothing else passes.
_ALTERNATES = re.compile(r'<link rel="alternate" hreflang="[a-z]{2}" href="[\w.+-]+\.html">')
_CARRIED = re.compile(r"srcdoc='([^']*)'")


def check_fit(page: str, name: str, parts: Iterable[str]) -> None:
    """Raise `PublicationError` if a page fetches anything, lacks a part or is too large.

    Parameters
    ----------
    page : str
        HTML.
    name : str
        Of the page, for the message.
    parts : iterable of str
        Ids that the page must have.
    """
    # The map is a document of its own, carried in an attribute: read it as a browser would. What
    # is only said in a text is escaped, and fetches nothing.
    for document in (page, *map(unescape, _CARRIED.findall(page))):
        styles = "\n".join("".join(parts) for parts in _STYLES.findall(document))
        fetch = _FETCHES.search(_ALTERNATES.sub("", document)) or _STYLE_FETCHES.search(
            unescape(styles)
        )
        if fetch:
            raise PublicationError(f"{name}: the page would fetch something: {fetch[0][:80]!r}")
    missing = [key for key in parts if f'id="{key}"' not in page]
    if missing:
        raise PublicationError(f"{name}: the page lacks {', '.join(missing)}")
    size = len(page.encode()) / 1000
    if size > LARGEST_KB:
        raise PublicationError(f"{name}: the page is {size:,.0f} kB, more than {LARGEST_KB:,}")
