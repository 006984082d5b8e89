"""Make briefings and put them out; a failed run never replaces a good page."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from routes.briefing.fit import check_fit
from routes.briefing.index import write_index
from routes.briefing.search_page import write_search_page
from routes.briefing.whole import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routes.briefing.checking import Parameters


@dataclass(frozen=True)
class Published:
    """A page that was put out: where, and how large in bytes."""

    path: Path
    size: int


def publish(
    requests: Sequence[Parameters], folder: Path, *, progress: bool = True
) -> Iterator[Published]:
    """Make each page and put it into `folder`, then the catalogue and the index there.

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
        write_search_page(folder)
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
    check_fit(page, name, ("headline", *sections, "footer"))
