"""Who cooperates: partners, officers, meetings, documents, systems, and how it hangs together."""

from routes.names import PILLARS
from routes.partnership.by_year import participation_by_year, partners_taking_part
from routes.partnership.documents import document_links, documents
from routes.partnership.fact_sheets import fact_sheet_countries
from routes.partnership.last_meeting import LastMeeting, last_meeting
from routes.partnership.mechanism import (
    consultative_mechanism,
    numbered_meetings,
    recommendations,
)
from routes.partnership.meetings import attendance, count_conflicts, meetings, pillars, year_totals
from routes.partnership.officers import liaison_officers
from routes.partnership.participation import (
    Distinct,
    attendances,
    distinct_states,
    held_meetings,
    named_states,
    stated_counts,
)
from routes.partnership.partners import partners
from routes.partnership.posts import CHANGED, post_changes, posts_in
from routes.partnership.qualified import Qualified, total
from routes.partnership.relations import RELATIONS, hosts, relations
from routes.partnership.report import PARAGRAPHS, report_facts
from routes.partnership.synergies import NODE_KINDS, synergies, synergy_nodes
from routes.partnership.systems import data_systems, duties, systems
from routes.partnership.ties import Tie, ties
from routes.reference.arguments import checked_face
from routes.reference.limits import OfficerYearError

__all__ = [
    "CHANGED",
    "NODE_KINDS",
    "PARAGRAPHS",
    "PILLARS",
    "RELATIONS",
    "Distinct",
    "LastMeeting",
    "OfficerYearError",
    "Qualified",
    "Tie",
    "attendance",
    "attendances",
    "consultative_mechanism",
    "count_conflicts",
    "data_systems",
    "distinct_states",
    "document_links",
    "documents",
    "duties",
    "fact_sheet_countries",
    "held_meetings",
    "hosts",
    "last_meeting",
    "liaison_officers",
    "meetings",
    "named_states",
    "numbered_meetings",
    "participation_by_year",
    "partners",
    "partners_taking_part",
    "pillars",
    "post_changes",
    "posts_in",
    "recommendations",
    "relations",
    "report_facts",
    "stated_counts",
    "synergies",
    "synergy_nodes",
    "systems",
    "ties",
    "total",
    "year_totals",
]

checked_face(globals(), __all__)
