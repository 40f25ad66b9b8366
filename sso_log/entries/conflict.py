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
from sso_log.entries.forms.sheet import Filling, sheet
from sso_log.entries.models import Entry
from sso_log.entries.presenters import Change, differences
from sso_log.errors import DomainError, NotFound
from sso_log.workflow.states import Status


def conflict_page(actor: Actor, filling: Filling, error: DomainError) -> ResponseReturnValue:
    """What changed, and the form again with what was typed."""
    entry = _current(actor, filling)
    same_kind = entry is not None and entry.kind == filling.kind.code
    changes = _changes(filling, entry) if entry is not None and same_kind else []
    if entry is not None and same_kind:
        filling = replace(
            filling,
            version=entry.version,
            status=Status(entry.status),
            reference=entry.reference,
        )
    page = render_template(
        "entries/conflict.html",
        sheet=sheet(actor, filling),
        entry=entry,
        changes=changes,
        sentence=error.sentence,
    )
    return page, error.status


def _current(actor: Actor, filling: Filling) -> Entry | None:
    try:
        return open_entry(actor, filling.entry_id, Permission.WRITE_ENTRY)
    except NotFound:
        return None


def _changes(filling: Filling, entry: Entry) -> list[Change]:
    """From the version that was looked at to the present one; from the start for a new form."""
    seen = filling.version if filling.version is not None else 0
    if not 0 < seen < entry.version:
        return []
    return differences(
        filling.kind,
        queries.fields_of(entry.id, seen),
        queries.fields_of(entry.id, entry.version),
    )
