"""Who cooperates: partners, liaison officers, meetings and pillars."""

from routes.partnership.fact_sheets import fact_sheet_countries
from routes.partnership.meetings import (
    attendance,
    count_conflicts,
    meetings,
    pillars,
    year_totals,
)
from routes.partnership.officers import liaison_officers
from routes.partnership.partners import partners

__all__ = [
    "attendance",
    "count_conflicts",
    "fact_sheet_countries",
    "liaison_officers",
    "meetings",
    "partners",
    "pillars",
    "year_totals",
]
