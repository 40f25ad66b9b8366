"""Commands that create, upgrade, check and serve an installation, and list its routes."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from sso_log.config import Settings
from sso_log.db import db
from sso_log.operations import checks, services
from sso_log.reference import codes

MOST_SENTENCES = 5


@click.command("init")
@with_appcontext
def init() -> None:
    """Create or upgrade the database, with code lists, the force, its BCUs, boroughs and teams."""
    loaded = services.initialise()
    click.echo(f"The database is ready. {loaded.sentence}")


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest migration, and its reference data to this version."""
    before = services.head_of_database()
    loaded = services.initialise()
    after = services.head_of_database()
    moved = f"At {after}." if before == after else f"From {before or 'nothing'} to {after}."
    click.echo(f"{moved} {loaded.sentence}")


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
@click.option("--recount", is_flag=True, help="Also compare derived rows with their sources.")
@with_appcontext
def check(as_json: bool, recount: bool) -> None:
    """Check configuration, engine, schema and reference data; exit 1 when something is wrong."""
    results = checks.run()
    if recount and all(result.ok for result in results):
        results += checks.recount()
    if as_json:
        rows = [{"check": r.name, "ok": r.ok, "sentence": r.sentence} for r in results]
        click.echo(json.dumps(rows, indent=2))
    else:
        for result in results:
            word = "note" if result.note else "ok" if result.ok else "WRONG"
            click.echo(f"{word:6} {result.sentence}")
    wrong = [result.sentence for result in results if not result.ok]
    if len(wrong) > MOST_SENTENCES:
        wrong[MOST_SENTENCES:] = [f"And {len(wrong) - MOST_SENTENCES:,} more."]
    if wrong:
        raise click.ClickException(" ".join(wrong))


@click.command("serve")
@click.option("--host", help="Default: SSO_LOG_HOST or 127.0.0.1.")
@click.option("--port", type=int, help="Default: SSO_LOG_PORT or 8000.")
@click.option("--workers", type=click.IntRange(1, 64), default=8, help="Threads.")
@with_appcontext
def serve(host: str | None, port: int | None, workers: int) -> None:
    """Serve the application with waitress."""
    from sso_log.operations import serving

    settings: Settings = current_app.config["SETTINGS"]
    if services.head_of_database() != services.head_of_code():
        raise click.ClickException("The database is not at this version: run “sso-log migrate”.")
    codes.current()  # refuses lists with a gap: with one nothing is served at all
    db.session.remove()  # or the reading goes on, and nobody can write, for as long as it serves
    host, port = host or settings.host, port or settings.port
    click.echo(f"Serving SSO Log on http://{host}:{port}", err=True)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    serving.serve(app, settings, host, port, workers)


commands = (init, migrate, check, serve)
