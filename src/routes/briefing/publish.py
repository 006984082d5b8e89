"""Make briefings and put them out; a failed run never replaces a good page."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from routes.briefing.index import write_index
from routes.briefing.whole import replace
from routes.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routes.briefing.checking import Parameters

LARGEST_KB = 3000
# What would make a browser fetch something: an address in an attribute that loads, in a style, or
# in a refresh. Addresses within the page (#…), data and documents carried along are its own.
_OWN = r"""(?!["']?(?:#|data:|about:srcdoc))"""
_FETCHES = re.compile(
    r"<(?:script|img|iframe|source|object|embed|video|audio|track|image|use|link|base|input)\b"
    r"[^>]*?\s(?:src|srcset|href|xlink:href|data|poster)\s*=\s*" + _OWN + r"""["']?[^"'\s>]"""
    r"|(?<![\w$.])url\(\s*" + _OWN + r"""["']?[^)"'\s]|@import\b"""
    r"|<meta\b[^>]*http-equiv\s*=\s*[\"']?refresh",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Published:
    """A page that was put out: where, and how large in bytes."""

    path: Path
    size: int


def publish(
    requests: Sequence[Parameters], folder: Path, *, progress: bool = True
) -> Iterator[Published]:
    """Make each page and put it into `folder`, then the index over all pages there.

    Each page is made and checked in a temporary folder and moved into place whole.

    Parameters
    ----------
    requests : sequence of Parameters
    folder : Path
        Made if it is missing.
    progress : bool
        Show a bar on the terminal.

    Yields
    ------
    Published

    Raises
    ------
    PublicationError
        If a run fails or its page is not fit to be published; the page of an earlier run stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for parameters in requests:
        page = make(parameters, progress=progress)
        target = folder / f"{parameters.slug}.html"
        replace(target, page)
        write_index(folder)
        yield Published(target, len(page.encode()))


def make(parameters: Parameters, *, progress: bool = True) -> str:
    """Run, export and check one page; return it."""
    # nbconvert takes seconds to import; nobody but a run pays for it.
    from routes.briefing.exporter import BriefingExporter  # noqa: PLC0415
    from routes.briefing.run import run  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="routes-") as scratch:
        notebook = run(parameters, Path(scratch) / parameters.notebook, progress=progress)
        page, _ = BriefingExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    check_page(page, parameters.slug, parameters.sections)
    return page


def check_page(page: str, name: str, sections: Sequence[str]) -> None:
    """Raise `PublicationError` if a page fetches anything, lacks a section or is too large."""
    # The map is a document of its own, carried in an attribute: read it as a browser would.
    fetch = _FETCHES.search(page) or _FETCHES.search(unescape(page))
    if fetch:
        raise PublicationError(f"{name}: the page would fetch something: {fetch[0][:80]!r}")
    missing = [key for key in ("headline", *sections, "footer") if f'id="{key}"' not in page]
    if missing:
        raise PublicationError(f"{name}: the page lacks {', '.join(missing)}")
    size = len(page.encode()) / 1000
    if size > LARGEST_KB:
        raise PublicationError(f"{name}: the page is {size:,.0f} kB, more than {LARGEST_KB:,}")
