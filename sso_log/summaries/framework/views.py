"""The framework page, one page for each indicator, and both as files."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from sso_log.audit.services import record_reading
from sso_log.audit.tags import Tag
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission, may
from sso_log.clock import now_utc, today_london
from sso_log.errors import Invalid, NotFound
from sso_log.reference import codes
from sso_log.summaries.abstraction.queries import names_of
from sso_log.summaries.blueprint import blueprint
from sso_log.summaries.csv_file import csv_lines
from sso_log.summaries.framework import words
from sso_log.summaries.framework.breakdown import KIND_WORDS
from sso_log.summaries.framework.drill_down import Shows, page_of
from sso_log.summaries.framework.indicator import Indicator
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.framework.page import detail, sections, together
from sso_log.summaries.framework.question import Question, read_question
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.tables import Cell, detail_rows, page_rows
from sso_log.web.forms import error_items
from sso_log.web.navigation import NavItem, register
from sso_log.web.query_string import QueryString

UNPROCESSABLE = 422

register(
    NavItem(
        "Framework",
        "summaries.framework",
        order=45,
        shown=lambda actor: may(actor, Permission.READ_FIGURES),
    )
)


@blueprint.get("/framework")
@requires(Permission.READ_FIGURES)
def framework() -> ResponseReturnValue:
    """Every indicator of one unit and period, as a page or as a file."""
    question = _question()
    if _wants_file():
        _refuse_and_record(question, "framework")
        return _file(page_rows(sections(question, brief=False)), "framework", question)
    return _page("summaries/framework.html", question, sections=sections(question))


@blueprint.get("/framework/<indicator_id>")
@requires(Permission.READ_FIGURES)
def framework_indicator(indicator_id: str) -> ResponseReturnValue:
    """One indicator: its definition, by month and unit, and the entries it is counted from."""
    indicator = INDICATORS.get(indicator_id)
    if indicator is None:
        raise NotFound()
    question = _question()
    if _wants_file():
        _refuse_and_record(question, indicator.id)
        return _file(detail_rows(detail(indicator, question)), indicator.id, question)
    readings = together(question)
    return _page(
        "summaries/framework_indicator.html",
        question,
        found=detail(indicator, question, readings),
        **_drill_down(indicator, readings),
    )


def _question() -> Question:
    return read_question(current_actor(), request.args.to_dict(flat=False), today_london())


def _wants_file() -> bool:
    chosen = request.args.get("format", "html")
    if chosen not in ("html", "csv"):
        raise Invalid({"format": ["The framework can be downloaded as csv."]})
    return chosen == "csv"


def _page(template: str, question: Question, **found: Any) -> ResponseReturnValue:
    problems = question.scope.problems
    body = render_template(
        template,
        question=question,
        scope=question.scope,
        words=words,
        filters=_filter_words(question),
        types=codes.choices("engagement_type"),
        programmes=codes.choices("programme"),
        kinds=KIND_WORDS,
        errors=error_items({name: [sentence] for name, sentence in problems}),
        generated_at=now_utc(),
        nav_section="summaries.framework",
        **found,
    )
    return body, UNPROCESSABLE if problems else 200


def _filter_words(question: Question) -> list[tuple[str, str]]:
    scope = question.scope
    duty = "All" if scope.capacity == "all" else codes.label("capacity", scope.capacity)
    told = [("Unit", scope.unit.name), ("Duty", duty)]
    for name, list_name, chosen in (
        ("Engagements", "engagement_type", question.engagement_types),
        ("Programme", "programme", question.programmes),
    ):
        if chosen:
            told.append((name, ", ".join(codes.label(list_name, code) for code in chosen)))
    if scope.kinds:
        told.append(("Entries", ", ".join(KIND_WORDS[kind] for kind in scope.kinds)))
    return told


def _drill_down(indicator: Indicator, readings: Readings) -> dict[str, Any]:
    """One list behind the figure, and the names that its rows need."""
    chosen = indicator.drill_down(request.args.get("part", ""))
    page = page_of(readings, chosen, QueryString.of_request().page)
    scope, officers = readings.question.scope, {}
    if chosen.shows is Shows.WEEKS and scope.sees_names:
        officers = names_of({week.person_id for week in page.rows})
    teams = {unit.id: unit.name for unit in scope.units}
    return {
        "drill_downs": indicator.lists,
        "drill_down": chosen,
        "page": page,
        "officers": officers,
        "teams": teams,
    }


def _refuse_and_record(question: Question, subject: str) -> None:
    """Refuse what could not be read; record the disclosure before anything is read."""
    scope = question.scope
    scope.refuse_problems()
    record_reading(
        current_actor(),
        Tag.EXPORT,
        "framework",
        subject,
        unit_id=scope.unit.id,
        detail={
            "format": "csv",
            "from": scope.from_on,
            "until": scope.until_on,
            "unit": scope.unit.code,
            "capacity": scope.capacity,
            "types": question.engagement_types,
            "programmes": question.programmes,
            "kinds": scope.kinds,
        },
    )


def _file(rows: Iterator[tuple[Cell, ...]], name: str, question: Question) -> Response:
    scope = question.scope
    stem = name if name == "framework" else f"framework-{name}"
    filename = f"{stem}-{scope.unit.code}-{scope.from_on}-to-{scope.until_on}.csv"
    return Response(
        stream_with_context(csv_lines(rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
