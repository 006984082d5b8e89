"""Read a site as a stranger would: with the standard library alone, nothing of ours."""

from __future__ import annotations

import hashlib
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DERIVED = {"index.html", "search.html"}


class _Page(HTMLParser):
    """Collects the links of a page and whether it ended."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        self.ended = self.ended or tag == "html"


def pages(site: Path) -> dict[str, str]:
    """Return the SHA-256 of every page that runs have made, by file name."""
    found = (path for path in sorted(site.glob("*.html")) if path.name not in DERIVED)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def faults(site: Path) -> list[str]:
    """Return what is not whole at this very moment, a line each.

    A page is whole if its bytes are those that its manifest gives, the one that lies there or,
    while it is being put out, the pending one; and if it parses to its end. Links of the index
    must lead to files that are there.
    """
    wrong = []
    for name, digest in pages(site).items():
        slug = name.removesuffix(".html")
        promised = {_promised(site / kind / f"{slug}.json") for kind in ("manifests", "pending")}
        if digest not in promised:
            wrong.append(f"{name}: not the bytes of its manifest")
    for path in sorted(site.glob("*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        if not page.ended:
            wrong.append(f"{path.name}: has no end")
        wrong += [
            f"{path.name}: links to {link}, which is not there"
            for link in page.links
            if path.name in DERIVED and not _leads_somewhere(site, link)
        ]
    return wrong


def unfinished(site: Path) -> list[str]:
    """Return what a finished run would not leave behind."""
    rest = [*site.rglob("*.tmp"), *site.glob("pending/*"), *site.glob("failed/*")]
    return [str(path.relative_to(site)) for path in sorted(rest)]


def _promised(manifest: Path) -> str | None:
    if not manifest.is_file():
        return None
    return str(json.loads(manifest.read_text(encoding="utf-8"))["page"]["sha256"])


def _leads_somewhere(site: Path, link: str) -> bool:
    target = link.partition("#")[0].partition("?")[0]
    return not target or "://" in target or target.startswith("data:") or (site / target).is_file()
