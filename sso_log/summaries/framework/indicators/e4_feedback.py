"""E4: what young people say about the session and about their officer."""

from sso_log.entries.models import Engagement
from sso_log.framework.figure import Result, count_part, proportion, share_part
from sso_log.framework.indicator import Family, IndicatorKind
from sso_log.summaries.framework import waiting, wording
from sso_log.summaries.framework.drill_down import of_entries
from sso_log.summaries.framework.indicator import OF_ENGAGEMENTS, Indicator
from sso_log.summaries.framework.question import Conditions, Question
from sso_log.summaries.framework.readings import Key, Readings
from sso_log.summaries.framework.rows_engagements import by_school, conditions

GIVING = "Schools giving feedback"
SAFER = "Feel safer, of those aware of the officer"
LESS_SAFE = "Feel less safe, of those aware"


def _count(readings: Readings, key: Key) -> Result:
    rows = readings.grouped(by_school).at(key)
    giving = {row.school for row in rows if row.feedback}
    aware = sum(row.aware for row in rows)
    return proportion(
        sum(row.rated for row in rows),
        sum(row.answers for row in rows),
        parts=(
            share_part(GIVING, len(giving), len({row.school for row in rows})),
            share_part(SAFER, sum(row.safer for row in rows), aware),
            share_part(LESS_SAFE, sum(row.less_safe for row in rows), aware),
            share_part(
                "Rated 7 to 10 before a session",
                sum(row.rated_before for row in rows),
                sum(row.answers_before for row in rows),
            ),
            count_part("Engagements", sum(row.entries for row in rows)),
        ),
    )


def _with_feedback(question: Question) -> Conditions:
    return conditions(question, Engagement.feedback_responses > 0)


E4 = Indicator(
    id="E4",
    title="Young people's feedback",
    family=Family.ENGAGEMENT,
    question="What do young people say about the session and about their officer?",
    definition=(
        f"{wording.ENGAGEMENTS_COUNTED} Of the answers given after sessions, those that rate the "
        "session 7 to 10 out of 10. Answers given before a session are shown apart and never "
        "added. Also apart: of young people aware of their officer, those who feel safer and "
        "those who feel less safe because of the officer (where an entry gives more of these "
        "than were aware, its answers are left out); and of the schools with an "
        "engagement, those from which any feedback is recorded."
    ),
    numerator="Answers after a session that rate it 7 to 10.",
    denominator="All answers after a session with a rating.",
    caveats=(
        "Feel safer and feel less safe are always shown together.",
        "Schools choose whether to give feedback: look at how many did.",
        "Answers of one class are alike, so the interval is narrower than it should be.",
    ),
    counterweight_ids=("E2",),
    kind=IndicatorKind.PROPORTION,
    source=(
        f"{wording.REVIEW_2022}, section 8: 73% rated 7 to 10, 33 of 37 schools gave feedback; "
        "MOPAC youth survey: 41% safer, 3% less safe"
    ),
    count=_count,
    drill_downs=(
        of_entries("all", "With feedback", _with_feedback),
        of_entries("engagements", "All engagements", conditions),
    ),
    waiting=waiting.engagements,
    splits=OF_ENGAGEMENTS,
    card_parts=(GIVING, SAFER, LESS_SAFE),
)
