"""Tables of the reference data, in small files by subject; imported from here."""

from sso_log.reference.models.calendar import CalendarPeriod, PeriodKind
from sso_log.reference.models.code import Code
from sso_log.reference.models.school import (
    OfficerSchool,
    PrioritySchool,
    School,
    SchoolAgreement,
    SchoolStatus,
)
from sso_log.reference.models.unit import Posting, Unit, UnitKind

__all__ = [
    "CalendarPeriod",
    "Code",
    "OfficerSchool",
    "PeriodKind",
    "Posting",
    "PrioritySchool",
    "School",
    "SchoolAgreement",
    "SchoolStatus",
    "Unit",
    "UnitKind",
]
