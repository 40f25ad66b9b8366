"""The framework page, one page for each indicator, and both as files."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission, may
from sso_log.clock import today_london
from sso_log.errors import NotFound
from sso_log.summaries.blueprint import blueprint
from sso_log.summaries.download import download, wants_file
from sso_log.summaries.filters import CAPACITY, ENGAGEMENT_TYPE, KIND, PROGRAMME, Selection
from sso_log.summaries.framework import tables, words
from sso_log.summaries.framework.drill_down import page_of
from sso_log.summaries.framework.indicator import Indicator
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.framework.page import detail, sections
from sso_log.summaries.framework.question import Question, read_question
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.pages import figures_page
from sso_log.summaries.table import page_table
from sso_log.web.navigation import NavItem, register
from sso_log.web.query_string import QueryString

register(
    NavItem(
        "summaries.framework",
        order=45,
        shown=lambda actor: may(actor, Permission.READ_FIGURES),
    )
)


@blueprint.get("/framework")
@requires(Permission.READ_FIGURES)
def framework() -> ResponseReturnValue:
    question = _question()
    selections = _selections(question)
    if wants_file():
        return download(
            question.scope, selections, "framework", "framework", "framework",
            lambda: tables.page_rows(sections(question, brief=False)),
        )  # fmt: skip
    return figures_page(
        "summaries/framework.html",
        question.scope,
        selections,
        question=question,
        words=words,
        sections=sections(question),
        on_any_duty=[each.id for each in INDICATORS.values() if not each.by_duty],
    )


@blueprint.get("/framework/<indicator_id>")
@requires(Permission.READ_FIGURES)
def framework_indicator(indicator_id: str) -> ResponseReturnValue:
    indicator = INDICATORS.get(indicator_id)
    if indicator is None:
        raise NotFound()
    question = _question()
    selections, readings = _selections(question, indicator), Readings(question, together=True)
    if wants_file():
        return download(
            question.scope, selections, "framework", indicator.id, f"framework-{indicator.id}",
            lambda: tables.detail_rows(detail(indicator, readings)),
        )  # fmt: skip
    figures = detail(indicator, readings)
    return figures_page(
        "summaries/framework_indicator.html",
        question.scope,
        selections,
        question=question,
        words=words,
        figures=figures,
        tables={
            "parts": tables.part_table(figures.figure),
            "months": page_table(tables.MONTH_COLUMNS, figures.months),
            "units": tables.unit_table(figures.units, question),
        },
        nav_section="summaries.framework",
        **_drill_down(indicator, question, readings),
    )


def _question() -> Question:
    return read_question(current_actor(), request.args.to_dict(flat=False), today_london())


def _selections(question: Question, indicator: Indicator | None = None) -> list[Selection]:
    """The filters of a page; that of one indicator has the filter on duty where it narrows."""
    scope = question.scope
    by_duty = indicator is None or indicator.by_duty
    return [
        *([Selection(CAPACITY, (scope.capacity,))] if by_duty else []),
        Selection(ENGAGEMENT_TYPE, question.engagement_types),
        Selection(PROGRAMME, question.programmes),
        Selection(KIND, scope.kinds),
    ]


def _drill_down(indicator: Indicator, question: Question, readings: Readings) -> dict[str, Any]:
    query = QueryString.of_request()
    chosen = indicator.drill_down(query.text("part"))
    page = page_of(readings, chosen, query.page)
    draw = tables.ROW_TABLES.get(chosen.shows)
    return {
        "drill_downs": indicator.lists,
        "drill_down": chosen,
        "page": page,
        "rows": draw(question.scope, page.rows) if draw else None,
        "row_words": tables.ROW_WORDS.get(chosen.shows),
    }
