"""The document of a page: one file that asks for nothing and runs two scripts, both ours."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from routes.briefing.assembly import TEMPLATES, stylesheet
from routes.briefing.switcher import alternate_links, switcher
from routes.escaping import escape
from routes.marks import spoken
from routes.views.offline import bare_script, hashes_of, live_hashes, policy_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routes.views import Wording

# Before anything is drawn: with scripts on the live map has its place from the start, and nothing
# moves. The map says when it covers the picture under it, which is then said to no one; it stays
# where it is, as a browser may not paint a frame that is out of sight.
_FIRST = (
    'document.documentElement.classList.add("js");addEventListener("message",(m)=>{'
    'if(m.data&&m.data.routes==="map")for(const f of document.querySelectorAll("iframe.map"))'
    'if(f.contentWindow===m.source){const a=f.closest(".atlas");if(a){a.classList.add("live");'
    "a.firstElementChild.inert=true}}})"
)
_MAP = 'class="map"'


def document(
    title: str,
    body: str,
    *,
    wording: Wording,
    description: str = "",
    about: dict[str, Any] | None = None,
    kind: str = "factsheet",
    style: str = "",
    alternates: Mapping[str, str] | None = None,
) -> str:
    """Return a page.

    Parameters
    ----------
    title : str
    body : str
        HTML.
    wording : Wording
        Of the language of the page.
    description : str
        What the page says, in a sentence.
    about : dict, optional
        What the index needs to know of the page.
    kind : str
        Of page, for the name of what the index reads.
    style : str
        Rules beside those of every page.
    alternates : mapping of str to str, optional
        Language to the address of the same page in it, its own too.
    """
    say = wording.say
    said = f'<meta name="description" content="{escape(description)}">' if description else ""
    if about is not None:
        # Sorted, as a notebook that was saved in between has it.
        text = escape(json.dumps(about, ensure_ascii=False, sort_keys=True))
        said += f'<meta name="routes-{kind}" content="{text}">'
    others = alternates or {}
    said += alternate_links(others)
    words = "".join(f' data-{name}="{escape(say(f"page.{name}"))}"' for name in ("svg", "csv"))
    return spoken(
        f'<!doctype html>\n<html lang="{escape(wording.language)}" '
        f'dir="{escape(wording.direction)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(live=_MAP in body)}">'
        f"<title>{escape(title)}</title>{said}<style>{stylesheet()}{style}</style>"
        f"<script>{_FIRST}</script></head>\n"
        f'<body{words}><a class="skip" href="#headline">{escape(say("page.skip"))}</a>'
        f"<main>{switcher(others, wording)}\n{body}\n</main>"
        f"<script>{page_script()}</script></body></html>\n"
    )


@cache
def page_script() -> str:
    """Return the script of every page, without comments and indentation."""
    return bare_script(TEMPLATES / "page.js")


@cache
def policy(*, live: bool = False) -> str:
    """Return the Content-Security-Policy of a page: no request, no script but ours.

    A map in a frame without an address inherits the policy of its page, so its scripts are named
    here too. Styles are allowed inline, because charts and widths of bars set them on elements,
    where no hash can name them; a style can neither run anything nor, with no address allowed,
    send anything.

    Parameters
    ----------
    live : bool
        Whether the page holds a live map.
    """
    own = hashes_of([_FIRST, page_script()])
    return policy_with([*own, *(live_hashes() if live else ())])
