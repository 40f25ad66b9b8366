"""Pages for people and what they are given.

Administrators see accounts, grants and postings here, and no entry of anybody. Cover, which
sergeants and inspectors arrange themselves, is in `cover_views`.
"""

import uuid
from collections.abc import Callable

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sso_log.admin import queries
from sso_log.admin.blueprint import blueprint
from sso_log.admin.forms import GrantForm, NameForm, NewPersonForm, PasswordForm, PostingForm
from sso_log.admin.services import grants, people
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Role
from sso_log.auth.models import Person
from sso_log.auth.policy import Permission, may
from sso_log.db import commits, db
from sso_log.errors import Conflict, DomainError, Invalid, NotFound
from sso_log.reference.models import Unit, UnitKind
from sso_log.reference.queries.units import postings_of, the_unit
from sso_log.web.forms import BaseForm
from sso_log.web.navigation import NavItem, register
from sso_log.web.query_string import QueryString

register(NavItem("admin.people_list", 70, lambda who: may(who, Permission.MANAGE_PEOPLE)))

Forms = dict[str, BaseForm]


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
    if form.validate_on_submit():
        new = people.NewPerson(
            form.username.data or "",
            form.name.data or "",
            form.password.data or "",
            form.warrant_number.data,
        )
        try:
            person = people.create_with_role(
                current_actor(), new, Role(form.role.data), form.unit.data, form.valid_from.data
            )
        except (Invalid, Conflict) as error:
            _take(form, error)
        else:
            flash(f"{person.name} can sign in as {person.username}.", "success")
            return redirect(url_for("admin.person", person_id=person.id), 303)
    return render_template("admin/new_person.html", form=form), 422


@blueprint.get("/people/<uuid:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """One person: account, grants, postings, and what can be done with them."""
    return _person_page(people.person_by_id(person_id), {})


@blueprint.post("/people/<uuid:person_id>/name")
@requires(Permission.MANAGE_PEOPLE)
@commits
def rename(person_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a name or warrant number."""
    form = NameForm()

    def change(account: Person) -> str:
        people.rename(current_actor(), account, form.name.data or "", form.warrant_number.data)
        return "The account has been corrected."

    return _act(person_id, "name", form, change)


@blueprint.post("/people/<uuid:person_id>/password")
@requires(Permission.MANAGE_PEOPLE)
@commits
def reset_password(person_id: uuid.UUID) -> ResponseReturnValue:
    """Set a password for somebody who forgot theirs."""
    form = PasswordForm()

    def change(account: Person) -> str:
        people.reset_password(current_actor(), account, form.password.data or "")
        return "The password has been set. Tell them in person, and ask them to change it."

    return _act(person_id, "password", form, change)


@blueprint.post("/people/<uuid:person_id>/grants")
@requires(Permission.MANAGE_PEOPLE)
@commits
def give_role(person_id: uuid.UUID) -> ResponseReturnValue:
    """Give a further role."""
    form = GrantForm()
    form.offer(all_units())

    def change(account: Person) -> str:
        role, unit = Role(form.role.data), the_unit(form.unit.data)
        days = form.valid_from.data, form.valid_until.data
        grants.give(current_actor(), account, role, unit, *days)
        return f"{account.name} holds the role {role.words.lower()} in {unit.name}."

    return _act(person_id, "grant", form, change)


@blueprint.post("/people/<uuid:person_id>/postings")
@requires(Permission.MANAGE_PEOPLE)
@commits
def post_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Post somebody to a team from a day on."""
    form = PostingForm()
    form.offer(_teams())

    def change(account: Person) -> str:
        people.post(
            current_actor(),
            account,
            form.unit.data,
            form.role_title.data or "",
            form.posted_from.data,
            form.shoulder_number.data or None,
        )
        return "The posting has been set."

    return _act(person_id, "posting", form, change)


@blueprint.post("/people/<uuid:person_id>/disable")
@requires(Permission.MANAGE_PEOPLE)
@commits
def disable(person_id: uuid.UUID) -> ResponseReturnValue:
    """Stop somebody signing in, at once."""
    account = people.person_by_id(person_id)
    people.disable(current_actor(), account)
    flash(f"{account.name} can no longer sign in.", "success")
    return redirect(url_for("admin.person", person_id=person_id), 303)


@blueprint.post("/people/<uuid:person_id>/enable")
@requires(Permission.MANAGE_PEOPLE)
@commits
def enable(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody sign in again."""
    account = people.person_by_id(person_id)
    people.enable(current_actor(), account)
    flash(f"{account.name} can sign in again.", "success")
    return redirect(url_for("admin.person", person_id=person_id), 303)


@blueprint.post("/grants/<uuid:grant_id>/revoke")
@requires(Permission.MANAGE_PEOPLE)
@commits
def revoke(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role back from this moment."""
    grant = grants.revoke_by_id(current_actor(), grant_id)
    flash("The role has been taken back.", "success")
    return redirect(url_for("admin.person", person_id=grant.person_id), 303)


def _act(
    person_id: uuid.UUID, name: str, form: BaseForm, change: Callable[[Person], str]
) -> ResponseReturnValue:
    """Do what a form of the person's page asks, or show the page again with what is wrong."""
    account = people.person_by_id(person_id)
    if form.validate_on_submit():
        try:
            sentence = change(account)
        except (Invalid, Conflict, NotFound) as error:
            _take(form, error)
            account = people.person_by_id(person_id)
        else:
            flash(sentence, "success")
            return redirect(url_for("admin.person", person_id=person_id), 303)
    return _person_page(account, {name: form}), 422


def _take(form: BaseForm, error: DomainError) -> None:
    """Show an error on its form; whatever was half done is undone."""
    db.session.rollback()
    if isinstance(error, Invalid):
        form.take_errors(error.errors)
    else:
        form.form_errors = [*form.form_errors, error.sentence]


def _teams() -> list[Unit]:
    return [unit for unit in all_units() if unit.kind == UnitKind.TEAM]


def _person_page(account: Person, sent: Forms) -> str:
    units = all_units()
    forms: Forms = {
        "name": NameForm(formdata=None, obj=account),
        "password": PasswordForm(formdata=None),
        "grant": GrantForm(formdata=None),
        "posting": PostingForm(formdata=None),
    }
    forms["grant"].offer(units)
    forms["posting"].offer([unit for unit in units if unit.kind == UnitKind.TEAM])
    forms.update(sent)
    names = {unit.id: unit.name for unit in units}
    return render_template(
        "admin/person.html",
        person=account,
        forms=forms,
        errors=[_on_page(name, item) for name in sent for item in sent[name].error_items()],
        grants=queries.grants_of(account.id),
        postings=postings_of(account.id),
        unit_names=names,
        self_=account.id == current_actor().id,
    )


def _on_page(name: str, item: dict[str, str]) -> dict[str, str]:
    """An error's link, where a field's id begins with the name of its form."""
    field = item["href"].removeprefix("#")
    return {**item, "href": f"#{name}-{field}" if field else ""}
