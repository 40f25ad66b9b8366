"""Every route with who may use it, for `sso-log routes --json` and the tests of access."""

from typing import Any

from flask import Flask

from sso_log.auth.guards import Audience, audience_of
from sso_log.auth.identity import Role
from sso_log.auth.policy import audience


def routes(app: Flask) -> list[dict[str, Any]]:
    """Rule, methods, endpoint, kind of audience, permission and roles of every route, in order.

    `audience` is `public`, `signed_in`, `requires`, or None for a view that nobody may use.
    """
    table: list[dict[str, Any]] = [
        {
            "rule": rule.rule,
            "methods": sorted(set(rule.methods or ()) - {"OPTIONS", "HEAD"}),
            "endpoint": rule.endpoint,
            **_who(audience_of(app, rule.endpoint)),
        }
        for rule in app.url_map.iter_rules()
    ]
    return sorted(table, key=lambda row: (str(row["rule"]), str(row["methods"])))


def _who(who: Audience | None) -> dict[str, Any]:
    if who is None:
        return {"audience": None, "permission": None, "roles": []}
    if who.permission is None:
        roles = ["anyone"] if who.kind == "public" else [role.value for role in Role]
        return {"audience": who.kind, "permission": None, "roles": roles}
    roles = [role.value for role in audience(who.permission)]
    return {"audience": who.kind, "permission": who.permission.value, "roles": roles}
