"""What was seized: annual totals, and seizure files as they come."""

from routes.names import DRUGS
from routes.reference.held import default_years, held_years, whole_years
from routes.reference.limits import check_drugs, check_years, editions, table_years
from routes.seizures.account import SeizureFile
from routes.seizures.adopt import Adoption, adoption, merged_tables, write_tables
from routes.seizures.annual import NOT_HELD, REPORTED, STATUSES, annual_seizures, quantities
from routes.seizures.answers import Answers, QuestionError, layout_file, layout_text
from routes.seizures.bounds import UnreadableFileError
from routes.seizures.by_place import FAMILIES, FEWEST, aggregated, seizures_by_place
from routes.seizures.export import write_clean, write_csv
from routes.seizures.files import read_in_parts, read_seizures
from routes.seizures.sources import annual_source

__all__ = [
    "DRUGS",
    "FAMILIES",
    "FEWEST",
    "NOT_HELD",
    "REPORTED",
    "STATUSES",
    "Adoption",
    "Answers",
    "QuestionError",
    "SeizureFile",
    "UnreadableFileError",
    "adoption",
    "aggregated",
    "annual_seizures",
    "annual_source",
    "check_drugs",
    "check_years",
    "default_years",
    "editions",
    "held_years",
    "layout_file",
    "layout_text",
    "merged_tables",
    "quantities",
    "read_in_parts",
    "read_seizures",
    "seizures_by_place",
    "table_years",
    "whole_years",
    "write_clean",
    "write_csv",
    "write_tables",
]
