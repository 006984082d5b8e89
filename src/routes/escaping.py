"""The one home of escaping: how a text of any origin becomes part of a page, a script, a file.

Every text is data until it has passed through here. `escape` is for HTML, `shown` for a cell of a
table, `block` for data a script of the page reads, `inert` for the template strings of folium.
Files of figures are made in the page, by ``page.js``, which defuses formulas.
"""

from __future__ import annotations

import html
import json
import re

from routes.marks import settled

# A paragraph of ours is shorter than this; a cell shorter than that. What is longer came in with
# the data, and would push everything else off the page.
LONGEST, LONGEST_CELL = 6_000, 400
# Control characters and halves of a pair are no text; overrides of direction would let a name
# turn round the words after it. Marks that Arabic and Hebrew need (U+200E, U+200F) stay, and so
# do isolates that are closed (`routes.marks`).
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2067]"
)
# With these characters as entities a text is inert in HTML and in a JavaScript template string,
# which is where folium puts the text of a tooltip.
_TEMPLATE = {"$": "&#36;", "`": "&#96;", "\\": "&#92;", "{": "&#123;", "}": "&#125;"}


def plain(text: object, *, longest: int = LONGEST) -> str:
    """Return `text` without control characters and overrides of direction, cut where too long.

    Examples
    --------
    >>> plain("Kabul" + chr(0) + chr(0x202E) + "lubaK")
    'Kabul\ufffd\ufffdlubaK'
    """
    said = _UNSAFE.sub("\ufffd", str(text))
    return settled(said if len(said) <= longest else said[: longest - 1] + "…")


def escape(text: object, *, longest: int = LONGEST) -> str:
    """Return a text as HTML, safe between tags and between quotes of either kind.

    Examples
    --------
    >>> escape("<b onclick='x'>")
    '&lt;b onclick=&#x27;x&#x27;&gt;'
    """
    return html.escape(plain(text, longest=longest), quote=True)


def shown(text: object) -> str:
    """Return the text of one cell as HTML.

    Examples
    --------
    >>> len(shown("a" * 100_000))
    400
    """
    return escape(text, longest=LONGEST_CELL)


def inert(text: object) -> str:
    """Return `text` as HTML that neither a page nor a script can be made to run.

    Examples
    --------
    >>> inert("<b>${alert(1)}")
    '&lt;b&gt;&#36;&#123;alert(1)&#125;'
    """
    return "".join(_TEMPLATE.get(character, character) for character in escape(text))


def block(data: object) -> str:
    """Return data as JSON for a ``<script type="application/json">``, which nothing in it can end.

    Examples
    --------
    >>> "<" in block({"name": "</script>"})
    False
    """
    said = json.dumps(_cleaned(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return said


def _cleaned(data: object) -> object:
    if isinstance(data, str):
        return plain(data)
    if isinstance(data, dict):
        return {plain(key): _cleaned(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        # A map holds some 40,000 numbers: they need no cleaning, and no call.
        return [value if isinstance(value, int) else _cleaned(value) for value in data]
    return data
