"""Commands for people: `create-user`, `grant`, `revoke`, `disable-user`, `assign-school`.

Each is one transaction: all of it or nothing. Refusals become a sentence in `sso_log.cli`.
"""

import datetime as dt
import sys

import click
from flask.cli import with_appcontext

from sso_log.admin.services import grants, people
from sso_log.auth.identity import SYSTEM, Role
from sso_log.clock import academic_year_start, today_london
from sso_log.db import commits
from sso_log.reference.queries import units
from sso_log.reference.services.schools import assign_school

ROLE = click.Choice([role.value for role in Role])
DAY = click.DateTime(formats=["%Y-%m-%d"])


def _day(value: dt.datetime | None) -> dt.date | None:
    return value.date() if value else None


def _password_from_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


@click.command("create-user")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=ROLE, required=True)
@click.option("--unit", "unit_code", required=True, metavar="CODE")
@click.option("--warrant-number", metavar="W")
@click.option("--from", "valid_from", type=DAY, help="Default: start of this academic year.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read one line from stdin.")
@with_appcontext
@commits
def create_user(
    username: str,
    name: str,
    role: str,
    unit_code: str,
    warrant_number: str | None,
    valid_from: dt.datetime | None,
    password_stdin: bool,
) -> None:
    """Make a person with a role and, for officers and sergeants, a posting."""
    new = people.NewPerson(username, name, _password_from_stdin(), warrant_number)
    person = people.create_with_role(SYSTEM, new, Role(role), unit_code, _day(valid_from))
    click.echo(f"{person.username} can sign in as {role}.")


@click.command("grant")
@click.argument("username")
@click.argument("role", type=ROLE)
@click.option("--unit", "unit_code", required=True, metavar="CODE")
@click.option("--from", "valid_from", type=DAY, help="Default: today.")
@click.option("--until", "valid_until", type=DAY, help="The last day. Default: open.")
@with_appcontext
@commits
def grant(
    username: str,
    role: str,
    unit_code: str,
    valid_from: dt.datetime | None,
    valid_until: dt.datetime | None,
) -> None:
    """Give a role in a unit."""
    person, unit = people.the_person(username), units.the_unit(unit_code)
    grants.give(SYSTEM, person, Role(role), unit, _day(valid_from), _day(valid_until))
    click.echo(f"{person.username} holds the role {role} in {unit.name}.")


@click.command("revoke")
@click.argument("username")
@click.argument("role", type=ROLE)
@click.option("--unit", "unit_code", required=True, metavar="CODE")
@with_appcontext
@commits
def revoke(username: str, role: str, unit_code: str) -> None:
    """Take back a role in a unit, from this moment."""
    person, unit = people.the_person(username), units.the_unit(unit_code)
    grants.revoke(SYSTEM, person, Role(role), unit)
    click.echo(f"{person.username} no longer holds the role {role} in {unit.name}.")


@click.command("disable-user")
@click.argument("username")
@with_appcontext
@commits
def disable_user(username: str) -> None:
    """Stop a person signing in, at once. What they did stays theirs."""
    person = people.the_person(username)
    people.disable(SYSTEM, person)
    click.echo(f"{person.username} can no longer sign in.")


@click.command("assign-school")
@click.argument("username")
@click.argument("urn", type=click.IntRange(1, 999_999_999))
@click.option("--lead", is_flag=True, help="The school's first officer.")
@click.option("--from", "valid_from", type=DAY, help="Default: start of this academic year.")
@with_appcontext
@commits
def assign_school_command(
    username: str, urn: int, lead: bool, valid_from: dt.datetime | None
) -> None:
    """Name an officer for a school."""
    person = people.the_person(username)
    start = _day(valid_from) or academic_year_start(today_london())
    assign_school(SYSTEM, person.id, urn, start, lead=lead)
    click.echo(f"{person.username} is named for the school {urn}.")


commands: tuple[click.Command, ...] = (
    create_user,
    grant,
    revoke,
    disable_user,
    assign_school_command,
)
