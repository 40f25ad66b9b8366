"""Reads engagements added up by what the indicators need: types, codes, schools and powers."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sso_log.entries.models import Engagement, Entry, EntryCode, PowerUsed
from sso_log.summaries.framework.question import Conditions, Question
from sso_log.summaries.framework.rows import GroupedRow, number_of, places, read_rows

CODES = ("topics", "ssp_aims")


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementSum(GroupedRow):
    engagement_type: str
    programme: str | None
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSum(GroupedRow):
    field: str
    topic_or_aim: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerSum(GroupedRow):
    power: str | None
    uses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSum(GroupedRow):
    """Engagements at one school, those with feedback, and the answers put together.

    `rated` of `answers` after a session rate it 7 to 10, `rated_before` of `answers_before` before
    one. `safer` and `less_safe` are of those `aware` of their officer: answers count where both
    together fit among the aware.
    """

    school: int | None
    entries: int
    feedback: int
    rated: int
    answers: int
    rated_before: int
    answers_before: int
    aware: int
    safer: int
    less_safe: int


def entries(question: Question) -> Conditions:
    """Which engagements count, as conditions on their entries; the filters on details apart."""
    return [*question.counted("engagement"), *question.in_capacity()]


def of_filters(question: Question) -> Conditions:
    """The filters by type and programme; none without them."""
    conditions: Conditions = []
    if question.engagement_types:
        conditions.append(Engagement.engagement_type.in_(question.engagement_types))
    if question.programmes:
        conditions.append(Engagement.programme.in_(question.programmes))
    return conditions


def conditions(question: Question, *details: sa.ColumnElement[bool]) -> Conditions:
    """Which entries count as engagements; details are looked at only where they matter."""
    details = (*of_filters(question), *details)
    chosen = sa.select(Engagement.entry_id).where(*details)
    return [*entries(question), *([Entry.id.in_(chosen)] if details else [])]


def _added_up(question: Question, columns: list[Any], sums: list[Any]) -> sa.Select[Any]:
    by = [*question.group_columns(Engagement.engagement_type, Engagement.programme), *columns]
    statement = (
        sa.select(*by, *sums)
        .select_from(Entry)
        .join(Engagement, Engagement.entry_id == Entry.id)
        .where(*entries(question), *of_filters(question))
    )
    return statement.group_by(*places(by))


ENTRIES = sa.func.count().label("entries")
MINUTES = number_of(Entry.duration_minutes, "minutes")


def by_type(question: Question) -> list[EngagementSum]:
    columns = [Engagement.engagement_type, Engagement.programme]
    return read_rows(EngagementSum, _added_up(question, columns, [ENTRIES, MINUTES]))


def by_code(question: Question) -> list[CodeSum]:
    columns = [EntryCode.field, EntryCode.code.label("topic_or_aim")]
    statement = _added_up(question, columns, [MINUTES])
    statement = statement.join(EntryCode, EntryCode.entry_id == Entry.id)
    return read_rows(CodeSum, statement.where(EntryCode.field.in_(CODES)))


def by_power(question: Question) -> list[PowerSum]:
    """Powers used, one for each use."""
    statement = _added_up(question, [PowerUsed.power], [sa.func.count().label("uses")])
    # Powers are rare: starting from them is far less work than from every engagement.
    some = Entry.id.in_(sa.select(PowerUsed.entry_id))
    statement = statement.join(PowerUsed, PowerUsed.entry_id == Entry.id).where(some)
    return read_rows(PowerSum, statement)


def by_school(question: Question) -> list[SchoolSum]:
    after = Engagement.feedback_stage == "post"
    before = Engagement.feedback_stage == "pre"
    rated = Engagement.feedback_rated_7_to_10.is_not(None)
    safer = sa.func.coalesce(Engagement.feedback_feel_safer, 0)
    less = sa.func.coalesce(Engagement.feedback_feel_less_safe, 0)
    consistent = sa.and_(after, Engagement.feedback_aware >= safer + less)
    sums = [
        ENTRIES,
        _sum_if(Engagement.feedback_responses > 0, sa.literal_column("1"), "feedback"),
        _sum_if(after, Engagement.feedback_rated_7_to_10, "rated"),
        _sum_if(sa.and_(after, rated), Engagement.feedback_responses, "answers"),
        _sum_if(before, Engagement.feedback_rated_7_to_10, "rated_before"),
        _sum_if(sa.and_(before, rated), Engagement.feedback_responses, "answers_before"),
        _sum_if(consistent, Engagement.feedback_aware, "aware"),
        _sum_if(consistent, safer, "safer"),
        _sum_if(consistent, less, "less_safe"),
    ]
    return read_rows(SchoolSum, _added_up(question, [Entry.school.label("school")], sums))


def _sum_if(condition: sa.ColumnElement[bool], value: Any, label: str) -> sa.Label[int]:
    return number_of(sa.case((condition, value), else_=0), label)
