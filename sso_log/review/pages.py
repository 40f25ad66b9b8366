"""Draws the pages of review from what queries and services return."""

import uuid
from collections.abc import Mapping, Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.identity import Actor
from sso_log.clock import now_utc
from sso_log.entries.flags import FLAG_TITLES
from sso_log.entries.kinds import KINDS, kind_of
from sso_log.entries.models import Entry
from sso_log.errors import Conflict, IllegalTransition
from sso_log.review.decisions import DECISION_OF
from sso_log.review.detail import EntryDetail, changes_for, open_actions
from sso_log.review.filters import filter_query, inbox_filter
from sso_log.review.forms import ReasonForm, question_groups, version_or_none
from sso_log.review.queries import inbox
from sso_log.review.services import BulkOutcome
from sso_log.web.forms import error_items
from sso_log.web.query_string import QueryString
from sso_log.workflow.states import Action, Status

Errors = Mapping[str, Sequence[str]]
CONFLICT = 409


def inbox_page(actor: Actor, errors: Errors | None = None) -> str:
    """The inbox with the filters of the address."""
    query = filter_query()
    page, queue = inbox(actor, inbox_filter(), QueryString.of_request().page)
    return render_template(
        "review/inbox.html",
        page=page,
        queue=queue,
        now=now_utc(),
        kind_choices=[
            (code, f"{KINDS[code].plural.capitalize()} ({count})")
            for code, count in queue.kinds.items()
        ],
        officer_choices=[(key, f"{name} ({count})") for key, name, count in queue.officers],
        bulk_rows=any(row.kind.bulk and not row.flags for row in page.rows),
        flag_titles=FLAG_TITLES,
        query=query,
        chosen={"kind": "", "flagged": "", "officer": "", **query},
        select_all=request.args.get("select") == "all",
        errors=_errors_at("bulk", errors),
    )


def entry_page(detail: EntryDetail, errors: Errors | None = None) -> str:
    """One entry whole."""
    return render_template(
        "review/entry.html",
        detail=detail,
        entry=detail.entry,
        kind=detail.kind,
        status=Status(detail.entry.status),
        query=filter_query(),
        errors=_errors_at("entry", errors),
    )


def reason_page(entry: Entry, action: Action, form: ReasonForm) -> str:
    """The form that asks why."""
    kind = kind_of(entry.kind)
    return render_template(
        "review/reason.html",
        entry=entry,
        kind=kind,
        action=action.value,
        decision=DECISION_OF[action],
        post_to=url_for(f"review.{action}", entry_id=entry.id, **filter_query()),
        form=form,
        groups=question_groups(kind, form.fields.data or []),
        query=filter_query(),
    )


def stale_page(
    actor: Actor, entry_id: uuid.UUID, error: Conflict | IllegalTransition
) -> ResponseReturnValue:
    """What changed since the version that was looked at, with what the person had typed."""
    seen = version_or_none(request.form.get("version"))
    entry, changes = changes_for(actor, entry_id, seen)
    page = render_template(
        "review/stale.html",
        entry=entry,
        kind=kind_of(entry.kind),
        status=Status(entry.status),
        sentence=error.sentence,
        seen=seen,
        changes=changes,
        typed=request.form.get("reason", ""),
        still_open=bool(open_actions(actor, entry)),
        query=filter_query(),
    )
    return page, CONFLICT


def refused_page(outcome: BulkOutcome) -> ResponseReturnValue:
    """Which entries were approved together, and which were left alone and why."""
    page = render_template("review/bulk.html", outcome=outcome, query=filter_query())
    return page, 200 if outcome.approved else CONFLICT


def _errors_at(anchor: str, errors: Errors | None) -> list[dict[str, str]]:
    """Every sentence, each a link to one place of the page."""
    return error_items({anchor: [words for some in (errors or {}).values() for words in some]})
