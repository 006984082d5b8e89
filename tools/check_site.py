"""Say what is wrong with a built site: links that lead nowhere, and anything it would fetch.

python tools/check_site.py docs/_build/html
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a browser fetches without being asked; a link to elsewhere is the reader's to follow.
FETCHED = {
    *(("script", "src"), ("img", "src"), ("img", "srcset"), ("iframe", "src"), ("embed", "src")),
    *(("source", "src"), ("source", "srcset"), ("video", "src"), ("video", "poster")),
    *(("audio", "src"), ("track", "src"), ("object", "data"), ("input", "src"), ("use", "href")),
    *(("image", "href"), ("image", "xlink:href"), ("use", "xlink:href"), ("link", "href")),
}
FOLLOWED = {("a", "href"), ("area", "href"), ("form", "action")}
NEVER_FETCHED = {"canonical", "index", "search", "next", "prev", "author", "license"}
IN_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)['"]?([^'")\s;]+)""")
LOCAL = {"", "data", "about", "blob"}


@dataclass
class Page(HTMLParser):
    """What one document fetches, links to, and can be linked to by."""

    ids: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    _in_style: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        self._in_style = tag == "style"
        given = {name: value or "" for name, value in attrs}
        quiet = tag == "link" and NEVER_FETCHED & set(given.get("rel", "").split())
        for name, value in given.items():
            if name in {"id", "name"}:
                self.ids.add(value)
            elif name == "style":
                self.fetched += IN_STYLE.findall(value)
            elif name == "srcdoc":
                # A place is one of the inner document, which makes it when it runs.
                inner = read(value).fetched
                self.fetched += [url for url in inner if not url.startswith("#")]
            elif (tag, name) in FETCHED and not quiet:
                several = [part.split()[0] for part in value.split(",") if part.strip()]
                self.fetched += several if name == "srcset" else [value]
            elif (tag, name) in FOLLOWED or (tag, name) == ("link", "href"):
                self.followed.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Note where a style ends."""
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        """Note what a style names."""
        if self._in_style:
            self.fetched += IN_STYLE.findall(data)


def read(text: str) -> Page:
    """Return what a document names."""
    page = Page()
    page.feed(text)
    page.close()
    return page


def faults(site: Path) -> list[str]:
    """Return a line for each link that leads nowhere and each thing fetched from elsewhere."""
    site = site.resolve()
    # The theme carries a template of its own among its files; nobody opens it.
    paths = [path for path in site.rglob("*.html") if site / "_static" not in path.parents]
    pages = {path: read(path.read_text(encoding="utf-8")) for path in paths}
    said = []
    for path, page in sorted(pages.items()):
        where = path.relative_to(site).as_posix()
        said += [f"{where}: fetches {url}" for url in page.fetched if _elsewhere(url)]
        said += [f"{where}: {fault}" for fault in _broken(path, page, pages, site)]
    for path in sorted(site.rglob("*.css")):
        where = path.relative_to(site).as_posix()
        for url in IN_STYLE.findall(path.read_text(encoding="utf-8")):
            if _elsewhere(url):
                said.append(f"{where}: fetches {url}")
            elif not url.startswith(("data:", "#")) and not _target(path, url, site).is_file():
                said.append(f"{where}: no file {url}")
    return said


def _elsewhere(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme not in LOCAL


def _target(path: Path, url: str, site: Path) -> Path:
    inside = unquote(urlsplit(url).path)
    if not inside:
        return path
    return site / inside.lstrip("/") if inside.startswith("/") else (path.parent / inside).resolve()


def _broken(path: Path, page: Page, pages: dict[Path, Page], site: Path) -> list[str]:
    said = []
    for url in dict.fromkeys(page.followed + page.fetched):
        # "#default#VML" is a word of the style sheet that Leaflet carries for very old browsers.
        if _elsewhere(url) or urlsplit(url).scheme or url == "#default#VML":
            continue
        target = _target(path, url, site)
        anchor = unquote(urlsplit(url).fragment)
        if not target.is_file():
            said.append(f"no file {url}")
        elif anchor and target in pages and anchor not in pages[target].ids:
            said.append(f"no place {url}")
    return said


def main(folders: list[str]) -> int:
    """Print each fault and return 1 if there is any."""
    site = Path(folders[0]) if folders else Path("docs/_build/html")
    if not (site / "index.html").is_file():
        print(f"{site}: no index.html in it; make docs builds the site", file=sys.stderr)
        return 2
    said = faults(site)
    print("\n".join(said) or f"no link is broken, nothing is fetched; open {site}/index.html")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
