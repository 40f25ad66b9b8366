"""The page of own figures. It is about whoever is signed in: no address names anybody else."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Role
from sso_log.auth.policy import Permission
from sso_log.clock import now_utc, today_london
from sso_log.framework.figure import Figure
from sso_log.reference import codes
from sso_log.summaries.abstraction.words import Card, schools_card, time_card
from sso_log.summaries.blueprint import blueprint
from sso_log.summaries.framework.words import headline, part_ratio, ratio
from sso_log.summaries.own.page import OwnFigures, own_figures
from sso_log.summaries.scope import CAPACITIES, Scope, read_own_scope
from sso_log.web.filters import counted, number
from sso_log.web.forms import error_items
from sso_log.web.navigation import NavItem, register

UNPROCESSABLE = 422

register(
    NavItem(
        "summaries.own",
        order=44,
        shown=lambda actor: actor is not None and actor.has(Role.OFFICER),
    )
)


@blueprint.get("/summaries/own")
@requires(Permission.READ_OWN_FIGURES)
def own() -> ResponseReturnValue:
    """The figures of the person signed in, for a period."""
    scope = read_own_scope(current_actor(), request.args.to_dict(flat=False), today_london())
    found = own_figures(scope)
    body = render_template(
        "summaries/own.html",
        found=found,
        scope=scope,
        cards=cards_of(found),
        decided=decision_rows(found.decisions),
        stages=[(part.label, part.numerator) for part in found.funnel.parts],
        turnaround=turnaround_words(found.decisions),
        duty_choices=duty_choices(),
        duty=dict(duty_choices())[scope.capacity],
        errors=error_items({name: [sentence] for name, sentence in scope.problems}),
        generated_at=now_utc(),
    )
    return body, UNPROCESSABLE if scope.problems else 200


def duty_choices() -> list[tuple[str, str]]:
    """The filter on duty."""
    return [
        (code, "All duty" if code == "all" else codes.label("capacity", code))
        for code in CAPACITIES
    ]


def cards_of(found: OwnFigures) -> list[Card]:
    """What the page starts with."""
    return [
        time_card(found.total),
        schools_card(found.total, found.school_totals),
        weeks_card(found.scope, found.weeks),
    ]


def weeks_card(scope: Scope, weeks: Figure) -> Card:
    """Weeks confirmed, of those that are over."""
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
