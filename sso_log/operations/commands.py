"""Commands that create, upgrade, check and serve an installation, and list its routes."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from sso_log.config import Settings
from sso_log.operations import checks, services

MOST_SENTENCES = 5


@click.command("init")
@with_appcontext
def init() -> None:
    """Create or upgrade the database, with code lists, the force, its BCUs, boroughs and teams."""
    loaded = services.initialise()
    added = ", ".join(f"{count} {name}" for name, count in loaded.added.items() if count)
    click.echo(f"The database is ready. Added: {added or 'nothing, it was all there'}.")


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest migration."""
    before = services.head_of_database()
    services.migrate()
    after = services.head_of_database()
    click.echo(f"At {after}." if before == after else f"From {before or 'nothing'} to {after}.")


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
@click.option("--recount", is_flag=True, help="Also compare derived rows with their sources.")
@with_appcontext
def check(as_json: bool, recount: bool) -> None:
    """Check configuration, engine version and schema; exit 1 when something is wrong."""
    results = checks.run()
    if recount and all(result.ok for result in results):
        results += checks.recount()
    if as_json:
        click.echo(json.dumps([vars_of(result) for result in results], indent=2))
    else:
        for result in results:
            word = "note" if result.note else "ok" if result.ok else "WRONG"
            click.echo(f"{word:6} {result.sentence}")
    wrong = [result.sentence for result in results if not result.ok]
    if len(wrong) > MOST_SENTENCES:
        wrong[MOST_SENTENCES:] = [f"And {len(wrong) - MOST_SENTENCES:,} more."]
    if wrong:
        raise click.ClickException(" ".join(wrong))


def vars_of(result: checks.Result) -> dict[str, object]:
    """One check as JSON."""
    return {"check": result.name, "ok": result.ok, "sentence": result.sentence}


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
    host, port = host or settings.host, port or settings.port
    click.echo(f"Serving SSO Log on http://{host}:{port}", err=True)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    serving.serve(app, settings, host, port, workers)


commands = (init, migrate, check, serve)
