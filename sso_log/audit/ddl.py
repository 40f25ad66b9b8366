"""Triggers that make `audit_event` append-only, for both engines.

Strings only: `models` runs them after CREATE TABLE. The migrations hold their own; a test compares
what both make. SQLite's INSERT OR REPLACE deletes without firing delete triggers, so inserting
over a row is refused too.
"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
END
$body$
"""
_SENTENCE = "the audit trail is append-only"

_SQLITE = {
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
_POSTGRESQL = {
    "audit_event_no_update": ("audit_event", "BEFORE UPDATE OR DELETE", "FOR EACH ROW", ""),
    "audit_event_no_truncate": ("audit_event", "BEFORE TRUNCATE", "FOR EACH STATEMENT", ""),
    "audit_head_no_delete": ("audit_head", "BEFORE DELETE", "FOR EACH ROW", ""),
    "audit_head_no_return": (
        "audit_head",
        "BEFORE UPDATE",
        "FOR EACH ROW",
        "WHEN (NEW.seq < OLD.seq)",
    ),
    "audit_head_no_truncate": ("audit_head", "BEFORE TRUNCATE", "FOR EACH STATEMENT", ""),
}


def create_triggers(dialect: str) -> list[str]:
    """Statements that make both tables append-only on `sqlite` or `postgresql`."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
            for name, when in _SQLITE.items()
        ]
    return [_FUNCTION.format(sentence=_SENTENCE).strip()] + [
        f"CREATE TRIGGER {name} {when} ON {table} {each} {condition} "
        "EXECUTE FUNCTION audit_append_only()"
        for name, (table, when, each, condition) in _POSTGRESQL.items()
    ]


def drop_triggers(dialect: str) -> list[str]:
    """Statements that undo `create_triggers`; both tables must still exist."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, *_) in _POSTGRESQL.items()
    ] + ["DROP FUNCTION IF EXISTS audit_append_only()"]
