"""The catalogue of activities and its search, in six languages."""

from routes.catalogue.activities import activities
from routes.catalogue.filters import CatalogueYearError
from routes.catalogue.found import Found
from routes.catalogue.query import QueryError
from routes.catalogue.search import search
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
