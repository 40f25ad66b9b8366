"""The JSON routes of one's own weeks."""

import datetime as dt

from flask.typing import ResponseReturnValue

from sso_log.api import shapes
from sso_log.api.body import answer, read, read_object
from sso_log.api.messages import WeekBody
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission
from sso_log.clock import parse_week, today_london
from sso_log.db import commits
from sso_log.errors import NotFound
from sso_log.weeks import queries, services


@requires(Permission.CONFIRM_WEEK)
def get_week(week_text: str) -> ResponseReturnValue:
    """The week as confirmed, or with what it would be filled in with."""
    week_on, actor = _monday(week_text), current_actor()
    usual = queries.prefill(actor.id, week_on)
    confirmed = queries.week_of(actor.id, week_on)
    if confirmed is not None:
        return answer(shapes.week(confirmed, usual))
    own = queries.own_week(actor.id, week_on, today_london())
    return answer(shapes.week_to_confirm(own, usual))


@requires(Permission.CONFIRM_WEEK)
@commits
def put_week(week_text: str) -> ResponseReturnValue:
    """Confirm or amend the week: 201 when it is new, 200 when it was confirmed before."""
    week_on, sent = _monday(week_text), read(WeekBody, read_object())
    minutes = sent.on_duty_minutes, sent.absence_minutes
    actor, version = current_actor(), sent.base_version
    confirmed = services.confirm(actor, week_on, *minutes, sent.nothing_else, version)
    return answer(shapes.week(confirmed.week), 201 if confirmed.created else 200)


def _monday(text: str) -> dt.date:
    try:
        return parse_week(text)
    except ValueError:
        raise NotFound() from None
