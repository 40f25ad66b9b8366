"""The audit trail has its head from the start, instead of the first event making it.

Two first events at the same moment each found no head; the one that came second saw an event and
no head, and was refused. The head is signed with the key of the installation, which is not in the
database: the application gives the signature in `audit_genesis` (see docs/adr/0010).
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0002_audit_head"
down_revision = "0001_first_release"
branch_labels = None
depends_on = None

# An account is never made without an event, so where there are people and no trail, the trail was
# removed: a head made then would sign the loss.
NOTHING_HAPPENED_YET = (
    "NOT EXISTS (SELECT 1 FROM audit_head) AND NOT EXISTS (SELECT 1 FROM audit_event) "
    "AND NOT EXISTS (SELECT 1 FROM person)"
)


def upgrade() -> None:
    """Begin the trail where nothing has happened yet; a trail that has begun stays as it is."""
    head = {"mac": "0" * 64, "head_mac": context.config.attributes["audit_genesis"]}
    begin = sa.text(
        "INSERT INTO audit_head (id, seq, mac, head_mac) "
        f"SELECT 1, 0, :mac, :head_mac WHERE {NOTHING_HAPPENED_YET}"
    )
    op.get_bind().execute(begin, head)


def downgrade() -> None:
    """Keep the head: without it nobody could tell whether the end of the trail was cut."""
