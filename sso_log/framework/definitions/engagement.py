"""Engagement: E1, E2 and E4. What is done in schools, and what the young say of it."""

from sso_log.framework.definitions.wording import (
    FIRST_VALID_FROM,
    FIRST_VERSION,
    REVIEW_2022,
    SHARE,
)
from sso_log.framework.indicator import Family, Indicator, IndicatorKind

ENGAGEMENTS_COUNTED = (
    "Approved engagement entries that started in the period, on schools officer duty; other duty "
    "can be shown instead."
)

INDICATORS = (
    Indicator(
        id="E1",
        title="Engagement mix",
        family=Family.ENGAGEMENT,
        question="What is officers' time in schools spent on?",
        definition=(
            f"{ENGAGEMENTS_COUNTED} The minutes of each type of engagement as a share of all "
            "minutes, and likewise by programme, topic and aim of the partnership. An engagement "
            "with several topics or aims gives all its minutes to each of them, so those shares "
            "add up to more than the whole. Beside them stand the number of engagements, the "
            "number of different schools, and every police power used in them."
        ),
        numerator="Minutes of engagements of the type, programme, topic or aim.",
        denominator="Minutes of all engagements.",
        caveats=(
            "More time is not more good: always read with the powers used, shown beside it.",
            "Minutes are as the officer gave them.",
        ),
        counterweight_ids=("A3",),
        kind=IndicatorKind.MIX,
        unit="hours",
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}, section 8: 66 presentations in 37 schools",
    ),
    Indicator(
        id="E2",
        title="Coverage",
        family=Family.ENGAGEMENT,
        question="How many of the schools that have an officer were visited?",
        definition=(
            "A school is assigned if an officer was named for it, or an agreement with it was in "
            "force, on any day of the period; a team's schools are those its officers were named "
            "for. Schools with an agreement are shown as a share of these. A school was visited "
            "if at least one approved engagement at it, on schools officer duty and on "
            "site, started in the period, whichever officer it was. Priority schools, pupil "
            "referral units and alternative provision are shown apart."
        ),
        numerator="Assigned schools visited at least once in the period.",
        denominator="Assigned schools.",
        caveats=(
            "One visit in a year counts like forty: read with E1.",
            "Assigned schools are not all schools: some have neither officer nor agreement.",
        ),
        counterweight_ids=("E1",),
        kind=IndicatorKind.PROPORTION,
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=f"{REVIEW_2022}, section 6: 622 of 1,014 schools with an agreement",
    ),
    Indicator(
        id="E4",
        title="Young people's feedback",
        family=Family.ENGAGEMENT,
        question="What do young people say about the session and about their officer?",
        definition=(
            f"{ENGAGEMENTS_COUNTED} Of the answers given after sessions, those that rate the "
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
        unit=SHARE,
        version=FIRST_VERSION,
        valid_from=FIRST_VALID_FROM,
        source=(
            f"{REVIEW_2022}, section 8: 73% rated 7 to 10, 33 of 37 schools gave feedback; "
            "MOPAC youth survey: 41% safer, 3% less safe"
        ),
    ),
)
