"""What was seized: annual totals by country, year and drug, and who reported."""

from routes.seizures.annual import (
    DRUGS,
    STATUSES,
    annual_seizures,
    check_drugs,
    check_years,
    quantities,
    table_years,
)

__all__ = [
    "DRUGS",
    "STATUSES",
    "annual_seizures",
    "check_drugs",
    "check_years",
    "quantities",
    "table_years",
]
