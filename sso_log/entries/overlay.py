"""Where a diversion stands: its answers, overlaid by those of its approved updates. Pure.

What each answer of an update does is declared with its question (`Overlay`); here it is carried
out, for the diversion's page and for the framework alike. Answers that belong together are laid
over together, so that a contact now made does not keep the reason why it had not been. Choosing
which updates are approved is the caller's part.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sso_log.entries.kinds import diversion_update
from sso_log.entries.kinds.declare import LEADERS, Overlay
from sso_log.framework.matter import Matter, matter_of
from sso_log.framework.meanings import Meanings

Answers = Mapping[str, Any]

UPDATE = diversion_update.KIND
# What is laid over together, by its leading question; the first of them adds a stage instead.
GROUPS: dict[str, tuple[str, ...]] = {
    one.name: (one.name,) for one in UPDATE.schema.fields if one.overlay in LEADERS
}
for one in UPDATE.schema.fields:
    if one.overlay is Overlay.FOLLOWS and one.applies_when:
        GROUPS[one.applies_when.field] += (one.name,)
STAGES = {one.name for one in UPDATE.schema.fields if one.overlay is Overlay.STAGE}
LAID_OVER = tuple(name for group in GROUPS.values() for name in group)


def current_answers(
    diversion: Answers, updates: Sequence[Answers] = ()
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The answers as they stand, and the stages that were reported, in order.

    Both kinds need their `id`. Updates are laid over by the date they happened on, then by id;
    one that carries no date comes before all others. What an update leaves out stays as it was.
    """
    answers, stages = dict(diversion), []
    for update in sorted(updates, key=_order):
        for leader, names in GROUPS.items():
            if update.get(leader) in (None, ""):
                continue
            group = {name: update.get(name) for name in names}
            if leader in STAGES:
                stages.append(group)
            else:
                answers |= group
    return answers, stages


def current_state(
    diversion: Answers, updates: Sequence[Answers] = (), *, meanings: Meanings
) -> Matter:
    """The matter as it stands, for the framework."""
    return matter_of(*current_answers(diversion, updates), meanings=meanings)


def _order(update: Answers) -> tuple[str, str]:
    """By day, whether it comes as a date, a moment or text; the first ten letters are the day."""
    day = update.get("happened_on") or update.get(UPDATE.date_question(update)) or ""
    return str(day)[:10], str(update.get("id", ""))
