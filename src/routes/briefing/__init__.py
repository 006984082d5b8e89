"""What goes out: parameters, content, execution, export and publication of pages."""

from routes.briefing.content import Briefing
from routes.briefing.coverage_parameters import LiaisonParameters, MeetingParameters
from routes.briefing.liaison_page import LiaisonNetwork
from routes.briefing.meeting_page import MeetingCoverage
from routes.briefing.parameters import BriefingParameters
from routes.briefing.publish import publish

__all__ = [
    "Briefing",
    "BriefingParameters",
    "LiaisonNetwork",
    "LiaisonParameters",
    "MeetingCoverage",
    "MeetingParameters",
    "publish",
]
