"""The three routes: nodes, legs, branches, geometry, corridors, and what lies near them."""

from routes.names import ROUTES
from routes.network.distance import SOURCE, bordering_states, km_from_afghanistan
from routes.network.legs import nodes, route_legs
from routes.network.nearest import (
    Distances,
    LegPositions,
    Legs,
    distances_of,
    leg_positions,
    legs_of_routes,
)
from routes.network.route import Route, check_corridor, route
from routes.network.within import within_corridors

__all__ = [
    "ROUTES",
    "SOURCE",
    "Distances",
    "LegPositions",
    "Legs",
    "Route",
    "bordering_states",
    "check_corridor",
    "distances_of",
    "km_from_afghanistan",
    "leg_positions",
    "legs_of_routes",
    "nodes",
    "route",
    "route_legs",
    "within_corridors",
]
