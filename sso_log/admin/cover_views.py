"""Cover: sergeants lend their role within their team, inspectors within their BCU."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sso_log.admin import queries
from sso_log.admin.blueprint import blueprint
from sso_log.admin.forms import CoverForm
from sso_log.admin.services import grants, people
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Role
from sso_log.auth.policy import Permission, may
from sso_log.db import commits, db
from sso_log.errors import Conflict, Invalid
from sso_log.reference.queries.units import the_unit
from sso_log.web.navigation import NavItem, register
from sso_log.words import word

register(NavItem("admin.cover", 60, lambda who: may(who, Permission.GRANT_COVER)))


@blueprint.get("/cover")
@requires(Permission.GRANT_COVER)
def cover() -> ResponseReturnValue:
    """Cover in force, and the form for more."""
    return _page(_form(sent=False))


@blueprint.post("/cover", endpoint="give_cover")
@requires(Permission.GRANT_COVER)
@commits
def give_cover() -> ResponseReturnValue:
    """Make somebody acting sergeant of a team until a day."""
    form = _form(sent=True)
    if form.validate_on_submit():
        try:
            found = people.person_by_id(uuid.UUID(form.person.data))
            team = the_unit(form.unit.data)
            grants.give_cover(current_actor(), found, team, form.until.data)
        except (Invalid, Conflict) as error:
            db.session.rollback()
            form.take_errors(error.errors if isinstance(error, Invalid) else {"": [error.sentence]})
        else:
            flash(f"{found.name} is acting {word('role', 'sergeant')} of {team.name}.", "success")
            return redirect(url_for("admin.cover"), 303)
    return _page(form), 422


@blueprint.post("/cover/<uuid:grant_id>/end")
@requires(Permission.GRANT_COVER)
@commits
def end_cover(grant_id: uuid.UUID) -> ResponseReturnValue:
    """End cover at once."""
    grants.end_cover(current_actor(), grant_id)
    flash("The cover has ended.", "success")
    return redirect(url_for("admin.cover"), 303)


def _form(sent: bool) -> CoverForm:
    form = CoverForm() if sent else CoverForm(formdata=None)
    actor = current_actor()
    teams = queries.teams_to_cover(actor)
    form.offer(queries.people_to_cover(actor, teams), teams)
    return form


def _page(form: CoverForm) -> str:
    held = current_actor().units(Role.SERGEANT, Role.INSPECTOR)
    return render_template("admin/cover.html", form=form, cover=queries.cover_in(held))
