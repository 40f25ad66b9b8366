"""`sso-log routes`: every address with who may use it; also for the tests of access."""

import json
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

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


@click.command("routes")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@with_appcontext
def routes_command(as_json: bool) -> None:
    """List every route: rule, methods, endpoint, who may use it."""
    table = routes(current_app._get_current_object())  # type: ignore[attr-defined]
    if as_json:
        click.echo(json.dumps(table, indent=2))
        return
    for row in table:
        click.echo(f"{row['rule']}  {' '.join(row['methods'])}  {', '.join(row['roles'])}")


commands: tuple[click.Command, ...] = (routes_command,)
