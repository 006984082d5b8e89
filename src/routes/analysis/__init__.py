"""What it means: country lists, shares and trends, and the check against published figures."""

from routes.analysis.along import (
    REPORTED,
    along_route,
    counted_by_year,
    not_counted,
    why_not_counted,
    yearly_totals,
)
from routes.analysis.alternatives import ALTERNATIVES, share_alternatives
from routes.analysis.attributed_files import attribute_file
from routes.analysis.attribution import attribute, attributed_totals
from routes.analysis.change import yearly_changes
from routes.analysis.completeness import completeness
from routes.analysis.concentration import top_shares
from routes.analysis.country import TREND_YEARS, CountryProfile, country_profile
from routes.analysis.country_cooperation import attendance_known
from routes.analysis.coverage import coverage
from routes.analysis.coverage_branch import states_of_branch
from routes.analysis.coverage_change import coverage_change
from routes.analysis.coverage_gaps import coverage_gaps
from routes.analysis.coverage_states import counted_elsewhere, coverage_by_state
from routes.analysis.event_sensitivity import event_sensitivity, event_shares_by_rule
from routes.analysis.membership import country_list, membership
from routes.analysis.next_areas import next_post_areas
from routes.analysis.next_post import next_posts, next_posts_by_rule
from routes.analysis.origins import origin_of_states
from routes.analysis.outside import route_states_outside
from routes.analysis.partitions import attribute_partitions
from routes.analysis.position import borders_along, position_along
from routes.analysis.precursors import precursor_knowledge, precursor_names
from routes.analysis.reach import (
    distance_along,
    distance_quantiles,
    reach_circles,
    reached_length,
)
from routes.analysis.reconcile import reconcile
from routes.analysis.result import AlongRoute, Coverage, Reconciliation, Sensitivity, Shares
from routes.analysis.sensitivity import sensitivity, shares_by_rule
from routes.analysis.shares import shares
from routes.analysis.stretches import unreached_stretches
from routes.analysis.unreported import kilograms_of_year
from routes.analysis.verdicts import METHODS
from routes.analysis.what_if import NextPosts
from routes.names import COUNTRY_LISTS, DENOMINATORS, ORIGIN_RULES, SHARED_RULES

__all__ = [
    "ALTERNATIVES",
    "COUNTRY_LISTS",
    "DENOMINATORS",
    "METHODS",
    "ORIGIN_RULES",
    "REPORTED",
    "SHARED_RULES",
    "TREND_YEARS",
    "AlongRoute",
    "CountryProfile",
    "Coverage",
    "NextPosts",
    "Reconciliation",
    "Sensitivity",
    "Shares",
    "along_route",
    "attendance_known",
    "attribute",
    "attribute_file",
    "attribute_partitions",
    "attributed_totals",
    "borders_along",
    "completeness",
    "counted_by_year",
    "counted_elsewhere",
    "country_list",
    "country_profile",
    "coverage",
    "coverage_by_state",
    "coverage_change",
    "coverage_gaps",
    "distance_along",
    "distance_quantiles",
    "event_sensitivity",
    "event_shares_by_rule",
    "kilograms_of_year",
    "membership",
    "next_post_areas",
    "next_posts",
    "next_posts_by_rule",
    "not_counted",
    "origin_of_states",
    "position_along",
    "precursor_knowledge",
    "precursor_names",
    "reach_circles",
    "reached_length",
    "reconcile",
    "route_states_outside",
    "sensitivity",
    "share_alternatives",
    "shares",
    "shares_by_rule",
    "states_of_branch",
    "top_shares",
    "unreached_stretches",
    "why_not_counted",
    "yearly_changes",
    "yearly_totals",
]
