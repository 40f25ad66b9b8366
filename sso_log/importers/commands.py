"""`sso-log import …`: one command for each kind of file, each all or nothing."""

import json
from contextlib import nullcontext
from pathlib import Path

import click
from flask.cli import with_appcontext

from sso_log.auth.identity import SYSTEM
from sso_log.db import writing
from sso_log.importers.csv_files import read_csv
from sso_log.importers.school_links import import_links, is_links
from sso_log.importers.schools import import_schools
from sso_log.importers.tables import Refused

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("import")
def import_group() -> None:
    """Bring in a file: the whole of it, or nothing."""


@import_group.command("schools")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Check the file and say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def schools(file: Path, dry_run: bool, as_json: bool) -> None:
    """Import a school register, or the file of links between schools, as CSV."""
    try:
        table = read_csv(file)
        run = import_links if is_links(table) else import_schools
        with nullcontext() if dry_run else writing():
            report = run(SYSTEM, table, file.name, dry_run)
    except Refused as refusal:
        if as_json:
            click.echo(json.dumps(refusal.as_dict(), ensure_ascii=False))
        raise click.ClickException(refusal.sentence) from None
    click.echo(json.dumps(report.as_dict(), ensure_ascii=False) if as_json else report.sentence)


commands = (import_group,)
