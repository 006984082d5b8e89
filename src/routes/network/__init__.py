"""The three routes: nodes, legs, branches, geometry and corridors."""

from routes.network.distance import km_from_afghanistan
from routes.network.legs import network, nodes
from routes.network.route import ROUTES, Route, route

__all__ = ["ROUTES", "Route", "km_from_afghanistan", "network", "nodes", "route"]
