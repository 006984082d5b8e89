"""A site of pages: put out so that whoever looks, and whatever stops the work, it is whole.

Names of a site::

    SLUG.html            a page
    manifests/SLUG.json  from what and when it was made, and which bytes it has
    pending/SLUG.json    the manifest of a page that is being put out just now
    failed/SLUG.json     why a page could not be made anew; failed/SLUG.ipynb, the run itself
    index.html, index.LANGUAGE.html, search.html, manifest.json
                         made from the above, and made again whenever they do not fit it

Why it is whole at any moment. A page and its manifest are two names, and no file system changes
two names at once. So a page is put out in four steps, each of which puts or removes one name
whole: (1) the new manifest under ``pending/``; (2) the page; (3) the new manifest under
``manifests/``; (4) ``pending/`` removed. Step 2 is the one that counts.

- Before it, the old page lies beside its old manifest: a pending one whose hash is not that of
  the page is a promise not kept, and is dropped.
- After it, the new page lies there, whole and checked, and the pending manifest has its hash:
  the next run carries out steps 3 and 4.

Between any two steps the page is thus described by exactly one of the two manifests, and a reader
of pages never sees a part of one. A page that neither describes was changed by another hand: it
is made again. The pages made from the others are put out last, in the order search, indexes,
manifest of the site; killed before that, links still lead to whole pages, for no page is ever
removed, and the next run finds that they do not fit and makes them again.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from routes.briefing.options import changed_from
from routes.briefing.pages import SEARCH_PAGE, index_name
from routes.briefing.registry import model_of, notebooks
from routes.errors import RoutesError
from routes.names import ENGLISH, languages
from routes.press.manifest import Bytes, Derived, Failure, Manifest, SiteManifest
from routes.press.programme import FILE_NAME, page_key
from routes.reference import data_hash, fingerprints, version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routes.press.store import Store

SITE_MANIFEST = "manifest.json"
_AGAIN = "; left out of the index until the page is made again"


def page_name(slug: str) -> str:
    """Return the name of a page."""
    return f"{slug}.html"


def manifest_name(slug: str) -> str:
    """Return the name of a page's manifest."""
    return f"manifests/{slug}.json"


def pending_name(slug: str) -> str:
    """Return the name of the manifest of a page that is being put out."""
    return f"pending/{slug}.json"


def failure_names(slug: str) -> tuple[str, str]:
    """Return the names of a failure and of the run that failed."""
    return f"failed/{slug}.json", f"failed/{slug}.ipynb"


def slugs_in(names: Iterable[str], folder: str) -> list[str]:
    """Return the slugs that have a JSON file in a folder, in order."""
    start = f"{folder}/"
    found = (n.removeprefix(start).removesuffix(".json") for n in names
             if n.startswith(start) and n.endswith(".json"))  # fmt: skip
    return sorted(slug for slug in found if FILE_NAME.fullmatch(slug))


def now() -> dt.datetime:
    """Return the time in UTC, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


class Site:
    """The pages of one store.

    Parameters
    ----------
    store : Store
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def manifest(self, slug: str) -> Manifest | None:
        """Return the manifest of a page; None if there is none, or a damaged one."""
        found = Manifest.read(self.store.read(manifest_name(slug)))
        return found if found is not None and found.slug == slug else None

    def is_whole(self, manifest: Manifest) -> bool:
        """Return whether a page is there, byte for byte as its manifest says."""
        page = self.store.read(page_name(manifest.slug))
        return page is not None and Bytes.of(page) == manifest.page

    def failure(self, slug: str) -> Failure | None:
        """Return why a page could not be made anew; None if it could, or if that is damaged."""
        found = Failure.read(self.store.read(failure_names(slug)[0]))
        return found if found is not None and found.slug == slug else None

    def manifests(self) -> dict[str, Manifest]:
        """Return the manifest of every page that is there, by slug, in order."""
        return self._standing()[0]

    def left_out(self) -> list[str]:
        """Return what no index shows, a line each: pages that are gone or whose record is none."""
        return self._standing()[1]

    def _standing(self) -> tuple[dict[str, Manifest], list[str]]:
        there = self.store.names()
        pages, left_out = {}, []
        for slug in slugs_in(there, "manifests"):
            manifest = self.manifest(slug)
            if manifest is None:
                left_out.append(f"{manifest_name(slug)}: damaged{_AGAIN}")
            elif page_name(slug) not in there or not self.store.has(page_name(slug)):
                left_out.append(f"{page_name(slug)}: the page is gone{_AGAIN}")
            else:
                pages[slug] = manifest
        return pages, left_out

    def failures(self) -> dict[str, Failure]:
        """Return what could not be made anew, by slug, in order."""
        slugs = slugs_in(self.store.names(), "failed")
        return {slug: found for slug in slugs if (found := self.failure(slug))}

    def repair(self) -> list[str]:
        """Carry out or drop what a run that was killed had begun; return what was damaged."""
        self.store.clean()
        dropped = []
        for slug in slugs_in(self.store.names(), "failed"):
            if self.failure(slug) is None:
                self.forget_failure(slug)
                dropped.append(f"{failure_names(slug)[0]}: damaged; dropped")
        for slug in slugs_in(self.store.names(), "pending"):
            pending = Manifest.read(self.store.read(pending_name(slug)))
            if pending is not None and pending.slug == slug and self.is_whole(pending):
                self.store.put(manifest_name(slug), pending.content())
            self.store.remove(pending_name(slug))
        return dropped

    def publish(self, manifest: Manifest, page: bytes) -> None:
        """Put a page and its manifest out, and forget that it could not be made before."""
        slug, content = manifest.slug, manifest.content()
        self.store.put(pending_name(slug), content)
        self.store.put(page_name(slug), page)
        self.store.put(manifest_name(slug), content)
        self.store.remove(pending_name(slug))
        self.forget_failure(slug)

    def fail(self, failure: Failure, notebook: str | None) -> None:
        """Keep what failed beside the pages; the page of an earlier run stays as it is."""
        record, run = failure_names(failure.slug)
        before = self.failure(failure.slug)
        if before is not None:
            failure = failure.model_copy(update={"since": before.since})
        if notebook is None:
            self.store.remove(run)
        else:
            self.store.put(run, notebook.encode("utf-8", "replace"))
        self.store.put(record, failure.content())

    def forget_failure(self, slug: str) -> None:
        """Forget that a page could not be made."""
        for name in failure_names(slug):
            self.store.remove(name)

    @staticmethod
    def get_ready() -> None:
        """Import what `finish` needs when a page has changed."""
        import routes.briefing.index  # noqa: PLC0415
        import routes.briefing.search_page  # noqa: F401, PLC0415

    def finish(self) -> None:
        """Make search page, indexes and manifest of the site, if they do not fit the pages.

        Raises
        ------
        RoutesError
            If one cannot be made; what is out stays, and the others are put out.
        """
        pages, stale = self.manifests(), self.failures()
        old = SiteManifest.read(self.store.read(SITE_MANIFEST))
        fault: RoutesError | None = None
        spoken = _tongues(pages, stale)
        names = sorted([*map(page_name, pages), *map(index_name, spoken)])
        search = self._kept(old.search if old else None, SEARCH_PAGE, _search_inputs(names))
        if search is None:
            try:
                search = self._put(SEARCH_PAGE, _search_page(names), _search_inputs(names))
            except RoutesError as error:
                fault = error
                search = Derived(made_from="", page=Bytes.of(b""))
        linked = self.store.read(SEARCH_PAGE) is not None
        inputs = _index_inputs(pages, stale, linked=linked)
        indexes = {}
        for language in spoken:
            name, before = index_name(language), old.indexes.get(language) if old else None
            indexes[language] = self._kept(before, name, inputs) or self._put(
                name, _index_page(pages, stale, language, spoken, linked=linked), inputs
            )
        new = SiteManifest(
            pages={slug: one.page for slug, one in pages.items()},
            stale={slug: one.fault for slug, one in stale.items()},
            indexes=indexes,
            search=search,
            tables=data_hash(),
            version=version(),
            changed=now().isoformat(),
        )
        if old is None or new != old.model_copy(update={"changed": new.changed}):
            self.store.put(SITE_MANIFEST, new.content())
        if fault is not None:
            raise fault

    def _kept(self, old: Derived | None, name: str, inputs: str) -> Derived | None:
        """Return what is known of a derived page if it still fits and lies there."""
        if old is None or old.made_from != inputs:
            return None
        content = self.store.read(name)
        return old if content is not None and Bytes.of(content) == old.page else None

    def _put(self, name: str, page: str, inputs: str) -> Derived:
        content = page.encode()
        self.store.put(name, content)
        return Derived(made_from=inputs, page=Bytes.of(content))


def _search_inputs(names: list[str]) -> str:
    return fingerprints.json_hash([names, data_hash(), *_software()])


def _index_inputs(pages: dict[str, Manifest], stale: dict[str, Failure], *, linked: bool) -> str:
    known = ("slug", "kind", "heading", "parameters")
    rows = [[*(getattr(one, name) for name in known), one.about, one.page.size]
            for one in pages.values()]  # fmt: skip
    gone = [[*(getattr(one, name) for name in known), one.fault, one.since]
            for one in stale.values()]  # fmt: skip
    return fingerprints.json_hash([rows, gone, linked, *_software()])


def _software() -> tuple[str, ...]:
    return fingerprints.code_hash(), fingerprints.wording_hash(), fingerprints.style_hash()


def _search_page(names: list[str]) -> str:
    from routes.briefing.search_page import checked_search_page  # noqa: PLC0415 - pandas

    return checked_search_page(names)


def _tongues(pages: dict[str, Manifest], stale: dict[str, Failure]) -> tuple[str, ...]:
    """Return the languages of a site, English always: those it has an index in."""
    found = {ENGLISH, *map(_language, pages.values()), *map(_language, stale.values())}
    return tuple(code for code in languages() if code in found)


def _language(one: Manifest | Failure) -> str:
    asked = str(one.parameters.get("language", ENGLISH))
    return asked if asked in languages() else ENGLISH


def _index_page(
    pages: dict[str, Manifest],
    stale: dict[str, Failure],
    language: str,
    tongues: tuple[str, ...],
    *,
    linked: bool,
) -> str:
    from routes.briefing.index import Card, index_page  # noqa: PLC0415 - pandas

    cards = []
    for slug in sorted({*pages, *stale}):
        page, failure = pages.get(slug), stale.get(slug)
        known = page or failure
        assert known is not None  # noqa: S101 - a slug of one of the two
        since = dt.datetime.fromisoformat(failure.since).date() if failure else None
        cards.append(
            Card(
                slug,
                known.kind,
                known.heading,
                about=page.about if page else {},
                changed=changed_from(model_of(known.notebook), known.parameters)
                if known.notebook in notebooks()
                else {},
                size=page.page.size if page else 0,
                stale_since=since,
                reason=failure.fault if failure else "",
                language=_language(known),
                page=page_key(known.notebook, known.parameters),
            )
        )
    return index_page(cards, language=language, tongues=tongues, search=linked)
