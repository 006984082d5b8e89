# What the folder hands on, name by name.
from .content import Briefing as Briefing
from .country_page import CountryPage as CountryPage
from .country_parameters import CountryParameters as CountryParameters
from .coverage_parameters import LiaisonParameters as LiaisonParameters
from .coverage_parameters import MeetingParameters as MeetingParameters
from .liaison_page import LiaisonNetwork as LiaisonNetwork
from .meeting_page import MeetingCoverage as MeetingCoverage
from .parameters import BriefingParameters as BriefingParameters
