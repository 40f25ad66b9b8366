"""The command `sso-log demo`: builds the demo force when it is not there yet, and serves it.

It makes its own settings, with keys beside the database, so it needs none in the
environment. A SQLite database is built under another name and then renamed; in PostgreSQL all of
it is one transaction: an interrupted build leaves nothing.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask

from sso_log.clock import now_utc, today_london
from sso_log.config import Settings
from sso_log.demo import keys
from sso_log.demo.keys import DemoKeys
from sso_log.demo.people import SIGN_INS
from sso_log.demo.scale import Scale

WEEKS, SEED, MOST_WEEKS = 12, 1, 260
SQLITE = "sqlite:///"
BUILDING, ABANDONED_SECONDS = ".building-", 600
COMPANIONS = ("", "-journal", "-wal", "-shm")
Make = Callable[[Settings], Flask]


@click.command("demo")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Where to.")
@click.option(
    "--weeks", type=click.IntRange(1, MOST_WEEKS), help=f"Weeks of entries, {WEEKS} by default."
)
@click.option("--seed", type=int, help=f"Another number, another force; {SEED} by default.")
@click.option("--no-serve", is_flag=True, help="Only build it.")
def demo(data_dir: Path | None, weeks: int | None, seed: int | None, no_serve: bool) -> None:
    """Build a demo force of invented people and schools, print the sign-ins, and serve it."""
    folder = settings_of(data_dir, keys.new_keys()).data_dir
    demo_keys = _keys_of(folder)
    settings = settings_of(data_dir, demo_keys)
    scale = Scale(today_london(), weeks or WEEKS, SEED if seed is None else seed)
    app = prepare(settings, demo_keys, scale, weeks=weeks, seed=seed)
    _print_sign_ins(settings, demo_keys)
    if not no_serve:
        _serve(app, settings)


def _keys_of(folder: Path) -> DemoKeys:
    """The keys of this folder, made at the first start."""
    try:
        return keys.read_or_make(folder)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def settings_of(data_dir: Path | None, demo_keys: DemoKeys) -> Settings:
    """The settings of the demo: the environment's address and database, its own keys."""
    return Settings.from_environment(
        data_dir=data_dir,
        secret_key=demo_keys.secret_key,
        person_key=demo_keys.person_key,
        demo=True,
        insecure_cookies=True,
    )


def prepare(
    settings: Settings, demo_keys: DemoKeys, scale: Scale, *, weeks: int | None, seed: int | None
) -> Flask:
    """The application on the demo's database, which is built unless it is there.

    Raises ClickException when the database holds something else, or a demo of another shape.
    """
    from sso_log import create_app

    path = _sqlite_path(settings)
    if path is not None and (not path.exists() or path.stat().st_size == 0):
        _build_file(create_app, settings, path, demo_keys, scale)
        return create_app(settings)
    app = create_app(settings)
    with app.app_context():
        _keep_or_build(settings, path, demo_keys, scale, weeks, seed)
    return app


def _keep_or_build(
    settings: Settings,
    path: Path | None,
    demo_keys: DemoKeys,
    scale: Scale,
    weeks: int | None,
    seed: int | None,
) -> None:
    from sso_log.db import db
    from sso_log.demo import building
    from sso_log.operations import services

    where = path or "The database"
    try:
        if building.is_demo():
            _refuse_other_shape(demo_keys, weeks, seed, where)
            db.session.rollback()
            if services.head_of_database() != services.head_of_code():
                services.migrate()
        elif building.is_empty() and path is None:
            db.session.rollback()
            _build_here(settings, demo_keys, scale)
        else:
            raise click.ClickException(
                f"{where} is not empty and holds no demo force, so nothing was built: name "
                "another folder with --data-dir."
            )
    finally:
        db.session.remove()


def _refuse_other_shape(
    demo_keys: DemoKeys, weeks: int | None, seed: int | None, where: Path | str
) -> None:
    if demo_keys.weeks is None:
        raise click.ClickException(
            f"{where} holds a demo force, but its keys are not in this folder: name the folder "
            "in which it was built with --data-dir."
        )
    if weeks in (None, demo_keys.weeks) and seed in (None, demo_keys.seed):
        return
    raise click.ClickException(
        f"{where} already holds a demo force of {demo_keys.weeks} weeks from seed "
        f"{demo_keys.seed}: delete it to build another, or name another folder with --data-dir."
    )


def _sqlite_path(settings: Settings) -> Path | None:
    if not settings.database_url.startswith(SQLITE):
        return None
    return Path(settings.database_url.removeprefix(SQLITE))


def _build_file(
    create_app: Make, settings: Settings, path: Path, demo_keys: DemoKeys, scale: Scale
) -> None:
    """Build a SQLite database under another name, and rename it when it is whole."""
    from sso_log.db import db

    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    fresh = path.with_name(f"{path.name}{BUILDING}{os.getpid()}")
    try:
        with create_app(replace(settings, database_url=f"{SQLITE}{fresh}")).app_context():
            try:
                _build_here(settings, demo_keys, scale)
            finally:
                db.session.remove()
                db.engine.dispose()
        fresh.replace(path)
    finally:
        for companion in COMPANIONS:
            Path(f"{fresh}{companion}").unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what a build left that was killed; one that may still be running is left alone."""
    before = now_utc().timestamp() - ABANDONED_SECONDS
    for left in path.parent.glob(f"{path.name}{BUILDING}*"):
        if left.stat().st_mtime < before:
            left.unlink(missing_ok=True)


def _build_here(settings: Settings, demo_keys: DemoKeys, scale: Scale) -> None:
    """Build in the current application's database, with a bar that shows how far it is."""
    from rich.console import Console
    from rich.progress import Progress, TimeElapsedColumn

    from sso_log.demo.building import build

    demo_keys.weeks, demo_keys.seed = scale.weeks, scale.seed
    demo_keys.built_on = scale.today.isoformat()
    columns = (*Progress.get_default_columns()[:3], TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Building the demo force", total=1.0)

        def show(what: str, share: float) -> None:
            bar.update(task, description=what, completed=share)

        keys.write(settings.data_dir, demo_keys)
        entries = build(scale, demo_keys.password, show)
    click.echo(
        f"Built {scale.officers} officers, {scale.schools:,} schools and {entries:,} entries of "
        f"{scale.weeks} weeks. Everybody and every school is invented.",
        err=True,
    )


def _print_sign_ins(settings: Settings, demo_keys: DemoKeys) -> None:
    click.echo("\nSign in as:")
    for username in SIGN_INS:
        click.echo(f"  {username:10}  {demo_keys.password}")
    click.echo(f"The password and keys are kept in {settings.data_dir / keys.FILE}.\n")


def _serve(app: Flask, settings: Settings) -> None:
    from sso_log.operations.serving import serve

    click.echo(f"SSO Log (demo) is at http://{settings.host}:{settings.port} – stop with Ctrl+C.")
    serve(app, settings, settings.host, settings.port)


commands = (demo,)
