"""The closed vocabulary of the audit trail.

Every event carries one tag, and every tag one kind of processing in the words of section 62 of
the Data Protection Act 2018. Adding a tag here is the only way to log something new.
"""

from enum import StrEnum


class Processing(StrEnum):
    """The operations that section 62 requires a log of, and `access` for who came in."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    ACCESS = "access"


class Tag(StrEnum):
    """What happened. The value is stored and never changes; `words` is for people."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_THROTTLED = "sign_in_throttled"
    SIGN_OUT = "sign_out"
    PASSWORD_CHANGED = "password_changed"  # nosec B105 - a word, not a secret
    PASSWORD_RESET = "password_reset"  # nosec B105

    ENTRY_CREATED = "entry_created"
    ENTRY_AMENDED = "entry_amended"
    ENTRY_SUBMITTED = "entry_submitted"
    ENTRY_WITHDRAWN = "entry_withdrawn"
    ENTRY_APPROVED = "entry_approved"
    ENTRY_RETURNED = "entry_returned"
    ENTRY_REOPENED = "entry_reopened"
    ENTRY_VOIDED = "entry_voided"
    ENTRY_READ = "entry_read"
    ENTRY_HISTORY_READ = "entry_history_read"
    ENTRY_ERASED = "entry_erased"
    CONFLICT_KEPT = "conflict_kept"
    CONFLICT_RESOLVED = "conflict_resolved"
    RECORDS_LINKED = "records_linked"
    WEEK_CONFIRMED = "week_confirmed"

    FIGURES_READ = "figures_read"
    EXPORT = "export"
    PRINTED = "printed"
    RELEASE_PUBLISHED = "release_published"
    IMPORT = "import"

    PERSON_CREATED = "person_created"
    PERSON_CHANGED = "person_changed"
    PERSON_DISABLED = "person_disabled"
    PERSON_ENABLED = "person_enabled"
    GRANT_GIVEN = "grant_given"
    GRANT_REVOKED = "grant_revoked"
    POSTING_SET = "posting_set"
    SCHOOL_ASSIGNED = "school_assigned"
    SCHOOL_UNASSIGNED = "school_unassigned"
    SCHOOL_CHANGED = "school_changed"
    UNIT_CREATED = "unit_created"
    CALENDAR_CHANGED = "calendar_changed"
    CODES_CHANGED = "codes_changed"
    DERIVED_REBUILT = "derived_rebuilt"

    AUDIT_READ = "audit_read"
    AUDIT_VERIFIED = "audit_verified"
    BACKUP_MADE = "backup_made"
    RETENTION_RUN = "retention_run"

    @property
    def words(self) -> str:
        """The tag as people read it: “Entry approved”."""
        return self.value.replace("_", " ").capitalize()

    @property
    def processing(self) -> Processing:
        """The kind of processing this is, in the words of section 62."""
        return PROCESSING[self]


PROCESSING: dict[Tag, Processing] = {
    **dict.fromkeys(
        (
            Tag.SIGN_IN,
            Tag.SIGN_IN_FAILED,
            Tag.SIGN_IN_THROTTLED,
            Tag.SIGN_OUT,
            Tag.PASSWORD_CHANGED,
            Tag.PASSWORD_RESET,
            Tag.PERSON_DISABLED,
            Tag.PERSON_ENABLED,
            Tag.GRANT_GIVEN,
            Tag.GRANT_REVOKED,
        ),
        Processing.ACCESS,
    ),
    **dict.fromkeys(
        (
            Tag.ENTRY_CREATED,
            Tag.CONFLICT_KEPT,
            Tag.WEEK_CONFIRMED,
            Tag.IMPORT,
            Tag.PERSON_CREATED,
            Tag.UNIT_CREATED,
        ),
        Processing.COLLECTION,
    ),
    **dict.fromkeys(
        (
            Tag.ENTRY_AMENDED,
            Tag.ENTRY_SUBMITTED,
            Tag.ENTRY_WITHDRAWN,
            Tag.ENTRY_APPROVED,
            Tag.ENTRY_RETURNED,
            Tag.ENTRY_REOPENED,
            Tag.ENTRY_VOIDED,
            Tag.CONFLICT_RESOLVED,
            Tag.PERSON_CHANGED,
            Tag.POSTING_SET,
            Tag.SCHOOL_ASSIGNED,
            Tag.SCHOOL_UNASSIGNED,
            Tag.SCHOOL_CHANGED,
            Tag.CALENDAR_CHANGED,
            Tag.CODES_CHANGED,
            Tag.DERIVED_REBUILT,
        ),
        Processing.ALTERATION,
    ),
    **dict.fromkeys(
        (
            Tag.ENTRY_READ,
            Tag.ENTRY_HISTORY_READ,
            Tag.FIGURES_READ,
            Tag.AUDIT_READ,
            Tag.AUDIT_VERIFIED,
        ),
        Processing.CONSULTATION,
    ),
    **dict.fromkeys(
        (Tag.EXPORT, Tag.PRINTED, Tag.RELEASE_PUBLISHED, Tag.BACKUP_MADE), Processing.DISCLOSURE
    ),
    Tag.RECORDS_LINKED: Processing.COMBINATION,
    **dict.fromkeys((Tag.ENTRY_ERASED, Tag.RETENTION_RUN), Processing.ERASURE),
}
