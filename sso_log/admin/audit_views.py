"""The auditor's pages: searching the trail and checking its end. Searching is itself recorded.

They are here, above `auth`, because the audit slice lies below the people whom it names.
"""

import datetime as dt
import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from sso_log.admin import queries
from sso_log.admin.services.people import the_person
from sso_log.audit.queries import Page, Search, search
from sso_log.audit.services import record, record_reading
from sso_log.audit.tags import Tag
from sso_log.audit.verify import verify
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission, may
from sso_log.auth.services import clean_username
from sso_log.clock import from_london, today_london
from sso_log.db import commits, db
from sso_log.errors import NotFound
from sso_log.web.forms import error_items
from sso_log.web.navigation import NavItem, register
from sso_log.web.query_string import QueryString, read_day

blueprint = Blueprint("audit", __name__)

DEFAULT_DAYS = 7
# What a page can check while somebody waits; the command checks all of it.
LATEST = 50_000
LONGEST_NUMBER = 15
LONGEST_TEXT = 80

register(
    NavItem(
        "audit.search",
        80,
        lambda actor: may(actor, Permission.READ_AUDIT),
    )
)


@blueprint.get("/audit", endpoint="search")
@requires(Permission.READ_AUDIT)
def search_page() -> ResponseReturnValue:
    """Events by person, tag, subject and dates, newest first."""
    query = QueryString.of_request()
    requested, errors = _search(query)
    page = Page((), None)
    if not errors:
        _record_search(current_actor(), requested)
        page = search(requested)
    people = {event.actor_id for event in page.events if event.actor_id is not None}
    subjects = {
        person_id
        for event in page.events
        if event.subject_type == "person" and (person_id := _uuid(event.subject_id)) is not None
    }
    return render_template(
        "audit/search.html",
        page=page,
        names=queries.names_of(people | subjects),
        words={tag.value: tag.words for tag in Tag},
        tags=list(Tag),
        typed=_typed(query),
        errors=error_items(errors),
        sentences=errors,
    ), 422 if errors else 200


@blueprint.post("/audit/verify")
@requires(Permission.VERIFY_AUDIT)
@commits
def verify_page() -> ResponseReturnValue:
    """Check the last events of the trail now."""
    result = verify(db.session(), latest=LATEST)
    if result.ok:
        record(
            current_actor(),
            Tag.AUDIT_VERIFIED,
            "audit",
            result.head_seq,
            detail={"ok": True, "checked": result.checked},
        )
    return render_template("audit/verified.html", result=result)


def _typed(query: QueryString) -> dict[str, str]:
    today = today_london()
    typed = {name: query.text(name, LONGEST_TEXT) for name in ("person", "tag", "subject")}
    since = today - dt.timedelta(days=DEFAULT_DAYS)
    for name, day in (("from", since), ("until", today)):
        typed[name] = query.text(name) if name in request.args else day.isoformat()
    return typed


def _search(query: QueryString) -> tuple[Search, dict[str, list[str]]]:
    typed, errors = _typed(query), {}
    since, until = _day(typed["from"]), _day(typed["until"])
    if since is None:
        errors["from"] = ["Enter the first day as a date."]
    if until is None:
        errors["until"] = ["Enter the last day as a date."]
    elif since is not None and until < since:
        errors["until"] = ["The last day is before the first."]
    actor_id = None
    if typed["person"]:
        try:
            actor_id = the_person(clean_username(typed["person"])).id
        except NotFound as error:
            errors["person"] = [error.sentence]
    tag = None
    if typed["tag"]:
        tag = next((one for one in Tag if one.value == typed["tag"]), None)
        if tag is None:
            errors["tag"] = ["Choose one of the events."]
    today = today_london()
    return Search(
        since=from_london(since or today, dt.time(0)),
        until=from_london((until or today) + dt.timedelta(days=1), dt.time(0)),
        actor_id=actor_id,
        tag=tag,
        subject_id=typed["subject"] or None,
        before_seq=query.number("before", LONGEST_NUMBER),
    ), errors


def _record_search(actor: Actor, requested: Search) -> None:
    record_reading(
        actor,
        Tag.AUDIT_READ,
        "audit",
        requested.subject_id or requested.actor_id or "search",
        detail={
            "from": requested.since.date(),
            "until": requested.until.date(),
            "tag": requested.tag,
            "before": requested.before_seq,
        },
    )


def _day(text: str) -> dt.date | None:
    day = read_day(text)
    # A day either side is needed for midnights.
    return day if day and dt.date(1970, 1, 1) <= day <= dt.date(9000, 1, 1) else None


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
