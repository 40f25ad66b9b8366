"""Every flag through the service: when it is raised, when it is not, and on the edge between."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa

from sso_log.db import db, writing
from sso_log.entries import services
from sso_log.entries.flags import FLAG_TITLES
from sso_log.entries.models import Entry, EntryFlag
from sso_log.ids import new_id
from sso_log.reference.models import PrioritySchool
from sso_log.workflow.states import Action
from tests.factories.entries import answers
from tests.factories.force import Force

# Every case is at this moment, so that none depends on when it runs.
NOW = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 9)
NOTES = "Talked with the class about carrying knives, and what to do."
POWER = {
    "power": "stop_search", "legislation": "s.1 PACE 1984", "place": "At the gate",
    "outcome": "Nothing found", "sex": "female", "age": "15", "ethnicity_self_defined": "B1",
    "ethnicity_officer_defined": "IC3", "send": "none", "bwv": "no",
}  # fmt: skip
NOT_OBTAINED = {
    "ethnicity_self_defined": "not_obtained",
    "ethnicity_self_defined_reason": "declined",
}


def at(day: dt.date, hour: int, minute: int = 0) -> str:
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC).isoformat()


def days_ago(days: int) -> dt.date:
    return NOW.date() - dt.timedelta(days=days)


def outcome(code: str, score: str, **changes: Any) -> dict[str, Any]:
    """The outcome of a diversion, with a gravity score and what the score asks for."""
    dated = {} if code == "0" else {"police_outcome_on": str(DAY)}
    joint = {"joint_decision_with_yjs": "yes"}
    return {"police_outcome": code, "gravity_score": score, **dated, **joint, **changes}


def cover(urn: int, who: str) -> dict[str, Any]:
    row = {"school": str(urn), "told": "yes", "cover": who, "visits_lost": 1}
    return {"schools_affected": [row]}


@dataclass(frozen=True)
class Case:
    """An entry, and whether it is flagged. `earlier` entries are (officer, action, answers)."""

    words: str
    raised: bool
    kind: str
    changes: dict[str, Any] = field(default_factory=dict)
    earlier: tuple[tuple[str, Action, dict[str, Any]], ...] = ()
    device_minutes: int | None = None
    priority_until: dt.date | None = None


def engaged(officer: str, action: Action = Action.SUBMIT, **changes: Any) -> Any:
    return (officer, action, changes)


E, D, U, A = "engagement", "diversion", "diversion_update", "abstraction"
CASES: dict[str, list[Case]] = {
    "late": [
        Case("six days after", True, E, {"started_at": at(days_ago(6), 9)}),
        Case("yesterday", False, E),
        Case("five days after", False, E, {"started_at": at(days_ago(5), 0, 1)}),
        Case("late in the evening of the sixth day", True, E, {"started_at": at(days_ago(6), 23)}),
        Case("an old matter reported today", False, D,
             {"matter_on": "2026-01-10", "reported_on": "2026-03-10"}),
        Case("a matter reported six days ago", True, D,
             {"matter_on": "2026-01-10", "reported_on": str(days_ago(6))}),
    ],
    "ethnicity_not_obtained": [
        Case("not obtained", True, D, NOT_OBTAINED),
        Case("obtained", False, D),
        Case("not obtained of a power", True, E, {"powers": [POWER | NOT_OBTAINED]}),
    ],
    "gravity_deviation": [
        Case("a charge for a score of 2", True, D, outcome("1", "2")),
        Case("no action for a score of 5", True, D, outcome("20", "5")),
        Case("a community resolution for a score of 2", False, D, outcome("8", "2")),
        Case("a charge for a score of 5", False, D, outcome("1", "5")),
        Case("with a reason", False, D, outcome("1", "2", gravity_rationale="A second time.")),
        Case("evidence was missing", False, D, outcome("16", "5")),
        Case("not yet assigned", False, D, outcome("0", "5")),
        Case("no outcome", False, D, {"gravity_score": "2"}),
        Case("not scored", False, D,
             outcome("1", "not_scored", gravity_reason="not_in_matrix")),
    ],
    "contact_not_made": [
        Case("not with the victim", True, D,
             {"contact_victim": "not_made", "contact_victim_reason": "not_yet"}),
        Case("with everybody", False, D),
        Case("nobody to contact", False, D, {"contact_victim": "not_applicable"}),
        Case("said by an update", True, U,
             {"contact_child": "not_made", "contact_child_reason": "not_yet"}),
        Case("an update that says nothing of it", False, U),
    ],
    "powers_used": [
        Case("one", True, E, {"powers": [POWER]}),
        Case("none", False, E, {"powers": []}),
        Case("two", True, E, {"powers": [POWER, POWER]}),
    ],
    "net_widening": [
        Case("no action otherwise", True, D, {"otherwise": "no_action"}),
        Case("a caution otherwise", False, D, {"otherwise": "caution"}),
        Case("not known", False, D, {"otherwise": "not_known"}),
        Case("not asked of a victim", False, D,
             {"child_role": "victim", "otherwise": "no_action"}),
    ],
    "unusual_duration": [
        Case("over five hours", True, E, {"duration_minutes": 301}),
        Case("five hours", False, E, {"duration_minutes": 300}),
        Case("over sixteen hours away", True, A,
             {"started_at": at(days_ago(2), 6), "ended_at": at(days_ago(2), 22, 1)}),
        Case("sixteen hours away", False, A,
             {"started_at": at(days_ago(2), 6), "ended_at": at(days_ago(2), 22)}),
    ],
    "device_clock": [
        Case("ahead", True, E, device_minutes=61),
        Case("behind", True, E, device_minutes=-61),
        Case("an hour ahead", False, E, device_minutes=60),
        Case("an hour behind", False, E, device_minutes=-60),
        Case("not told", False, E),
    ],
    "overlap": [
        Case("a minute shared", True, E, earlier=(engaged("officer", started_at=at(DAY, 9, 14)),)),
        Case("one after the other", False, E,
             earlier=(engaged("officer", started_at=at(DAY, 9, 15)),)),
        Case("a colleague's", False, E, earlier=(engaged("officer2"),)),
        Case("a draft", False, E, earlier=(engaged("officer", Action.SAVE),)),
        Case("withdrawn", False, E, earlier=(engaged("officer", Action.WITHDRAW),)),
    ],
    "same_text": [
        Case("a colleague's words", True, E, {"notes": NOTES},
             (engaged("officer2", notes=NOTES),)),
        Case("the same but for case and spaces", True, E, {"notes": NOTES.upper()},
             (engaged("officer2", notes=NOTES.replace(" ", "  ")),)),
        Case("other words", False, E, {"notes": NOTES}, (engaged("officer2", notes=NOTES[:-2]),)),
        Case("too short to tell", False, E, {"notes": "x" * 39},
             (engaged("officer2", notes="x" * 39),)),
        Case("just long enough", True, E, {"notes": "x" * 40},
             (engaged("officer2", notes="x" * 40),)),
        Case("no notes", False, E, earlier=(engaged("officer2"),)),
    ],
    "no_cover_priority": [
        Case("nobody covered", True, A, cover(100002, "none")),
        Case("somebody covered", False, A, cover(100002, "snt")),
        Case("a school that is no priority", False, A, cover(100001, "none")),
        Case("a priority until that day", True, A, cover(100002, "none"), priority_until=DAY),
        Case("a priority until the day before", False, A, cover(100002, "none"),
             priority_until=DAY - dt.timedelta(days=1)),
    ],
}  # fmt: skip
BASE: dict[str, dict[str, Any]] = {
    E: {"started_at": at(DAY, 8, 30), "duration_minutes": 45},
    D: {name: str(DAY) for name in (
        "matter_on", "reported_on", "offered_on", "contact_child_on", "contact_parent_carer_on",
    )} | {"offered_on": None, "provider": None, "accepted": None},
    U: {"stage_on": str(DAY)},
    A: {"started_at": at(DAY, 9), "ended_at": at(DAY, 17), "schools_affected": []},
}  # fmt: skip


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sso_log.entries.lookups.now_utc", lambda: NOW)


def write(
    force: Force,
    officer: str,
    kind: str,
    changes: dict[str, Any],
    action: Action = Action.SUBMIT,
    device_at: dt.datetime | None = None,
    of: Entry | None = None,
) -> Entry:
    """A new entry, or the next version of one."""
    raw = answers(kind, **{**BASE[kind], **changes})
    entry_id, version = (of.id, of.version) if of else (new_id(), None)
    request = services.Request(entry_id, kind, raw, action, version, device_at)
    with writing():
        return services.write(force.actor(officer), request).entry


def flags_of(entry: Entry) -> dict[str, str]:
    query = sa.select(EntryFlag.code, EntryFlag.sentence).where(EntryFlag.entry_id == entry.id)
    return dict(db.session.execute(query).all())


def flagged(force: Force, case: Case) -> dict[str, str]:
    """The flags of the entry of a case, after what came before it."""
    if case.priority_until:
        with writing():
            db.session.execute(sa.update(PrioritySchool).values(valid_until=case.priority_until))
    for officer, action, changes in case.earlier:
        first = Action.SUBMIT if action is Action.WITHDRAW else action
        entry = write(force, officer, E, changes, first)
        if action is Action.WITHDRAW:
            with writing():
                services.withdraw(force.actor(officer), entry.id, 1)
    changes = dict(case.changes)
    if case.kind == U:
        changes["diversion"] = str(write(force, "officer", D, {}).id)
    device_at = None
    if case.device_minutes is not None:
        device_at = NOW + dt.timedelta(minutes=case.device_minutes)
    return flags_of(write(force, "officer", case.kind, changes, device_at=device_at))


def test_every_flag_has_cases_for_and_against() -> None:
    assert set(CASES) == set(FLAG_TITLES)
    assert all({case.raised for case in cases} == {True, False} for cases in CASES.values())


@pytest.mark.parametrize(
    ("code", "case"),
    [
        pytest.param(code, case, id=f"{code}: {case.words}")
        for code, cases in CASES.items()
        for case in cases
    ],
)
def test_a_flag_is_raised_when_it_should_be_and_not_otherwise(
    force: Force, code: str, case: Case
) -> None:
    assert (code in flagged(force, case)) is case.raised


def test_a_clean_entry_has_no_flag(force: Force) -> None:
    for kind in (E, D, A):
        started = (
            {} if kind != A else {"started_at": at(days_ago(3), 9), "ended_at": at(days_ago(3), 17)}
        )
        assert flags_of(write(force, "officer", kind, started)) == {}


def test_the_sentences_say_how_much_and_of_whom(force: Force) -> None:
    found = flagged(force, Case("", True, E, {"duration_minutes": 365, "powers": [POWER, POWER]}))
    assert found["unusual_duration"] == "It lasted 6 h 05 min."
    assert found["powers_used"] == "2 police powers were used."
    contact = {"contact_child": "not_made", "contact_child_reason": "not_yet"}
    contact |= {"contact_victim": "not_made", "contact_victim_reason": "not_yet"}
    found = flagged(force, Case("", True, D, {**contact, **outcome("1", "2")}))
    assert found["contact_not_made"] == "No contact yet with the child or the victim."
    assert found["gravity_deviation"].startswith("Gravity 2 with outcome 1 departs")
    found = flagged(
        force, Case("", True, E, {"started_at": at(days_ago(8), 9)}, device_minutes=-90)
    )
    assert found["late"] == "Logged 8 days after it happened."
    assert found["device_clock"] == "The device’s clock differs by 1.5 hours."


def test_an_amendment_raises_the_flags_anew_and_drops_those_that_no_longer_hold(
    force: Force,
) -> None:
    clean = write(force, "officer", E, {})
    assert flags_of(clean) == {}
    amended = write(force, "officer", E, {"powers": [POWER]}, of=clean)
    assert set(flags_of(amended)) == {"powers_used"}
    again = write(force, "officer", E, {"duration_minutes": 301}, of=amended)
    assert set(flags_of(again)) == {"unusual_duration"}


def test_lateness_is_that_of_the_first_submission(
    force: Force, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = write(force, "officer", E, {})
    later = NOW + dt.timedelta(days=30)
    monkeypatch.setattr("sso_log.entries.lookups.now_utc", lambda: later)
    assert "late" not in flags_of(write(force, "officer", E, {"pupils": 20}, of=entry))


def test_a_draft_is_not_flagged_until_it_is_submitted(force: Force) -> None:
    draft = write(force, "officer", E, {"powers": [POWER]}, Action.SAVE)
    assert flags_of(draft) == {}
    assert set(flags_of(write(force, "officer", E, {"powers": [POWER]}, of=draft))) == {
        "powers_used"
    }
