"""Cover: sergeants lend their role within their team, inspectors within their BCU."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sso_log.admin import queries
from sso_log.admin.forms import CoverForm
from sso_log.admin.people_views import blueprint
from sso_log.admin.services import grants, people
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import LEADERS, Permission, may
from sso_log.db import commits
from sso_log.reference.queries.units import the_unit
from sso_log.web.navigation import NavItem, register
from sso_log.words import word

register(NavItem("admin.cover", 60, lambda who: may(who, Permission.GRANT_COVER)))


@blueprint.get("/cover")
@requires(Permission.GRANT_COVER)
def cover() -> ResponseReturnValue:
    """Cover in force, and the form for more."""
    return _page(_offering(CoverForm(formdata=None)))


@blueprint.post("/cover", endpoint="give_cover")
@requires(Permission.GRANT_COVER)
@commits
def give_cover() -> ResponseReturnValue:
    """Make somebody acting sergeant of a team until a day."""
    form = _offering(CoverForm())

    def give() -> str:
        person = people.person_by_id(uuid.UUID(form.person.data))
        team = the_unit(form.unit.data)
        grants.give_cover(current_actor(), person, team, form.until.data)
        return f"{person.name} is acting {word('role', 'sergeant')} of {team.name}."

    sentence = form.attempt(give)
    return _done(sentence) if sentence else (_page(form), 422)


@blueprint.post("/cover/<uuid:grant_id>/end")
@requires(Permission.GRANT_COVER)
@commits
def end_cover(grant_id: uuid.UUID) -> ResponseReturnValue:
    """End cover at once."""
    grants.end_cover(current_actor(), grant_id)
    return _done("The cover has ended.")


def _done(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("admin.cover"), 303)


def _offering(form: CoverForm) -> CoverForm:
    actor = current_actor()
    teams = queries.teams_to_cover(actor)
    form.offer(queries.people_to_cover(actor, teams), teams)
    return form


def _page(form: CoverForm) -> str:
    units = current_actor().units(*LEADERS)
    return render_template("admin/cover.html", form=form, cover=queries.cover_in(units))
