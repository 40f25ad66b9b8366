"""The page for a change that came too late: what is there now, and the person's own text.

Nothing was changed. Where the entry may still be changed, the form below is based on the present
version, so that sending it again is a decision and not an accident.
"""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from sso_log.auth.identity import Actor
from sso_log.auth.policy import Permission
from sso_log.entries import queries
from sso_log.entries.access import open_entry
from sso_log.entries.forms.page import FormState, draw
from sso_log.entries.models import Entry
from sso_log.entries.presenters import Change, differences
from sso_log.errors import DomainError, NotFound
from sso_log.workflow.states import Status


def conflict_page(actor: Actor, state: FormState, error: DomainError) -> ResponseReturnValue:
    """What changed, and the form again with what was typed."""
    entry = _current(actor, state)
    changes: list[Change] = []
    if entry is not None and entry.kind == state.kind.code:
        changes = _changes(state, entry)
        state = replace(
            state, version=entry.version, status=Status(entry.status), reference=entry.reference
        )
    page = render_template(
        "entries/conflict.html",
        form=draw(actor, state),
        entry=entry,
        changes=changes,
        sentence=error.sentence,
    )
    return page, error.status


def _current(actor: Actor, state: FormState) -> Entry | None:
    try:
        return open_entry(actor, state.entry_id, Permission.WRITE_ENTRY)
    except NotFound:
        return None


def _changes(state: FormState, entry: Entry) -> list[Change]:
    """From the version that was looked at to the present one; from the start for a new form."""
    seen = state.version if state.version is not None else 0
    if not 0 < seen < entry.version:
        return []
    return differences(
        state.kind,
        queries.fields_of(entry.id, seen),
        queries.fields_of(entry.id, entry.version),
    )
