"""Changes to reference data. Services flush and write to the audit trail; callers commit."""

from sso_log.reference.services.calendar import add_period, change_period, remove_period
from sso_log.reference.services.schools import (
    assign_school,
    end_agreement,
    end_priority,
    set_priority,
    sign_agreement,
    unassign_school,
)
from sso_log.reference.services.units import create_unit, end_posting, end_unit, set_posting

__all__ = [
    "add_period",
    "assign_school",
    "change_period",
    "create_unit",
    "end_agreement",
    "end_posting",
    "end_priority",
    "end_unit",
    "remove_period",
    "set_posting",
    "set_priority",
    "sign_agreement",
    "unassign_school",
]
