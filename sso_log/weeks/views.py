"""Pages of weeks: the list of one's own, and one week to confirm or amend."""

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, may
from sso_log.clock import parse_week, today_london
from sso_log.db import commits, db
from sso_log.errors import Conflict, Invalid, NotFound
from sso_log.reference import codes
from sso_log.web.navigation import NavItem, register
from sso_log.weeks import queries, services
from sso_log.weeks.forms import WeekForm

blueprint = Blueprint("weeks", __name__, url_prefix="/weeks")

register(NavItem("weeks.index", order=40, shown=lambda who: may(who, Permission.CONFIRM_WEEK)))


def monday_of(text: str) -> dt.date:
    """The Monday of a week in an address. Raises NotFound for what is no week."""
    try:
        return parse_week(text)
    except ValueError:
        raise NotFound() from None


@blueprint.get("")
@requires(Permission.CONFIRM_WEEK)
def index() -> ResponseReturnValue:
    """One's own last weeks and how each stands."""
    weeks = queries.own_weeks(current_actor().id, today_london())
    return render_template("weeks/list.html", weeks=weeks)


@blueprint.get("/<week_text>")
@requires(Permission.CONFIRM_WEEK)
def show(week_text: str) -> ResponseReturnValue:
    """One week, filled in with what stands or with what is usual."""
    week_on = monday_of(week_text)
    actor = current_actor()
    week = queries.own_week(actor.id, week_on, today_london())
    usual = queries.prefill(actor.id, week_on)
    shown = usual if week.version is None else week
    data = {
        "on_duty_minutes": shown.on_duty_minutes,
        "absence_minutes": shown.absence_minutes,
        "base_version": week.version or "",
    }
    form = WeekForm(formdata=None, data=data)
    return _page(actor, week, usual, form)


@blueprint.post("/<week_text>")
@requires(Permission.CONFIRM_WEEK)
@commits
def confirm(week_text: str) -> ResponseReturnValue:
    """Confirm or amend the week, then go on to the next one to confirm, or home."""
    week_on = monday_of(week_text)
    actor, form = current_actor(), WeekForm()
    if not form.validate():
        return _refused(actor, week_on, form, 422)
    try:
        services.confirm(actor, week_on, base_version=form.version, **form.answers())
    except Invalid as error:
        form.take_errors(error.errors)
        return _refused(actor, week_on, form, 422)
    except Conflict as error:
        form.take_errors({"": [error.sentence]})
        return _refused(actor, week_on, form, 409)
    flash(f"Week of {week_on.day} {week_on:%B %Y} confirmed.", "success")
    following = queries.next_to_do(actor.id, today_london())
    return redirect(url_for("weeks.show", week_text=following.text) if following else "/", 303)


def _refused(actor: Actor, week_on: dt.date, form: WeekForm, status: int) -> ResponseReturnValue:
    db.session.rollback()
    week = queries.own_week(actor.id, week_on, today_london())
    if status == Conflict.status:
        # What was typed stays; sending it again is now about what stands.
        form.base_version.data = str(week.version or "")
    return _page(actor, week, queries.prefill(actor.id, week_on), form), status


def _page(actor: Actor, week: queries.OwnWeek, usual: queries.Prefill, form: WeekForm) -> str:
    return render_template(
        "weeks/week.html",
        week=week,
        usual=usual,
        form=form,
        refusal=queries.why_not(actor.id, week.week_on, today_london()),
        type_label=lambda code: codes.label("abstraction_type", code),
        nav_section="weeks.index",
    )
