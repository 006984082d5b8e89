"""What goes out: briefings and fact sheets, from parameters to publication."""

from routes.briefing.content import Briefing
from routes.briefing.factsheet import FactSheet
from routes.briefing.parameters import BriefingParameters
from routes.briefing.publish import publish
from routes.briefing.sheets import check_countries, publish_sheets

__all__ = [
    "Briefing",
    "BriefingParameters",
    "FactSheet",
    "check_countries",
    "publish",
    "publish_sheets",
]
