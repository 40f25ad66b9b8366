"""Draws the block “What happened here” and puts it on the school's page.

Who may read the page is decided before a panel is drawn (`reference.access`).
"""

import datetime as dt

from flask import get_template_attribute
from markupsafe import Markup

from sso_log.auth.identity import Actor
from sso_log.reference.panels import register
from sso_log.summaries.school.happened import Amount, Happened, happened
from sso_log.web.filters import counted, hours, number

Row = list[str]


def figure_rows(history: Happened) -> list[Row]:
    """The table of the two windows, each row with its heading; nothing lost needs no detail."""
    amounts, lost = history.engagements, history.lost
    rows = [
        ["Engagements", *(number(amount.entries) for amount in amounts)],
        ["Hours of engagement", *(hours(amount.minutes) for amount in amounts)],
        ["Abstractions that affected the school", *(number(each.row.entries) for each in lost)],
    ]
    if not any(each.row.entries for each in lost):
        return rows
    return [
        *rows,
        ["School was told", *(_of(each.times_told, each.row.entries) for each in lost)],
        ["School hours lost", *(hours(each.row.minutes) for each in lost)],
        ["School hours with cover",
         *(_of(hours(each.row.covered), each.row.minutes, hours) for each in lost)],
        ["Visits lost", *(number(each.row.visits_lost) for each in lost)],
        ["Visits re-arranged", *(_of(each.row.rearranged, each.row.visits_lost) for each in lost)],
    ]  # fmt: skip


def since_words(days: int | None, nobody: str) -> str:
    """`today`, `yesterday`, `12 days ago`, or what to say when nobody ever came."""
    if days is None:
        return nobody
    return {0: "today", 1: "yesterday"}.get(days) or f"{counted(days, 'day')} ago"


def waiting_words(history: Happened) -> str:
    parts = []
    if history.waiting_engagements:
        parts.append(counted(history.waiting_engagements, "engagement"))
    if history.waiting_abstractions:
        parts.append(counted(history.waiting_abstractions, "abstraction"))
    if not parts:
        return "No engagement or abstraction is waiting for approval."
    return f"{' and '.join(parts)} still waiting for approval, not counted here."


def _of(part: int | str, whole: int, words: object = number) -> str:
    shown = words(whole) if callable(words) else str(whole)
    return f"{part} of {shown}" if whole else "–"


def _amount_words(amount: Amount) -> str:
    if not amount.entries:
        return "0"
    return f"{number(amount.entries)} ({hours(amount.minutes)} hours)"


def draw(urn: int, actor: Actor, today: dt.date) -> Markup:
    history = happened(urn, actor, today)
    block = get_template_attribute("schools/happened.html", "what_happened")
    drawn: Markup = block(
        history,
        figures=figure_rows(history),
        types=[[label, *map(_amount_words, amounts)] for label, amounts in history.types],
        topics=[[label, *map(str, counts)] for label, counts in history.topics],
        visited=since_words(history.days_since_visit, "Nobody has logged a visit"),
        named=since_words(history.days_since_named, "No visit by a named officer has been logged"),
        waiting=waiting_words(history),
    )
    return drawn


register(draw)
