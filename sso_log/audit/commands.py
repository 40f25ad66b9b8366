"""`sso-log audit verify` and `sso-log audit checkpoint`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext

from sso_log.audit.services import record
from sso_log.audit.tags import Tag
from sso_log.audit.verify import Checkpoint, make_checkpoint, read_checkpoint, verify
from sso_log.db import db, writing


@click.group("audit")
def audit() -> None:
    """Check the audit trail, and make checkpoints to keep elsewhere."""


@audit.command("verify")
@click.option(
    "--checkpoint",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint kept elsewhere: finds a database put back to an earlier state.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def verify_command(path: Path | None, as_json: bool) -> None:
    """Check every event of the trail; exit 1 and say what is wrong if anything is."""
    result = verify(db.session(), _checkpoint(path))
    if result.ok:
        with writing():
            record(None, Tag.AUDIT_VERIFIED, "audit", result.head_seq, detail={"ok": True})
    if as_json:
        problems = [asdict(problem) for problem in result.problems]
        body = {"ok": result.ok, "checked": result.checked, "problems": problems}
        click.echo(json.dumps(body, indent=2))
    elif result.ok:
        click.echo(f"The audit trail is whole: {result.checked} events.")
    if not result.ok:
        sentences = " ".join(problem.sentence for problem in result.problems)
        click.echo(f"The audit trail is not whole. {sentences}", err=True)
        sys.exit(1)


@audit.command("checkpoint")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of the screen.",
)
@with_appcontext
def checkpoint_command(output: Path | None) -> None:
    """Print the end of the trail, signed, to be kept away from this machine."""
    text = make_checkpoint(db.session()).as_text()
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"Cannot write {output}: {error.strerror}.") from error


def _checkpoint(path: Path | None) -> Checkpoint | None:
    if path is None:
        return None
    try:
        return read_checkpoint(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise click.ClickException(f"{path} is not a checkpoint of an audit trail.") from error


commands: tuple[click.Command, ...] = (audit,)
