"""Hash everything of a site again, and say what does not match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.briefing.pages import SEARCH_PAGE, index_name, site_pages
from routes.briefing.registry import notebooks
from routes.errors import unknown
from routes.press import site as names
from routes.press.inputs import inputs_of
from routes.press.manifest import Bytes, Manifest, SiteManifest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routes.press.site import Site


def verify(site: Site) -> Iterator[str]:
    """Yield what does not match, a line each: where, and what is wrong.

    A page that was edited or is gone, a manifest that is gone or damaged, a file nobody knows,
    inputs that have changed since, pages of the site that are behind, and work left unfinished.
    Nothing is changed.
    """
    there = site.store.names()
    whole = SiteManifest.read(site.store.read(names.SITE_MANIFEST))
    known = {names.SITE_MANIFEST, *_made_from_pages(whole)}
    pages = {}
    for slug in names.slugs_in(there, "manifests"):
        known |= {names.manifest_name(slug), names.page_name(slug)}
        manifest = site.manifest(slug)
        if manifest is None:
            yield f"{names.manifest_name(slug)}: damaged; run again to make the page anew"
            continue
        pages[slug] = manifest.page
        yield from _page(site, manifest)
    for slug in names.slugs_in(there, "pending"):
        known |= {names.pending_name(slug), names.page_name(slug)}
        yield f"{names.pending_name(slug)}: a run was stopped here; the next one finishes it"
    for slug in names.slugs_in(there, "failed"):
        known |= {*names.failure_names(slug)}
        failure = site.failure(slug)
        said = f"since {failure.since}: {failure.fault}" if failure else "its record is damaged"
        yield f"{slug}: could not be made anew {said}"
    yield from _derived(site, whole, pages)
    for name in sorted(there - known):
        page = name.endswith(".html") and "/" not in name
        yield f"{name}: {'a page without its manifest' if page else 'no file of the site'}"


def _page(site: Site, manifest: Manifest) -> Iterator[str]:
    name = names.page_name(manifest.slug)
    page = site.store.read(name)
    if page is None:
        yield f"{name}: the page is gone"
    elif Bytes.of(page) != manifest.page:
        yield f"{name}: the page is not as it was made"
    if manifest.notebook not in notebooks():
        yield f"{name}: {unknown('notebook of a page', manifest.notebook, notebooks())}"
        return
    # Where a file of seizures lay is not known here: it cannot be hashed again.
    file = manifest.parameters.get("seizures")
    inputs = inputs_of(
        manifest.notebook,
        manifest.parameters | ({"seizures": None} if file else {}),
        manifest.alternates,
    )
    skipped = {"parameters"} if file else set()
    changed = [
        key for key, digest in inputs.items()
        if key not in skipped and manifest.inputs.get(key) != digest
    ]  # fmt: skip
    if changed:
        yield f"{name}: changed since it was made: {', '.join(changed)}"


def _made_from_pages(whole: SiteManifest | None) -> dict[str, Bytes]:
    """Return the pages made from the others; which bytes is known where the site's manifest is."""
    if whole is None:
        return dict.fromkeys(site_pages(), Bytes.of(b""))
    indexes = {index_name(language): one.page for language, one in whole.indexes.items()}
    return {**indexes, SEARCH_PAGE: whole.search.page}


def _derived(site: Site, whole: SiteManifest | None, pages: dict[str, Bytes]) -> Iterator[str]:
    if whole is None:
        yield f"{names.SITE_MANIFEST}: gone or damaged"
        return
    # A page that is gone has been named; the next run leaves it out of the site's manifest.
    gone = {slug for slug in pages if not site.store.has(names.page_name(slug))}
    known_pages = [{slug: one[slug] for slug in {*one} - gone} for one in (whole.pages, pages)]
    if known_pages[0] != known_pages[1]:
        yield f"{names.SITE_MANIFEST}: behind the pages"
    for name, known in _made_from_pages(whole).items():
        content = site.store.read(name)
        if content is None or Bytes.of(content) != known:
            yield f"{name}: {'gone' if content is None else 'not as it was made'}"
