"""The session, the code lists, and a description that cannot drift from the routes."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
from flask import Flask
from openapi_spec_validator import validate

from sso_log.auth.guards import audience_of
from sso_log.clock import format_week, today_london
from sso_log.entries.kinds import KINDS
from tests.factories.entries import answers
from tests.factories.force import Force
from tests.tablet import Tablet, body_of


def test_the_session_says_who_and_when(app: Flask, force: Force) -> None:
    found = Tablet(app, "sergeant").get("/session").json
    assert found["person"]["username"] == "sergeant"
    assert found["roles"] == ["sergeant"]
    assert found["csrf_token"]
    assert re.match(r"\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$", found["server_time"])


def test_every_role_may_read_its_session_and_only_officers_may_write(
    app: Flask, force: Force
) -> None:
    for username in ("analyst", "auditor", "board", "admin", "inspector", "nobody"):
        tablet = Tablet(app, username)
        body = body_of("engagement", answers("engagement"))
        assert tablet.put(f"/entries/{uuid4()}", body).status_code == 403, username
        assert tablet.get("/entries").status_code == 403, username


def test_the_reference_holds_every_list_and_ones_own_schools(app: Flask, force: Force) -> None:
    found = Tablet(app, "officer").get("/reference").json
    assert [kind["code"] for kind in found["kinds"]] == list(KINDS)
    for kind in found["kinds"]:
        for section in kind["sections"]:
            for field in section["fields"]:
                for one in (field, *field.get("columns", [])):
                    assert one["choices"] is None or found["lists"][one["choices"]], one["name"]
    assert {"code", "label"} <= set(found["lists"]["capacity"][0])
    own = {row["code"]: row["facts"] for row in found["lists"]["ethnicity_self_defined"]}
    assert (own["W3"]["dfe_codes"], own["W3"]["group"]) == ("WIRT WROM", "white")
    assert [school["urn"] for school in found["schools"]] == ["100001", "100002"]


def test_the_reference_is_kept_until_it_changes(app: Flask, force: Force) -> None:
    tablet = Tablet(app, "officer")
    first = tablet.get("/reference")
    etag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert tablet.get("/reference", headers={"If-None-Match": etag}).status_code == 304
    other = Tablet(app, "far_officer").get("/reference", headers={"If-None-Match": etag})
    assert other.status_code == 200
    assert other.json["version"] != first.json["version"]


def test_the_description_is_valid_openapi(app: Flask, force: Force) -> None:
    validate(Tablet(app, "officer").get("/openapi.json").json)


def test_the_description_lists_exactly_the_routes_there_are(app: Flask, force: Force) -> None:
    described = Tablet(app, "officer").get("/openapi.json").json["paths"]
    told = {(path, method.upper()) for path, methods in described.items() for method in methods}
    there = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert told == there


def test_every_route_has_an_audience_and_none_is_public(app: Flask) -> None:
    endpoints = [r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith("api.")]
    assert endpoints
    for endpoint in endpoints:
        audience = audience_of(app, endpoint)
        assert audience is not None and audience.kind != "public", endpoint


def described_by(tablet: Tablet) -> Callable[[str, Any], None]:
    """A check of an instance against one schema of the description."""
    components = tablet.get("/openapi.json").json["components"]  # type: ignore[index]

    def fits(name: str, instance: Any) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        jsonschema.Draft202012Validator(schema).validate(instance)

    return fits


def test_what_is_answered_besides_entries_fits_the_description(app: Flask, force: Force) -> None:
    tablet, entry_id = Tablet(app, "officer"), uuid4()
    fits = described_by(tablet)
    fits("Session", tablet.get("/session").json)
    fits("Reference", tablet.get("/reference").json)
    week = {"on_duty_minutes": 2400, "absence_minutes": 0, "nothing_else": True}
    fits("WeekBody", week)
    path = f"/weeks/{format_week(today_london() - dt.timedelta(days=7))}"
    fits("Week", tablet.get(path).json)
    fits("Week", tablet.put(path, week).json)
    fits("Week", tablet.get(path).json)
    tablet.put(f"/entries/{entry_id}", body_of("engagement", answers("engagement")))
    second = body_of("engagement", answers("engagement", pupils=2))
    fits("Conflict", tablet.put(f"/entries/{entry_id}", second).json)
    copy = tablet.get(f"/entries/{entry_id}").json["conflicts"][0]["id"]
    resolved = tablet.post(f"/entries/{entry_id}/conflicts/{copy}/resolve")
    fits("ConflictResolved", resolved.json)
    fits("Error", tablet.put(f"/entries/{uuid4()}", {}).json)
    decision = {"version": 1, "reason_code": "other", "reason": "Look again.", "fields": []}
    fits("DecisionBody", decision)
    returned = Tablet(app, "sergeant").post(f"/entries/{entry_id}/return", decision)
    fits("EntrySummary", returned.json)
    fits("EntryWhole", tablet.get(f"/entries/{entry_id}").json)


@pytest.mark.parametrize("kind", ["engagement", "diversion", "abstraction"])
def test_what_is_accepted_and_answered_fits_the_description(
    app: Flask, force: Force, kind: str
) -> None:
    tablet, entry_id = Tablet(app, "officer"), uuid4()
    fits = described_by(tablet)
    body = body_of(kind, answers(kind))
    fits("EntryBody", body)
    fits(f"Fields_{kind}", body["fields"])
    fits("EntrySaved", tablet.put(f"/entries/{entry_id}", body).json)
    found = tablet.get(f"/entries/{entry_id}").json
    fits("EntryWhole", found)
    fits(f"Fields_{kind}", found["fields"])
    fits("EntryPage", tablet.get("/entries").json)
