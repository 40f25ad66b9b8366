"""Who may do what: one map from permission to rule, read top to bottom.

A rule looks at the actor's grants and at the target: an entry, a person, a unit or a school, as
anything that has `officer_id, author_role, team_id, borough_id, bcu_id, force_id` and
`never_submitted`. Without a target a rule answers whether the actor could do it to anything at
all, which is what menus and the guards of pages ask. What is not in the map is refused.

Nobody decides an entry of their own, whatever roles they hold, and an entry that was never
submitted is nobody's but its officer's, whatever is asked of it. Areas are not secret, so a page
outside one's role answers 403; another person's record is, so it answers 404 like one that does
not exist.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from sso_log.auth.identity import Actor, Grant, Role
from sso_log.errors import NotFound, NotPermitted


class Permission(StrEnum):
    """Something a person may or may not do."""

    WRITE_ENTRY = "write_entry"
    READ_ENTRY = "read_entry"
    READ_ENTRY_HISTORY = "read_entry_history"
    DECIDE = "decide"
    REOPEN = "reopen"
    VOID = "void"
    CONFIRM_WEEK = "confirm_week"
    SEE_INBOX = "see_inbox"
    SEE_TEAM = "see_team"
    READ_OWN_FIGURES = "read_own_figures"
    READ_FIGURES = "read_figures"
    READ_SCHOOL = "read_school"
    EXPORT = "export"
    READ_AUDIT = "read_audit"
    VERIFY_AUDIT = "verify_audit"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_LISTS = "manage_lists"
    GRANT_COVER = "grant_cover"
    CHANGE_PASSWORD = "change_password"  # nosec B105 - a word, not a secret
    SIGN_OUT = "sign_out"


class Target(Protocol):
    """What a rule looks at. An Entry is one; `Place` makes one of anything else."""

    @property
    def officer_id(self) -> uuid.UUID | None: ...
    @property
    def author_role(self) -> str | None: ...
    @property
    def team_id(self) -> uuid.UUID | None: ...
    @property
    def borough_id(self) -> uuid.UUID | None: ...
    @property
    def bcu_id(self) -> uuid.UUID | None: ...
    @property
    def force_id(self) -> uuid.UUID | None: ...
    @property
    def never_submitted(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A target that is not an entry: a unit, with the chain above it, or a person in it."""

    officer_id: uuid.UUID | None = None
    author_role: str | None = None
    team_id: uuid.UUID | None = None
    borough_id: uuid.UUID | None = None
    bcu_id: uuid.UUID | None = None
    force_id: uuid.UUID | None = None
    never_submitted: bool = False


class Everything:
    """The scope of those who see the whole force."""


ALL: Final = Everything()
LEADERS: Final = (Role.SERGEANT, Role.INSPECTOR)
Rule = Callable[[Actor, Target | None], bool]


def _units_of(target: Target) -> set[uuid.UUID | None]:
    return {target.team_id, target.borough_id, target.bcu_id, target.force_id}


def _own(actor: Actor, target: Target | None) -> bool:
    return target is not None and target.officer_id == actor.id


def _writes(actor: Actor, target: Target | None) -> bool:
    """Logs entries, and with them weeks and figures of their own."""
    return actor.has(Role.OFFICER, Role.SERGEANT) and (target is None or _own(actor, target))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose entries a person may do something to, as data: `may` and the lists in SQL read it.

    `own` says whether it is for one's own entries or never for them. `units` are reached with all
    below them; of `units_by_sergeants` only what a sergeant logged.
    """

    own: bool
    units: frozenset[uuid.UUID] = frozenset()
    units_by_sergeants: frozenset[uuid.UUID] = frozenset()
    everywhere: bool = False

    def anything(self, actor: Actor) -> bool:
        """Whether there can be any entry among them."""
        writes = self.own and actor.has(Role.OFFICER, Role.SERGEANT)
        return writes or bool(self.units or self.units_by_sergeants) or self.everywhere

    def covers(self, actor: Actor, target: Target) -> bool:
        """Whether this entry is among them."""
        if _own(actor, target):
            return self.own
        above = _units_of(target)
        by_sergeant = target.author_role == Role.SERGEANT
        return (
            self.everywhere
            or not above.isdisjoint(self.units)
            or (by_sergeant and not above.isdisjoint(self.units_by_sergeants))
        )


def _led(actor: Actor) -> frozenset[uuid.UUID]:
    return actor.units(*LEADERS)


# A sergeant decides for the unit; the inspector only where the author was a sergeant.
REACH: Final[dict[Permission, Callable[[Actor], Reach]]] = {
    Permission.READ_ENTRY: lambda actor: Reach(own=True, units=_led(actor)),
    Permission.READ_ENTRY_HISTORY: lambda actor: Reach(
        own=True, units=_led(actor), everywhere=actor.has(Role.AUDITOR)
    ),
    Permission.DECIDE: lambda actor: Reach(
        own=False,
        units=actor.units(Role.SERGEANT),
        units_by_sergeants=actor.units(Role.INSPECTOR),
    ),
    Permission.REOPEN: lambda actor: Reach(own=False, units=_led(actor)),
    Permission.VOID: lambda actor: Reach(own=False, units=_led(actor)),
}

# What the pages that show one entry ask for.
READINGS: Final = frozenset(
    {Permission.READ_ENTRY, Permission.READ_ENTRY_HISTORY, Permission.SEE_INBOX}
)


def reach(actor: Actor, permission: Permission) -> Reach:
    """Whose entries a permission of `REACH` is for. Raises KeyError for any other."""
    return REACH[permission](actor)


def _reaches(permission: Permission) -> Rule:
    """The rule about entries that `REACH` declares."""

    def rule(actor: Actor, target: Target | None) -> bool:
        entries = reach(actor, permission)
        return entries.anything(actor) if target is None else entries.covers(actor, target)

    return rule


def _leads(actor: Actor, target: Target | None, lent: bool = True) -> bool:
    """Leads a unit that contains the target; `lent` counts cover too."""
    granted = [one for one in actor.grants if one.role in LEADERS and (lent or not one.cover)]
    return any(target is None or grant.unit_id in _units_of(target) for grant in granted)


def _reads_figures(actor: Actor, target: Target | None) -> bool:
    return actor.has(Role.ANALYST) or _leads(actor, target)


def _reads_school(actor: Actor, target: Target | None) -> bool:
    """Officers: the caller names them in `officer_id` when the school is one of theirs."""
    if actor.has(Role.ANALYST, Role.ADMIN) or _leads(actor, target):
        return True
    return actor.has(Role.OFFICER) and (target is None or _own(actor, target))


def _gives_cover(actor: Actor, target: Target | None) -> bool:
    return _leads(actor, target, lent=False)


def _role(*roles: Role) -> Rule:
    def holds(actor: Actor, _target: Target | None) -> bool:
        return actor.has(*roles)

    return holds


POLICY: Final[dict[Permission, Rule]] = {
    **{permission: _reaches(permission) for permission in REACH},
    Permission.WRITE_ENTRY: _writes,
    Permission.CONFIRM_WEEK: _writes,
    Permission.SEE_INBOX: _leads,
    Permission.SEE_TEAM: _leads,
    Permission.READ_OWN_FIGURES: _writes,
    Permission.READ_FIGURES: _reads_figures,
    Permission.READ_SCHOOL: _reads_school,
    Permission.EXPORT: _reads_figures,
    Permission.READ_AUDIT: _role(Role.AUDITOR),
    Permission.VERIFY_AUDIT: _role(Role.AUDITOR),
    Permission.MANAGE_PEOPLE: _role(Role.ADMIN),
    Permission.MANAGE_LISTS: _role(Role.ADMIN),
    Permission.GRANT_COVER: _gives_cover,
    Permission.CHANGE_PASSWORD: lambda _actor, _target: True,
    Permission.SIGN_OUT: lambda _actor, _target: True,
}

REFUSALS: Final[dict[Permission, str]] = {
    Permission.DECIDE: "You may not decide this entry.",
    Permission.WRITE_ENTRY: "Only the officer who made this entry may change it.",
    Permission.REOPEN: "You may not reopen this entry.",
    Permission.VOID: "You may not void this entry.",
}
REFUSED = "Your role does not allow this."


def may(actor: Actor | None, permission: Permission, target: Target | None = None) -> bool:
    """Whether the actor may do this, to the target or, without one, to anything at all."""
    rule = POLICY.get(permission)
    if actor is None or rule is None:
        return False
    if target is not None and target.never_submitted and not _own(actor, target):
        return False
    return rule(actor, target)


def hides_entry(actor: Actor, permission: Permission) -> bool:
    """Whether the page of an entry that is not for this person's role answers like no page.

    Only reading is hidden, and not from those who may know of every entry.
    """
    return permission in READINGS and not reach(actor, Permission.READ_ENTRY_HISTORY).everywhere


def require(actor: Actor | None, permission: Permission, target: Target | None = None) -> None:
    """Raise unless permitted: NotFound for what the actor may not know of, else NotPermitted."""
    if may(actor, permission, target):
        return
    if target is not None and not may(actor, Permission.READ_ENTRY_HISTORY, target):
        raise NotFound()
    raise NotPermitted(REFUSALS.get(permission, REFUSED))


def figure_scope(actor: Actor) -> frozenset[uuid.UUID] | Everything:
    """Units whose figures the actor may read, with all below them; ALL for the whole force."""
    if actor.has(Role.ANALYST):
        return ALL
    return _led(actor)


def audience(permission: Permission) -> tuple[Role, ...]:
    """Roles that could do this to something, worked out by asking the rule itself."""
    unit = uuid.UUID(int=1)
    return tuple(
        role for role in Role if may(Actor(unit, "", "", grants=(Grant(role, unit),)), permission)
    )
