"""Commands about units."""

import datetime as dt
import json

import click
from flask.cli import with_appcontext

from sso_log.auth.identity import SYSTEM
from sso_log.db import writing
from sso_log.reference.services import units

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("create-unit")
@click.argument("code")
@click.option("--name", required=True, help="The name that people read.")
@click.option("--parent", required=True, metavar="CODE", help="The code of the unit above.")
@click.option("--from", "valid_from", type=DAY, help="First day; default: this academic year.")
@click.option("--json", "as_json", is_flag=True, help="Print the unit as JSON.")
@with_appcontext
def create_unit(
    code: str, name: str, parent: str, valid_from: dt.datetime | None, as_json: bool
) -> None:
    """Make a further team or unit, for example a second team of a borough."""
    with writing():
        first_on = valid_from.date() if valid_from else None
        unit = units.create_unit(SYSTEM, code, name, parent, first_on)
        facts = {"code": unit.code, "name": unit.name, "kind": unit.kind, "parent": parent}
    sentence = f"Made the {facts['kind']} {facts['code']}, {facts['name']}."
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else sentence)


commands = (create_unit,)
