"""The map of who may do what, role by role."""

import uuid

import pytest

from sso_log.auth.identity import SYSTEM, Actor, Role
from sso_log.auth.policy import (
    ALL,
    POLICY,
    Permission,
    Place,
    audience,
    figure_scope,
    may,
    require,
)
from sso_log.errors import NotFound, NotPermitted
from tests.factories.people import (
    BCU,
    FAR_TEAM,
    OTHER_BCU,
    OTHER_TEAM,
    TEAM,
    entry_of,
    somebody,
)

ON_ENTRIES = (
    Permission.WRITE_ENTRY,
    Permission.READ_ENTRY,
    Permission.READ_ENTRY_HISTORY,
    Permission.DECIDE,
    Permission.REOPEN,
    Permission.VOID,
)
DECISIONS = (Permission.DECIDE, Permission.REOPEN, Permission.VOID)


def allowed(actor: Actor, target: Place) -> set[Permission]:
    """What of entries this person may do to this one."""
    return {permission for permission in ON_ENTRIES if may(actor, permission, target)}


def test_every_permission_has_a_rule() -> None:
    assert set(POLICY) == set(Permission)


@pytest.mark.parametrize("permission", list(Permission))
def test_nobody_signed_in_may_do_nothing(permission: Permission) -> None:
    assert not may(None, permission)
    assert not may(None, permission, entry_of())


@pytest.mark.parametrize(
    "permission", sorted(set(Permission) - {Permission.CHANGE_PASSWORD, Permission.SIGN_OUT})
)
def test_a_person_without_roles_may_only_look_after_their_account(permission: Permission) -> None:
    assert not may(somebody(), permission)
    assert not may(somebody(), permission, Place())


def test_the_system_holds_no_role_of_its_own() -> None:
    assert allowed(SYSTEM, entry_of()) == set()


def test_an_officer_may_write_and_read_their_own_entry_only() -> None:
    officer = somebody(Role.OFFICER)
    own = entry_of(officer.id)
    assert allowed(officer, own) == {
        Permission.WRITE_ENTRY,
        Permission.READ_ENTRY,
        Permission.READ_ENTRY_HISTORY,
    }
    assert allowed(officer, entry_of()) == set()


def test_a_sergeant_may_read_and_decide_but_not_write_the_team_s_entries() -> None:
    assert allowed(somebody(Role.SERGEANT), entry_of()) == set(ON_ENTRIES) - {
        Permission.WRITE_ENTRY
    }


@pytest.mark.parametrize("team", [OTHER_TEAM, FAR_TEAM])
def test_a_sergeant_may_do_nothing_in_another_team(team: uuid.UUID) -> None:
    assert allowed(somebody(Role.SERGEANT), entry_of(team_id=team)) == set()


def test_an_inspector_overrules_in_the_bcu_but_decides_only_sergeants_own_entries() -> None:
    inspector = somebody(Role.INSPECTOR)
    assert not may(inspector, Permission.DECIDE, entry_of())
    assert may(inspector, Permission.DECIDE, entry_of(author_role=Role.SERGEANT))
    for permission in (Permission.READ_ENTRY, Permission.REOPEN, Permission.VOID):
        assert may(inspector, permission, entry_of())
        assert not may(inspector, permission, entry_of(bcu_id=OTHER_BCU))
    elsewhere = entry_of(author_role=Role.SERGEANT, bcu_id=OTHER_BCU)
    assert not may(inspector, Permission.DECIDE, elsewhere)


def test_a_sergeant_s_own_entry_is_decided_by_another_sergeant_of_the_unit() -> None:
    author, colleague = somebody(Role.SERGEANT), somebody(Role.SERGEANT)
    entry = entry_of(author.id, author_role=Role.SERGEANT)
    assert not may(author, Permission.DECIDE, entry)
    assert may(colleague, Permission.DECIDE, entry)


@pytest.mark.parametrize("permission", DECISIONS)
@pytest.mark.parametrize("author_role", [Role.OFFICER, Role.SERGEANT])
def test_nobody_decides_an_entry_of_their_own_whatever_roles_they_hold(
    permission: Permission, author_role: Role
) -> None:
    everything = somebody(*Role)
    assert may(everything, permission, entry_of(author_role=author_role))
    assert not may(everything, permission, entry_of(everything.id, author_role=author_role))


def test_an_auditor_sees_histories_everywhere_and_changes_nothing() -> None:
    auditor = somebody(Role.AUDITOR)
    for entry in (entry_of(), entry_of(bcu_id=OTHER_BCU)):
        assert allowed(auditor, entry) == {Permission.READ_ENTRY_HISTORY}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.BOARD, Role.ADMIN])
def test_those_without_business_in_entries_see_none(role: Role) -> None:
    assert allowed(somebody(role), entry_of()) == set()


def test_another_s_entry_is_not_found_but_one_s_own_is_refused() -> None:
    officer = somebody(Role.OFFICER)
    with pytest.raises(NotFound):
        require(officer, Permission.DECIDE, entry_of())
    with pytest.raises(NotPermitted):
        require(officer, Permission.DECIDE, entry_of(officer.id))
    with pytest.raises(NotPermitted):
        require(officer, Permission.MANAGE_PEOPLE)


def test_figures_are_scoped_to_the_units_of_a_person() -> None:
    assert figure_scope(somebody(Role.SERGEANT)) == {TEAM}
    assert figure_scope(somebody(Role.INSPECTOR)) == {BCU}
    assert figure_scope(somebody(Role.ANALYST)) is ALL
    for role in (Role.OFFICER, Role.AUDITOR, Role.BOARD, Role.ADMIN):
        assert figure_scope(somebody(role)) == frozenset()


def test_cover_decides_like_a_sergeant_but_cannot_be_lent_on() -> None:
    acting = somebody(Role.SERGEANT, cover=True)
    assert may(acting, Permission.DECIDE, entry_of())
    assert not may(acting, Permission.GRANT_COVER, Place(team_id=TEAM))
    assert may(somebody(Role.SERGEANT), Permission.GRANT_COVER, Place(team_id=TEAM))


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.WRITE_ENTRY, {Role.OFFICER, Role.SERGEANT}),
        (Permission.SEE_INBOX, {Role.SERGEANT, Role.INSPECTOR}),
        (Permission.READ_FIGURES, {Role.SERGEANT, Role.INSPECTOR, Role.ANALYST}),
        (Permission.READ_AUDIT, {Role.AUDITOR}),
        (Permission.VERIFY_AUDIT, {Role.AUDITOR}),
        (Permission.MANAGE_PEOPLE, {Role.ADMIN}),
        (Permission.GRANT_COVER, {Role.SERGEANT, Role.INSPECTOR}),
        (Permission.SIGN_OUT, set(Role)),
    ],
)
def test_the_audience_of_an_area_is_what_the_contract_says(
    permission: Permission, roles: set[Role]
) -> None:
    assert set(audience(permission)) == roles
