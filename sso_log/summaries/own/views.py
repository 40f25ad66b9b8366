"""The page of own figures. It is about whoever is signed in: no address names anybody else."""

from flask import request
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Role
from sso_log.auth.policy import Permission
from sso_log.clock import today_london
from sso_log.framework.figure import Figure
from sso_log.summaries.abstraction.tables import school_columns
from sso_log.summaries.abstraction.words import Card, schools_card, time_card
from sso_log.summaries.blueprint import blueprint
from sso_log.summaries.filters import OWN_CAPACITY, Selection
from sso_log.summaries.framework.words import headline, part_ratio, ratio
from sso_log.summaries.own.page import OwnFigures, TypeRow, own_figures
from sso_log.summaries.pages import figures_page
from sso_log.summaries.scope import read_own_scope
from sso_log.summaries.table import Column, PageTable, page_table
from sso_log.web.filters import counted, hours, number
from sso_log.web.navigation import NavItem, register

register(
    NavItem(
        "summaries.own",
        order=44,
        shown=lambda actor: actor is not None and actor.has(Role.OFFICER),
    )
)

TYPE_COLUMNS: tuple[Column[TypeRow], ...] = (
    Column("", lambda row: row.label, "Type", number=False),
    Column("", lambda row: row.entries, "Entries", number),
    Column("", lambda row: row.minutes, "Hours", hours),
)


@blueprint.get("/summaries/own")
@requires(Permission.READ_OWN_FIGURES)
def own() -> ResponseReturnValue:
    scope = read_own_scope(current_actor(), request.args.to_dict(flat=False), today_london())
    figures, duty = own_figures(scope), Selection(OWN_CAPACITY, (scope.capacity,))
    return figures_page(
        "summaries/own.html",
        scope,
        [duty],
        figures=figures,
        cards=cards_of(figures),
        engagement_table=type_table(figures.engagement_types),
        abstraction_table=type_table(figures.abstraction_types),
        school_table=page_table(school_columns(scope), figures.schools),
        decided=decision_rows(figures.decisions),
        stages=[(part.label, part.numerator) for part in figures.funnel.parts],
        turnaround=turnaround_words(figures.decisions),
    )


def type_table(rows: tuple[TypeRow, ...]) -> PageTable:
    """Entries and hours by type, with all of them at the foot."""
    whole = TypeRow("All", sum(row.entries for row in rows), sum(row.minutes for row in rows))
    return page_table(TYPE_COLUMNS, rows, foot=whole)


def cards_of(figures: OwnFigures) -> list[Card]:
    return [
        time_card(figures.total),
        schools_card(figures.total, figures.school_totals),
        weeks_card(figures.weeks),
    ]


def weeks_card(weeks: Figure) -> Card:
    question = "Which weeks are confirmed?"
    if not weeks.denominator:
        return Card(question, "No data", "No week of this period is over.", ())
    on_time = next(part.numerator for part in weeks.parts if part.label == "Confirmed on time")
    return Card(
        question,
        f"{weeks.numerator} of {weeks.denominator}",
        f"weeks over in this period; {on_time} confirmed on time",
        ("A week not confirmed is in no share of time",) if weeks.numerator != weeks.denominator
        else (),
    )  # fmt: skip


def decision_rows(decisions: Figure) -> list[tuple[str, str]]:
    """What was decided and why: counts rather than shares, because own numbers are small."""
    return [
        (part.label, part_ratio(part) or number(part.numerator))
        for part in decisions.parts
        if part.numerator is not None
    ]


def turnaround_words(decisions: Figure) -> str:
    """How long the first decision took, with what it is worked out from."""
    if not decisions.denominator:
        return "No entry of yours was decided in this period."
    many = counted(decisions.denominator, "first decision")
    if decisions.value is None:
        return f"{many} in this period: {headline(decisions)} how long they take."
    return f"{headline(decisions)} from submitting to the first decision. {ratio(decisions)}."
