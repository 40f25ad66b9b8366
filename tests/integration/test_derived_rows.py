"""Rows that follow from others follow them: school minutes, an update's school, and the self-check.

March 2026 is in the spring term of the default calendar; 3 March is a Tuesday.
"""

import datetime as dt
import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sso_log.audit.models import EVENT
from sso_log.auth.identity import SYSTEM
from sso_log.cli import main
from sso_log.db import db, writing
from sso_log.entries import services
from sso_log.entries.days import day_differences
from sso_log.entries.models import AbstractionDay, DiversionUpdate, Entry
from sso_log.entries.recount import column_differences
from sso_log.errors import Invalid
from sso_log.framework.figure import Result
from sso_log.ids import new_id
from sso_log.reference import codes
from sso_log.reference.loader import load_reference
from sso_log.reference.models import CalendarPeriod, Code, PeriodKind, Posting
from sso_log.reference.queries.units import the_unit
from sso_log.reference.services.calendar import (
    PeriodDetails,
    add_period,
    change_period,
    remove_period,
)
from sso_log.summaries.abstraction.figures import school_day_loss
from sso_log.workflow.reviewable import Reason
from sso_log.workflow.states import Action
from tests.factories.entries import an_approved_entry, an_entry, answers
from tests.factories.force import CAMDEN, HACKNEY, OTHER_TEAM, TEAM, Force
from tests.integration.test_abstraction_summary import a_week, seen, taken

TUESDAY, WEDNESDAY = dt.date(2026, 3, 3), dt.date(2026, 3, 4)


def minutes(entry: Entry) -> dict[dt.date, tuple[int, int]]:
    """The stored minutes of an abstraction by day: all, and those in school hours."""
    db.session.rollback()
    rows = sa.select(AbstractionDay).where(AbstractionDay.entry_id == entry.id)
    return {row.day: (row.minutes, row.school_minutes) for row in db.session.scalars(rows)}


def a_period(
    kind: PeriodKind, first: dt.date, last: dt.date | None = None, borough: str | None = None
) -> PeriodDetails:
    borough_id = the_unit(borough).id if borough else None
    return PeriodDetails(kind, f"{kind} from {first}", first, last or first, borough_id)


def added(details: PeriodDetails) -> uuid.UUID:
    with writing():
        return add_period(SYSTEM, details).id


def loss(force: Force) -> Result:
    """A3 of the whole force in March."""
    return school_day_loss(seen(force).total)


def command(*words: str) -> Any:
    db.session.rollback()
    return CliRunner().invoke(main, list(words))


def test_an_inset_day_added_after_approval_changes_school_minutes_and_a3_until_it_is_removed(
    force: Force,
) -> None:
    a_week(force, "officer", "2026-03-02", 2400)
    entry = taken(force, "2026-03-03T07:00", "2026-03-03T10:00")
    # From 08:00 to 10:00 in school hours, of five days of 510 minutes.
    assert minutes(entry) == {TUESDAY: (180, 120)}
    assert (loss(force).numerator, loss(force).denominator) == (120, 2550)
    period_id = added(a_period(PeriodKind.INSET, TUESDAY, borough=HACKNEY))
    assert minutes(entry) == {TUESDAY: (180, 0)}
    assert (loss(force).numerator, loss(force).denominator) == (0, 2040)
    with writing():
        remove_period(SYSTEM, period_id)
    assert minutes(entry) == {TUESDAY: (180, 120)}
    assert (loss(force).numerator, loss(force).denominator) == (120, 2550)


def test_a_period_of_one_borough_leaves_other_boroughs_and_one_of_the_force_leaves_none(
    force: Force,
) -> None:
    here = taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    far = taken(
        force, "2026-03-03T09:00", "2026-03-03T11:00", by="far_officer", over="far_sergeant"
    )
    added(a_period(PeriodKind.INSET, TUESDAY, borough=CAMDEN))
    assert [minutes(entry)[TUESDAY][1] for entry in (here, far)] == [120, 0]
    added(a_period(PeriodKind.INSET, TUESDAY))
    assert [minutes(entry)[TUESDAY][1] for entry in (here, far)] == [0, 0]


def test_school_minutes_follow_the_boroughs_own_terms_and_training_days_when_saved(
    force: Force,
) -> None:
    added(a_period(PeriodKind.TERM, dt.date(2026, 3, 4), dt.date(2026, 3, 31), HACKNEY))
    added(a_period(PeriodKind.INSET, dt.date(2026, 3, 5), borough=HACKNEY))
    here, far = (
        taken(force, "2026-03-03T09:00", "2026-03-05T11:00", by=by, over=over)
        for by, over in (("officer", "sergeant"), ("far_officer", "far_sergeant"))
    )
    thursday = dt.date(2026, 3, 5)
    assert [minutes(here)[day][1] for day in (TUESDAY, WEDNESDAY, thursday)] == [0, 510, 0]
    assert [minutes(far)[day][1] for day in (TUESDAY, WEDNESDAY, thursday)] == [450, 510, 180]


def test_a_moved_period_gives_back_its_old_day_and_takes_the_new_one(force: Force) -> None:
    tuesday = taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    wednesday = taken(force, "2026-03-04T09:00", "2026-03-04T11:00")
    period_id = added(a_period(PeriodKind.INSET, TUESDAY))
    assert (minutes(tuesday)[TUESDAY][1], minutes(wednesday)[WEDNESDAY][1]) == (0, 120)
    with writing():
        change_period(SYSTEM, period_id, a_period(PeriodKind.INSET, WEDNESDAY))
    assert (minutes(tuesday)[TUESDAY][1], minutes(wednesday)[WEDNESDAY][1]) == (120, 0)


def test_the_first_term_of_a_borough_decides_about_its_whole_year(force: Force) -> None:
    entry = taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    term_id = added(a_period(PeriodKind.TERM, dt.date(2025, 9, 1), dt.date(2025, 12, 19), HACKNEY))
    assert minutes(entry)[TUESDAY][1] == 0
    with writing():
        remove_period(SYSTEM, term_id)
    assert minutes(entry)[TUESDAY][1] == 120


def test_a_refused_period_leaves_rows_and_calendar_as_they_were(force: Force) -> None:
    entry = taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    with pytest.raises(Invalid), writing():
        add_period(SYSTEM, a_period(PeriodKind.INSET, TUESDAY))
        add_period(SYSTEM, a_period(PeriodKind.INSET, TUESDAY))
    assert minutes(entry)[TUESDAY][1] == 120


def test_a_change_of_school_hours_counts_from_its_first_day(force: Force) -> None:
    entry = taken(force, "2026-03-03T07:00", "2026-03-04T10:00")
    # 08:00 to 16:30, and 08:00 to 10:00.
    assert [minutes(entry)[day][1] for day in (TUESDAY, WEDNESDAY)] == [510, 120]
    with writing():
        old = db.session.get(Code, ("school_hours", "standard"))
        assert old is not None
        old.valid_until = TUESDAY
        later = {"starts": "09:00", "ends": "15:00"}
        db.session.add(
            Code(list_name="school_hours", code="later", label="Later", position=2,
                 valid_from=WEDNESDAY, attributes=later, changed_at_utc=old.changed_at_utc)
        )  # fmt: skip
    codes.forget()
    assert [(one.place, one.stored, one.right) for one in day_differences()] == [
        (WEDNESDAY, (600, 120), (600, 60))
    ]
    assert "Days of abstractions: 1 put right." in command("rebuild", "--what", "days").output
    assert [minutes(entry)[day][1] for day in (TUESDAY, WEDNESDAY)] == [510, 60]


def test_loading_school_hours_that_changed_makes_the_days_again(force: Force) -> None:
    entry = taken(force, "2026-03-03T07:00", "2026-03-03T10:00")
    with writing():
        old = db.session.get(Code, ("school_hours", "standard"))
        assert old is not None
        old.attributes = {"starts": "07:00", "ends": "16:30"}
    codes.forget()
    command("rebuild")
    assert minutes(entry)[TUESDAY] == (180, 180)
    with writing():
        load_reference()
    assert minutes(entry)[TUESDAY] == (180, 120)


def test_the_calendars_event_says_how_many_rows_it_changed(force: Force) -> None:
    taken(force, "2026-03-03T09:00", "2026-03-04T11:00")
    added(a_period(PeriodKind.INSET, TUESDAY))
    last = sa.select(EVENT.c.tag, EVENT.c.detail).order_by(EVENT.c.seq.desc()).limit(1)
    tag, detail = db.session.execute(last).one()
    assert (tag, detail["rebuilt"]) == ("calendar_changed", 1)


def test_the_updates_of_a_diversion_move_with_it_to_another_school(force: Force) -> None:
    officer, sergeant = force.actor("officer"), force.actor("sergeant")
    diversion = an_approved_entry(officer, sergeant, "diversion")
    update = an_entry(officer, "diversion_update", diversion=str(diversion.id))
    assert update.school == 100001
    with writing():
        reopened = db.session.get_one(Entry, diversion.id)
        why = Reason(None, "The school was another one.")
        services.change_state(sergeant, reopened, Action.REOPEN, 1, why)
    request = services.Request(
        reopened.id, "diversion", answers("diversion", school="100002"), Action.SUBMIT, 1
    )
    with writing():
        services.write(officer, request)
    db.session.rollback()
    assert (
        db.session.execute(
            sa.select(Entry.school).join(DiversionUpdate, DiversionUpdate.entry_id == Entry.id)
        ).scalar_one()
        == 100002
    )
    assert not list(column_differences())


TAMPERED = [
    ("abstraction_day", {"school_minutes": 1}, "2026-03-03: stored 120 minutes, 1 in school"),
    ("entry", {"happened_on": dt.date(2026, 3, 1)}, "happened_on: stored 2026-03-01, right 2026"),
    ("entry", {"notes_digest": "0" * 64}, f"notes_digest: stored {'0' * 64}, right None"),
]


@pytest.mark.parametrize("tampered", TAMPERED, ids=lambda one: next(iter(one[1])))
def test_the_recount_names_a_tampered_row_and_the_rebuilding_puts_it_right(
    force: Force, tampered: tuple[str, dict[str, Any], str]
) -> None:
    table, values, sentence = tampered
    reference = taken(force, "2026-03-03T09:00", "2026-03-03T11:00").reference
    assert command("check", "--recount").exit_code == 0
    with writing():
        db.session.execute(sa.update(db.metadata.tables[table]).values(values))
    before = command("check", "--recount")
    assert before.exit_code == 1
    assert f"{reference}, {sentence}" in before.output
    assert "1 put right" in command("rebuild").output
    assert command("check", "--recount").exit_code == 0


def test_the_recount_finds_a_day_too_many_and_a_day_missing(force: Force) -> None:
    entry = taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    with writing():
        db.session.execute(sa.update(AbstractionDay).values(day=WEDNESDAY))
    sentences = [
        one["sentence"] for one in json.loads(command("check", "--recount", "--json").stdout)
        if one["check"] == "recount days"
    ]  # fmt: skip
    assert sentences == [
        f"{entry.reference}, 2026-03-03: stored no row, right 120 minutes, 120 in school hours.",
        f"{entry.reference}, 2026-03-04: stored 120 minutes, 120 in school hours, right no row.",
    ]
    command("rebuild", "--what", "days")
    assert minutes(entry) == {TUESDAY: (120, 120)}


def test_a_rebuilding_leaves_one_event_that_counts(force: Force) -> None:
    taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    with writing():
        db.session.execute(sa.update(AbstractionDay).values(school_minutes=7))
    before = db.session.execute(sa.select(sa.func.max(EVENT.c.seq))).scalar_one()
    assert command("rebuild").exit_code == 0
    events = db.session.execute(
        sa.select(EVENT.c.tag, EVENT.c.detail).where(EVENT.c.seq > before)
    ).all()
    assert [tuple(event) for event in events] == [("derived_rebuilt", {"days": 1, "columns": 0})]


def test_an_entry_of_another_team_than_the_posting_of_its_day_is_noted(force: Force) -> None:
    entry = taken(force, "2026-03-03T09:00", "2026-03-03T11:00")
    with writing():
        db.session.execute(
            sa.update(Posting)
            .where(Posting.person_id == entry.officer_id)
            .values(unit_id=the_unit(OTHER_TEAM).id)
        )
    result = command("check", "--recount")
    assert result.exit_code == 0
    assert (
        f"note   {entry.reference}, 2026-03-03: its team is {TEAM}, but its officer was posted "
        f"to {OTHER_TEAM} on that day." in result.output
    )


def test_a_calendar_change_waits_for_an_abstraction_that_is_being_saved(
    app: Flask, force: Force, engine_name: str
) -> None:
    if engine_name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    officer, details = force.actor("officer"), a_period(PeriodKind.INSET, TUESDAY)
    raw = answers(
        "abstraction", started_at="2026-03-03T09:00+00:00", ended_at="2026-03-03T11:00+00:00"
    )
    saved, entry_id = threading.Event(), new_id()

    def save() -> None:
        with app.app_context(), writing():
            request = services.Request(entry_id, "abstraction", raw, Action.SUBMIT)
            services.write(officer, request)
            db.session.flush()
            # Before the audit trail lets go, the calendar has all the time to be changed.
            saved.set()
            time.sleep(0.3)

    def change() -> None:
        saved.wait(30)
        with app.app_context(), writing():
            add_period(SYSTEM, details)

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(save), pool.submit(change)]:
            done.result(30)
    assert [row.school_minutes for row in db.session.scalars(sa.select(AbstractionDay))] == [0]


DAYS = st.dates(dt.date(2026, 2, 23), dt.date(2026, 3, 13))
EDIT = st.tuples(
    st.sampled_from(["add", "change", "remove"]),
    st.sampled_from(list(PeriodKind)),
    DAYS,
    st.integers(0, 9),
    st.sampled_from([None, HACKNEY, CAMDEN]),
)


def edit(words: tuple[str, PeriodKind, dt.date, int, str | None]) -> None:
    """One edit of the calendar; one that is refused changes nothing."""
    action, kind, first, length, borough = words
    details = a_period(kind, first, first + dt.timedelta(days=length), borough)
    ids = list(db.session.scalars(sa.select(CalendarPeriod.id).order_by(CalendarPeriod.id)))
    chosen = ids[first.toordinal() % len(ids)]
    try:
        with writing():
            if action == "add":
                add_period(SYSTEM, details)
            elif action == "change":
                change_period(SYSTEM, chosen, details)
            else:
                remove_period(SYSTEM, chosen)
    except Invalid:
        pass


def test_after_any_edits_of_the_calendar_what_is_stored_is_what_is_derived(
    app: Flask, force: Force, engine_name: str
) -> None:
    if engine_name != "sqlite":
        pytest.skip("the arithmetic is the same on every engine")
    for by, over in (("officer", "sergeant"), ("far_officer", "far_sergeant")):
        taken(force, "2026-02-26T09:00", "2026-03-05T11:00", by=by, over=over)
        taken(force, "2026-03-09T20:00", "2026-03-10T09:30", by=by, over=over)

    @settings(
        max_examples=12, deadline=None, database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(st.lists(EDIT, min_size=1, max_size=5))
    def holds(edits: list[tuple[str, PeriodKind, dt.date, int, str | None]]) -> None:
        for words in edits:
            edit(words)
            assert day_differences() == []

    holds()
