"""The pages of the school register, and the search behind every box that asks for a school."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission, may
from sso_log.clock import today_london
from sso_log.db import db
from sso_log.errors import NotFound, NotPermitted
from sso_log.reference import access, calendar_views, codes, panels
from sso_log.reference.models import PrioritySchool, School, SchoolAgreement, Unit, UnitKind
from sso_log.reference.queries import schools as queries
from sso_log.reference.queries import units
from sso_log.web.filters import long_date
from sso_log.web.navigation import NavItem, register
from sso_log.web.query_string import QueryString
from sso_log.words import word

LARGEST_URN = 999_999
YES_NO = {"yes": True, "no": False}
FILTERS = ("q", "borough", "phase", "agreement", "priority", "closed")
blueprint = Blueprint("reference", __name__)
blueprint.register_blueprint(calendar_views.blueprint)
register(
    NavItem(
        "reference.school_list", order=50, shown=lambda actor: may(actor, Permission.READ_SCHOOL)
    )
)


@blueprint.get("/schools")
@requires(Permission.READ_SCHOOL)
def school_list() -> ResponseReturnValue:
    """The schools that the reader may see, filtered, a page at a time."""
    today, actor = today_london(), current_actor()
    boroughs = units.units_of_kind(UnitKind.BOROUGH)
    query = QueryString.of_request()
    filters = _filters(query, boroughs)
    within = access.readable_schools(actor, today)
    page = queries.page_of_schools(filters, today, query.page, within)
    urns = [school.urn for school in page.rows]
    return render_template(
        "schools/list.html",
        page=page,
        filters=filters,
        chosen={name: query.text(name) for name in FILTERS if query.text(name)},
        borough_choices=[(unit.code, unit.name) for unit in boroughs],
        borough_names={unit.id: unit.name for unit in boroughs},
        phase_choices=[(choice.code, choice.label) for choice in codes.choices("school_phase")],
        phase_label=_phase_label,
        agreements=queries.urns_with(SchoolAgreement, today, urns),
        priorities=queries.urns_with(PrioritySchool, today, urns),
        whole_force=within is None,
    )


@blueprint.get("/schools/<int:urn>")
@requires(Permission.READ_SCHOOL)
def school_page(urn: int) -> ResponseReturnValue:
    """One school: what is known of it, its agreement, its officers and what happened there."""
    today, actor = today_london(), current_actor()
    school = db.session.get(School, urn) if urn <= LARGEST_URN else None
    if school is None:
        raise NotFound()
    if not may(actor, Permission.READ_SCHOOL, access.place_of(actor, school, today)):
        raise NotPermitted("You may see the pages of the schools of your own area.")
    agreement = queries.agreement_on(urn, today)
    return render_template(
        "schools/school.html",
        school=school,
        facts=_facts(school),
        open_today=queries.is_offered(school, today),
        successor=db.session.get(School, school.successor_urn) if school.successor_urn else None,
        predecessors=queries.predecessors_of(urn),
        agreement=agreement,
        contact=queries.contact_of(agreement) if agreement else None,
        priority=queries.priority_on(urn, today),
        officers=queries.officers_of(urn, today),
        panels=panels.drawn_for(urn, actor, today),
        today=today,
    )


@blueprint.get("/schools/search.json")
@requires(Permission.READ_SCHOOL)
def school_search() -> ResponseReturnValue:
    """Up to twenty schools open on a day (`on`, default today) that match `q`; own ones first."""
    actor, today = current_actor(), today_london()
    query = QueryString.of_request()
    own_urns = {school.urn for school in queries.schools_of(actor.id, today)}
    posting = units.posting_on(actor.id, today)
    path = units.unit_path(posting.unit_id) if posting else units.UnitPath()
    boroughs = {path.borough_id} if path.borough_id else ()
    schools = queries.search(query.text("q"), query.day("on") or today, own_urns, boroughs)
    names: dict[uuid.UUID | None, str] = {
        unit.id: unit.name for unit in units.units_of_kind(UnitKind.BOROUGH)
    }
    rows = [
        {
            "urn": str(school.urn),
            "name": school.name,
            "borough": names.get(school.borough_id) or school.local_authority_name or "",
            "postcode": school.postcode or "",
        }
        for school in schools
    ]
    return {"schools": rows}


def _filters(query: QueryString, boroughs: list[Unit]) -> queries.SchoolFilters:
    return queries.SchoolFilters(
        text=query.text("q"),
        borough_id={unit.code: unit.id for unit in boroughs}.get(query.text("borough")),
        phase=query.text("phase") or None,
        agreement=YES_NO.get(query.text("agreement")),
        priority=YES_NO.get(query.text("priority")),
        closed=query.text("closed") == "yes",
    )


def _facts(school: School) -> list[dict[str, dict[str, str]]]:
    """The rows of the summary list: what is known of the school, and nothing else."""
    borough = db.session.get(Unit, school.borough_id) if school.borough_id else None
    bcu = db.session.get(Unit, borough.parent_id) if borough and borough.parent_id else None
    facts = {
        "Status": word("school", school.status),
        "Phase": _phase_label(school.phase),
        "Setting": codes.label("school_setting", school.setting),
        "Type": school.establishment_type,
        "Gender": (school.gender or "").capitalize(),
        "Pupils": f"{school.pupils:,}" if school.pupils is not None else None,
        "Borough": borough.name if borough else school.local_authority_name,
        "BCU": bcu.name if bcu else None,
        "Ward": school.ward_name,
        "Postcode": school.postcode,
        "Opened": long_date(school.opened_on, ""),
        "Closed": long_date(school.closed_on, ""),
    }
    return [{"key": {"text": key}, "value": {"text": text}} for key, text in facts.items() if text]


def _phase_label(phase: str | None) -> str:
    return codes.label("school_phase", phase)
