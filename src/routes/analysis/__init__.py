"""What it means: country lists, shares and trends, and the check against published figures."""

from routes.analysis.membership import COUNTRY_LISTS, SHARED_RULES, country_list, membership
from routes.analysis.reconcile import reconcile
from routes.analysis.shares import DENOMINATORS, shares

__all__ = [
    "COUNTRY_LISTS",
    "DENOMINATORS",
    "SHARED_RULES",
    "country_list",
    "membership",
    "reconcile",
    "shares",
]
