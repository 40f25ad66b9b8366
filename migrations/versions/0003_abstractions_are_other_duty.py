"""An abstraction is always other duty: nobody is asked, and the column says so.

Being taken away is the other duty. While it was asked, an officer who answered "other duty" fell
out of the abstraction rate. The answers that were given stay in the versions, from which the way
down restores them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_abstractions_are_other_duty"
down_revision = "0002_audit_head"
branch_labels = None
depends_on = None

NAME = "ck_entry_abstraction_capacity"
RULE = "kind <> 'abstraction' OR capacity = 'other_duty'"
CONSTRAINT = f", CONSTRAINT {NAME} CHECK ({RULE})"


def upgrade() -> None:
    """Make every abstraction other duty, and let the database refuse any that is not."""
    op.execute("UPDATE entry SET capacity = 'other_duty' WHERE kind = 'abstraction'")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(lambda table: f"{table.rpartition(')')[0].rstrip()}{CONSTRAINT})")
    else:
        op.create_check_constraint(op.f(NAME), "entry", RULE)


def downgrade() -> None:
    """Give back what was answered; whoever was not asked stays in other duty, a draft open."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(lambda table: table.replace(CONSTRAINT, ""))
    else:
        op.drop_constraint(op.f(NAME), "entry", type_="check")
    answered = (
        "(SELECT version.fields ->> 'capacity' FROM entry_version AS version "
        "WHERE version.entry_id = entry.id AND version.version = entry.version)"
    )
    op.execute(
        f"UPDATE entry SET capacity = CASE WHEN status IN ('draft', 'withdrawn') THEN {answered} "
        f"ELSE coalesce({answered}, 'other_duty') END WHERE kind = 'abstraction'"
    )


def _rebuild(change):
    """Make the table anew with its statement changed: SQLite cannot add or drop a constraint."""
    bind = op.get_bind()
    statements = dict(
        bind.execute(
            sa.text(
                "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'entry' AND sql IS NOT NULL"
            )
        ).all()
    )
    columns = change(statements.pop("entry")).partition("(")[2]
    bind.exec_driver_sql(f"CREATE TABLE entry_rebuilt ({columns}")
    bind.exec_driver_sql("INSERT INTO entry_rebuilt SELECT * FROM entry")
    bind.exec_driver_sql("DROP TABLE entry")
    bind.exec_driver_sql("ALTER TABLE entry_rebuilt RENAME TO entry")
    for statement in statements.values():
        bind.exec_driver_sql(statement)
