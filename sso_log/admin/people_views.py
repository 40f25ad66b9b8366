"""Pages for people and what they are given.

Administrators see accounts, grants and postings here, and no entry of anybody. Cover, which
sergeants and inspectors arrange themselves, is in `cover_views`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sso_log.admin import queries
from sso_log.admin.forms import (
    GrantForm,
    NameForm,
    NewPersonForm,
    PasswordForm,
    PostingForm,
    UnitForm,
)
from sso_log.admin.services import grants, people
from sso_log.auth.guards import bound_view, current_actor, requires
from sso_log.auth.identity import Role
from sso_log.auth.models import Person
from sso_log.auth.policy import Permission, may
from sso_log.db import commits, db
from sso_log.errors import Conflict, Invalid, NotFound
from sso_log.reference.models import Unit
from sso_log.reference.queries.units import postings_of, the_unit
from sso_log.web.forms import BaseForm
from sso_log.web.navigation import NavItem, register
from sso_log.web.query_string import QueryString

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
register(NavItem("admin.people_list", 70, lambda who: may(who, Permission.MANAGE_PEOPLE)))


def all_units() -> list[Unit]:
    """Every unit, for the lists of forms."""
    return list(db.session.scalars(sa.select(Unit)))


@blueprint.get("/")
@requires(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """Administration begins with people."""
    return redirect(url_for("admin.people_list"))


@blueprint.get("/people")
@requires(Permission.MANAGE_PEOPLE)
def people_list() -> ResponseReturnValue:
    """People by name, searched by name, username or warrant number, and by role."""
    query = QueryString.of_request()
    text, code = query.text("q"), query.choice("role", list(Role))
    role = Role(code) if code else None
    page = queries.people(text, role, query.page)
    return render_template("admin/people.html", page=page, text=text, role=role, roles=list(Role))


@blueprint.get("/people/new", endpoint="new_person")
@requires(Permission.MANAGE_PEOPLE)
def show_new_person() -> ResponseReturnValue:
    """The form for an account."""
    form = NewPersonForm(formdata=None)
    form.offer(all_units())
    return render_template("admin/new_person.html", form=form)


@blueprint.post("/people/new", endpoint="add_person")
@requires(Permission.MANAGE_PEOPLE)
@commits
def add_person() -> ResponseReturnValue:
    """Make an account with its first role."""
    form = NewPersonForm()
    form.offer(all_units())

    def add() -> Person:
        new = people.NewPerson(
            form.username.data or "",
            form.name.data or "",
            form.password.data or "",
            form.warrant_number.data,
        )
        role, unit = Role(form.role.data), form.unit.data
        return people.create_with_role(current_actor(), new, role, unit, form.valid_from.data)

    account = form.attempt(add)
    if account is None:
        return render_template("admin/new_person.html", form=form), 422
    return _done(account.id, f"{account.name} can sign in as {account.username}.")


@blueprint.get("/people/<uuid:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """One person: account, grants, postings, and what can be done with them."""
    return _person_page(people.person_by_id(person_id), {})


def _rename(account: Person, form: NameForm) -> str:
    people.rename(current_actor(), account, form.name.data or "", form.warrant_number.data)
    return "The account has been corrected."


def _reset_password(account: Person, form: PasswordForm) -> str:
    people.reset_password(current_actor(), account, form.password.data or "")
    return "The password has been set. Tell them in person, and ask them to change it."


def _give_role(account: Person, form: GrantForm) -> str:
    role, unit = Role(form.role.data), the_unit(form.unit.data)
    days = form.valid_from.data, form.valid_until.data
    grants.give(current_actor(), account, role, unit, *days)
    return f"{account.name} holds the role {role.words.lower()} in {unit.name}."


def _post(account: Person, form: PostingForm) -> str:
    people.post(
        current_actor(),
        account,
        form.unit.data,
        form.role_title.data or "",
        form.posted_from.data,
        form.shoulder_number.data or None,
    )
    return "The posting has been set."


@dataclass(frozen=True, slots=True)
class PersonForm:
    """One form of a person's page: `change` does what it says and returns the sentence shown."""

    endpoint: str
    rule: str
    form: type[BaseForm]
    change: Callable[[Person, Any], str]


PERSON_FORMS = {
    "name": PersonForm("rename", "name", NameForm, _rename),
    "password": PersonForm("reset_password", "password", PasswordForm, _reset_password),
    "grant": PersonForm("give_role", "grants", GrantForm, _give_role),
    "posting": PersonForm("post_person", "postings", PostingForm, _post),
}


@commits
def change_person(person_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Do what a form of the person's page says, or show the page again with what is wrong."""
    person_form, account = PERSON_FORMS[name], people.person_by_id(person_id)
    form = person_form.form()
    if isinstance(form, UnitForm):
        form.offer(all_units())
    refusals = (Invalid, Conflict, NotFound)
    sentence = form.attempt(lambda: person_form.change(account, form), refusals)
    if sentence is None:
        return _person_page(people.person_by_id(person_id), {name: form}), 422
    return _done(person_id, sentence)


for _name, _form in PERSON_FORMS.items():
    blueprint.add_url_rule(
        f"/people/<uuid:person_id>/{_form.rule}",
        _form.endpoint,
        bound_view(change_person, Permission.MANAGE_PEOPLE, name=_name),
        methods=["POST"],
    )


@blueprint.post("/people/<uuid:person_id>/disable")
@requires(Permission.MANAGE_PEOPLE)
@commits
def disable(person_id: uuid.UUID) -> ResponseReturnValue:
    """Stop somebody signing in, at once."""
    account = people.person_by_id(person_id)
    people.disable(current_actor(), account)
    return _done(person_id, f"{account.name} can no longer sign in.")


@blueprint.post("/people/<uuid:person_id>/enable")
@requires(Permission.MANAGE_PEOPLE)
@commits
def enable(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody sign in again."""
    account = people.person_by_id(person_id)
    people.enable(current_actor(), account)
    return _done(person_id, f"{account.name} can sign in again.")


@blueprint.post("/grants/<uuid:grant_id>/revoke")
@requires(Permission.MANAGE_PEOPLE)
@commits
def revoke(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role back from this moment."""
    grant = grants.revoke_by_id(current_actor(), grant_id)
    return _done(grant.person_id, "The role has been taken back.")


def _done(person_id: uuid.UUID, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("admin.person", person_id=person_id), 303)


def _person_page(account: Person, sent: dict[str, BaseForm]) -> str:
    units = all_units()
    forms = {name: one.form(formdata=None, obj=account) for name, one in PERSON_FORMS.items()}
    for form in forms.values():
        if isinstance(form, UnitForm):
            form.offer(units)
    return render_template(
        "admin/person.html",
        person=account,
        forms=forms | sent,
        errors=[_on_page(name, item) for name in sent for item in sent[name].error_items()],
        grants=queries.grants_of(account.id),
        postings=postings_of(account.id),
        unit_names={unit.id: unit.name for unit in units},
        self_=account.id == current_actor().id,
    )


def _on_page(name: str, item: dict[str, str]) -> dict[str, str]:
    """An error's link, where a field's id begins with the name of its form."""
    field = item["href"].removeprefix("#")
    return {**item, "href": f"#{name}-{field}" if field else ""}
