"""A page made without a notebook: one file that asks for nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from routes.briefing.assembly import stylesheet
from routes.views.escaping import escape

if TYPE_CHECKING:
    from routes.views import Wording

# The browser itself is told to make no request and to run nothing, whatever the page may hold.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)


def document(
    title: str,
    body: str,
    *,
    wording: Wording,
    description: str = "",
    about: dict[str, Any] | None = None,
    style: str = "",
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
        What the index needs to know of a fact sheet.
    style : str
        Rules beside those of every page.
    """
    said = f'<meta name="description" content="{escape(description)}">' if description else ""
    if about is not None:
        text = escape(json.dumps(about, ensure_ascii=False))
        said += f'<meta name="routes-factsheet" content="{text}">'
    return (
        f'<!doctype html>\n<html lang="{escape(wording.language)}" '
        f'dir="{wording.locale.text_direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f"<title>{escape(title)}</title>{said}<style>{stylesheet()}{style}</style></head>\n"
        f"<body><main>\n{body}\n</main></body></html>\n"
    )
