"""Figures of the command and of the pages, agreeing with a calculation by hand on the same entries.

The entries lie in three weeks of their own. Every expected number is worked out in a comment.
"""

import csv
import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.contract_bodies import abstraction, diversion, engagement, instant, power, update
from tests.outside import HACKNEY, Person, Site, new_id, term_monday, today

MONDAY = term_monday()
UNTIL = MONDAY + dt.timedelta(days=20)
WINDOW = ("--from", MONDAY.isoformat(), "--until", UNTIL.isoformat(), "--unit", HACKNEY)
NO_OFFER = {"route": "none_declined", "provider": None, "offered_on": None, "accepted": None}


def day(number: int) -> dt.date:
    """A day of the window; 0 is its Monday."""
    return MONDAY + dt.timedelta(days=number)


def outcome(number: str) -> dict[str, Any]:
    """A police outcome of the first day."""
    return {"police_outcome": number, "police_outcome_on": MONDAY.isoformat()}


def not_made(party: str) -> dict[str, Any]:
    """One party who was not contacted."""
    name = f"contact_{party}"
    return {name: "not_made", f"{name}_on": None, f"{name}_reason": "not_yet"}


def five_matters(alice: Person) -> list[str]:
    """Four suspects and a victim: resolved, outcome 22, charged, no action, and none."""
    matters: list[dict[str, Any]] = [
        outcome("8"),
        outcome("22") | {"otherwise": "no_action", "route": "outcome_22"},
        outcome("1") | NO_OFFER | {"school_sanction": "suspension"} | not_made("parent_carer"),
        outcome("16") | NO_OFFER | not_made("child") | not_made("victim"),
        NO_OFFER
        | {
            "child_role": "victim", "gravity_score": None, "otherwise": None,
            "contact_victim": "not_applicable", "contact_victim_on": None,
            "ethnicity_self_defined": "not_obtained", "ethnicity_self_defined_reason": "declined",
        },
    ]  # fmt: skip
    return [alice.submitted("diversion", diversion(MONDAY, **matter)) for matter in matters]


@pytest.fixture(scope="module")
def alice(site: Site) -> Person:
    return site.person("alice")


@pytest.fixture(scope="module")
def sam(site: Site) -> Person:
    return site.person("sam")


@pytest.fixture(scope="module")
def matters(alice: Person, sam: Person) -> list[str]:
    """The five, approved; a sixth waits."""
    made = five_matters(alice)
    sam.approve(*made)
    alice.submitted("diversion", diversion(MONDAY, **outcome("8")))
    return made


@pytest.fixture(scope="module")
def week_away(alice: Person, sam: Person) -> None:
    """Four visits, two abstractions and two confirmed weeks of 2,400 minutes."""
    feedback = {"stage": "post", "responses": 12, "rated_7_to_10": 9, "aware": 10}
    feedback |= {"feel_safer": 4, "feel_less_safe": 1}
    visits: list[dict[str, Any]] = [
        {"feedback": feedback}, {"powers": [power()]}, {"capacity": "other_duty"}, {},
    ]  # fmt: skip
    made = [
        alice.submitted("engagement", engagement(day(n), duration_minutes=60, **visit))
        for n, visit in enumerate(visits)
    ]
    aid = abstraction(instant(MONDAY, "09:00"), instant(MONDAY, "17:00"))
    court = abstraction(
        instant(day(1), "15:30"), instant(day(1), "17:30"), abstraction_type="court"
    )
    made += [alice.submitted("abstraction", fields) for fields in (aid, court)]
    sam.approve(*made)
    for monday in (day(0), day(7)):
        year, week, _weekday = monday.isocalendar()
        body = {"on_duty_minutes": 2400, "absence_minutes": 0, "nothing_else": True}
        assert alice.send("PUT", f"/weeks/{year}-W{week:02d}", body).status_code == 201


def counted(site: Site, name: str, *words: str) -> tuple[int, int, int]:
    figure = site.indicator(name, *(words or WINDOW))
    return figure["numerator"], figure["denominator"], figure["waiting"]


def together(site: Site, *names: str) -> dict[str, tuple[int, int, int]]:
    """Several figures, two commands at a time."""
    with ThreadPoolExecutor(2) as two:
        return dict(zip(names, two.map(lambda name: counted(site, name), names), strict=True))


def of(figure: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """What a figure is made of, by label."""
    return {part["label"]: (part["numerator"], part["denominator"]) for part in figure["parts"]}


def parts(site: Site, name: str) -> dict[str, tuple[int, int]]:
    """What one figure of the window is made of."""
    return of(site.indicator(name, *WINDOW))


def test_diversion_and_contact_before_and_after_the_updates(
    site: Site, alice: Person, sam: Person, matters: list[str]
) -> None:
    found = together(site, "D1", "D2", "D3", "D4", "D6", "C1", "C2", "C3", "Q1")
    assert found == {
        "D1": (2, 3, 1),  # community resolution and 22 against the charge; no action in neither
        "D2": (1, 4, 1),  # one charge of four suspects
        "D3": (1, 4, 1),  # one no action of four outcomes
        "D4": (1, 5, 1),  # one suspension of five matters
        "D6": (1, 2, 1),  # one of two would have been no action
        "C1": (3, 4, 1),  # of four suspects one was not contacted
        "C2": (4, 5, 1),
        "C3": (3, 4, 1),  # the fifth has no other victim
        "Q1": (4, 5, 1),
    }
    untouched = [("Offered", (2, 4)), ("Accepted", (2, 2)), ("Started", (0, 2))]
    assert [item for item in parts(site, "D5").items() if item in untouched] == untouched

    ended = day(9).isoformat()
    changes = [
        update(matters[0], "started", day(3)),
        update(matters[0], "completed", day(9), concluded_on=ended),
        {"capacity": "sso_duty", "diversion": matters[3], "contact_child": "made",
         "contact_child_on": ended},
    ]  # fmt: skip
    entries = [alice.submitted("diversion_update", change) for change in changes]
    assert counted(site, "C1") == (3, 4, 4)  # updates that wait change nothing but that number
    sam.approve(*entries)
    assert counted(site, "C1") == (4, 4, 1)
    funnel = parts(site, "D5")
    assert (funnel["Started"], funnel["Completed"]) == ((1, 2), (1, 1))
    # Ten months and more later four of the five are open still.
    to_today = ("--from", WINDOW[1], "--until", today().isoformat(), "--unit", HACKNEY)
    late = 4 if (today() - MONDAY).days > 190 else 0
    assert counted(site, "T1", *to_today)[:2] == (late, 5)


def test_abstraction_engagement_and_reporting(
    site: Site, matters: list[str], week_away: None
) -> None:
    names = ["A1", "A3", "A5", "E1", "E2", "E4", "Q2", "Q3", "T3"]
    with ThreadPoolExecutor(2) as two:
        figures = list(two.map(lambda name: site.indicator(name, *WINDOW), names))
    found = dict(zip(names, figures, strict=True))
    pairs = {name: (found[name]["numerator"], found[name]["denominator"]) for name in names}
    # 480 minutes of aid; 120 of court are only in the wide figure; two weeks of 2,400.
    assert pairs["A1"] == (480, 4800)
    assert of(found["A1"])["With court and training (wide)"] == (600, 4800)
    # In school hours (08:00 to 16:30): 450 and 60, of ten school days of 510 minutes.
    assert pairs["A3"] == (510, 5100)
    # The officer's second school saw nobody on any of the fifteen school days.
    assert found["A5"]["numerator"] == 15
    assert found["E1"]["value"] == 3.0  # the fourth hour is other duty
    assert pairs["E2"] == (1, 2)
    assert pairs["E4"] == (9, 12)
    assert of(found["E4"])["Feel less safe, of those aware"] == (1, 10)
    assert pairs["Q2"] == (2, 6)  # two officers, three weeks each
    assert of(found["Q3"])["By minutes"] == (180, 240)  # abstractions are not asked
    assert found["T3"]["denominator"] >= 11
    now = today().isoformat()
    decided = site.indicator("T4", "--from", now, "--until", now, "--unit", HACKNEY)
    assert decided["denominator"] >= 11
    assert decided["value"] < 1  # hours: they were approved at once


def test_other_units_count_nothing_and_wrong_words_are_usage(
    site: Site, matters: list[str]
) -> None:
    elsewhere = (*WINDOW[:4], "--unit", "E09000030")
    assert counted(site, "D1", *elsewhere) == (0, 0, 0)
    assert site.run("indicator", "D99", *WINDOW).returncode == 2
    assert site.run("indicator", "D1", "--from", "x", "--until", "y").returncode == 2
    backwards = ("--from", UNTIL.isoformat(), "--until", MONDAY.isoformat())
    assert site.run("indicator", "D1", *backwards).returncode == 2


def last_sunday(month: int) -> dt.date:
    """The last change of the clock in March or October that is over."""
    for year in (today().year, today().year - 1):
        last = dt.date(year, month, 31)
        found = last - dt.timedelta(days=(last.weekday() + 1) % 7)
        if found < today() - dt.timedelta(days=2):
            return found
    raise AssertionError("There was no last Sunday")


def minutes(person: Person, start: dt.date, end: dt.date) -> int:
    """Minutes of abstraction of the team in the downloaded summary."""
    answer = person.get(
        f"/summaries/abstraction?from={start}&until={end}&unit={HACKNEY}&format=csv"
    )
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return sum(int(row["minutes"]) for row in rows)


@pytest.mark.parametrize(
    ("morning", "before", "after"),
    [
        pytest.param(last_sunday(10), 120, 420, id="autumn"),
        pytest.param(last_sunday(3), 120, 300, id="spring"),
        pytest.param(dt.date(last_sunday(3).year, 2, 1), 120, 360, id="across a month"),
    ],
)
def test_a_night_is_split_by_day_and_exact(
    site: Site, alice: Person, sam: Person, morning: dt.date, before: int, after: int
) -> None:
    evening = morning - dt.timedelta(days=1)
    fields = abstraction(instant(evening, "22:00"), instant(morning, "06:00"))
    ivy = site.person("ivy")
    entry = alice.submitted("abstraction", fields)
    assert minutes(ivy, evening, morning) == 0
    sam.approve(entry)
    split = minutes(ivy, evening, evening), minutes(ivy, morning, morning)
    assert split == (before, after)
    assert minutes(ivy, evening, morning) == before + after


def test_summaries_and_framework_answer_each_role_and_each_filter(site: Site) -> None:
    ivy = site.person("ivy")
    for query in ("from=x", "type=zz", "kind=zz", "capacity=zz", "format=pdf"):
        assert ivy.get(f"/summaries/abstraction?{query}").status_code == 422, query
    for path in ("/summaries/abstraction?unit=north-west", "/framework/D99"):
        assert ivy.get(path).status_code == 404, path
    whole = "/summaries/abstraction?type=court&capacity=all&kind=abstraction"
    for path in ("/framework", "/framework/D1", whole, "/schools", "/schools/900001"):
        assert ivy.get(path).status_code == 200, path
    statuses = {"sam": 200, "ana": 200, "alice": 403, "aud": 403, "bob": 403, "adi": 403}
    for username, status in statuses.items():
        assert site.person(username).get("/framework").status_code == status, username
    assert site.person("aud").get("/audit").status_code == 200
    assert ivy.get("/audit").status_code == 403


def test_public_pages_and_the_door(site: Site) -> None:
    nobody = Person(site.base, "nobody")
    for path in ("/healthz", "/readyz", "/sign-in", "/accessibility", "/cookies"):
        assert nobody.get(path).status_code == 200, path
    assert nobody.get("/help/abstraction").status_code == 200
    assert nobody.get("/help/nothing").status_code == 404
    sent = nobody.get("/entries?status=draft")
    assert (sent.status_code, "next=" in sent.headers["Location"]) == (302, True)
    assert nobody.sign_in("wrong wrong wrong").status_code in (401, 422)
    assert nobody.session.delete(site.base + "/sign-in", timeout=9).status_code == 405


def test_a_person_switched_off_is_out_on_the_next_request(site: Site) -> None:
    site.create_user("temp", "analyst", "met", None)
    temp = site.person("temp")
    assert temp.get("/framework").status_code == 200
    site.done("disable-user", "temp")
    assert temp.get("/framework").status_code == 302


def test_a_role_taken_back_is_obeyed_on_the_next_request(site: Site) -> None:
    site.create_user("brief", "analyst", "met", None)
    brief = site.person("brief")
    site.done("grant", "brief", "auditor", "--unit", "met")
    assert brief.get("/audit").status_code == 200
    site.done("revoke", "brief", "auditor", "--unit", "met")
    assert brief.get("/audit").status_code == 403


def test_the_trail_of_all_this_is_whole_and_nothing_failed(site: Site) -> None:
    assert "whole" in site.done("audit", "verify")
    assert "unexpected_error" not in (site.folder / "serve.log").read_text()
    assert new_id()[14] == "7"
