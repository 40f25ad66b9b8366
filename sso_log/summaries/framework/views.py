"""The framework page, one page for each indicator, and both as files."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from sso_log.audit.services import record_reading
from sso_log.audit.tags import Tag
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission, may, require
from sso_log.clock import now_utc, today_london
from sso_log.errors import Invalid, NotFound
from sso_log.reference import codes
from sso_log.summaries.abstraction.queries import names_of
from sso_log.summaries.blueprint import blueprint
from sso_log.summaries.csv_file import csv_lines
from sso_log.summaries.framework import behind, words
from sso_log.summaries.framework.behind_parts import parts_of
from sso_log.summaries.framework.page import detail, sections, together
from sso_log.summaries.framework.question import Question, read_question
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.registry import KIND_WORDS, MEASURES, Measure
from sso_log.summaries.framework.tables import Cell, detail_rows, page_rows
from sso_log.web.forms import error_items
from sso_log.web.navigation import NavItem, register

UNPROCESSABLE = 422
LONGEST_NUMBER = 6

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
    """One indicator: its definition, by month and unit, and what stands behind it."""
    measure = MEASURES.get(indicator_id)
    if measure is None:
        raise NotFound()
    question = _question()
    if _wants_file():
        _refuse_and_record(question, measure.id)
        return _file(detail_rows(detail(measure, question)), measure.id, question)
    readings = together(question)
    return _page(
        "summaries/framework_indicator.html",
        question,
        found=detail(measure, question, readings),
        **_behind(measure, question, readings),
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


def _behind(measure: Measure, question: Question, readings: Readings) -> dict[str, Any]:
    """What stands behind the figure: a list of entries, and weeks or schools that are missing."""
    number = _number()
    told: dict[str, Any] = {"listed": None, "parts": (), "missing": None, "part": None}
    if parts_of(measure.id):
        asked = request.args.get("part", "")
        told["parts"], told["part"] = behind.chosen_part(measure.id, question, asked)
        told["listed"] = behind.listed(readings, told["part"], number)
        told |= _turning(measure, question, told["listed"].number, told["listed"].pages)
    if measure.id == "Q2":
        weeks, total, number = behind.weeks_not_confirmed(readings, number)
        sees = question.scope.sees_names
        names = names_of({week.person_id for week in weeks}) if sees else {}
        teams = {unit.id: unit.name for unit in question.scope.units}
        told["missing"] = {"weeks": weeks, "total": total, "names": names, "teams": teams}
        told |= _turning(measure, question, number, _pages(total))
    if measure.id == "E2" and request.args.get("part") == "not_visited":
        schools, total, number = behind.schools_not_visited(readings, number)
        told["listed"], told["missing"] = None, {"schools": schools, "total": total}
        told |= _turning(measure, question, number, _pages(total))
    return told


def _pages(total: int) -> int:
    return max(1, -(-total // behind.PAGE))


def _turning(measure: Measure, question: Question, number: int, pages: int) -> dict[str, Any]:
    """Where the previous and the next page of the list are."""

    def href(page: int) -> str:
        asked = question.asked(part=request.args.get("part"), page=str(page))
        address = url_for("summaries.framework_indicator", indicator_id=measure.id, **asked)
        return address + "#behind"

    return {
        "previous_href": href(number - 1) if number > 1 else None,
        "next_href": href(number + 1) if number < pages else None,
        "page_words": f"Page {number} of {pages}",
    }


def _number() -> int:
    text = request.args.get("page", "1")
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return max(1, int(text)) if is_number else 1


def _refuse_and_record(question: Question, subject: str) -> None:
    """Refuse what could not be read; record the disclosure before anything is read."""
    require(current_actor(), Permission.EXPORT)
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
