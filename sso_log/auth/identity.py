"""Who is acting: an immutable picture of a person and the grants that hold today.

Read once per request from the database, so a change to a grant is obeyed on the next request.
Nothing here touches the database or the web.
"""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from sso_log.words import capitalised, word


class Role(StrEnum):
    """What a grant makes of a person within a unit."""

    OFFICER = "officer"
    SERGEANT = "sergeant"
    INSPECTOR = "inspector"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    BOARD = "board"
    ADMIN = "admin"

    @property
    def words(self) -> str:
        """The role as people read it, with a capital: `Sergeant`."""
        return capitalised(word("role", self.value))


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one unit and everything below it. `cover` is lent, and cannot be lent on."""

    role: Role
    unit_id: uuid.UUID
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the rest of the application sees them."""

    id: uuid.UUID
    username: str
    name: str
    warrant_number: str | None = None
    grants: tuple[Grant, ...] = ()

    def has(self, *roles: Role) -> bool:
        """Whether the person holds any of these roles, anywhere."""
        return any(grant.role in roles for grant in self.grants)

    def units(self, *roles: Role) -> frozenset[uuid.UUID]:
        """The units in which the person holds any of these roles."""
        return frozenset(grant.unit_id for grant in self.grants if grant.role in roles)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held today."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def role_label(self) -> str:
        """The roles in words, in the order of `Role`: “Officer, sergeant”."""
        return capitalised(", ".join(word("role", role) for role in Role if role in self.roles))

    @property
    def person_id(self) -> uuid.UUID | None:
        """The key of the person's row; None for SYSTEM, who has none."""
        return None if self.id == SYSTEM_ID else self.id


SYSTEM_ID = uuid.UUID(int=0)
SYSTEM = Actor(id=SYSTEM_ID, username="system", name="The system")
