"""The names of the pages of a site that no notebook makes."""

from routes.names import ENGLISH, languages

INDEX_PAGE = "index.html"
SEARCH_PAGE = "search.html"


def index_name(language: str) -> str:
    """Return the name of the index in a language.

    Examples
    --------
    >>> index_name("en"), index_name("fr")
    ('index.html', 'index.fr.html')
    """
    stem, ending = INDEX_PAGE.split(".")
    return INDEX_PAGE if language == ENGLISH else f"{stem}.{language}.{ending}"


def site_pages() -> tuple[str, ...]:
    """Return the name of every page that a site may have and no run makes."""
    return (*(index_name(language) for language in languages()), SEARCH_PAGE)
