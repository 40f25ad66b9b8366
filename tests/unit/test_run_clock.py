"""A run of the tests begins at noon, here and in every process that it starts."""

import datetime as dt
import subprocess
import sys

from sso_log.clock import LONDON, now_utc

NOON, LONGEST_RUN = dt.time(12), dt.timedelta(hours=3)


def near_noon(moment: dt.datetime) -> bool:
    """Whether a run that began at noon could be at this moment."""
    noon = dt.datetime.combine(moment.astimezone(LONDON).date(), NOON, LONDON)
    return noon <= moment <= noon + LONGEST_RUN


def test_tests_run_after_noon_and_far_from_midnight() -> None:
    assert near_noon(now_utc())


def test_the_processes_that_tests_start_share_their_clock() -> None:
    ask = "import datetime as dt; print(dt.datetime.now(dt.UTC).isoformat())"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    told = dt.datetime.fromisoformat(done.stdout.strip())
    assert near_noon(told)
    assert abs(told - now_utc()) < dt.timedelta(minutes=2)
