"""The closed vocabulary of the audit trail.

Every event carries one tag, and every tag one kind of processing in the words of section 62 of
the Data Protection Act 2018. Adding a tag here is the only way to log something new, and a test
holds every tag to an action that leaves it.
"""

from enum import StrEnum


class Processing(StrEnum):
    """The operations that section 62 requires a log of, and `access` for who came in."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    ACCESS = "access"


class Tag(StrEnum):
    """What happened: the value that is stored and never changes, and the kind of processing."""

    processing: Processing

    def __new__(cls, value: str, processing: Processing) -> "Tag":
        """Keep the kind of processing beside the value."""
        tag = str.__new__(cls, value)
        tag._value_ = value
        tag.processing = processing
        return tag

    SIGN_IN = "sign_in", Processing.ACCESS
    SIGN_IN_FAILED = "sign_in_failed", Processing.ACCESS
    SIGN_IN_THROTTLED = "sign_in_throttled", Processing.ACCESS
    SIGN_OUT = "sign_out", Processing.ACCESS
    PASSWORD_CHANGED = "password_changed", Processing.ACCESS  # nosec B105 - a word, not a secret
    PASSWORD_RESET = "password_reset", Processing.ACCESS  # nosec B105

    ENTRY_CREATED = "entry_created", Processing.COLLECTION
    ENTRY_AMENDED = "entry_amended", Processing.ALTERATION
    ENTRY_SUBMITTED = "entry_submitted", Processing.ALTERATION
    ENTRY_WITHDRAWN = "entry_withdrawn", Processing.ALTERATION
    ENTRY_APPROVED = "entry_approved", Processing.ALTERATION
    ENTRY_RETURNED = "entry_returned", Processing.ALTERATION
    ENTRY_REOPENED = "entry_reopened", Processing.ALTERATION
    ENTRY_VOIDED = "entry_voided", Processing.ALTERATION
    ENTRY_READ = "entry_read", Processing.CONSULTATION
    ENTRY_HISTORY_READ = "entry_history_read", Processing.CONSULTATION
    CONFLICT_KEPT = "conflict_kept", Processing.COLLECTION
    CONFLICT_RESOLVED = "conflict_resolved", Processing.ALTERATION
    WEEK_CONFIRMED = "week_confirmed", Processing.COLLECTION

    EXPORT = "export", Processing.DISCLOSURE
    IMPORT = "import", Processing.COLLECTION

    PERSON_CREATED = "person_created", Processing.COLLECTION
    PERSON_CHANGED = "person_changed", Processing.ALTERATION
    PERSON_DISABLED = "person_disabled", Processing.ACCESS
    PERSON_ENABLED = "person_enabled", Processing.ACCESS
    GRANT_GIVEN = "grant_given", Processing.ACCESS
    GRANT_REVOKED = "grant_revoked", Processing.ACCESS
    POSTING_SET = "posting_set", Processing.ALTERATION
    SCHOOL_ASSIGNED = "school_assigned", Processing.ALTERATION
    SCHOOL_UNASSIGNED = "school_unassigned", Processing.ALTERATION
    SCHOOL_CHANGED = "school_changed", Processing.ALTERATION
    UNIT_CREATED = "unit_created", Processing.COLLECTION
    UNIT_ENDED = "unit_ended", Processing.ALTERATION
    CALENDAR_CHANGED = "calendar_changed", Processing.ALTERATION
    DERIVED_REBUILT = "derived_rebuilt", Processing.ALTERATION

    AUDIT_READ = "audit_read", Processing.CONSULTATION
    AUDIT_VERIFIED = "audit_verified", Processing.CONSULTATION

    @property
    def words(self) -> str:
        """The tag as people read it: “Entry approved”."""
        return self.value.replace("_", " ").capitalize()
