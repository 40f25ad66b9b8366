"""The whole schema of the first release, with the triggers that keep the audit trail append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001_first_release"
down_revision = None
branch_labels = None
depends_on = None

# Triggers that make the audit trail append-only, as they were at this release. SQLite's INSERT OR
# REPLACE deletes without firing delete triggers, so inserting over a row is refused too.
SQLITE_TRIGGERS = {
    "audit_event_no_update": "BEFORE UPDATE ON audit_event",
    "audit_event_no_delete": "BEFORE DELETE ON audit_event",
    "audit_event_no_replace": (
        "BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq)"
    ),
    "audit_head_no_delete": "BEFORE DELETE ON audit_head",
    "audit_head_no_return": "BEFORE UPDATE ON audit_head WHEN NEW.seq < OLD.seq",
    "audit_head_no_replace": (
        "BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head WHERE id = NEW.id)"
    ),
}
POSTGRESQL_TRIGGERS = {
    "audit_event_no_update": "BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW",
    "audit_event_no_truncate": "BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT",
    "audit_head_no_delete": "BEFORE DELETE ON audit_head FOR EACH ROW",
    "audit_head_no_return": ("BEFORE UPDATE ON audit_head FOR EACH ROW WHEN (NEW.seq < OLD.seq)"),
    "audit_head_no_truncate": "BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT",
}
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$body$
"""


def create_triggers() -> None:
    """Make both tables of the trail append-only."""
    if op.get_bind().dialect.name == "sqlite":
        for name, when in SQLITE_TRIGGERS.items():
            refuse = "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            op.execute(sa.text(f"CREATE TRIGGER {name} {when} {refuse}"))
        return
    op.execute(sa.text(POSTGRESQL_FUNCTION.strip()))
    for name, when in POSTGRESQL_TRIGGERS.items():
        op.execute(sa.text(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION audit_append_only()"))


def drop_triggers() -> None:
    """Undo `create_triggers`; both tables must still exist."""
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE_TRIGGERS:
            op.execute(sa.text(f"DROP TRIGGER {name}"))
        return
    for name in POSTGRESQL_TRIGGERS:
        table = "audit_event" if name.startswith("audit_event") else "audit_head"
        op.execute(sa.text(f"DROP TRIGGER {name} ON {table}"))
    op.execute(sa.text("DROP FUNCTION audit_append_only()"))


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "audit_event",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_mac", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_actor_id_seq", "audit_event", ["actor_id", "seq"], unique=False)
    op.create_index("ix_audit_event_at_utc_seq", "audit_event", ["at_utc", "seq"], unique=False)
    op.create_index(
        "ix_audit_event_subject_id_seq", "audit_event", ["subject_id", "seq"], unique=False
    )
    op.create_table(
        "code",
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("hint", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("changed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_until IS NULL OR valid_until >= valid_from",
            name=op.f("ck_code_dates"),
        ),
        sa.PrimaryKeyConstraint("list_name", "code", name=op.f("pk_code")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=150), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("warrant_number", sa.String(length=20), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_changed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("username", name=op.f("uq_person_username")),
        sa.UniqueConstraint("warrant_number", name=op.f("uq_person_warrant_number")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("window_ends_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_attempt")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("gss_code", sa.String(length=9), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'force') = (parent_id IS NULL)", name=op.f("ck_unit_only_force_has_no_parent")
        ),
        sa.CheckConstraint(
            "kind IN ('force', 'bcu', 'borough', 'team')", name=op.f("ck_unit_kind")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_unit_dates")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_index("ix_unit_parent_id", "unit", ["parent_id"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("head_mac", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "calendar_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("borough_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('term', 'holiday', 'inset')", name=op.f("ck_calendar_period_kind")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_calendar_period_dates")),
        sa.ForeignKeyConstraint(
            ["borough_id"], ["unit.id"], name=op.f("fk_calendar_period_borough_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_period")),
    )
    op.create_index(
        "ix_calendar_period_borough_id",
        "calendar_period",
        ["borough_id", "starts_on"],
        unique=False,
    )
    op.create_table(
        "duty_week",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("borough_id", sa.Uuid(), nullable=True),
        sa.Column("bcu_id", sa.Uuid(), nullable=True),
        sa.Column("force_id", sa.Uuid(), nullable=True),
        sa.Column("on_duty_minutes", sa.Integer(), nullable=False),
        sa.Column("absence_minutes", sa.Integer(), nullable=False),
        sa.Column("nothing_else", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_confirmed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "absence_minutes BETWEEN 0 AND 10080", name=op.f("ck_duty_week_absence_in_a_week")
        ),
        sa.CheckConstraint(
            "on_duty_minutes BETWEEN 0 AND 10080", name=op.f("ck_duty_week_on_duty_in_a_week")
        ),
        sa.ForeignKeyConstraint(["bcu_id"], ["unit.id"], name=op.f("fk_duty_week_bcu_id_unit")),
        sa.ForeignKeyConstraint(
            ["borough_id"], ["unit.id"], name=op.f("fk_duty_week_borough_id_unit")
        ),
        sa.ForeignKeyConstraint(["force_id"], ["unit.id"], name=op.f("fk_duty_week_force_id_unit")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_duty_week_person_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["unit.id"], name=op.f("fk_duty_week_team_id_unit")),
        sa.PrimaryKeyConstraint("person_id", "week_on", name=op.f("pk_duty_week")),
    )
    op.create_index("ix_duty_week_team_id", "duty_week", ["team_id", "week_on"], unique=False)
    op.create_index("ix_duty_week_week_on", "duty_week", ["week_on"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("user_agent", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_login_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index("ix_login_session_person_id", "login_session", ["person_id"], unique=False)
    op.create_table(
        "posting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("role_title", sa.String(length=120), nullable=False),
        sa.Column("shoulder_number", sa.String(length=12), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("day_mask", sa.Integer(), nullable=False),
        sa.CheckConstraint("day_mask BETWEEN 0 AND 127", name=op.f("ck_posting_day_mask")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_posting_dates")
        ),
        sa.CheckConstraint(
            "weekly_minutes BETWEEN 0 AND 10080", name=op.f("ck_posting_weekly_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_posting_person_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_posting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index("ix_posting_person_id", "posting", ["person_id", "valid_from"], unique=False)
    op.create_index("ix_posting_unit_id", "posting", ["unit_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("cover", sa.Boolean(), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('officer', 'sergeant', 'inspector', 'analyst', 'auditor', 'board', 'admin')",
            name=op.f("ck_role_grant_role_is_known"),
        ),
        sa.CheckConstraint(
            "NOT cover OR valid_until IS NOT NULL", name=op.f("ck_role_grant_cover_ends")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from",
            name=op.f("ck_role_grant_period_is_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["person.id"], name=op.f("fk_role_grant_granted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index("ix_role_grant_person_id", "role_grant", ["person_id"], unique=False)
    op.create_index("ix_role_grant_unit_id", "role_grant", ["unit_id"], unique=False)
    op.create_table(
        "school",
        sa.Column("urn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_text", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=True),
        sa.Column("setting", sa.String(length=20), nullable=True),
        sa.Column("establishment_type", sa.String(length=80), nullable=True),
        sa.Column("gender", sa.String(length=10), nullable=True),
        sa.Column("local_authority_name", sa.String(length=80), nullable=True),
        sa.Column("gss_code", sa.String(length=9), nullable=True),
        sa.Column("borough_id", sa.Uuid(), nullable=True),
        sa.Column("ward_code", sa.String(length=9), nullable=True),
        sa.Column("ward_name", sa.String(length=80), nullable=True),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("successor_urn", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'closing', 'proposed', 'closed')", name=op.f("ck_school_status")
        ),
        sa.ForeignKeyConstraint(
            ["borough_id"], ["unit.id"], name=op.f("fk_school_borough_id_unit")
        ),
        sa.PrimaryKeyConstraint("urn", name=op.f("pk_school")),
    )
    op.create_index("ix_school_borough_id", "school", ["borough_id", "status"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author_role", sa.String(length=12), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("borough_id", sa.Uuid(), nullable=True),
        sa.Column("bcu_id", sa.Uuid(), nullable=True),
        sa.Column("force_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.String(length=12), nullable=True),
        sa.Column("school", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("notes_basis", sa.String(length=12), nullable=True),
        sa.Column("notes_digest", sa.String(length=64), nullable=True),
        sa.Column("device_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_submitted_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_version", sa.Integer(), nullable=True),
        sa.Column("decision_reason_code", sa.String(length=40), nullable=True),
        sa.Column("decision_reason", sa.String(length=2000), nullable=True),
        sa.Column("decision_fields", sa.JSON(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status IN ('approved', 'returned', 'reopened', 'void')) = (decided_by_id IS NOT NULL)",
            name=op.f("ck_entry_decided_has_decider"),
        ),
        sa.CheckConstraint(
            "kind IN ('engagement', 'diversion', 'diversion_update', 'abstraction')",
            name=op.f("ck_entry_kind_is_known"),
        ),
        sa.CheckConstraint(
            "status <> 'approved' OR decided_version = version",
            name=op.f("ck_entry_approved_as_looked_at"),
        ),
        sa.CheckConstraint(
            "status <> 'returned' OR decision_reason_code IS NOT NULL",
            name=op.f("ck_entry_return_has_code"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'returned', 'approved', 'reopened', 'withdrawn', 'void')",
            name=op.f("ck_entry_status_is_known"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'withdrawn') OR (happened_on IS NOT NULL AND capacity IS NOT NULL AND team_id IS NOT NULL)",
            name=op.f("ck_entry_submitted_is_attributed"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'withdrawn') OR submitted_at_utc IS NOT NULL",
            name=op.f("ck_entry_submitted_has_time"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('returned', 'reopened', 'void') "
            "OR length(coalesce(decision_reason, '')) > 0",
            name=op.f("ck_entry_return_has_reason"),
        ),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at_utc IS NULL)",
            name=op.f("ck_entry_decider_has_time"),
        ),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_version IS NULL)",
            name=op.f("ck_entry_decider_saw_a_version"),
        ),
        sa.CheckConstraint(
            "decided_by_id <> officer_id", name=op.f("ck_entry_nobody_decides_their_own")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_entry_version_starts_at_one")),
        sa.ForeignKeyConstraint(["bcu_id"], ["unit.id"], name=op.f("fk_entry_bcu_id_unit")),
        sa.ForeignKeyConstraint(["borough_id"], ["unit.id"], name=op.f("fk_entry_borough_id_unit")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_entry_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(["force_id"], ["unit.id"], name=op.f("fk_entry_force_id_unit")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["person.id"], name=op.f("fk_entry_officer_id_person")
        ),
        sa.ForeignKeyConstraint(["school"], ["school.urn"], name=op.f("fk_entry_school_school")),
        sa.ForeignKeyConstraint(["team_id"], ["unit.id"], name=op.f("fk_entry_team_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    op.create_index(
        "ix_entry_count",
        "entry",
        ["kind", "status", "happened_on", "capacity", "school", "duration_minutes", "id"],
        unique=False,
    )
    op.create_index("ix_entry_notes_digest", "entry", ["notes_digest"], unique=False)
    op.create_index(
        "ix_entry_officer_status", "entry", ["officer_id", "status", "happened_on"], unique=False
    )
    op.create_index(op.f("ix_entry_reference"), "entry", ["reference"], unique=False)
    op.create_index("ix_entry_school", "entry", ["school", "status", "happened_on"], unique=False)
    op.create_index(
        "ix_entry_waiting",
        "entry",
        ["team_id", "submitted_at_utc"],
        unique=False,
        sqlite_where=sa.text("status = 'submitted'"),
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.create_table(
        "officer_school",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("urn", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_officer_school_dates")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_officer_school_person_id_person")
        ),
        sa.ForeignKeyConstraint(["urn"], ["school.urn"], name=op.f("fk_officer_school_urn_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_school")),
        sa.UniqueConstraint(
            "person_id",
            "urn",
            "valid_from",
            name=op.f("uq_officer_school_person_id_urn_valid_from"),
        ),
    )
    op.create_index("ix_officer_school_urn", "officer_school", ["urn"], unique=False)
    op.create_table(
        "priority_school",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("urn", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from",
            name=op.f("ck_priority_school_dates"),
        ),
        sa.ForeignKeyConstraint(
            ["urn"], ["school.urn"], name=op.f("fk_priority_school_urn_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_school")),
        sa.UniqueConstraint("urn", "valid_from", name=op.f("uq_priority_school_urn_valid_from")),
    )
    op.create_table(
        "school_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("urn", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("contact_officer_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= signed_on", name=op.f("ck_school_agreement_ended")
        ),
        sa.CheckConstraint(
            "review_on IS NULL OR review_on >= signed_on", name=op.f("ck_school_agreement_review")
        ),
        sa.ForeignKeyConstraint(
            ["contact_officer_id"],
            ["person.id"],
            name=op.f("fk_school_agreement_contact_officer_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["urn"], ["school.urn"], name=op.f("fk_school_agreement_urn_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_agreement")),
        sa.UniqueConstraint("urn", "signed_on", name=op.f("uq_school_agreement_urn_signed_on")),
    )
    op.create_table(
        "abstraction",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("abstraction_type", sa.String(length=40), nullable=True),
        sa.Column("hierarchy_rank", sa.String(length=40), nullable=True),
        sa.Column("policy_version", sa.String(length=40), nullable=True),
        sa.Column("notice", sa.String(length=40), nullable=True),
        sa.Column("authorised_by", sa.String(length=200), nullable=True),
        sa.Column("destination", sa.String(length=200), nullable=True),
        sa.Column("schools_were_affected", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_abstraction_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_abstraction")),
    )
    op.create_table(
        "abstraction_day",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("school_minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_abstraction_day_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", "day", name=op.f("pk_abstraction_day")),
    )
    op.create_index(op.f("ix_abstraction_day_day"), "abstraction_day", ["day"], unique=False)
    op.create_table(
        "abstraction_school",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=True),
        sa.Column("told", sa.String(length=40), nullable=True),
        sa.Column("cover", sa.String(length=40), nullable=True),
        sa.Column("visits_lost", sa.Integer(), nullable=True),
        sa.Column("rearranged_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_abstraction_school_entry_id_entry")
        ),
        sa.ForeignKeyConstraint(
            ["school"], ["school.urn"], name=op.f("fk_abstraction_school_school_school")
        ),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_abstraction_school")),
    )
    op.create_index(
        op.f("ix_abstraction_school_school"), "abstraction_school", ["school"], unique=False
    )
    op.create_table(
        "diversion",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("matter_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("matter_type", sa.String(length=40), nullable=True),
        sa.Column("child_role", sa.String(length=40), nullable=True),
        sa.Column("crime_recorded", sa.String(length=40), nullable=True),
        sa.Column("schools_protocol_used", sa.String(length=40), nullable=True),
        sa.Column("police_reference_type", sa.String(length=40), nullable=True),
        sa.Column("police_reference", sa.String(length=40), nullable=True),
        sa.Column("child_key", sa.String(length=64), nullable=True),
        sa.Column("gravity_score", sa.String(length=40), nullable=True),
        sa.Column("gravity_version", sa.String(length=40), nullable=True),
        sa.Column("gravity_reason", sa.String(length=40), nullable=True),
        sa.Column("gravity_rationale", sa.String(length=2000), nullable=True),
        sa.Column("otherwise", sa.String(length=40), nullable=True),
        sa.Column("ethnicity_self_defined", sa.String(length=40), nullable=True),
        sa.Column("ethnicity_self_defined_reason", sa.String(length=40), nullable=True),
        sa.Column("ethnicity_officer_defined", sa.String(length=40), nullable=True),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("sex_reason", sa.String(length=40), nullable=True),
        sa.Column("age", sa.String(length=40), nullable=True),
        sa.Column("age_reason", sa.String(length=40), nullable=True),
        sa.Column("year_group", sa.String(length=40), nullable=True),
        sa.Column("year_group_reason", sa.String(length=40), nullable=True),
        sa.Column("send", sa.String(length=40), nullable=True),
        sa.Column("send_reason", sa.String(length=40), nullable=True),
        sa.Column("looked_after", sa.String(length=40), nullable=True),
        sa.Column("looked_after_reason", sa.String(length=40), nullable=True),
        sa.Column("contact_child", sa.String(length=40), nullable=True),
        sa.Column("contact_child_on", sa.Date(), nullable=True),
        sa.Column("contact_child_reason", sa.String(length=40), nullable=True),
        sa.Column("contact_parent_carer", sa.String(length=40), nullable=True),
        sa.Column("contact_parent_carer_on", sa.Date(), nullable=True),
        sa.Column("contact_parent_carer_reason", sa.String(length=40), nullable=True),
        sa.Column("contact_victim", sa.String(length=40), nullable=True),
        sa.Column("contact_victim_on", sa.Date(), nullable=True),
        sa.Column("contact_victim_reason", sa.String(length=40), nullable=True),
        sa.Column("route", sa.String(length=40), nullable=True),
        sa.Column("provider", sa.String(length=200), nullable=True),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("accepted", sa.String(length=40), nullable=True),
        sa.Column("mash_referral", sa.String(length=40), nullable=True),
        sa.Column("mash_referral_on", sa.Date(), nullable=True),
        sa.Column("school_sanction", sa.String(length=40), nullable=True),
        sa.Column("police_outcome", sa.String(length=40), nullable=True),
        sa.Column("police_outcome_on", sa.Date(), nullable=True),
        sa.Column("joint_decision_with_yjs", sa.String(length=40), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_diversion_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_diversion")),
    )
    op.create_index(op.f("ix_diversion_child_key"), "diversion", ["child_key"], unique=False)
    op.create_table(
        "diversion_update",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("diversion", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("stage_on", sa.Date(), nullable=True),
        sa.Column("stage_reason", sa.String(length=40), nullable=True),
        sa.Column("accepted", sa.String(length=40), nullable=True),
        sa.Column("contact_child", sa.String(length=40), nullable=True),
        sa.Column("contact_child_on", sa.Date(), nullable=True),
        sa.Column("contact_child_reason", sa.String(length=40), nullable=True),
        sa.Column("contact_parent_carer", sa.String(length=40), nullable=True),
        sa.Column("contact_parent_carer_on", sa.Date(), nullable=True),
        sa.Column("contact_parent_carer_reason", sa.String(length=40), nullable=True),
        sa.Column("contact_victim", sa.String(length=40), nullable=True),
        sa.Column("contact_victim_on", sa.Date(), nullable=True),
        sa.Column("contact_victim_reason", sa.String(length=40), nullable=True),
        sa.Column("school_sanction", sa.String(length=40), nullable=True),
        sa.Column("police_outcome", sa.String(length=40), nullable=True),
        sa.Column("police_outcome_on", sa.Date(), nullable=True),
        sa.Column("feedback_received", sa.String(length=40), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("new_incident", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["diversion"], ["entry.id"], name=op.f("fk_diversion_update_diversion_entry")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_diversion_update_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_diversion_update")),
    )
    op.create_index(
        op.f("ix_diversion_update_diversion"), "diversion_update", ["diversion"], unique=False
    )
    op.create_table(
        "engagement",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_type", sa.String(length=40), nullable=True),
        sa.Column("engagement_type_other", sa.String(length=200), nullable=True),
        sa.Column("programme", sa.String(length=40), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("parents_carers", sa.Integer(), nullable=True),
        sa.Column("requested_by", sa.String(length=40), nullable=True),
        sa.Column("discipline_request", sa.String(length=40), nullable=True),
        sa.Column("discipline_reason", sa.String(length=40), nullable=True),
        sa.Column("powers_used", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=40), nullable=True),
        sa.Column("snt_informed", sa.String(length=40), nullable=True),
        sa.Column("feedback_stage", sa.String(length=40), nullable=True),
        sa.Column("feedback_responses", sa.Integer(), nullable=True),
        sa.Column("feedback_rated_7_to_10", sa.Integer(), nullable=True),
        sa.Column("feedback_aware", sa.Integer(), nullable=True),
        sa.Column("feedback_feel_safer", sa.Integer(), nullable=True),
        sa.Column("feedback_feel_less_safe", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_engagement_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_engagement")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry_code",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_entry_code_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", "field", "code", name=op.f("pk_entry_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry_event",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("from_status", sa.String(length=12), nullable=True),
        sa.Column("to_status", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_entry_event_actor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_entry_event_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_entry_event")),
    )
    op.create_index("ix_entry_event_action", "entry_event", ["action", "at_utc"], unique=False)
    op.create_table(
        "entry_flag",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_entry_flag_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", "code", name=op.f("pk_entry_flag")),
    )
    op.create_table(
        "entry_version",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_entry_version_entry_id_entry")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_entry_version_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("entry_id", "version", name=op.f("pk_entry_version")),
    )
    op.create_table(
        "power_used",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("power", sa.String(length=40), nullable=True),
        sa.Column("legislation", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("age", sa.String(length=40), nullable=True),
        sa.Column("ethnicity_self_defined", sa.String(length=40), nullable=True),
        sa.Column("ethnicity_self_defined_reason", sa.String(length=40), nullable=True),
        sa.Column("ethnicity_officer_defined", sa.String(length=40), nullable=True),
        sa.Column("send", sa.String(length=40), nullable=True),
        sa.Column("bwv", sa.String(length=40), nullable=True),
        sa.Column("bwv_reference", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_power_used_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_power_used")),
    )
    op.create_table(
        "conflict_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("received_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("resolved_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_conflict_copy_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_copy")),
        sa.UniqueConstraint(
            "entry_id",
            "person_id",
            "body_digest",
            name=op.f("uq_conflict_copy_entry_id_person_id_body_digest"),
        ),
    )
    op.create_index(
        "ix_conflict_copy_person_id",
        "conflict_copy",
        ["person_id", "received_at_utc"],
        unique=False,
    )
    # ### end Alembic commands ###
    create_triggers()


def downgrade() -> None:
    """Drop every table."""
    drop_triggers()
    op.drop_index("ix_conflict_copy_person_id", table_name="conflict_copy")
    op.drop_table("conflict_copy")
    op.drop_table("power_used")
    op.drop_table("entry_version")
    op.drop_table("entry_flag")
    op.drop_index("ix_entry_event_action", table_name="entry_event")
    op.drop_table("entry_event")
    op.drop_table("entry_code")
    op.drop_table("engagement")
    op.drop_index(op.f("ix_diversion_update_diversion"), table_name="diversion_update")
    op.drop_table("diversion_update")
    op.drop_index(op.f("ix_diversion_child_key"), table_name="diversion")
    op.drop_table("diversion")
    op.drop_index(op.f("ix_abstraction_school_school"), table_name="abstraction_school")
    op.drop_table("abstraction_school")
    op.drop_index(op.f("ix_abstraction_day_day"), table_name="abstraction_day")
    op.drop_table("abstraction_day")
    op.drop_table("abstraction")
    op.drop_table("school_agreement")
    op.drop_table("priority_school")
    op.drop_index("ix_officer_school_urn", table_name="officer_school")
    op.drop_table("officer_school")
    op.drop_index(
        "ix_entry_waiting",
        table_name="entry",
        sqlite_where=sa.text("status = 'submitted'"),
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.drop_index("ix_entry_school", table_name="entry")
    op.drop_index(op.f("ix_entry_reference"), table_name="entry")
    op.drop_index("ix_entry_officer_status", table_name="entry")
    op.drop_index("ix_entry_notes_digest", table_name="entry")
    op.drop_index("ix_entry_count", table_name="entry")
    op.drop_table("entry")
    op.drop_index("ix_school_borough_id", table_name="school")
    op.drop_table("school")
    op.drop_index("ix_role_grant_unit_id", table_name="role_grant")
    op.drop_index("ix_role_grant_person_id", table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index("ix_posting_unit_id", table_name="posting")
    op.drop_index("ix_posting_person_id", table_name="posting")
    op.drop_table("posting")
    op.drop_index("ix_login_session_person_id", table_name="login_session")
    op.drop_table("login_session")
    op.drop_index("ix_duty_week_week_on", table_name="duty_week")
    op.drop_index("ix_duty_week_team_id", table_name="duty_week")
    op.drop_table("duty_week")
    op.drop_index("ix_calendar_period_borough_id", table_name="calendar_period")
    op.drop_table("calendar_period")
    op.drop_table("audit_head")
    op.drop_index("ix_unit_parent_id", table_name="unit")
    op.drop_table("unit")
    op.drop_table("sign_in_attempt")
    op.drop_table("person")
    op.drop_table("code")
    op.drop_index("ix_audit_event_subject_id_seq", table_name="audit_event")
    op.drop_index("ix_audit_event_at_utc_seq", table_name="audit_event")
    op.drop_index("ix_audit_event_actor_id_seq", table_name="audit_event")
    op.drop_table("audit_event")
    # ### end Alembic commands ###
