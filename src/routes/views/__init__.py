"""What people look at: charts, maps, tables, sentences, style and languages."""

from routes.views import country_sentences, country_tables, sentences
from routes.views.charts import plot_shares, plot_trend
from routes.views.figure import svg
from routes.views.layers import MapLayers, map_layers
from routes.views.network_chart import network_layout, plot_network
from routes.views.static_map import plot_route_map
from routes.views.strips import plot_rules, plot_strip
from routes.views.tables import countries_table, meetings_table, officers_table, reporting_matrix
from routes.views.web_map import route_web_map
from routes.views.wording import Wording, languages

__all__ = [
    "MapLayers",
    "Wording",
    "countries_table",
    "country_sentences",
    "country_tables",
    "languages",
    "map_layers",
    "meetings_table",
    "network_layout",
    "officers_table",
    "plot_network",
    "plot_route_map",
    "plot_rules",
    "plot_shares",
    "plot_strip",
    "plot_trend",
    "reporting_matrix",
    "route_web_map",
    "sentences",
    "svg",
]
