"""What goes out: pages on routes and on countries, from parameters to publication."""

from routes.briefing.content import Briefing
from routes.briefing.coverage_parameters import LiaisonParameters, MeetingParameters
from routes.briefing.factsheet import FactSheet
from routes.briefing.liaison_page import LiaisonNetwork
from routes.briefing.meeting_page import MeetingCoverage
from routes.briefing.parameters import BriefingParameters
from routes.briefing.publish import publish
from routes.briefing.sheets import check_countries, publish_sheets

__all__ = [
    "Briefing",
    "BriefingParameters",
    "FactSheet",
    "LiaisonNetwork",
    "LiaisonParameters",
    "MeetingCoverage",
    "MeetingParameters",
    "check_countries",
    "publish",
    "publish_sheets",
]
