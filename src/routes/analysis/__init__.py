"""What it means: country lists, shares and trends, and the check against published figures."""

from routes.analysis.along import REPORTED, along_route, not_counted, yearly_totals
from routes.analysis.membership import COUNTRY_LISTS, SHARED_RULES, country_list, membership
from routes.analysis.reconcile import reconcile
from routes.analysis.shares import DENOMINATORS, shares

__all__ = [
    "COUNTRY_LISTS",
    "DENOMINATORS",
    "REPORTED",
    "SHARED_RULES",
    "along_route",
    "country_list",
    "membership",
    "not_counted",
    "reconcile",
    "shares",
    "yearly_totals",
]
