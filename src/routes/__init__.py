"""The three opiate routes out of Afghanistan: seizures, officers and meetings along each.

Not an official product of the United Nations.
"""

from routes.analysis import (
    along_route,
    attribute,
    attribute_file,
    attribute_partitions,
    attributed_totals,
    borders_along,
    country_list,
    country_profile,
    event_sensitivity,
    event_shares_by_rule,
    membership,
    position_along,
    reconcile,
    sensitivity,
    shares,
    shares_by_rule,
)
from routes.briefing import Briefing
from routes.errors import (
    DataError,
    ParameterError,
    PublicationError,
    RoutesError,
    UnknownNameError,
)
from routes.network import Route, network, nodes, route, within_corridors
from routes.partnership import attendance, liaison_officers, meetings, partners, pillars
from routes.reference import countries, country_name, table, version
from routes.seizures import annual_seizures, quantities, read_seizures, seizures_by_place
from routes.views import Wording, plot_rules, plot_strip, svg

__version__ = version()

__all__ = [
    "Briefing",
    "DataError",
    "ParameterError",
    "PublicationError",
    "Route",
    "RoutesError",
    "UnknownNameError",
    "Wording",
    "along_route",
    "annual_seizures",
    "attendance",
    "attribute",
    "attribute_file",
    "attribute_partitions",
    "attributed_totals",
    "borders_along",
    "countries",
    "country_list",
    "country_name",
    "country_profile",
    "event_sensitivity",
    "event_shares_by_rule",
    "liaison_officers",
    "meetings",
    "membership",
    "network",
    "nodes",
    "partners",
    "pillars",
    "plot_rules",
    "plot_strip",
    "position_along",
    "quantities",
    "read_seizures",
    "reconcile",
    "route",
    "seizures_by_place",
    "sensitivity",
    "shares",
    "shares_by_rule",
    "svg",
    "table",
    "within_corridors",
]
