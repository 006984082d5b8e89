"""The box of code under the panel: a frame with buttons that copy, filled by message."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from routes.escaping import escape
from routes.marks import plain
from routes.views.theme import properties

if TYPE_CHECKING:
    from routes.views import Wording
    from routes.workbench.view import View

_BOX = Path(__file__).with_name("box.html")


def box_frame(key: str, *, wording: Wording) -> str:
    """Return the frame, empty."""

    def say(key: str) -> str:
        return plain(wording.say(key))

    page = _text().replace("{{properties}}", properties())
    for name in ("code", "commands", "copy"):
        page = page.replace(f"{{{{{name}}}}}", escape(say(f"explore.{name}")))
    for name, value in (
        ("key", key),
        ("copied", say("explore.copied")),
        ("copy_text", say("explore.copy")),
    ):
        page = page.replace(f"{{{{{name}}}}}", json.dumps(value).replace("<", "\\u003c"))
    return (
        f'<iframe class="box" title="{escape(say("explore.code"))}" '
        f'sandbox="allow-scripts" srcdoc="{escape(page, longest=len(page))}"></iframe>'
    )


def box_news(view: View, *, commands: bool) -> dict[str, str]:
    """Return what the box is told: the code, and the calls if they are asked for."""
    calls = f"{view.papermill}\n{view.brief}" if commands else ""
    return {"code": view.code, "commands": calls}


@cache
def _text() -> str:
    return _BOX.read_text(encoding="utf-8")
