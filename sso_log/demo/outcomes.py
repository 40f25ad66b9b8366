"""What becomes of one entry: how late it is logged, whether it is returned, and when. Pure.

The shares are plausible ones, and only those: most is approved at once within a day or two.
"""

import datetime as dt
import math
import random
from dataclasses import dataclass

from sso_log.demo.chance import happens, pick
from sso_log.workflow.reviewable import Reason

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
# Hours from the event to the entry: soon, the next days, and the late ones (measure T3).
LATENESS = {(0, 4): 0.68, (16, 30): 0.14, (30, 96): 0.1, (96, 330): 0.06, (330, 700): 0.02}
MEDIAN_HOURS = 19.0
LAST_DECIMAL = 0.95
REOPENED = Reason(None, "The school has told us that a figure in it was wrong.")
VOIDED = Reason("duplicate", "The same visit is recorded in another entry.")
WITHDRAWN_AFTER = 20
RETURNS: dict[str, tuple[Reason, ...]] = {
    "engagement": (
        Reason("missing_information", "Please count the pupils with the school.", ("pupils",)),
        Reason("inconsistent", "The length does not fit the timetable.", ("duration_minutes",)),
        Reason("wrong_duty", "Was this schools duty? Please check.", ("capacity", "notes")),
    ),
    "diversion": (
        Reason("missing_information", "Say in the notes what was agreed.", ("notes",)),
        Reason("inconsistent", "The notes and the route do not agree.", ("notes", "route")),
        Reason("identifies_child", "The notes could point to the child: reword.", ("notes",)),
    ),
    "diversion_update": (
        Reason("missing_information", "Say in the notes who told you.", ("notes", "stage")),
    ),
    "abstraction": (
        Reason("missing_information", "Give the rank and unit.", ("authorised_by",)),
        Reason("inconsistent", "The roster says that you had other notice.", ("notice",)),
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one entry, as far as time allows; `late` is from the event to the entry."""

    late: dt.timedelta
    draft_first: bool = False
    stays_draft: bool = False
    withdrawn: bool = False
    returned: bool = False
    answered: bool = True
    reopened: bool = False
    void: bool = False
    waits: bool = False
    prompt: bool = False


def ordinary(chance: random.Random, age: dt.timedelta) -> Outcome:
    """An ordinary outcome; `age` is how long ago the entry happened."""
    low, high = pick(chance, LATENESS)
    recent = age < dt.timedelta(days=9)
    return Outcome(
        late=HOUR * chance.uniform(low, high) + MINUTE * 5,
        draft_first=happens(chance, 0.07),
        stays_draft=happens(chance, 0.06 if recent else 0.001),
        withdrawn=happens(chance, 0.008),
        returned=happens(chance, 0.07),
        answered=happens(chance, 0.93),
        reopened=happens(chance, 0.011),
        void=happens(chance, 0.004),
    )


def soon(**turns: bool) -> Outcome:
    """An outcome that is logged within the hour, for what has to be there to be seen."""
    return Outcome(late=MINUTE * 40, **turns)


def decided_at(chance: random.Random, submitted_at: dt.datetime, pace: float) -> dt.datetime:
    """When a sergeant of this pace gets to it: by day, and hardly ever at the weekend."""
    hours = chance.lognormvariate(math.log(MEDIAN_HOURS * pace), LAST_DECIMAL)
    moment = submitted_at + HOUR * max(0.3, hours)
    if moment.hour < 7:
        moment = moment.replace(hour=7) + HOUR * chance.uniform(0, 3)
    elif moment.hour >= 19:
        moment = moment.replace(hour=8) + HOUR * (24 + chance.uniform(0, 3))
    while moment.weekday() >= 5 and not happens(chance, 0.15):
        moment += HOUR * 24
    return moment
