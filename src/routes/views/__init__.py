"""What people look at: charts, maps, tables, sentences, style and languages."""

from routes.names import languages
from routes.reference.arguments import checked_face
from routes.views import country_sentences, country_tables, coverage_sentences, sentences
from routes.views.charts import plot_shares, plot_top, plot_trend
from routes.views.coverage_layers import CoverageLayers, coverage_layers
from routes.views.coverage_map import plot_coverage_map
from routes.views.coverage_strip import plot_coverage_strip
from routes.views.coverage_sums import sums_table
from routes.views.coverage_tables import (
    branches_table,
    change_table,
    measures_table,
    next_posts_table,
    time_table,
)
from routes.views.coverage_web_map import coverage_web_map
from routes.views.distances import plot_changes, plot_distances
from routes.views.figure import Picture, picture, svg
from routes.views.gap_tables import gap_states_table, stretches_table
from routes.views.layers import MapLayers, map_layers
from routes.views.multiples import country_multiples
from routes.views.network_chart import network_layout, plot_network
from routes.views.static_map import plot_route_map
from routes.views.strips import plot_rules, plot_strip
from routes.views.tables import (
    countries_table,
    figures_table,
    meetings_table,
    officers_table,
    reporting_matrix,
)
from routes.views.timeline import plot_meetings
from routes.views.web_map import route_web_map
from routes.views.whole import Whole, whole
from routes.views.wording import Wording

__all__ = [
    "CoverageLayers",
    "MapLayers",
    "Picture",
    "Whole",
    "Wording",
    "branches_table",
    "change_table",
    "countries_table",
    "country_multiples",
    "country_sentences",
    "country_tables",
    "coverage_layers",
    "coverage_sentences",
    "coverage_web_map",
    "figures_table",
    "gap_states_table",
    "languages",
    "map_layers",
    "measures_table",
    "meetings_table",
    "network_layout",
    "next_posts_table",
    "officers_table",
    "picture",
    "plot_changes",
    "plot_coverage_map",
    "plot_coverage_strip",
    "plot_distances",
    "plot_meetings",
    "plot_network",
    "plot_route_map",
    "plot_rules",
    "plot_shares",
    "plot_strip",
    "plot_top",
    "plot_trend",
    "reporting_matrix",
    "route_web_map",
    "sentences",
    "stretches_table",
    "sums_table",
    "svg",
    "time_table",
    "whole",
]

checked_face(globals(), __all__)
