"""The demo force in a database: its numbers, its rules, and what a second start does."""

import datetime as dt
import os
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from sso_log import create_app
from sso_log.audit.verify import verify
from sso_log.auth.identity import Role
from sso_log.auth.models import Person, RoleGrant
from sso_log.auth.policy import Permission, may
from sso_log.auth.sessions import actor_of
from sso_log.clock import today_london
from sso_log.db import db
from sso_log.demo import building, commands, keys
from sso_log.demo.scale import Scale
from sso_log.entries.bulk import Batch
from sso_log.entries.kinds import KINDS
from sso_log.entries.lookups import DatabaseLookups
from sso_log.entries.models import Entry, EntryEvent, EntryFlag, EntryVersion
from sso_log.entries.rules import check
from sso_log.reference.models import OfficerSchool, School, SchoolAgreement
from sso_log.weeks.models import DutyWeek
from sso_log.workflow.states import STEPS, Action, Status
from tests.client import Browser
from tests.conftest import settings_for

# A day in the past, so that the same force is looked at whenever the tests run.
A_DAY = dt.date(2025, 11, 20)
PASSWORD = "copper-kettle-meadow-otter"


def small(today: dt.date | None = None, **changes: Any) -> Scale:
    """A force of two boroughs, large enough for every state to come up."""
    scale = Scale(
        today or today_london(), weeks=8, boroughs=2, officers=14, schools=40, agreements=25,
        pupil_referral_units=2, analysts=2, auditors=1, board=1, admins=1,
    )  # fmt: skip
    return replace(scale, **changes)


def quiet(_what: str, _share: float) -> None:
    """Show nothing."""


@pytest.fixture
def demo(app: Flask) -> Scale:
    """A small demo force in this test's database."""
    scale = small(A_DAY)
    building.build(scale, PASSWORD, quiet)
    return scale


def count(table: type[Any], *where: Any) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(*where)
    return int(db.session.execute(query).scalar_one())


def test_people_schools_and_agreements_are_as_many_as_asked(demo: Scale) -> None:
    roles = Counter(db.session.scalars(sa.select(RoleGrant.role)))
    assert roles[Role.OFFICER] == 14 and roles[Role.SERGEANT] == 2
    assert set(roles) == set(Role)
    assert count(School) == 40 and count(SchoolAgreement) == 25
    led = sa.select(sa.func.count(sa.distinct(OfficerSchool.urn))).where(OfficerSchool.lead)
    assert db.session.execute(led).scalar_one() == 40


def test_entries_are_in_every_state_and_of_every_kind(demo: Scale) -> None:
    states = Counter(db.session.scalars(sa.select(Entry.status)))
    assert set(states) == set(Status)
    assert states[Status.APPROVED] > 0.75 * states.total()
    kinds = Counter(db.session.scalars(sa.select(Entry.kind)))
    assert set(kinds) == set(KINDS)
    assert 0.03 < kinds["diversion"] / kinds.total() < 0.12


def test_every_history_is_a_walk_through_the_transition_table(demo: Scale) -> None:
    steps = defaultdict(list)
    for event in db.session.scalars(
        sa.select(EntryEvent).order_by(EntryEvent.entry_id, EntryEvent.position)
    ):
        steps[event.entry_id].append(event)
    for entry in db.session.scalars(sa.select(Entry)):
        status, at = Status.DRAFT, entry.created_at_utc
        for position, event in enumerate(steps[entry.id], start=1):
            assert event.position == position and event.at_utc >= at
            status, at = STEPS[status, Action(event.action)], event.at_utc
            assert event.to_status == status
        assert entry.status == status
        assert at <= entry.updated_at_utc < demo.now


def test_every_version_is_kept_and_the_last_meets_the_rules_today(demo: Scale) -> None:
    versions: dict[Any, list[EntryVersion]] = defaultdict(list)
    for kept in db.session.scalars(sa.select(EntryVersion).order_by(EntryVersion.version)):
        versions[kept.entry_id].append(kept)
    for entry in db.session.scalars(sa.select(Entry)):
        assert [kept.version for kept in versions[entry.id]] == list(range(1, entry.version + 1))
        actor = actor_of(entry.officer_id)
        assert actor is not None
        raw = {k: v for k, v in versions[entry.id][-1].fields.items() if k != "child_key"}
        # The parent of an update may have been withdrawn since: that is asked when it is logged.
        raw.pop("diversion", None)
        complete = entry.status != Status.DRAFT and entry.kind != "diversion_update"
        checked = check(entry.kind, raw, DatabaseLookups(actor.id), complete=complete)
        assert not checked.errors, (entry.reference, checked.errors)
        assert not checked.ignored


def test_whoever_decided_may_decide(demo: Scale) -> None:
    actors = {person.id: actor_of(person.id) for person in db.session.scalars(sa.select(Person))}
    decided = sa.select(Entry).where(Entry.status.in_([Status.APPROVED, Status.RETURNED]))
    for entry in db.session.scalars(decided):
        assert entry.decided_by_id is not None
        assert may(actors[entry.decided_by_id], Permission.DECIDE, entry)


def test_flags_stand_on_submitted_entries_only_and_are_of_many_kinds(demo: Scale) -> None:
    flagged = sa.select(Entry.first_submitted_at_utc).join(
        EntryFlag, EntryFlag.entry_id == Entry.id
    )
    assert None not in set(db.session.scalars(flagged))
    assert len(set(db.session.scalars(sa.select(EntryFlag.code)))) >= 5


def test_most_officer_weeks_are_confirmed(demo: Scale) -> None:
    expected = 7 * 16
    confirmed = count(DutyWeek, DutyWeek.week_on < demo.mondays()[7])
    assert 0.82 * expected <= confirmed <= expected
    assert count(DutyWeek, DutyWeek.week_on >= demo.mondays()[-1]) == 0


def test_the_trail_verifies_and_tells_of_every_step(demo: Scale) -> None:
    found = verify(db.session())
    assert found.ok, found.problems
    assert found.checked > count(EntryEvent) + count(DutyWeek)


def test_the_officer_who_signs_in_has_something_in_every_pile(demo: Scale) -> None:
    mine = sa.select(Entry.status).join(Person, Person.id == Entry.officer_id)
    states = Counter(db.session.scalars(mine.where(Person.username == "officer")))
    assert states[Status.DRAFT] >= 2 and states[Status.RETURNED] >= 1
    assert states[Status.SUBMITTED] >= 2 and states[Status.APPROVED] >= 1
    held = sa.select(Person.username, RoleGrant.unit_id)
    held = held.join(RoleGrant, RoleGrant.person_id == Person.id)
    grants = {row.username: row.unit_id for row in db.session.execute(held)}
    assert grants["officer"] == grants["sergeant"]
    path = db.session.execute(
        sa.select(Entry.bcu_id).join(Person, Person.id == Entry.officer_id)
        .where(Person.username == "officer").limit(1)
    ).scalar_one()  # fmt: skip
    assert path == grants["inspector"]


def test_every_role_signs_in_and_nobody_else_does(demo: Scale, app: Flask) -> None:
    for role in Role:
        Browser(app.test_client()).sign_in(role.value, PASSWORD)
    other = sa.select(Person.username).where(Person.username.like("%.%")).limit(1)
    username = db.session.execute(other).scalar_one()
    wrong = {"username": username, "password": PASSWORD}
    Browser(app.test_client()).post("/sign-in", wrong, status=401)


def told() -> list[tuple[Any, ...]]:
    """The whole story in an order that does not depend on keys of units."""
    table = sa.select(
        Entry.id, Entry.reference, Entry.status, Entry.version, Entry.school, Entry.happened_on,
        Entry.decided_at_utc, Entry.notes,
    ).order_by(Entry.id)  # fmt: skip
    weeks = sa.select(DutyWeek.week_on, DutyWeek.person_id, DutyWeek.on_duty_minutes).order_by(
        DutyWeek.person_id, DutyWeek.week_on
    )
    return [tuple(row) for query in (table, weeks) for row in db.session.execute(query)]


def in_folder(folder: Path, scale: Scale) -> list[tuple[Any, ...]]:
    """Build in a SQLite file of its own, and tell the story."""
    settings = settings_for(f"sqlite:///{folder / 'demo.sqlite3'}", folder)
    kept = replace(keys.new_keys(), person_key=settings.person_key)
    app = commands.prepare(settings, kept, scale, weeks=None, seed=None)
    with app.app_context():
        story = told()
        db.session.remove()
        db.engine.dispose()
    return story


def test_the_same_seed_on_the_same_day_tells_the_same_story(tmp_path: Path) -> None:
    scale = small(weeks=3)
    first = in_folder(tmp_path / "a", scale)
    assert first == in_folder(tmp_path / "b", scale)
    assert first != in_folder(tmp_path / "c", replace(scale, seed=2))


@pytest.mark.parametrize("day", [dt.date(2026, 1, 5), dt.date(2025, 8, 27), dt.date(2026, 3, 31)])
def test_it_builds_on_any_day_of_the_year(tmp_path: Path, day: dt.date) -> None:
    assert len(in_folder(tmp_path / day.isoformat(), small(day, weeks=3))) > 100


Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command at a small scale in a folder of its own, without any key in sight."""
    for name in ("DATABASE_URL", "SECRET_KEY", "PERSON_KEY", "DATA_DIR", "HOST"):
        monkeypatch.delenv(f"SSO_LOG_{name}", raising=False)

    def shape(today: dt.date, weeks: int, seed: int) -> Scale:
        return small(today, weeks=min(weeks, 2), seed=seed)

    monkeypatch.setattr(commands, "Scale", shape)

    def call(*words: str) -> Any:
        return CliRunner().invoke(
            commands.demo, ["--data-dir", str(tmp_path / "d"), "--no-serve", *words]
        )

    return call


def test_a_second_start_keeps_the_data_and_the_sign_ins(run: Run, tmp_path: Path) -> None:
    first = run()
    assert first.exit_code == 0, first.output
    database = tmp_path / "d" / "sso-log.sqlite3"
    before = database.stat().st_mtime_ns
    second = run()
    assert second.exit_code == 0, second.output
    assert database.stat().st_mtime_ns == before
    kept = keys.read(tmp_path / "d")
    assert kept is not None
    assert kept.password in first.stdout and kept.password in second.stdout
    for username in ("officer", "sergeant", "inspector", "analyst", "auditor", "board", "admin"):
        assert f"  {username}" in second.stdout


def test_another_shape_is_refused_in_one_sentence(run: Run) -> None:
    assert run("--weeks", "2").exit_code == 0
    refused = run("--weeks", "1")
    assert refused.exit_code == 1
    assert "already holds a demo force of 2 weeks from seed 1" in refused.stderr
    assert run("--seed", "9").exit_code == 1
    assert run("--weeks", "2", "--seed", "1").exit_code == 0


def test_an_interrupted_build_leaves_no_database(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Batch) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Batch, "write_events", interrupted)
        assert run().exit_code == 1
    assert not list((tmp_path / "d").glob("*.sqlite3*"))
    assert run().exit_code == 0


def test_what_a_killed_build_left_long_ago_is_swept_away(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    left, running = (tmp_path / "d" / f"sso-log.sqlite3.building-{n}" for n in (1, 2))
    left.write_text("half a database")
    os.utime(left, (0, 0))
    running.write_text("another one")
    assert run().exit_code == 0
    assert not left.exists() and running.exists()


def test_a_database_that_is_not_a_demo_is_left_alone(app: Flask, force: Any) -> None:
    settings = app.config["SETTINGS"]
    people = count(Person)
    db.session.remove()
    with pytest.raises(click.ClickException, match="holds no demo force"):
        commands.prepare(settings, keys.new_keys(), small(), weeks=None, seed=None)
    assert count(Person) == people


def test_an_empty_server_database_gets_the_demo_and_keeps_it(engine_name: str, app: Flask) -> None:
    if engine_name != "postgresql":
        pytest.skip("a SQLite demo is built in a file of its own")
    settings = app.config["SETTINGS"]
    kept = keys.new_keys()
    commands.prepare(settings, kept, small(weeks=2), weeks=None, seed=None)
    entries = count(Entry)
    db.session.remove()
    assert entries > 100
    commands.prepare(settings, kept, small(weeks=2), weeks=2, seed=1)
    assert count(Entry) == entries


def test_a_demo_database_without_its_keys_is_refused(run: Run, tmp_path: Path) -> None:
    assert run().exit_code == 0
    (tmp_path / "d" / keys.FILE).unlink()
    refused = run()
    assert refused.exit_code == 1
    assert "its keys are not in this folder" in refused.stderr


def test_the_demo_says_on_every_page_that_it_is_one(run: Run, tmp_path: Path) -> None:
    assert run().exit_code == 0
    kept = keys.read(tmp_path / "d")
    assert kept is not None
    page = create_app(commands.settings_of(tmp_path / "d", kept)).test_client().get("/sign-in")
    assert page.status_code == 200
    assert "demo" in page.text.casefold()
