"""Where an officer is present at a school: a fact of the list of places."""

import sqlalchemy as sa

from sso_log.entries.models import Engagement
from sso_log.reference import codes
from sso_log.reference.lists import YES


def places_of_presence() -> frozenset[str]:
    """The codes of the places that count as being there: on site and at the gate."""
    return codes.current().codes_where("place", "present", YES)


def is_present() -> sa.ColumnElement[bool]:
    """The condition that the officer of an engagement was at the school."""
    condition: sa.ColumnElement[bool] = Engagement.place.in_(sorted(places_of_presence()))
    return condition
