"""Reads engagements added up by what the indicators ask: kinds, codes, schools and powers."""

from typing import Any

import sqlalchemy as sa

from sso_log.db import db
from sso_log.entries.models import Engagement, Entry, EntryCode, PowerUsed
from sso_log.summaries.framework.question import Conditions, Question, places

CODES = ("topics", "ssp_aims")


def chosen(question: Question) -> Conditions:
    """Which engagements count: the filters with capacity, type and programme."""
    return [*entries(question), *of_kinds(question)]


def entries(question: Question) -> Conditions:
    """Which engagements count, as conditions on their entries."""
    return [*question.counted("engagement"), *question.in_capacity()]


def of_kinds(question: Question) -> Conditions:
    """The filters by type and programme; none without them."""
    conditions: Conditions = []
    if question.engagement_types:
        conditions.append(Engagement.engagement_type.in_(question.engagement_types))
    if question.programmes:
        conditions.append(Engagement.programme.in_(question.programmes))
    return conditions


def _grouped(question: Question, columns: list[Any], sums: list[Any]) -> sa.Select[Any]:
    """Added up by keys and columns."""
    by = [*question.keys(Engagement.engagement_type, Engagement.programme), *columns]
    statement = (
        sa.select(*by, *sums)
        .select_from(Entry)
        .join(Engagement, Engagement.entry_id == Entry.id)
        .where(*chosen(question))
    )
    return statement.group_by(*places(by))


ENTRIES = sa.func.count().label("entries")
MINUTES = sa.func.coalesce(sa.func.sum(Entry.duration_minutes), 0).label("minutes")


def by_type(question: Question) -> list[Any]:
    """Columns: key, engagement_type, programme, entries, minutes."""
    columns = [Engagement.engagement_type, Engagement.programme]
    return list(db.session.execute(_grouped(question, columns, [ENTRIES, MINUTES])))


def by_code(question: Question) -> list[Any]:
    """Topics and aims: key, field, code, minutes."""
    statement = _grouped(question, [EntryCode.field, EntryCode.code], [MINUTES])
    statement = statement.join(EntryCode, EntryCode.entry_id == Entry.id)
    return list(db.session.execute(statement.where(EntryCode.field.in_(CODES))))


def by_power(question: Question) -> list[Any]:
    """Powers used: key, power, entries (one for each use)."""
    statement = _grouped(question, [PowerUsed.power], [ENTRIES])
    # Powers are rare: starting from them is far less work than from every engagement.
    some = Entry.id.in_(sa.select(PowerUsed.entry_id))
    statement = statement.join(PowerUsed, PowerUsed.entry_id == Entry.id).where(some)
    return list(db.session.execute(statement))


def by_school(question: Question) -> list[Any]:
    """Engagements and feedback at each school.

    Columns: key, school, entries, feedback (entries with answers), and sums of answers: rated,
    of (answers after a session with a rating), rated_pre, of_pre, aware, safer, less_safe.
    Answers on feeling safe count where they fit among those aware of the officer.
    """
    after = Engagement.feedback_stage == "post"
    before = Engagement.feedback_stage == "pre"
    rated = Engagement.feedback_rated_7_to_10.is_not(None)
    safer = sa.func.coalesce(Engagement.feedback_feel_safer, 0)
    less = sa.func.coalesce(Engagement.feedback_feel_less_safe, 0)
    told = sa.and_(after, Engagement.feedback_aware >= safer + less)
    sums = [
        ENTRIES,
        _sum(Engagement.feedback_responses > 0, sa.literal_column("1"), "feedback"),
        _sum(after, Engagement.feedback_rated_7_to_10, "rated"),
        _sum(sa.and_(after, rated), Engagement.feedback_responses, "of"),
        _sum(before, Engagement.feedback_rated_7_to_10, "rated_pre"),
        _sum(sa.and_(before, rated), Engagement.feedback_responses, "of_pre"),
        _sum(told, Engagement.feedback_aware, "aware"),
        _sum(told, safer, "safer"),
        _sum(told, less, "less_safe"),
    ]
    return list(db.session.execute(_grouped(question, [Entry.school.label("school")], sums)))


def _sum(condition: sa.ColumnElement[bool], value: Any, label: str) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, value), else_=0)), 0).label(label)
