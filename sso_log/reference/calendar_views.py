"""The pages on which an administrator keeps terms, holidays and INSET days."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission, may
from sso_log.clock import academic_year_start
from sso_log.db import commits, db
from sso_log.errors import Invalid
from sso_log.reference.forms import KINDS, WHOLE_FORCE, PeriodForm
from sso_log.reference.models import CalendarPeriod, PeriodKind, Unit, UnitKind
from sso_log.reference.queries.units import unit_by_code, units_of_kind
from sso_log.reference.services import calendar as services
from sso_log.reference.services.calendar import PeriodDetails
from sso_log.web.navigation import NavItem, register

LISTING = "reference.calendar.listing"

blueprint = Blueprint("calendar", __name__, url_prefix="/admin/calendar")
register(NavItem(LISTING, order=75, shown=lambda actor: may(actor, Permission.MANAGE_LISTS)))


@blueprint.get("")
@requires(Permission.MANAGE_LISTS)
def listing() -> ResponseReturnValue:
    """The periods of the force or, with `borough`, of one borough, by academic year."""
    borough = _borough(request.args.get("borough", ""))
    years: dict[str, list[CalendarPeriod]] = {}
    for period in services.all_periods(borough.id if borough else None):
        first = academic_year_start(period.starts_on).year
        years.setdefault(f"{first}/{(first + 1) % 100:02d}", []).append(period)
    return render_template(
        "schools/calendar.html",
        years=years,
        borough=borough,
        borough_choices=[(u.code, u.name) for u in units_of_kind(UnitKind.BOROUGH)],
        kinds={kind.value: words for kind, words in KINDS.items()},
    )


@blueprint.get("/new")
@requires(Permission.MANAGE_LISTS)
def new() -> ResponseReturnValue:
    borough = _borough(request.args.get("borough", ""))
    place = borough.code if borough else WHOLE_FORCE
    return _page(PeriodForm(data={"kind": PeriodKind.HOLIDAY.value, "borough": place}), None)


@blueprint.post("/new")
@requires(Permission.MANAGE_LISTS)
@commits
def add() -> ResponseReturnValue:
    return _save(None, lambda details: services.add_period(current_actor(), details))


@blueprint.get("/<uuid:period_id>/edit")
@requires(Permission.MANAGE_LISTS)
def edit(period_id: uuid.UUID) -> ResponseReturnValue:
    period = services.the_period(period_id)
    return _page(PeriodForm(obj=period, data={"borough": _code(period) or WHOLE_FORCE}), period)


@blueprint.post("/<uuid:period_id>/edit")
@requires(Permission.MANAGE_LISTS)
@commits
def change(period_id: uuid.UUID) -> ResponseReturnValue:
    return _save(
        services.the_period(period_id),
        lambda details: services.change_period(current_actor(), period_id, details),
    )


@blueprint.post("/<uuid:period_id>/remove")
@requires(Permission.MANAGE_LISTS)
@commits
def remove(period_id: uuid.UUID) -> ResponseReturnValue:
    period = services.the_period(period_id)
    label, code = period.label, _code(period)
    services.remove_period(current_actor(), period_id)
    flash(f"Removed {label}.", "success")
    return redirect(url_for(LISTING, borough=code))


def _save(
    period: CalendarPeriod | None, apply: Callable[[PeriodDetails], CalendarPeriod]
) -> ResponseReturnValue:
    """Apply a valid form and go back to the list; else the form again with what is wrong."""
    form = PeriodForm()
    if form.validate():
        try:
            saved = apply(form.details())
        except Invalid as invalid:
            form.take_errors(invalid.errors)
        else:
            flash(f"Saved {form.label.data}.", "success")
            return redirect(url_for(LISTING, borough=_code(saved)))
    return _page(form, period)


def _page(form: PeriodForm, period: CalendarPeriod | None) -> ResponseReturnValue:
    status = 422 if form.errors else 200
    return render_template("schools/calendar_period.html", form=form, period=period), status


def _code(period: CalendarPeriod) -> str | None:
    """The code of the borough of a period; None for the whole force."""
    return db.session.get_one(Unit, period.borough_id).code if period.borough_id else None


def _borough(code: str) -> Unit | None:
    unit = unit_by_code(code) if code else None
    return unit if unit is not None and unit.kind == UnitKind.BOROUGH else None
