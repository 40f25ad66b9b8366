"""Importing the school register and the links between schools."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from sso_log.audit.models import AuditEvent
from sso_log.auth.identity import SYSTEM
from sso_log.cli import main
from sso_log.db import db, writing
from sso_log.importers.csv_files import read_csv, table_of
from sso_log.importers.school_links import LinkReport, import_links
from sso_log.importers.schools import SchoolReport, import_schools
from sso_log.importers.tables import Refused
from sso_log.reference.models import School
from sso_log.reference.queries.schools import is_offered
from tests.factories.reference import SHORT_HEADER, a_file, a_row, a_school

LONG_HEADER = (
    "URN", "LA (name)", "EstablishmentName", "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)", "OpenDate", "CloseDate", "PhaseOfEducation (name)",
    "Gender (name)", "NumberOfPupils", "Postcode", "GSSLACode (name)", "HeadLastName",
)  # fmt: skip


def run(content: bytes, dry_run: bool = False) -> SchoolReport:
    with writing():
        return import_schools(SYSTEM, table_of(content), "file.csv", dry_run)


def link(content: bytes) -> LinkReport:
    with writing():
        return import_links(SYSTEM, table_of(content), "links.csv")


def refusal(content: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        run(content)
    return caught.value


def school(urn: int) -> School:
    found = db.session.get(School, urn, populate_existing=True)
    assert found is not None
    return found


def how_many() -> int:
    return db.session.scalar(sa.select(sa.func.count(School.urn))) or 0


def test_importing_the_same_file_again_changes_nothing(app: Flask) -> None:
    content = a_file(a_row(120000 + n) for n in range(30))
    first, second = run(content), run(content)
    assert (first.created, first.updated, first.unchanged) == (30, 0, 0)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 30)


def test_a_dry_run_says_what_would_happen_and_does_nothing(app: Flask) -> None:
    report = run(a_file([a_row(120000)]), dry_run=True)
    assert (report.created, how_many()) == (1, 0)
    assert report.sentence.startswith("Would import 1 schools")


def test_one_bad_row_in_five_thousand_refuses_the_whole_file(app: Flask) -> None:
    rows = [a_row(120000 + n) for n in range(5000)]
    rows[3210]["status"] = "Sort of open"
    started = time.monotonic()
    problem = refusal(a_file(rows)).problems.listed[0]
    assert (problem.row, problem.column) == (3212, "status")
    assert "Sort of open" in problem.sentence
    assert how_many() == 0
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (a_row("12"), "urn"),
        (a_row("1200000"), "urn"),
        (a_row("=100001"), "urn"),
        (a_row("１２３４５６"), "urn"),
        (a_row(120001, name=""), "name"),
        (a_row(120001, name="x" * 201), "name"),
        (a_row(120001, phase_of_education="Wizardry"), "phase_of_education"),
        (a_row(120001, gender="Plural"), "gender"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_with_its_place(
    app: Flask, row: dict[str, str], column: str
) -> None:
    problem = refusal(a_file([a_row(120000), row])).problems.listed[0]
    assert (problem.row, problem.column) == (3, column)


def test_a_urn_that_is_there_twice_names_the_first_row(app: Flask) -> None:
    problem = refusal(a_file([a_row(120000), a_row(120001), a_row(120000)])).problems.listed[0]
    assert problem.row == 4
    assert "row 2" in problem.sentence


def test_a_file_without_a_urn_or_a_name_is_refused(app: Flask) -> None:
    assert "URN" in refusal(a_file([a_row(120000)], SHORT_HEADER[1:])).sentence
    assert "EstablishmentName" in refusal(a_file([a_row(120000)], ("urn", "status"))).sentence


def test_other_columns_may_be_missing_and_what_is_known_stays(app: Flask) -> None:
    with writing():
        a_school(120000, "Old name", pupils=321, postcode="E8 1AA")
    report = run(a_file([a_row(120000, "New name")]))
    assert report.updated == 1
    assert (school(120000).name, school(120000).pupils) == ("New name", 321)
    assert school(120000).search_text == " new name e8 1aa e81aa 120000 "
    assert run(b"urn,name\n120000,New name\n").unchanged == 1


def test_schools_elsewhere_are_left_out_and_the_city_is_kept_without_a_borough(app: Flask) -> None:
    rows = [
        a_row(120000),
        a_row(120001, gss_code="E10000008", local_authority_name="Devon", status="odd"),
        a_row(120002, gss_code="E09000001", local_authority_name="City of London"),
        a_row(120003, gss_code="", local_authority_name="hackney"),
    ]
    report = run(a_file(rows))
    assert (report.created, report.skipped) == (3, 1)
    assert school(120000).borough_id == school(120003).borough_id is not None
    assert school(120002).borough_id is None


def test_a_school_that_closes_is_kept_and_not_offered_afterwards(app: Flask) -> None:
    row = {
        "URN": "120000", "LA (name)": "Hackney", "EstablishmentName": "Grove School",
        "TypeOfEstablishment (name)": "Pupil referral unit",
        "EstablishmentStatus (name)": "Open", "OpenDate": "01-09-1990", "CloseDate": "",
        "PhaseOfEducation (name)": "All through", "Gender (name)": "Not applicable",
        "NumberOfPupils": "1104", "Postcode": "e81aa", "GSSLACode (name)": "E09000012",
        "HeadLastName": "Somebody",
    }  # fmt: skip
    run(a_file([row], LONG_HEADER))
    found = school(120000)
    assert (found.setting, found.phase, found.gender) == ("pru_ap", "all_through", None)
    assert (found.pupils, found.postcode) == (1104, "E8 1AA")
    closed = row | {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2025"}
    report = run(a_file([closed], LONG_HEADER))
    assert (report.updated, report.closed) == (1, 1)
    assert is_offered(school(120000), dt.date(2025, 8, 31))
    assert not is_offered(school(120000), dt.date(2025, 9, 1))


def test_a_date_that_does_not_exist_is_refused(app: Flask) -> None:
    row = {"URN": "120000", "EstablishmentName": "Grove", "CloseDate": "31-02-2025"}
    problem = refusal(a_file([row], ("URN", "EstablishmentName", "CloseDate"))).problems.listed[0]
    assert (problem.row, problem.column) == (2, "CloseDate")


def test_a_name_that_looks_like_a_formula_is_refused_with_its_place(app: Flask) -> None:
    found = refusal(a_file([a_row(120000, "Grove"), a_row(120001, "=HYPERLINK(1)")]))
    assert [problem.row for problem in found.problems.listed] == [3]


def test_links_set_the_successor_from_either_side(app: Flask) -> None:
    with writing():
        for urn in (120000, 120001, 120002):
            a_school(urn)
    content = (
        b"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"
        b"120000,120009,Older,Successor,01-01-2001\n"
        b"120000,120002,Newer,Successor - merged,01-09-2020\n"
        b"120002,120001,Before,Predecessor,01-09-2021\n"
        b"120001,120000,Sixth form,Sixth Form Centre Link,\n"
        b"129999,120000,Unknown,Successor,\n"
    )
    report = link(content)
    assert (report.updated, report.skipped) == (2, 2)
    assert (school(120000).successor_urn, school(120001).successor_urn) == (120002, 120002)
    again = link(content)
    assert (again.updated, again.unchanged) == (0, 2)
    with pytest.raises(Refused):
        link(b"URN,LinkURN,LinkType\n120000,120000,Successor\n")


def test_the_command_imports_audits_and_answers_as_json(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(a_file([a_row(120000)]))
    runner = app.test_cli_runner()
    done = runner.invoke(main, ["import", "schools", str(file), "--json"], obj=_obj(app))
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["created"] == 1
    event = db.session.scalar(sa.select(AuditEvent).where(AuditEvent.tag == "import"))
    assert event is not None
    assert event.detail["created"] == 1


def test_the_command_fails_with_rows_and_columns(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(a_file([a_row(120000), a_row("12")]))
    runner = app.test_cli_runner()
    failed = runner.invoke(main, ["import", "schools", str(file)], obj=_obj(app))
    assert failed.exit_code == 1
    assert "Row 3, column “urn”" in failed.stderr
    assert runner.invoke(main, ["import", "schools", "none.csv"], obj=_obj(app)).exit_code == 2
    assert how_many() == 0


def _obj(app: Flask) -> object:
    from flask.cli import ScriptInfo

    return ScriptInfo(create_app=lambda: app)


def test_the_london_register_comes_in_whole_and_a_second_time_unchanged(
    app: Flask, shared_data: Path
) -> None:
    file = shared_data / "gias" / "gias_london_register_2024-06-17.csv"
    with writing():
        first = import_schools(SYSTEM, read_csv(file), file.name)
    with writing():
        second = import_schools(SYSTEM, read_csv(file), file.name)
    assert (first.created, first.skipped) == (5787, 0)
    assert (second.unchanged, second.updated) == (5787, 0)
    is_open = sa.select(sa.func.count()).where(School.status == "open")
    assert db.session.scalar(is_open) == 3216
    with writing():
        links = shared_data / "gias" / "links_edubasealldata_20250422_london.csv"
        assert import_links(SYSTEM, read_csv(links), links.name).updated > 1000


@pytest.mark.parametrize(
    ("name", "kept"),
    [("gias_subset_2024-02_140cols.csv", 4), ("edubase_sample_2018-12.csv", 4)],
)
def test_the_national_layouts_of_2018_and_2024_are_read(
    app: Flask, shared_data: Path, name: str, kept: int
) -> None:
    with writing():
        report = import_schools(SYSTEM, read_csv(shared_data / "gias" / name), name)
    assert report.created == kept
    assert db.session.scalar(sa.select(sa.func.count()).where(School.setting.is_(None))) == 0


def test_a_school_without_a_status_is_taken_as_open(app: Flask) -> None:
    report = run(a_file([a_row(120000, status=""), a_row(120001)]))
    assert (report.created, school(120000).status) == (2, "open")
