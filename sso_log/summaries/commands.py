"""`sso-log indicator`: a figure of the framework, counted by what the page counts it by."""

import datetime as dt
import json
from typing import Any

import click
from flask.cli import with_appcontext

from sso_log.auth.identity import SYSTEM, Actor, Grant, Role
from sso_log.clock import today_london
from sso_log.reference.queries.units import force, the_unit
from sso_log.summaries.filters import EVERY_DUTY
from sso_log.summaries.framework.breakdown import breakdown
from sso_log.summaries.framework.indicator import Indicator
from sso_log.summaries.framework.indicators import INDICATORS
from sso_log.summaries.framework.question import Question, Split, read_question
from sso_log.summaries.framework.readings import Readings
from sso_log.summaries.framework.words import headline, ratio, read_aloud
from sso_log.summaries.scope import CAPACITIES, KINDS

DAY = click.DateTime(formats=["%Y-%m-%d"])
# What is the same for every group of an indicator.
OF_INDICATOR = ("indicator", "title", "unit", "definition_version", "counterweights")
SPLITS = [split.value for split in Split if split is not Split.NONE]


@click.command("indicator")
@click.argument("identity", metavar="ID")
@click.option("--from", "from_on", type=DAY, required=True, help="First day of the period.")
@click.option("--until", "until_on", type=DAY, required=True, help="Last day of the period.")
@click.option("--unit", metavar="CODE", help="The unit; default: the whole force.")
@click.option("--by", type=click.Choice(SPLITS), help="Split the figure.")
@click.option("--capacity", type=click.Choice(CAPACITIES), help="Default: schools officer duty.")
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="Kinds of entry.")
@click.option("--type", multiple=True, metavar="CODE", help="Types of engagement.")
@click.option("--programme", multiple=True, metavar="CODE", help="Programmes.")
@click.option("--json", "as_json", is_flag=True, help="Print the figure as JSON.")
@with_appcontext
def indicator(
    identity: str,
    from_on: dt.datetime,
    until_on: dt.datetime,
    unit: str | None,
    by: str | None,
    as_json: bool,
    **filters: Any,
) -> None:
    """Print one indicator of the framework: what was counted, out of what, what is waiting."""
    chosen = INDICATORS.get(identity.upper())
    if chosen is None:
        known = ", ".join(INDICATORS)
        raise click.UsageError(f"There is no indicator {identity}: choose from {known}.")
    split = Split(by) if by else None
    if split is not None and split not in chosen.splits:
        known = ", ".join(chosen.splits)
        raise click.UsageError(f"{chosen.id} cannot be split by {by}: choose from {known}.")
    if until_on < from_on:
        raise click.UsageError("The last day is before the first: choose a later last day.")
    values = {
        "from": [from_on.date().isoformat()],
        "until": [until_on.date().isoformat()],
        "unit": [the_unit(unit).code] if unit else [],
        "capacity": [filters.pop("capacity") or ""],
        **{name: list(chosen_codes) for name, chosen_codes in filters.items()},
    }
    question = read_question(_reader(), values, today_london())
    question.scope.refuse_problems()
    if as_json:
        figure = _json(chosen, question, split)
        click.echo(json.dumps(figure, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_text(chosen, question, split)))


def _reader() -> Actor:
    """Whoever runs a command on the server reads figures as an analyst of the force does."""
    grants = (Grant(Role.ANALYST, force().id),)
    return Actor(SYSTEM.id, SYSTEM.username, SYSTEM.name, grants=grants)


def _json(chosen: Indicator, question: Question, split: Split | None) -> dict[str, Any]:
    scope, body = question.scope, chosen.figure(Readings(question)).to_json()
    figure = {
        "id": chosen.id,
        **body,
        "measured_in": body["unit"],
        "unit": scope.unit.code,
        "unit_name": scope.unit.name,
        "from": scope.from_on.isoformat(),
        "until": scope.until_on.isoformat(),
        "capacity": scope.capacity if chosen.by_duty else EVERY_DUTY,
    }
    if split is not None:
        figure["by"] = split.value
        figure["groups"] = [
            {
                "key": group.code,
                "label": group.label,
                **{
                    n: value for n, value in group.figure.to_json().items() if n not in OF_INDICATOR
                },
            }
            for group in breakdown(chosen, question, split)
        ]
    return figure


def _text(chosen: Indicator, question: Question, split: Split | None) -> list[str]:
    scope = question.scope
    lines = read_aloud(chosen.figure(Readings(question)))
    lines.append(f"    {scope.unit.name}, {scope.from_on} to {scope.until_on}")
    for group in breakdown(chosen, question, split) if split else ():
        value, of = headline(group.figure), ratio(group.figure)
        lines.append(f"      {group.label}: {value}" + (f" ({of})" if of else ""))
    return lines


commands = (indicator,)
