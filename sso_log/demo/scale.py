"""How large the demo force is, from which seed, and between which days. Pure.

The same scale on the same day gives the same force. Everything in it happened before the
beginning of today in London, so that nothing depends on the hour at which it was built.
"""

import datetime as dt
import random
from dataclasses import dataclass

from sso_log.clock import ONE_DAY, from_london, week_start

ONE_WEEK = dt.timedelta(days=7)
FIRST_URN = 900_001


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers of the force. `boroughs` may be fewer for tests, never more than there are."""

    today: dt.date
    weeks: int = 12
    seed: int = 1
    boroughs: int = 32
    officers: int = 370
    schools: int = 1014
    agreements: int = 622
    pupil_referral_units: int = 41
    analysts: int = 10
    auditors: int = 3
    board: int = 3
    admins: int = 2

    @property
    def now(self) -> dt.datetime:
        """The moment at which the demo ends: midnight in London, before today."""
        return from_london(self.today, dt.time(0))

    @property
    def first_on(self) -> dt.date:
        """The Monday on which the entries begin: `weeks` whole weeks before the present one."""
        return week_start(self.today) - ONE_WEEK * self.weeks

    @property
    def founded_at(self) -> dt.datetime:
        """The moment at which people, schools and postings were entered."""
        return from_london(self.first_on - ONE_DAY, dt.time(9))

    def mondays(self) -> list[dt.date]:
        """Every week of the demo, the present one last."""
        return [self.first_on + ONE_WEEK * number for number in range(self.weeks + 1)]

    def chance(self, *about: object) -> random.Random:
        """A source of chance of its own for one subject, the same at every build."""
        words = ":".join(str(part) for part in (self.seed, self.today, *about))
        return random.Random(words)  # noqa: S311  # nosec B311 - believable, not secret


def share(total: int, parts: int) -> list[int]:
    """Split a number into parts as even as can be; the larger ones are spread out."""
    return [(part + 1) * total // parts - part * total // parts for part in range(parts)]
