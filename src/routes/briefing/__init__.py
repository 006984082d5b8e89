"""What goes out: parameters, content, execution, export and publication of briefings."""

from routes.briefing.content import Briefing
from routes.briefing.parameters import BriefingParameters
from routes.briefing.publish import publish

__all__ = ["Briefing", "BriefingParameters", "publish"]
