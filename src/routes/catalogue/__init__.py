"""The catalogue of activities and its search, in English, Russian and Chinese."""

from routes.catalogue.activities import activities
from routes.catalogue.filters import CatalogueYearError
from routes.catalogue.query import QueryError
from routes.catalogue.search import Found, search
from routes.catalogue.terms import KINDS, LANGUAGES

__all__ = [
    "KINDS",
    "LANGUAGES",
    "CatalogueYearError",
    "Found",
    "QueryError",
    "activities",
    "search",
]
