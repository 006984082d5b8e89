"""Who cooperates: partners, liaison officers, meetings and pillars."""

from routes.partnership.meetings import (
    PILLARS,
    attendance,
    count_conflicts,
    meetings,
    pillars,
    year_totals,
)
from routes.partnership.officers import OfficerYearError, liaison_officers
from routes.partnership.participation import (
    Distinct,
    attendances,
    distinct_states,
    held_meetings,
    stated_counts,
)
from routes.partnership.partners import partners
from routes.partnership.posts import CHANGED, post_changes, posts_in
from routes.partnership.qualified import Qualified, total
from routes.partnership.relations import RELATIONS, hosts, relations, without_place
from routes.partnership.ties import Tie, ties

__all__ = [
    "CHANGED",
    "PILLARS",
    "RELATIONS",
    "Distinct",
    "OfficerYearError",
    "Qualified",
    "Tie",
    "attendance",
    "attendances",
    "count_conflicts",
    "distinct_states",
    "held_meetings",
    "hosts",
    "liaison_officers",
    "meetings",
    "partners",
    "pillars",
    "post_changes",
    "posts_in",
    "relations",
    "stated_counts",
    "ties",
    "total",
    "without_place",
    "year_totals",
]
