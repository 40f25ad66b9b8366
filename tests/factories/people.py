"""Actors and places made of nothing but keys, for rules that need no database."""

import uuid

from sso_log.auth.identity import Actor, Grant, Role
from sso_log.auth.policy import Place

FORCE, BCU, OTHER_BCU = (uuid.UUID(int=number) for number in (101, 102, 103))
BOROUGH, TEAM, OTHER_TEAM, FAR_TEAM = (uuid.UUID(int=number) for number in (104, 105, 106, 107))
UNIT_OF = {
    Role.OFFICER: TEAM,
    Role.SERGEANT: TEAM,
    Role.INSPECTOR: BCU,
    Role.ANALYST: FORCE,
    Role.AUDITOR: FORCE,
    Role.BOARD: FORCE,
    Role.ADMIN: FORCE,
}


def somebody(*roles: Role, unit: uuid.UUID | None = None, cover: bool = False) -> Actor:
    """A person with these roles, each where it is usually held or in `unit`."""
    grants = tuple(Grant(role, unit or UNIT_OF[role], cover) for role in roles)
    return Actor(id=uuid.uuid4(), username="somebody", name="Somebody Tester", grants=grants)


def entry_of(
    officer_id: uuid.UUID | None = None,
    author_role: Role = Role.OFFICER,
    team_id: uuid.UUID = TEAM,
    bcu_id: uuid.UUID = BCU,
) -> Place:
    """What the policy sees of an entry, by default somebody else's in TEAM."""
    return Place(
        officer_id=officer_id or uuid.uuid4(),
        author_role=author_role.value,
        team_id=team_id,
        borough_id=BOROUGH if bcu_id == BCU else uuid.uuid4(),
        bcu_id=bcu_id,
        force_id=FORCE,
    )
