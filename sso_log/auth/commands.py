"""`sso-log routes`: every address with who may use it."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from sso_log.auth.routes_table import routes


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
